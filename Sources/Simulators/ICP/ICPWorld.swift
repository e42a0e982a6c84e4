/// A simulated Huawei ICP behind its Agent Gateway, as a value: no clock, no network. The same seed, start and commands give
/// the same day, in whatever steps it is advanced.
public struct ICPWorld: TrafficWorld {
    public internal(set) var now: Milliseconds
    let started: Milliseconds
    public internal(set) var agents: [String: Agent] = [:]
    /// In the order of the gateway's lists.
    public internal(set) var workNumbers: [String] = []
    public internal(set) var groups: [Group] = []
    public internal(set) var skills: [Skill] = []
    var flows: [Flow] = []
    /// Why one may rest.
    var restReasons: [(id: Int, words: String)] = []
    public internal(set) var calls: [String: Call] = [:]
    /// The latest that have ended, oldest first.
    var endedCalls: [Call] = []
    /// The last call of each agent.
    var lastCalls: [String: Call] = [:]
    public internal(set) var conferences: [Int: Conference] = [:]
    var recordings: [Recording] = []
    var chats: [String: Chat] = [:]
    /// Who inspects somebody just now.
    var inspecting: Set<String> = []
    /// Whom an inspector has state changes of.
    var watched: [String: Set<String>] = [:]
    var blackList: [ListedNumber] = []
    var redList: [ListedNumber] = []
    /// Numbers outside that never answer.
    public var unreachable: Set<String> = []
    /// Gives the first waiting call to an idle agent who only asks for the list.
    public var handsCallsToIdleAskers = true
    /// How long a telephone rings that nobody answers.
    static let ringTime: Milliseconds = 45_000
    /// The telephones agents may be bound to.
    let phones = 40_001...49_999
    var random: SeededRandom
    var schedule = EventSchedule<ICPScheduledEvent>()
    var messages: [ICPEvent] = []
    var traffic = TrafficState()
    var callSerial = 0
    var taskSerial = 5_200
    var conferenceSerial = 4_025
    var chatSerial = 0

    struct ListedNumber: Sendable, Equatable {
        var number: String
        /// The request's own fields, as they came.
        var fields: [OrderedJSON.Field]
        var added: Milliseconds

        /// Whether such a caller is turned away rather than served last; the name is spelt so.
        var refuses: Bool { fields.contains { $0.name == "fiterMode" && $0.value.number == 1 } }
    }

    /// Tells an agent's program; agents whom the world plays have none.
    mutating func tell(_ agent: String, _ type: String, _ content: OrderedJSON = .null) {
        guard agents[agent]?.hasClient == true else { return }
        messages.append(ICPEvent(agent: agent, type: type, content: content, time: now))
    }

    /// Tells the inspectors that watch an agent.
    mutating func notify(_ agent: String, _ subtype: String) {
        for (inspector, numbers) in watched.sorted(by: { $0.key < $1.key }) where numbers.contains(agent) {
            tell(
                inspector, "QC_AgentState_Notify",
                [
                    "subtype": .text("QC_AgentState_\(subtype)"), "monitoredagent": .text(agent),
                    "agentname": .text(agents[agent]?.name ?? agent), "mediaserver": "CtiServer",
                ])
        }
    }

    // MARK: - Looking things up

    /// - Throws: `.noSuchAgent`, or what else is to be said of an agent that is not there.
    func known(_ number: String, _ refusal: ICPRefusal = .noSuchAgent) throws(ICPRefusal) -> Agent {
        guard let agent = agents[number] else { throw refusal }
        return agent
    }

    func skill(_ id: Int) -> Skill? { skills.first { $0.id == id } }

    mutating func change(_ number: String, _ body: (inout Agent) -> Void) {
        guard var agent = agents[number] else { return }
        body(&agent)
        agents[number] = agent
    }

    mutating func change(skill id: Int, _ body: (inout Skill) -> Void) {
        if let place = skills.firstIndex(where: { $0.id == id }) { body(&skills[place]) }
    }

    /// Moves a call on: what was noted for it before is void.
    mutating func move(_ id: String, _ body: (inout Call) -> Void) {
        guard var call = calls[id] else { return }
        body(&call)
        call.turn += 1
        calls[id] = call
    }

    func turn(_ id: String) -> Int { calls[id]?.turn ?? -1 }

    /// Where a number leads.
    enum Target: Equatable {
        case skill(Int), agent(String), flow(Int), outside(String)
    }

    /// - Returns: nil for what is no number at all.
    func target(of number: String) -> Target? {
        if let skill = skills.first(where: { $0.accessCode == number }) { return .skill(skill.id) }
        if let flow = flows.first(where: { $0.access == number }) { return .flow(flow.id) }
        if agents[number] != nil { return .agent(number) }
        if let agent = workNumbers.first(where: { agents[$0]?.phone == number }) { return .agent(agent) }
        let isNumber = (1...24).contains(number.count) && number.allSatisfy { $0.isASCII && ($0.isNumber || "+*#".contains($0)) }
        return isNumber ? .outside(number) : nil
    }
}
