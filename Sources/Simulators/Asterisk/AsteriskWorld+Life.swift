// What happens by itself, and how the world begins.
extension AsteriskWorld {
    public init(seed: UInt64, agents count: Int, rate: Double?, start: Milliseconds) {
        now = start
        booted = start
        random = SeededRandom(seed: seed)
        let first = count > 900 ? 20_001 : 2_001
        let numbers = (0..<max(2, count)).map { String(first + $0) }
        // The operator's own telephone is in no queue.
        let all = ["2000"] + numbers
        for (index, number) in all.enumerated() {
            telephones[number] = Telephone(number: number, name: random.personName(), isBehindLocal: index % 2 == 1)
        }
        let names = ["support", "售后 服务 VIP", "sales"]
        queues = names.enumerated().map { Queue(name: $1, strategy: ["ringall", "rrmemory", "leastrecent"][$0]) }
        for (index, number) in numbers.enumerated() {
            join(number, index % names.count)
            // One person in two queues.
            if index % 5 == 0 { join(number, (index + 1) % names.count) }
        }
        // Ringing all of a big queue for each caller is no sane setting.
        if count > 24 { queues[0].strategy = "rrmemory" }
        setRate(rate ?? Double(max(2, count)) / 4)
    }

    private mutating func join(_ number: String, _ index: Int) {
        let isBehindLocal = telephones[number]?.isBehindLocal == true
        queues[index].members.append(
            Member(
                interface: isBehindLocal ? "Local/\(number)@from-queue/n" : "PJSIP/\(number)",
                stateInterface: isBehindLocal ? "hint:\(number)@ext-local" : "PJSIP/\(number)", name: telephones[number]?.name ?? number,
                number: number))
    }

    mutating func carryOut(_ event: AsteriskScheduledEvent) {
        switch event {
        case .answers(let leg, let turn): if channels[leg]?.turn == turn { answer(leg) }
        case .givesUp(let leg, let turn): if channels[leg]?.turn == turn { giveUp(leg) }
        case .abandons(let id):
            if let queue = channels[id]?.queue, self.queue(queue)?.waiting.contains(id) == true { hangUp(id) }
        case .ends(let id, let turn): if channels[id]?.turn == turn { hangUp(id) }
        case .serve(let queue), .wrapUpEnds(let queue): serve(queue)
        case .talks(let room): talkInRoom(room)
        case .comesBack(let number): register(number, true)
        case .traffic(let kind): carryOut(traffic: kind)
        }
    }

    var sources: [TrafficSource<CallTraffic>] {
        TrafficSource.calls(fromOutside: 0.8, agents: telephones.count)
            + [TrafficSource(.roomCall, .every(30_000...120_000), first: 1_000...10_000)]
    }

    /// A call keeps somebody busy for a good minute; three people in five can be.
    var sustainableRate: Double { 0.6 * Double(telephones.count) / 1.2 }

    mutating func bringAbout(_ kind: CallTraffic) {
        switch kind {
        case .callFromOutside:
            let target = random.happens(85) ? "800\(1 + Int.random(in: 0..<queues.count, using: &random))" : anyFree() ?? "8001"
            let caller = nextCaller()
            let name = random.happens(40) ? random.personName() : ""
            begin(fromOutside: caller, name: name, to: target)
        case .callInside: if let from = anyFree(), let to = anyFree(), from != to { dial(from, to: to) }
        case .callToOutside: if let from = anyFree() { dial(from, to: random.outsideNumber(isWithheldAtTimes: false).filter(\.isNumber)) }
        case .roomCall: if rooms["7001"].map({ $0.members.count < 8 }) ?? true, let from = anyFree() { dial(from, to: "7001") }
        case .agentChange: changeAgent()
        }
    }

    private mutating func changeAgent() {
        guard let queue = random.pick(queues), let member = random.pick(queue.members) else { return }
        if random.happens(12) {
            guard isFree(member.number), member.number != "2000" else { return }
            register(member.number, false)
            return plan(.comesBack(member.number), in: 20_000...90_000)
        }
        let paused = queue.members.count { $0.isPaused }
        guard member.isPaused || paused * 3 < queue.members.count else { return }
        _ = try? pause(member.interface, !member.isPaused, in: nil, reason: random.pick(["午餐", "Meeting", "Rückruf, 回电", ""]) ?? "")
    }

    mutating func register(_ number: String, _ isRegistered: Bool) {
        guard telephones[number]?.isRegistered != isRegistered else { return }
        telephones[number]?.isRegistered = isRegistered
        tell(
            "ContactStatus", "system",
            [
                ("URI", "sip:\(number)@127.0.0.1:15070"), ("ContactStatus", isRegistered ? "NonQualified" : "Removed"), ("AOR", number),
                ("EndpointName", number), ("RoundtripUsec", "0"),
            ])
        tell(
            "PeerStatus", "system",
            [("ChannelType", "PJSIP"), ("Peer", "PJSIP/\(number)"), ("PeerStatus", isRegistered ? "Reachable" : "Unreachable")])
        tellDevice(number)
    }

    private mutating func anyFree() -> String? { pick(telephones.keys.sorted()) { $0.isFree($1) && $1 != "2000" } }

    // MARK: A restart

    /// All calls are gone; names of channels begin again, identifiers do not come back.
    mutating func restart() {
        channels = [:]
        bridges = [:]
        rooms = [:]
        parked = [:]
        for index in queues.indices {
            queues[index].waiting = []
            queues[index].members.removeAll(where: \.isDynamic)
            for place in queues[index].members.indices { queues[index].members[place].isInCall = false }
        }
        (serial, channelNumber, booted) = (0, 0, max(now, booted + 1_000))
        messages = []
    }

    // MARK: The script

    /// Does what a line of a script says, where it is no fault.
    /// - Returns: false where there is no such thing.
    mutating func perform(_ command: ScriptCommand) throws -> Bool {
        switch command {
        case .call(let caller, let number): begin(fromOutside: caller, to: number)
        case .dial(let number, let callee): dial(number, to: callee)
        case .hangUp(let caller): for channel in sortedChannels where caller == nil || channel.number == caller { hangUp(channel.id) }
        case .pause(let number, let queue, let paused):
            guard let member = self.queue(queue)?.members.first(where: { $0.number == number }) else {
                throw Refusal("\(number) is not in \(queue)")
            }
            _ = try pause(member.interface, paused, in: queue, reason: "")
        case .member(let number, let queue, let isIn):
            if isIn {
                _ = try add(
                    "PJSIP/\(number)", to: queue, name: telephones[number]?.name ?? "", state: "", penalty: 0, paused: false, reason: "")
            } else {
                _ = try remove("PJSIP/\(number)", from: queue)
            }
        case .register(let number, let isRegistered): register(number, isRegistered)
        case .join(let number, let room): dial(number, to: room)
        case .leave(let number, let room):
            for id in rooms[room]?.members ?? [] where channels[id]?.number == number { hangUp(id) }
        case .rate(let rate): setRate(rate)
        case .act("manual", _): traffic.isManual = true
        case .act("answer", let words):
            guard let leg = sortedChannels.first(where: { $0.telephone == words.first && $0.state == 5 }) else {
                throw Refusal("nothing rings there")
            }
            answer(leg.id)
        default: return false
        }
        return true
    }
}
