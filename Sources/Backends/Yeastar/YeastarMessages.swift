import Exchange
import JSON

/// What came instead of an answer.
enum Unreadable: Error, Equatable {
    /// A web page: a wrong address, or somebody else's server.
    case page
    /// No JSON and no XML, in the parser's words; mostly an answer cut short.
    case garbled(String)
}

/// Any answer: JSON, or XML with the same members (section 1.3).
struct Answer: Sendable {
    let body: JSONValue

    init(_ bytes: [UInt8]) throws(Unreadable) {
        let text = bytes.drop { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        if text.first == UInt8(ascii: "<") {
            let head = String(decoding: text.prefix(512), as: UTF8.self).lowercased()
            guard head.contains("<xml") else { throw .page }
            guard let body = try? JSONValue(parsingXML: Array(text)) else { throw .garbled("not XML") }
            self.body = body
        } else {
            do throws(JSONError) {
                body = try JSONValue(parsing: Array(text))
            } catch {
                throw .garbled(error.reason)
            }
        }
        guard body.object != nil else { throw .garbled("not an object") }
    }

    /// Only `status` decides; the answer to hold has none, and is one (section 2.51).
    var isSuccess: Bool {
        let status = body.member("status").trimmedText
        return status.isEmpty ? errno == nil : status.lowercased() == "success"
    }

    /// The exchange's error code, as text.
    var errno: String? {
        let code = body.member("errno").trimmedText
        return code.isEmpty ? nil : code
    }
}

/// What the exchange's codes mean; the document explains one.
enum ErrorCode {
    static let loginRefused = "30003"

    static func meaning(of code: String?) -> SafeText {
        switch code {
        case loginRefused?: "the exchange refused the log-in"
        case let code?: "the exchange gives error \(code) without an explanation"
        case nil: "the exchange gave no reason"
        }
    }
}

// MARK: - Rows

/// A telephone, of `extensionlist/query`.
struct ExtensionRow: Equatable, Sendable {
    var number: String
    var name: String
    var word: String
    var type: String

    init(number: String, name: String = "", word: String = "", type: String = "") {
        self.number = number
        self.name = name
        self.word = word
        self.type = type
    }

    static func list(_ body: JSONValue) -> [ExtensionRow] {
        body.member("extlist", "extinfos").rows.compactMap { row in
            let number = row.member("extnumber", "number", "extid").trimmedText
            guard !number.isEmpty else { return nil }
            return ExtensionRow(
                number: number, name: row.member("username").trimmedText, word: row.member("status").trimmedText,
                type: row.member("type").trimmedText)
        }
    }
}

struct TrunkRow: Equatable, Sendable {
    var name: String
    var word: String
    var type: String

    /// The list is called `trunklist` in the table and `trunkname` in the examples.
    static func list(_ body: JSONValue) -> [TrunkRow] {
        body.member("trunklist", "trunkname").rows.compactMap { row in
            let name = row.member("trunkname", "name").trimmedText
            guard !name.isEmpty else { return nil }
            return TrunkRow(name: name, word: row.member("status").trimmedText, type: row.member("type").trimmedText)
        }
    }
}

struct QueueRow: Equatable, Sendable {
    var number: String
    var name: String
    var strategy: String
    /// Wanted again to log an agent out.
    var password: Secret
    var agents: [String]

    static func list(_ body: JSONValue) -> [QueueRow] {
        body.member("queues", "queue").rows.compactMap { row in
            let number = row.member("queuenumber", "queueid").trimmedText
            guard !number.isEmpty else { return nil }
            return QueueRow(
                number: number, name: row.member("queuename").trimmedText, strategy: row.member("ringstrategy").trimmedText,
                password: Secret(row.member("password").trimmedText), agents: row.member("agents").names + row.member("dynamicagents").names
            )
        }
    }
}

struct QueueStatus: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        var agent: String
        /// The digit of `agentstatus`.
        var word: String
    }

    var number: String
    var members: [Member]
    var callers: Int?

    /// One object, whatever the table says; read by shape.
    init?(_ body: JSONValue) {
        guard let queue = body.member("queue", "queues").rows.first else { return nil }
        number = queue.member("queuenumber").trimmedText
        let status = queue.member("queuestatus") ?? queue
        callers = status.member("callercount").wireCount
        members = status.member("members", "member").rows.compactMap { row in
            let agent = row.member("agent").trimmedText
            return agent.isEmpty ? nil : Member(agent: agent, word: row.member("agentstatus").trimmedText)
        }
    }
}

struct RoomRow: Equatable, Sendable {
    var number: String
    var name: String
    var waitsForModerator: Bool

    static func list(_ body: JSONValue) -> [RoomRow] {
        body.member("conferences", "conference").rows.compactMap { row in
            let number = row.member("number", "conferencenumber").trimmedText
            guard !number.isEmpty else { return nil }
            return RoomRow(
                number: number, name: row.member("name", "conferencename").trimmedText,
                waitsForModerator: row.member("waitformoderator").isYes)
        }
    }
}

