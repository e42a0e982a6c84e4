/// Making up a conference server from a seed.
extension ConferenceServerWorld {
    /// - Parameters:
    ///   - seed: the same seed makes the same server and the same day.
    ///   - agents: telephones and push-to-talk sets, 2…90 000.
    ///   - rate: rooms and incoming calls a minute; nil is one for every twelve agents, 0 none at all.
    ///   - start: when the day begins.
    public init(seed: UInt64, agents: Int = 24, rate: Double? = nil, start: Milliseconds) {
        var random = SeededRandom(seed: seed)
        let count = min(max(agents, 2), 90_000)
        let subscribers = Self.subscribers(count, &random)
        now = start
        operators = Self.operators(for: count)
        self.subscribers = subscribers
        self.random = random
        indexSubscribers()
        setRate(rate ?? Double(count) / 12)
    }

    /// The document's two operators wait for consoles; the others are the world's own and keep it busy.
    private static func operators(for agents: Int) -> [Operator] {
        func played(_ name: String, _ phone: String) -> Operator {
            Operator(
                name: name, password: "\(name):\(phone)", level: 2, phones: [.init(number: phone)], isLoggedIn: true,
                isPlayed: true)
        }
        func waiting(_ name: String, _ password: String, level: Int, _ phones: String...) -> Operator {
            Operator(
                name: name, password: password, level: level, phones: phones.map { Operator.Phone(number: $0) }, isPlayed: false)
        }
        let documented = [
            waiting("sadmin", "sadmin", level: 1, "101", "123"), waiting("admin", "admin", level: 1, "102"),
            // A password with a colon: whoever splits a line at each of them cannot log in.
            waiting("值班员", "夜:班", level: 2, "103", "125"),
        ]
        let others = ["zhang.wei", "李娜", "dispatch3", "消防 Fire"]
        let crowd = (0..<min(200, agents / 50)).map { played("operator\($0 + 1)", String(10_501 + $0)) }
        return documented + others.enumerated().map { played($1, String(104 + $0)) } + crowd
    }

    /// Every fifth is a push-to-talk set, numbered as in the document; the others are SIP telephones from 4001.
    private static func subscribers(_ count: Int, _ random: inout SeededRandom) -> [Subscriber] {
        let first = count > 900 ? 400_001 : 4_001
        return (0..<count).map { index in
            if index % 5 == 4 {
                let networks: [Network] = [.mobile, .mobile, .unicom, .telecom]
                return Subscriber(
                    number: String(126_410_002 + index / 5), name: random.pick(Names.stations) ?? "",
                    network: networks[index / 5 % networks.count])
            }
            return Subscriber(number: String(first + index), name: index == 0 ? "" : random.pick(Names.stations) ?? "", network: .sip)
        }
    }
}
