import Foundation
import JSON

// How things read outside, and back: CONTRACT sections 3 and 4. A value that the exchange does not give is null.
// Identifiers stay letter for letter; what a stranger can choose freely, a caller's number included, is made harmless.

extension Entity {
    /// The value of a stream line and of the snapshot's lists.
    public var json: JSONValue { json(.contract) }

    public func json(_ detail: JSONDetail) -> JSONValue {
        switch self {
        case .agent(let it): it.json(detail)
        case .queue(let it): it.json(detail)
        case .waiting(let it): it.json(detail)
        case .call(let it): it.json(detail)
        case .room(let it): it.json(detail)
        case .group(let it): it.json(detail)
        case .trunk(let it): it.json(detail)
        }
    }

    /// - Throws: `JSONFormError`, which names the field.
    public init(_ kind: EntityKind, json: JSONValue) throws(JSONFormError) {
        self =
            switch kind {
            case .agent: .agent(try Agent(json: json))
            case .queue: .queue(try Queue(json: json))
            case .waiting: .waiting(try WaitingCall(json: json))
            case .call: .call(try Call(json: json))
            case .room: .room(try Room(json: json))
            case .group: .group(try TalkingGroup(json: json))
            case .trunk: .trunk(try Trunk(json: json))
            }
    }
}

extension Agent: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Agent(site: "", id: "", name: "", extension: "", state: .unknown),
        fields: [
            JSONField("site", \.site, .word), JSONField("id", \.id, .text), JSONField("name", \.name, .safeText),
            JSONField("extension", \.extension, .text), JSONField("state", \.state, .word),
            JSONField("reason", \.reason, JSONForm.safeText.optional), JSONField("since", \.since, .time),
            JSONField("queues", \.queues, JSONForm.text.list), JSONField("call", \.call, JSONForm.text.optional),
            JSONField("group", \.group, JSONForm.safeText.optional, extra: true),
            JSONField("supervision", \.supervision, JSONForm.object.optional),
        ])
}

extension Supervision: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Supervision(by: "", how: nil),
        fields: [JSONField("by", \.by, .text), JSONField("how", \.how, JSONForm.word.optional)])
}

extension Queue.Member: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Queue.Member(agent: "", state: .unknown, paused: false),
        fields: [
            JSONField("agent", \.agent, .text), JSONField("state", \.state, .word), JSONField("paused", \.paused, .flag),
            JSONField("reason", \.reason, JSONForm.safeText.optional),
        ])
}

extension Queue: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Queue(site: "", id: "", name: ""),
        fields: [
            JSONField("site", \.site, .word), JSONField("id", \.id, .text), JSONField("name", \.name, .safeText),
            JSONField("strategy", \.strategy, JSONForm.safeText.optional), JSONField("waiting", \.waiting, .count),
            JSONField("longestWait", \.longestWait, .count), JSONField("members", \.members, JSONForm.object.list),
            JSONField("completed", \.completed, .count), JSONField("abandoned", \.abandoned, .count),
            JSONField("holdTime", \.holdTime, .count), JSONField("talkTime", \.talkTime, .count),
            JSONField("serviceLevel", \.serviceLevel, .share),
        ])
}

extension WaitingCall: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: WaitingCall(site: "", queue: "", call: "", caller: ""),
        fields: [
            JSONField("site", \.site, .word), JSONField("queue", \.queue, .text), JSONField("call", \.call, .text),
            JSONField("caller", \.caller, .given), JSONField("name", \.name, JSONForm.safeText.optional),
            JSONField("position", \.position, .count), JSONField("since", \.since, .time),
            JSONField("priority", \.priority, .number),
        ])
}

extension Call: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Call(site: "", id: "", state: .talking, direction: .unknown, caller: "", callee: ""),
        fields: [
            JSONField("site", \.site, .word), JSONField("id", \.id, .text), JSONField("state", \.state, .word),
            JSONField("direction", \.direction, .word), JSONField("caller", \.caller, .given),
            JSONField("callee", \.callee, .given), JSONField("since", \.since, .time), JSONField("answered", \.answered, .time),
            JSONField("trunk", \.trunk, JSONForm.text.optional), JSONField("queue", \.queue, JSONForm.text.optional),
            JSONField("recording", \.recording, JSONForm.safeText.optional), JSONField("channels", \.channels, JSONForm.text.list),
            JSONField("supervision", \.isSupervision, .mark),
        ])
}

extension Room.Member: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Room.Member(id: "", number: "", state: .joined),
        fields: [
            JSONField("id", \.id, .text), JSONField("number", \.number, .text),
            JSONField("name", \.name, JSONForm.safeText.optional), JSONField("state", \.state, .word),
            JSONField("muted", \.muted, JSONForm.flag.optional), JSONField("talking", \.talking, .flag),
            JSONField("moderator", \.moderator, .flag), JSONField("since", \.since, .time),
        ])
}

extension Room: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Room(site: "", id: "", name: "", state: ""),
        fields: [
            JSONField("site", \.site, .word), JSONField("id", \.id, .text), JSONField("name", \.name, .safeText),
            JSONField("moderators", \.moderators, JSONForm.text.list), JSONField("state", \.state, .safeText),
            JSONField("members", \.members, JSONForm.object.list),
        ])
}

extension Trunk: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: Trunk(site: "", id: "", name: "", type: "", status: ""),
        fields: [
            JSONField("site", \.site, .word), JSONField("id", \.id, .text), JSONField("name", \.name, .safeText),
            JSONField("type", \.type, .safeText), JSONField("status", \.status, .safeText),
        ])
}

extension JSONValue {
    /// A time in RFC 3339, in UTC to the second.
    public init(_ time: Date?) {
        self = time.map { .string($0.formatted(.iso8601)) } ?? .null
    }
    public init(_ text: SafeText?) { self = text.map { .string($0.string) } ?? .null }
    public init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    public init(_ number: Int?) { self = number.map { .number($0) } ?? .null }
    public init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }
}