/// A room in session, of `conference/query_in_session`; the table and the example name its parts differently.
struct SessionRow: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        var number: String
        var channel: String
        var word: String
    }

    var number: String
    var members: [Member]

    static func list(_ body: JSONValue) -> [SessionRow] {
        body.member("conference", "conferences").rows.compactMap { row in
            let room = row.member("conferencenumber", "number").trimmedText
            guard !room.isEmpty else { return nil }
            let members = row.member("member", "members").rows.compactMap { row -> Member? in
                let from = row.member("from").trimmedText
                let given = row.member("number").trimmedText
                // An invited member is called, one who dialled in calls the room.
                let number = !given.isEmpty ? given : from.isEmpty || from == room ? row.member("to").trimmedText : from
                guard !number.isEmpty else { return nil }
                return Member(
                    number: number, channel: row.member("channelid").trimmedText, word: row.member("memberstatus").trimmedText)
            }
            return SessionRow(number: room, members: members)
        }
    }
}

/// A call over a trunk, of a report or a query.
struct TrunkCall: Equatable, Sendable {
    /// What queries, hang-up and transfer take.
    var id: String
    var from: String
    var to: String
    var trunk: String

    init(id: String, from: String, to: String, trunk: String) {
        (self.id, self.from, self.to, self.trunk) = (id, from, to, trunk)
    }

    init?(_ value: JSONValue?, id name: String) {
        guard let value, value.object != nil else { return nil }
        id = value.member(name).trimmedText
        from = value.member("from").trimmedText
        to = value.member("to").trimmedText
        trunk = value.member("trunk", "trunkname").trimmedText
        guard !(id.isEmpty && from.isEmpty && to.isEmpty) else { return nil }
    }
}

/// A call as a query tells it.
struct CallRow: Equatable, Sendable {
    var inbound: TrunkCall?
    var outbound: TrunkCall?
    /// The extensions in it, as far as the query tells.
    var extensions: [String]
    var isTalking: Bool

    /// Of `inbound/query` and `outbound/query`, an array in JSON and a bare object in XML.
    static func list(_ body: JSONValue) -> [CallRow] {
        body.member("inbound").rows.compactMap { row in
            TrunkCall(row, id: "inboundid").map { call in
                CallRow(
                    inbound: call, outbound: nil, extensions: (row.member("callee") ?? .null).member("extid").map(\.names) ?? [],
                    isTalking: row.member("status").trimmedText.lowercased() == "talking")
            }
        }
            + body.member("outbound").rows.compactMap { row in
                TrunkCall(row, id: "outboundid").map { call in
                    CallRow(
                        inbound: nil, outbound: call, extensions: [],
                        isTalking: row.member("status").trimmedText.lowercased() == "talking")
                }
            }
    }

    /// The calls an extension is in, of `extension/query`: objects, or arrays where there are several.
    static func details(_ body: JSONValue) -> [CallRow] {
        body.member("extinfos", "extlist").rows.flatMap { row -> [CallRow] in
            let number = row.member("extnumber").trimmedText
            let talks = AgentState(extension: row.member("status").trimmedText) != .ringing
            guard !number.isEmpty else { return [] }
            let inbound = row.member("inbound").rows.compactMap { TrunkCall($0, id: "inboundid") }.map {
                CallRow(inbound: $0, outbound: nil, extensions: [number], isTalking: talks)
            }
            let outbound = row.member("outbound").rows.compactMap { TrunkCall($0, id: "outboundid") }.map {
                CallRow(inbound: nil, outbound: $0, extensions: [number], isTalking: talks)
            }
            let peers = row.member("ext").rows.flatMap { $0.member("extid").names }.filter { $0 != number }.map {
                CallRow(inbound: nil, outbound: nil, extensions: [number, $0], isTalking: talks)
            }
            return inbound + outbound + peers
        }
    }
}

extension AgentState {
    /// The words of `extensionlist/query` and of the report `ExtensionStatus` (sections 2.5 and 3.2), which differ.
    init(extension word: String) {
        switch word.lowercased() {
        case "idle", "registered": self = .idle
        case "up", "inuse": self = .talking
        case "ringing": self = .ringing
        case "hold": self = .held
        case "busy": self = .busy
        case "unavailable", "unregistered", "malfunction", "fxsnoport": self = .offline
        default: self = .unknown
        }
    }

    /// The digit of `agentstatus` (section 2.36).
    init(agent digit: String) {
        switch digit {
        case "1": self = .idle
        case "2", "7": self = .talking
        case "3": self = .busy
        case "4", "5": self = .offline
        case "6": self = .ringing
        case "8": self = .held
        case "9": self = .paused
        case "10": self = .wrapup
        default: self = .unknown
        }
    }
}
