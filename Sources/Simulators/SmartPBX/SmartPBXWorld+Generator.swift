/// Making up an exchange from a seed.
extension SmartPBXWorld {
    /// - Parameters:
    ///   - seed: the same seed makes the same exchange and the same day.
    ///   - agents: telephones, 2…90 000.
    ///   - rate: calls a minute; nil is one for every four agents, 0 none at all.
    ///   - start: when the day begins.
    public init(seed: UInt64, agents: Int = 24, rate: Double? = nil, start: Milliseconds) {
        var random = SeededRandom(seed: seed)
        let count = min(max(agents, 2), 90_000)
        let extensions = Self.extensions(count, &random)
        let queues = Self.queues(for: extensions.map(\.number), &random)
        now = start
        started = start
        self.extensions = extensions
        trunks = Self.trunks
        self.queues = queues
        rooms = Self.rooms(for: extensions.map(\.number))
        self.random = random
        extensionIndex = Dictionary(extensions.enumerated().map { ($1.number, $0) }) { first, _ in first }
        setRate(rate ?? Double(count) / 4)
    }

    /// Twelve analogue telephones at most, numbered as in the document (2005 on port 5 …); the others are SIP, from 8001.
    private static func extensions(_ count: Int, _ random: inout SeededRandom) -> [Extension] {
        let analogue = min(12, count / 2)
        let ports = (5..<(5 + analogue)).map { port in
            // One port in three has no name, as all of the document's.
            Extension(number: String(2_000 + port), name: port % 3 == 0 ? "" : random.personName(), port: port)
        }
        let digits = count > 900 ? 80_000 : 8_000
        let telephones = (0..<(count - analogue)).map { index in
            let number = String(digits + 1 + index)
            let contact = "192.168.8.\(2 + index % 250):\(Int.random(in: 20_000...65_000, using: &random))"
            var row = Extension(number: number, name: index == 0 ? number : random.personName(), port: nil, contact: contact)
            // A few are switched off; the first ones are there for whoever practises.
            row.isRegistered = index < 6 || !random.happens(6)
            row.permission = index % 9 == 8 ? 1 : (index % 5 == 4 ? 2 : 4)
            return row
        }
        return ports + telephones
    }

    private static let trunks: [Trunk] =
        [Trunk(name: "SIP_kMvORe"), Trunk(name: "SIP_上海")]
        + (1...4).map { Trunk(name: "FXO-\($0)", port: $0, isUp: $0 == 1) }

    /// Each telephone serves one queue and some a second one; the first queue rings all its members, and is kept small.
    private static func queues(for numbers: [String], _ random: inout SeededRandom) -> [Queue] {
        let count = max(4, numbers.count / 25)
        var members = Array(repeating: [String](), count: count)
        // The document's own queue: analogue telephones and 8001.
        members[0] = Array(numbers.prefix(5)) + numbers.filter { $0 == "8001" }
        for (index, number) in numbers.enumerated() where !members[0].contains(number) {
            members[1 + index % (count - 1)].append(number)
            if random.happens(20) {
                let second = Int.random(in: 1..<count, using: &random)
                if !members[second].contains(number) { members[second].append(number) }
            }
        }
        let strategies: [Strategy] = [.ringall, .roundrobin, .rrmemory, .random]
        return members.enumerated().map { index, numbers in
            Queue(
                number: index == 3 ? "33222" : String(6_666 + index), description: index == 3 ? "n/a" : Names.queue(index),
                // Ringing all of a big queue for each caller is no sane setting.
                strategy: index == 0 ? .ringall : strategies[1 + index % 3], members: numbers.map { .init(number: $0) })
        }
    }

    private static func rooms(for numbers: [String]) -> [Room] {
        func moderators(_ range: Range<Int>) -> [String] { Array(numbers.dropFirst(range.lowerBound).prefix(range.count)) }
        return [
            Room(number: "2222", description: "晨会 Stand-up", moderators: moderators(0..<1)),
            Room(
                number: "33333", description: "", moderators: moderators(1..<3), participantPassword: "111",
                moderatorPassword: "11223", waitsForModerator: true),
            Room(number: "4444", description: "Crisis 应急指挥", moderators: moderators(2..<4), allowsInvite: false),
        ]
    }
}
