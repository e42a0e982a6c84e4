import BackendSupport
import Exchange
import JSON

// The wire, read liberally: every misprint of the document in both its forms, numbers as text and as numbers, members
// missing, null or empty. What is made of it are small rows of plain text and numbers.

extension String {
    /// Seconds of an elapsed time: `HH:MM:SS`, `MM:SS` or plain seconds; nil for what is none, or longer than any call lasts.
    var elapsedSeconds: Int? {
        let seconds = Duration(clockText: self).map { Int($0.components.seconds) } ?? WireFigure(self)?.value
        return seconds.flatMap { (0...Self.longestElapsed).contains($0) ? $0 : nil }
    }

    /// Ten years: no call is older, and no clock is led astray by a number from a stranger.
    private static let longestElapsed = 10 * 366 * 86_400
}

/// Any answer of the response topic.
struct Answer: Sendable {
    let requestID: String
    let isSuccess: Bool
    /// The exchange's own words: shown, never matched on.
    let message: SafeText?
    let body: JSONValue

    init(_ body: JSONValue) {
        self.body = body
        requestID = body.member("request_id").trimmedText
        let words = body.member("message").trimmedText
        message = words.isEmpty ? nil : SafeText(words)
        let status = body.member("status").trimmedText.lowercased()
        let bringsData = body.object?.keys.contains { !["request_id", "status", "message"].contains($0.lowercased()) } ?? false
        isSuccess = status == "success" || (status.isEmpty && bringsData)
    }
}

/// A channel name such as `FXS/5` or `PJSIP/8001-00000002`.
struct Channel: Equatable {
    let technology: String
    /// What follows the slash.
    let device: String

    /// Also reads `FXSV7` and `PJSIPV8001-00000002`, in which the document's converter took the slash for a V.
    init?(_ text: String) {
        if let (before, after) = text.cut(atOctet: UInt8(ascii: "/")) {
            (technology, device) = (before, after)
        } else if let misread = ["PJSIPV", "FXSV", "FXOV", "SIPV"].first(where: text.hasOctetPrefix) {
            technology = String(misread.dropLast())
            device = String(Substring(text.utf8.dropFirst(misread.utf8.count)))
        } else {
            return nil
        }
        let upper = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let isWord = technology.utf8.allSatisfy { upper.contains($0 & 0xDF) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isWord, technology.utf8.first.map(upper.contains) == true, !device.isEmpty else { return nil }
    }

    var text: String { "\(technology)/\(device)" }

    /// The names the device may go by: as it stands, then without the part that makes the channel unique.
    var devices: [String] {
        let address = device.cut(atOctet: UInt8(ascii: "@"))?.before ?? device
        guard let dash = address.utf8.lastIndex(of: UInt8(ascii: "-")) else { return [address] }
        return [address, String(address[..<dash])]
    }

    /// A channel's text with its slash put right; any other text as it is.
    static func repaired(_ text: String) -> String { Channel(text)?.text ?? text }
}

/// A row of `extension_list`.
struct ExtensionRow: Equatable, Sendable {
    var number: String
    var name: String
    /// The state in the exchange's word.
    var word: String
    var type: String
    var port: String

    init(_ row: JSONValue) {
        number = row.member("number", "extension").trimmedText
        name = row.member("username", "fullname").trimmedText
        word = row.member("status").trimmedText
        type = row.member("type").trimmedText.uppercased()
        port = row.member("port").trimmedText
    }

    static func list(_ answer: JSONValue) -> [ExtensionRow] {
        answer.member("extlist").rows.map(ExtensionRow.init).filter { !$0.number.isEmpty }
    }
}

/// A row of `queue_list`.
struct QueueRow: Equatable, Sendable {
    var number: String
    var name: String
    var members: [String]
    var strategy: String

    init(_ row: JSONValue) {
        number = row.member("number", "queue").trimmedText
        let description = row.member("description").trimmedText
        name = description.isEmpty || description.lowercased() == "n/a" ? number : description
        members = row.member("members").names
        strategy = row.member("strategy").trimmedText.lowercased()
    }

    static func list(_ answer: JSONValue) -> [QueueRow] {
        answer.member("queuelist").rows.map(QueueRow.init).filter { !$0.number.isEmpty }
    }
}

/// The answer of `queue_status`.
struct QueueStatus: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        var agent: String
        /// A digit: Asterisk's device states, though the document does not say so.
        var word: String
        var paused: Bool
    }

    var strategy: String
    var calls: Int?
    var holdTime: Int?
    var talkTime: Int?
    var completed: Int?
    var abandoned: Int?
    var members: [Member]

    init(_ answer: JSONValue) {
        let params = answer.member("params").rows.first ?? answer
        strategy = params.member("strategy").trimmedText.lowercased()
        calls = WireFigure(params.member("calls"))?.count
        holdTime = WireFigure(params.member("holdtime"))?.count
        talkTime = WireFigure(params.member("talktime"))?.count
        completed = WireFigure(params.member("completed"))?.count
        abandoned = WireFigure(params.member("abandoned"))?.count
        members = (answer.member("members") ?? params.member("members")).rows.compactMap { row in
            let agent = row.member("agent", "extension").trimmedText
            guard !agent.isEmpty else { return nil }
            return Member(
                agent: agent, word: row.member("status").trimmedText, paused: row.member("pused", "paused").isYes)
        }
    }
}

