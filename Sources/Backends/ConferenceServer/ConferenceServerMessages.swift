import BackendSupport
import Exchange

/// One message as the wire has it: a name, then lines of key and value in their order (catalog, `transport.payload`).
struct Message: Equatable, Sendable {
    struct Line: Equatable, Sendable {
        var key: String
        var value: String
    }

    var name: String
    var lines: [Line]

    /// - Parameter lines: in the order of the document, which the public gateway depends on (`gateway_key_lookup`).
    init(_ name: String, _ lines: KeyValuePairs<String, String> = [:]) {
        self.init(name, lines: lines.map { Line(key: $0.key, value: $0.value) })
    }

    init(_ name: String, lines: [Line]) {
        self.name = name
        self.lines = lines
    }

    /// Reads the text of a payload. Lines end with CRLF, or with LF as the document prints them; each is split at its first colon
    /// only, for times have colons too. A first line `OPERATION:NAME` means NAME. All is cut by octets.
    /// - Returns: nil when there is no name, or one that none of the server's messages can have.
    init?(text: String) {
        let rows = text.utf8.split { $0 == 0x0A || $0 == 0x0D }.map { String(Substring($0)).octetTrimmed }.filter { !$0.isEmpty }
        guard let first = rows.first else { return nil }
        let head = Line(first)
        name = head.map { $0.key == "OPERATION" ? $0.value : $0.key } ?? first
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else { return nil }
        lines = rows.dropFirst().compactMap(Line.init)
    }

    /// The text of a payload: every line ends with CRLF, the last one too. A line end inside a value would be a line of its own,
    /// so it becomes a blank.
    var text: String {
        let rows = [name] + lines.map { "\($0.key):\($0.value)" }
        let clean = rows.map { row in row.utf8.map { $0 == 0x0A || $0 == 0x0D || $0 == 0 ? 0x20 : $0 } }
        return String(decoding: clean.flatMap { $0 + [0x0D, 0x0A] }, as: UTF8.self)
    }

    /// The first value that is there under any of the keys and not empty; otherwise empty.
    subscript(_ keys: String...) -> String {
        for key in keys {
            if let line = lines.first(where: { $0.key == key && !$0.value.isEmpty }) { return line.value }
        }
        return ""
    }

    func has(_ key: String) -> Bool { lines.contains { $0.key == key } }

    /// All lines as they came, for people.
    var raw: SafeText { SafeText(([name] + lines.map { "\($0.key):\($0.value)" }).joined(separator: " · ")) }

    /// The same for scripts; where a key repeats the last one counts.
    var details: [String: String] {
        Dictionary(lines.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last }).merging(["name": name]) { own, _ in own }
    }
}

extension Message.Line {
    init?(_ row: String) {
        guard let sides = row.cut(atOctet: UInt8(ascii: ":")) else { return nil }
        key = sides.before.octetTrimmed.uppercased()
        value = sides.after.octetTrimmed
        if key.isEmpty { return nil }
    }
}

// MARK: - What messages have in common

extension Message {
    var serverRoom: String { self["SERVERROOMID"] }
    /// CREATECONFROOMACK has a name of its own for it.
    var localRoom: String { self["LOCALCONFROOMID", "LOCALROOMID"] }
    var number: String { self["NUMBER"] }
    var operatorName: String { self["OPERATORNAME"] }
    /// The member is the operator's own telephone.
    var isOperator: Bool { self["ISOPERATOR"] == "1" }
    /// The numbers of OTHERS.
    var others: [String] { self["OTHERS"].fields }

    /// Any other STATUS than OK counts as failure. Without one the reason decides, and an answer that gives neither is an
    /// answer.
    var isSuccess: Bool {
        let status = self["STATUS"].uppercased()
        if !status.isEmpty { return status == "OK" || status == "SUCCESS" }
        return reasonCode == nil
    }

    /// The server's own code, unless it stands for success.
    var reasonCode: String? {
        let code = self["REASIONCODE", "REASONCODE"]
        return code.isEmpty || code == "0" ? nil : code
    }

    /// The server's own words, however the message spells them.
    var reason: SafeText? {
        let words = self["REASIONDESC", "REASION", "REASONDESC", "REASON"]
        return words.isEmpty || words == "0" ? nil : SafeText(words)
    }

