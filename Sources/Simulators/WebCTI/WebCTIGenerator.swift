/// Making up a platform from a seed.
extension WebCTIWorld {
    /// - Parameters:
    ///   - seed: the same seed makes the same platform and the same day.
    ///   - agents: telephones, 2…90 000.
    ///   - rate: calls a minute; nil is one for every four telephones, 0 none at all.
    ///   - start: when the day begins.
    public init(seed: UInt64, agents: Int = 24, rate: Double? = nil, start: Milliseconds) {
        var random = SeededRandom(seed: seed)
        let count = min(max(agents, 2), 90_000)
        let numbers = (0..<count).map { String((count > 900 ? 20_011 : 2_011) + $0) }
        let users = numbers.map { number in
            let (name, english) = Self.person(&random)
            return User(number: number, name: name, englishName: english, device: number)
        }
        let devices = numbers.enumerated().map { index, number in
            var device = Device(number: number, user: number)
            // One telephone in twelve may be used by whoever signs on; some are IAX2 soft-phones; a few are switched off.
            device.isAdHoc = index % 12 == 11
            device.technology = index % 9 == 8 ? "IAX2" : "SIP"
            device.isRegistered = index < 6 || !random.happens(6)
            device.address = "192.168.\(index / 250 % 250).\(2 + index % 250)"
            device.statusSince = start
            return device
        }
        now = start
        started = start
        self.devices = devices
        self.users = users
        queues = Self.queues(for: numbers, at: start, &random)
        rooms = ["9111", "9112", "975704"].map { Room(number: $0) }
        trunks = ["ZAP/g0", "SIP/to117", "SIP/上海"].map { Trunk(name: $0) } + [Trunk(name: "SIP/备用", isReachable: false)]
        pauseTypes = Self.pauseTypes
        self.random = random
        deviceIndex = Dictionary(devices.enumerated().map { ($1.number, $0) }) { first, _ in first }
        userIndex = Dictionary(users.enumerated().map { ($1.number, $0) }) { first, _ in first }
        for queue in queues {
            for member in queue.members {
                log("LOGIN", queue: queue.number, agent: member.device)
                if member.paused != 0 { logPause(member, was: 0, queue: queue.number) }
            }
        }
        setRate(rate ?? Double(count) / 4)
    }

    private static let pauseTypes = (["示忙"] + Names.restReasons.map(\.0) + ["后处理 Wrap-up"]).enumerated()
        .map { PauseType(code: $0 + 1, words: $1) }

    /// Each telephone serves one queue and some a second one.
    private static func queues(for numbers: [String], at start: Milliseconds, _ random: inout SeededRandom) -> [Queue] {
        let count = max(4, numbers.count / 25)
        var members = Array(repeating: [Queue.Member](), count: count)
        for (index, number) in numbers.enumerated() {
            // The first two telephones are the trainer's and belong to no queue.
            guard index > 1 else { continue }
            let homes = [index % count, random.happens(20) ? Int.random(in: 0..<count, using: &random) : index % count]
            for home in Set(homes).sorted() {
                var member = Queue.Member(
                    device: number, isDynamic: index % 3 != 0, since: start, pauseChanged: start)
                member.penalty = index % 4
                if random.happens(10) { member.paused = 1 + Int.random(in: 0..<pauseTypes.count, using: &random) }
                members[home].append(member)
            }
        }
        return members.enumerated().map { index, members in
            Queue(
                number: String((count > 10 ? 9_000 : 90) + index),
                name: Names.queue(index), limit: index == 1 ? 6 : 0, members: members)
        }
    }

    private static func person(_ random: inout SeededRandom) -> (name: String, english: String) {
        let family = Names.families[Int.random(in: Names.families.indices, using: &random)]
        return (family.0 + Names.given[Int.random(in: Names.given.indices, using: &random)], family.1)
    }
}
