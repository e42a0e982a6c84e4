import Foundation
import JSON

// How things read outside: CONTRACT section 3. A value that the exchange does not give is null.
// Identifiers stay letter for letter; what a stranger can choose freely, a caller's number included, is made harmless.

extension Entity {
    /// The value of a stream line and of the snapshot's lists.
    public var json: JSONValue {
        switch self {
        case .agent(let it): it.json
        case .queue(let it): it.json
        case .waiting(let it): it.json
        case .call(let it): it.json
        case .room(let it): it.json
        case .group(let it): it.json
        case .trunk(let it): it.json
        }
    }
}

extension Agent {
    var json: JSONValue {
        [
            "site": .string(site.rawValue), "id": .string(id), "name": JSONValue(name), "extension": .string(self.extension),
            "state": .string(state.rawValue), "reason": JSONValue(reason), "since": JSONValue(since),
            "queues": JSONValue(queues), "call": JSONValue(call),
        ]
    }
}

extension Queue {
    var json: JSONValue {
        [
            "site": .string(site.rawValue), "id": .string(id), "name": JSONValue(name), "strategy": JSONValue(strategy),
            "waiting": JSONValue(waiting), "longestWait": JSONValue(longestWait),
            "members": .array(
                members.map {
                    [
                        "agent": .string($0.agent), "state": .string($0.state.rawValue), "paused": .bool($0.paused),
                        "reason": JSONValue($0.reason),
                    ]
                }),
            "completed": JSONValue(completed), "abandoned": JSONValue(abandoned), "holdTime": JSONValue(holdTime),
            "talkTime": JSONValue(talkTime), "serviceLevel": serviceLevel.map { .number(String($0)) } ?? .null,
        ]
    }
}

extension WaitingCall {
    var json: JSONValue {
        [
            "site": .string(site.rawValue), "queue": .string(queue), "call": .string(call), "caller": JSONValue(given(caller)),
            "name": JSONValue(name), "position": JSONValue(position), "since": JSONValue(since), "priority": JSONValue(priority),
        ]
    }
}

extension Call {
    var json: JSONValue {
        [
            "site": .string(site.rawValue), "id": .string(id), "state": .string(state.rawValue),
            "direction": .string(direction.rawValue), "caller": JSONValue(given(caller)), "callee": JSONValue(given(callee)),
            "since": JSONValue(since), "answered": JSONValue(answered), "trunk": JSONValue(trunk), "queue": JSONValue(queue),
            "recording": JSONValue(recording), "channels": JSONValue(channels),
        ]
    }
}

extension Room {
    var json: JSONValue {
        [
            "site": .string(site.rawValue), "id": .string(id), "name": JSONValue(name), "moderators": JSONValue(moderators),
            "state": JSONValue(state),
            "members": .array(
                members.map {
                    [
                        "id": .string($0.id), "number": .string($0.number), "name": JSONValue($0.name),
                        "state": .string($0.state.rawValue), "muted": .bool($0.muted), "talking": .bool($0.talking),
                        "moderator": .bool($0.moderator), "since": JSONValue($0.since),
                    ]
                }),
        ]
    }
}

extension TalkingGroup {
    var json: JSONValue {
        [
            "site": .string(site.rawValue), "id": .string(id), "name": JSONValue(name), "type": JSONValue(type),
            "floor": JSONValue(floor.holder), "subscribed": .bool(subscribed), "monitored": .bool(monitored),
            "selected": .bool(selected),
            "members": .array(
                members.map {
                    [
                        "number": .string($0.number), "name": JSONValue($0.name), "type": JSONValue($0.type),
                        "state": JSONValue($0.state),
                    ]
                }),
        ]
    }
}

extension Trunk {
    var json: JSONValue {
        [
            "site": .string(site.rawValue), "id": .string(id), "name": JSONValue(name), "type": JSONValue(type),
            "status": JSONValue(status),
        ]
    }
}

extension SiteStatus {
    public var json: JSONValue {
        [
            "id": .string(id.rawValue), "name": JSONValue(name), "kind": .string(kind.rawValue),
            "status": .string(link.rawValue), "error": JSONValue(error), "since": JSONValue(since),
            "latencyMs": JSONValue(latencyMs),
        ]
    }
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

/// A number as it may be shown; nil where the exchange gave none.
private func given(_ number: String) -> SafeText? { number.isEmpty ? nil : SafeText(number) }
