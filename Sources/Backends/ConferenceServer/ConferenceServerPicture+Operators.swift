import Exchange
import Foundation

/// An operator. The bodies of all messages about operators are undocumented, so they are read as liberally as can
/// be, and what is not understood is passed on as it came.
struct OperatorFacts: Equatable {
    var phones: [String] = []
    var state = AgentState.unknown
    /// The server's own word, where it is not understood.
    var word: SafeText?
    var since: Date?
}

extension Picture {
    /// The keys that may name an operator, its telephones and its state.
    private static let nameKeys: Set<String> = ["OPERATORNAME", "NAME"]
    private static let phoneKeys: Set<String> = ["PHONE1", "PHONE2", "PHONE", "NUMBER", "NUMBER1", "NUMBER2", "OPERATORNUMBER"]
    private static let stateKeys: Set<String> = ["STATE", "OPERATORSTATE", "STATE1", "STATUS"]
    private static let mutedKeys: Set<String> = ["STATE2", "OPERATORLEVEL", "OPERATORCOUNT", "COUNT", "REASIONCODE", "REASIONDESC"]

    /// Ourselves, as the log-in put it.
    mutating func logIn(_ phones: [String], at now: Date) {
        setOperator(username, phones: phones, word: "1", at: now)
    }

    mutating func takeOperators(_ message: Message, at now: Date) {
        var isUnderstood = true
        for lines in operatorGroups(message) {
            let group = Message(message.name, lines: lines)
            let name = group["OPERATORNAME", "NAME"]
            guard !name.isEmpty else { isUnderstood = isUnderstood && lines.isEmpty; continue }
            var phones: [String] = []
            var word: String?
            for line in lines where !line.value.isEmpty {
                switch line.key {
                case let key where Self.phoneKeys.contains(key): phones += line.value.fields
                case let key where Self.stateKeys.contains(key): word = word ?? line.value
                case let key where Self.nameKeys.contains(key) || Self.mutedKeys.contains(key): break
                default: isUnderstood = false
                }
            }
            switch message.name {
            case "OPERATORLOGIN": word = "LOGIN"
            case "OPERATORLOGOUT": word = "LOGOUT"
            default: break
            }
            setOperator(name, phones: phones, word: word, at: now)
        }
        if !isUnderstood { tell("operator", message.raw, message, at: now) }
    }

    /// One group of lines for each operator: an OPERATORNAME begins one, and so does a line `OPERATORn:name;…`.
    private func operatorGroups(_ message: Message) -> [[Message.Line]] {
        let rows = message.lines.map(Self.row)
        var groups: [[Message.Line]] = [[]]
        for (line, row) in zip(message.lines, rows) {
            if let row {
                groups.append(row)
            } else if line.key == "OPERATORNAME", !(groups.last?.isEmpty ?? true) {
                groups.append([line])
            } else if !(rows.contains { $0 != nil } && Int(line.value) == rows.count { $0 != nil }) {
                groups[groups.count - 1].append(line)  // what it spares is the number of rows
            }
        }
        return groups
    }

    /// A line with all of an operator: the name first, then a state in words, telephones and small figures in an order
    /// nobody knows.
    private static func row(_ line: Message.Line) -> [Message.Line]? {
        let tail = ["OPERATORINFO", "OPERATOR"].lazy.compactMap { line.key.hasPrefix($0) ? line.key.dropFirst($0.count) : nil }.first
        guard let tail, !tail.isEmpty, tail.allSatisfy(\.isNumber), line.value.utf8.contains(UInt8(ascii: ";")) else { return nil }
        let fields = line.value.fields
        guard let name = fields.first else { return nil }
        let rest = fields.dropFirst()
        let phones = rest.filter { $0.count > 1 && $0.allSatisfy(\.isNumber) }
        let word =
            rest.first { states[$0.uppercased()] != nil && Int($0) == nil } ?? rest.first { !$0.allSatisfy(\.isNumber) }
            ?? rest.last { $0.count == 1 }
        return [.init(key: "OPERATORNAME", value: name)] + phones.map { .init(key: "PHONE", value: $0) }
            + (word.map { [.init(key: "STATE", value: $0)] } ?? [])
    }

    private mutating func setOperator(_ name: String, phones: [String], word: String?, at now: Date) {
        var facts = operators[name] ?? OperatorFacts()
        for phone in phones where !facts.phones.contains(phone) { facts.phones.append(phone) }
        if let word {
            let state = Self.states[word.uppercased()]
            let shown = state == nil ? SafeText(word) : nil
            if facts.state != state ?? .unknown || facts.word != shown { facts.since = now }
            facts.state = state ?? .unknown
            facts.word = shown
        }
        guard operators[name] != facts else { return }
        operators[name] = facts
        areOperatorsStale = true
    }

    /// `1` is the only state printed (presumably enabled); the words are those that anybody would use.
    private static let states: [String: AgentState] = [
        "1": .idle, "OK": .idle, "IDLE": .idle, "FREE": .idle, "READY": .idle, "ONLINE": .idle, "LOGIN": .idle, "ENABLED": .idle,
        "OFFLINE": .offline, "LOGOUT": .offline, "DISABLED": .offline, "BUSY": .busy, "TALKING": .talking, "RINGING": .ringing,
        "RING": .ringing, "HOLD": .held, "HELD": .held, "PAUSED": .paused, "PAUSE": .paused, "AWAY": .rest, "REST": .rest,
    ]

    /// An operator whose telephone rings or talks in a room is ringing or talking.
    mutating func refreshAgents() {
        areOperatorsStale = false
        var calls: [String: Room.Member] = [:]
        for member in rooms.values.lazy.flatMap(\.members) {
            if member.state == .joined || (member.state == .ringing && calls[member.number] == nil) { calls[member.number] = member }
        }
        for (name, facts) in operators.sorted(by: { $0.key < $1.key }) {
            let call = facts.phones.lazy.compactMap { calls[$0] }.first
            published.put(
                Agent(
                    site: site, id: name, name: SafeText(name), extension: facts.phones.first ?? "",
                    state: call.map { $0.state == .joined ? .talking : .ringing } ?? facts.state,
                    reason: call == nil ? facts.word : nil, since: call?.since ?? facts.since))
        }
    }
}