/// A row of `conf_list`, without the PINs that the exchange sends along in clear text.
struct RoomRow: Equatable, Sendable {
    var number: String
    var name: String
    var moderators: [String]

    init(_ row: JSONValue) {
        number = row.member("number", "conf").trimmedText
        let description = row.member("description").trimmedText
        name = description.isEmpty || description.lowercased() == "n/a" ? number : description
        moderators = row.member("moderators").names
    }

    static func list(_ answer: JSONValue) -> [RoomRow] {
        answer.member("conflist").rows.map(RoomRow.init).filter { !$0.number.isEmpty }
    }
}

/// A row of `conf_status`.
struct RoomMemberRow: Equatable, Sendable {
    var number: String
    /// The handle for kick and mute, letter for letter.
    var channel: String
    var isModerator: Bool
    var isWaiting: Bool
    var isMuted: Bool
    var isTalking: Bool
    /// Seconds since the member joined.
    var elapsed: Int?

    init(_ row: JSONValue) {
        number = row.member("callerid", "number").trimmedText
        channel = row.member("channel")?.text ?? ""
        isModerator = row.member("admin").isYes
        isWaiting = row.member("waiting").isYes
        isMuted = row.member("muted").isYes
        isTalking = row.member("talking").isYes
        elapsed = row.member("answeredtime").trimmedText.elapsedSeconds
    }

    static func list(_ answer: JSONValue) -> [RoomMemberRow] {
        (answer.member("members") ?? answer.member("params").rows.first?.member("members")).rows
            .map(RoomMemberRow.init).filter { !$0.channel.isEmpty }
    }

    /// Whether people would call this member by `number`.
    func goes(by number: String) -> Bool {
        self.number == number || channel == number || Channel(channel)?.devices.contains(number) == true
    }
}

/// A row of `trunk_list`.
struct TrunkRow: Equatable, Sendable {
    var name: String
    var type: String
    var status: String
    var port: String

    init(_ row: JSONValue) {
        type = row.member("type").trimmedText
        status = row.member("status").trimmedText
        port = row.member("port").trimmedText
        let word = row.member("name").trimmedText
        name = word.isEmpty && !port.isEmpty ? "\(type)-\(port)" : word
    }

    static func list(_ answer: JSONValue) -> [TrunkRow] {
        answer.member("trunklist").rows.map(TrunkRow.init).filter { !$0.name.isEmpty }
    }
}

/// A row of `livecall`, or what an `invite` tells of a call.
struct CallRow: Equatable, Sendable {
    var id: String
    var caller: String
    var source = ""
    /// The called number: here, and only here, `called` is not the call's identifier.
    var called: String
    var destination = ""
    /// Seconds.
    var elapsed: Int?
    /// The state of the called channel in the exchange's word.
    var word: String
    var direction: CallDirection
    var recording: SafeText?

    init(_ row: JSONValue) {
        id = row.member("callid").trimmedText
        caller = row.member("caller").trimmedText
        source = Channel.repaired(row.member("source").trimmedText)
        called = row.member("called").trimmedText
        destination = Channel.repaired(row.member("destination").trimmedText)
        elapsed = row.member("duration", "Duration").trimmedText.elapsedSeconds
        word = row.member("state").trimmedText
        direction = Self.direction(row.member("direction").trimmedText)
        let address = row.member("recording").trimmedText
        recording = address.isEmpty || address.lowercased() == "no" ? nil : SafeText(address)
    }

    init(id: String, ringing called: String, from caller: String, direction: CallDirection) {
        self.id = id
        self.caller = caller
        self.called = called
        self.direction = direction
        word = "Ringing"
    }

    static func list(_ answer: JSONValue) -> [CallRow] {
        answer.member("livecall").rows.map(CallRow.init).filter { !$0.id.isEmpty }
    }

    /// Whether people would say that this number is in the call.
    func involves(_ number: String) -> Bool {
        [caller, called].contains(number) || [source, destination].contains { Channel($0)?.devices.contains(number) == true }
    }

    private static func direction(_ word: String) -> CallDirection {
        switch word.lowercased() {
        case "internal": .internal
        case "outbound", "outgoing", "out": .outbound
        case "inbound", "incoming", "in": .inbound
        default: .unknown
        }
    }
}
