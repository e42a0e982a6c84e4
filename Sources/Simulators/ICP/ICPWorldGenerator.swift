/// Making up a platform from a seed.
extension ICPWorld {
    /// - Parameters:
    ///   - seed: the same seed makes the same platform and the same day.
    ///   - agents: work numbers, 2…90 000; the first two are left to programs.
    ///   - rate: calls a minute; nil is one for every four agents, 0 none at all.
    ///   - start: when the day begins.
    public init(seed: UInt64, agents count: Int = 24, rate: Double? = nil, start: Milliseconds) {
        now = start
        started = start
        random = SeededRandom(seed: seed)
        let count = min(max(count, 2), 90_000)
        makeGroupsAndSkills()
        makeAgents(count)
        setRate(rate ?? Double(count) / 4)
    }

    /// The inspector of `--demo` and of the examples, and an agent without rights.
    public static let inspector = "291"
    public static let inspectorPhone = "40038"
    public static let trainee = "292"

    /// The skill that most people call, by its place.
    static let busiest = 3

    private mutating func makeGroupsAndSkills() {
        for (id, name) in [(1, "jst"), (2, "急救调度"), (3, "Fire 消防"), (4, "Police 公安")] {
            groups.append(Group(id: id, name: name, monitor: Self.inspector))
        }
        let names = ["voice", "急救 120", "Fire 119", "报警 110", "Traffic 122", "外语 Languages"]
        for (index, name) in names.enumerated() {
            skills.append(Skill(id: index + 1, name: name, accessCode: String(70_092 + index)))
        }
        flows = [
            Flow(id: 1, access: "60000", description: "欢迎词 Welcome"), Flow(id: 2, access: "60001", description: "满意度 Survey"),
        ]
        restReasons = (Names.restReasons.map { "\($0) \($1)" } + ["交接班"]).enumerated().map { ($0 + 1, $1) }
    }

    private mutating func makeAgents(_ count: Int) {
        // From 101, with as many digits as are needed; the path of the newest gateways ends at 999999.
        let first = count <= 180 ? 101 : count <= 8_000 ? 1_001 : 100_001
        let numbers = [Self.inspector, Self.trainee] + (0..<count - 2).map { String(first + $0) }
        for (index, number) in numbers.enumerated() {
            let isReserved = index < 2
            let name = index == 0 ? "值班长 Chief" : random.personName()
            // Half of those whose turn it would be are not with the busiest skill: callers are to wait there.
            let isSpared = index % skills.count == Self.busiest && index % (2 * skills.count) != Self.busiest
            let home = skills[isSpared ? 0 : index % skills.count].id
            let other = skills[Int.random(in: 0..<skills.count, using: &random)].id
            let second = random.happens(50) && other != skills[Self.busiest].id ? other : home
            let own = isReserved ? skills.prefix(3).map(\.id) : Set([home, second]).sorted()
            // The others' telephones have the numbers from 41001 on, as long as there are any.
            let phone = index == 0 ? Self.inspectorPhone : index == 1 ? "40039" : String(41_001 + (index - 2) % 8_999)
            var agent = Agent(
                number: number, name: name, group: groups[index % groups.count].id, phone: phone, password: "secret",
                configuredSkills: own, since: now)
            agent.isInspector = index == 0
            agent.isReserved = isReserved
            agents[number] = agent
            workNumbers.append(number)
            for skill in own { change(skill: skill) { $0.members.append(number) } }
        }
        for (index, number) in numbers.dropFirst(2).enumerated() {
            // One in eight is at home to begin with.
            guard index < 4 || !random.happens(12) else {
                comeBackLater(number)
                continue
            }
            signIn(number, state: .idle, hasClient: false)
        }
    }
}