    /// Why not, for a member or a request.
    var explanation: SafeText {
        if let reason { return reason }
        return switch reasonCode {
        case "4": "already logged in elsewhere"
        case "602": "the member could not be called (602)"
        case let code?: "reason \(code)"
        case nil: "the server gave no reason"
        }
    }

    /// The names of the messages that answer a request of this name; empty where none is known.
    var acknowledgements: Set<String> {
        switch name {
        case "GETOPERATORINFOR": ["OPERATORINFO"]
        case "GETCONFROOMINFO": ["CONFROOMINFO"]
        // The document prints OPERATION:DELETEMEMBERACK, the public gateway knows the second and sends the third.
        case "KICKCONFMEMBER": ["DELETEMEMBERACK", "KICKCONFMEMBERACK", "QUITCONFROOM"]
        case "CHANGEOPERATORNUMBEER", "RESTARTCONFMODEL", "ADDMEMBERNOTIFY", "DELETEMEMBERNOTIFY": []
        case let name where name.hasSuffix("ACK"): []
        default: [name + "ACK"]
        }
    }
}

extension String {
    /// The items of a `;` list, without the empty one after the last.
    var fields: [String] { fields(atOctet: UInt8(ascii: ";")) }

    /// Fit to stand in a list of numbers on the wire.
    var isWireNumber: Bool { !isEmpty && allSatisfy { $0.isASCII && !$0.isWhitespace && !";:".contains($0) && $0 > " " && $0 != "\u{7F}" } }
}

extension Message {
    /// Whether this is the answer to a request: it names it, and the room, and the number where it has one, are the same (catalog,
    /// `transport.correlation`).
    func answers(_ request: Message) -> Bool {
        guard request.acknowledgements.contains(name) else { return false }
        // That somebody left answers nothing but his own kick.
        if name == "QUITCONFROOM", number != request.number { return false }
        if !number.isEmpty, !request.number.isEmpty, number != request.number { return false }
        // The gateway may garble the local id, so the server's comes first.
        if !serverRoom.isEmpty, !request.serverRoom.isEmpty { return serverRoom == request.serverRoom }
        if !localRoom.isEmpty, !request.localRoom.isEmpty { return localRoom == request.localRoom }
        return true
    }
}

/// One `CONFMEMBERn` of CONFROOMINFO: eleven fields, or ten where the gateway adds a push-to-talk member.
struct MemberRow: Equatable, Sendable {
    /// The number of the room's operator.
    var roomNumber: String
    var number: String
    /// TALKING is the only one printed.
    var state: String
    var duration: Duration?
    var display: String
    /// The last five fields; their meaning is documented nowhere.
    var flags: [String]

    init?(_ text: String) {
        var fields = text.split(atOctet: UInt8(ascii: ";")).map(\.octetTrimmed)
        while fields.last == "" { fields.removeLast() }
        guard fields.count >= 2, !fields[1].isEmpty else { return nil }
        roomNumber = fields[0]
        number = fields[1]
        state = fields.count > 2 ? fields[2].uppercased() : ""
        let hasFlags = fields.count >= 8
        flags = hasFlags ? Array(fields.suffix(5)) : []
        let middle = fields.dropFirst(3).dropLast(hasFlags ? 5 : 0)
        duration = middle.lazy.compactMap { Duration(clockText: $0) }.first
        display = middle.count > 1 ? middle.last ?? "" : ""
    }

    /// The list of states is open; who is listed and neither called nor gone is in the room.
    var memberState: Room.MemberState {
        switch state {
        case _ where state.hasPrefix("RING"): .ringing
        case "CALLING", "DIALING", "INVITED", "INVITING": .invited
        case _ where state.contains("FAIL"): .failed
        case "WAITING": .waiting
        case "LEFT", "QUIT", "RELEASED", "IDLE": .left
        default: .joined
        }
    }
}

extension Message {
    /// Every line whose key begins with CONFMEMBER, whatever CONFNUMBER says.
    var memberRows: [MemberRow] {
        lines.filter { $0.key.hasPrefix("CONFMEMBER") }.compactMap { MemberRow($0.value) }
    }
}
