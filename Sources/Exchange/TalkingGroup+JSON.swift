import Foundation
import JSON

extension TalkingGroup.Member: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: TalkingGroup.Member(number: "", name: "", type: "", state: ""),
        fields: [
            JSONField("number", \.number, .text), JSONField("name", \.name, .safeText), JSONField("type", \.type, .safeText),
            JSONField("state", \.state, .safeText),
        ])
}

extension TalkingGroup.Emergency: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: TalkingGroup.Emergency(number: "", since: .distantPast),
        fields: [
            JSONField("number", \.number, .text), JSONField("since", \.since, .instant), JSONField("answered", \.isAnswered, .flag),
            JSONField("takenBy", \.takenBy, JSONForm.text.list),
        ])
}

extension TalkingGroup: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: TalkingGroup(site: "", id: "", name: "", type: "", floor: .unknown),
        fields: [
            JSONField("site", \.site, .word), JSONField("id", \.id, .text), JSONField("name", \.name, .safeText),
            JSONField("type", \.type, .safeText), JSONField("floor", \.floor, .holder),
            JSONField("subscribed", \.subscribed, .flag), JSONField("monitored", \.monitored, .flag),
            JSONField("selected", \.selected, .flag), JSONField("members", \.members, JSONForm.object.list),
            JSONField("floorState", \.floor, .floor, extra: true), JSONField("receiveOnly", \.isReceiveOnly, .flag, extra: true),
            JSONField("conversation", \.conversation, JSONForm.word.optional, extra: true),
            JSONField("emergency", \.emergency, JSONForm.object.optional, extra: true),
        ])
}

extension JSONForm<Floor> {
    /// The number alone that holds the floor. Without one it is not said whether the floor is free.
    static var holder: Self {
        Self(
            write: { JSONValue($0.holder) },
            read: { json throws(JSONFormError) in .other(number: try JSONForm<String>.text.read(json), since: nil) }, absent: .unknown)
    }

    /// The whole state of the floor.
    static var floor: Self {
        Self(
            write: { FloorParts($0).json($1) }, read: { json throws(JSONFormError) in try FloorParts(json: json).floor() })
    }
}

/// A floor's state as one word, and what belongs to it.
private struct FloorParts: JSONRepresentable {
    enum State: String, Sendable { case idle, other, requesting, queued, mine, releasing, denied, revoked, unknown }

    var state = State.unknown
    var number: String?
    var since: Date?
    var until: Date?
    var step: FloorStep?
    var place: Int?
    var reason: SafeText?

    static let jsonForm = JSONObjectForm(
        blank: FloorParts(),
        fields: [
            JSONField("state", \.state, .word), JSONField("number", \.number, JSONForm.text.optional),
            JSONField("since", \.since, .time), JSONField("until", \.until, .time),
            JSONField("step", \.step, JSONForm.word.optional), JSONField("place", \.place, .count),
            JSONField("reason", \.reason, JSONForm.safeText.optional),
        ])

    init() {}

    init(_ floor: Floor) {
        switch floor {
        case .idle: state = .idle
        case .other(let number, let since): (state, self.number, self.since) = (.other, number, since)
        case .requesting(let step): (state, self.step) = (.requesting, step)
        case .queued(let place): (state, self.place) = (.queued, place)
        case .mine(let number, let since, let until):
            (state, self.number, self.since, self.until) = (.mine, number, since, until)
        case .releasing: state = .releasing
        case .denied(let reason): (state, self.reason) = (.denied, reason)
        case .revoked(let reason): (state, self.reason) = (.revoked, reason)
        case .unknown: state = .unknown
        }
    }

    func floor() throws(JSONFormError) -> Floor {
        switch state {
        case .idle: .idle
        case .other: .other(number: try needed(number, "number"), since: since)
        case .requesting: .requesting(try needed(step, "step"))
        case .queued: .queued(try needed(place, "place"))
        case .mine: .mine(number: try needed(number, "number"), since: try needed(since, "since"), until: until)
        case .releasing: .releasing
        case .denied: .denied(reason ?? "")
        case .revoked: .revoked(reason ?? "")
        case .unknown: .unknown
        }
    }

    private func needed<Value>(_ value: Value?, _ name: String) throws(JSONFormError) -> Value {
        guard let value else { throw JSONFormError(path: [name], problem: "is missing") }
        return value
    }
}
