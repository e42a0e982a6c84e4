import Exchange
import Wire

/// What the adapter needs to know of one Asterisk.
struct AsteriskConfiguration: Sendable {
    var id: SiteID
    var name: SafeText
    var host: String
    var port: Int
    var tls: TLSPolicy?
    var username: String
    var password: Secret
    var telephones: TelephonePatterns
    /// Where calls of ours enter the dialplan.
    var dialContext: String
    var transferContext: String
    var parkContext: String
    /// The queues that are shown; empty: all.
    var queues: Set<String>
    var trunks: [String]
    /// Rest after a call by queue: the exchange does not list it where the queue sets it.
    var wrapUp: [String: Duration]
    var encoding: TextEncoding
    var deadline: Duration
    var operatorExtension: String?
    /// How long somebody is given to answer a telephone that we let ring.
    var ringing = Duration.seconds(30)
    /// The longest wait for `FullyBooted` after the log-in.
    var booting = Duration.seconds(2)
    var pingInterval = Duration.seconds(10)
    /// How long a burst of joins and leaves may gather before their queues are looked at.
    var gathering = Duration.milliseconds(500)
    var reconcileInterval = Duration.seconds(20)
}

/// How this exchange names a telephone: as a channel, as a member of queues and as a hint, each with `{ext}` for its extension.
struct TelephonePatterns: Equatable, Sendable {
    var channel: Pattern
    var interface: Pattern
    var hint: Pattern

    /// Text around an extension.
    struct Pattern: Equatable, Sendable {
        static let gap = "{ext}"
        let before: String
        let after: String

        /// - Returns: nil where the text has no `{ext}`.
        init?(_ text: String) {
            guard let place = text.range(of: Self.gap) else { return nil }
            before = String(text[..<place.lowerBound])
            after = String(text[place.upperBound...])
        }

        func text(_ extension: String) -> String { before + `extension` + after }

        /// The extension in a text of this form; nil for any other text.
        func match(_ text: String) -> String? {
            let length = before.utf8.count + after.utf8.count
            guard text.utf8.count > length, text.utf8.starts(with: before.utf8), text.utf8.reversed().starts(with: after.utf8.reversed())
            else { return nil }
            let middle = String(decoding: text.utf8.dropFirst(before.utf8.count).dropLast(after.utf8.count), as: UTF8.self)
            return middle.utf8.allSatisfy { !"/@;".utf8.contains($0) } ? middle : nil
        }
    }

    /// The extension of a queue's member, by the interface whose state counts or by the one that is called; nil where neither
    /// has a form that is known.
    func member(stateInterface: String, location: String) -> String? {
        for name in [stateInterface, location] {
            let bare = name.utf8.starts(with: "hint:".utf8) ? String(name.dropFirst(5)) : name
            for pattern in [hint, interface, channel] { if let found = pattern.match(bare) { return found } }
        }
        return nil
    }

    /// The extension whose telephone a channel belongs to: a channel's name is that of its endpoint with a number behind it.
    func endpoint(of name: String) -> String? { channel.match(ChannelName(name).endpoint) }
}

/// A channel's name taken apart: `PJSIP/2101-0000002b`, `Local/2007@agents-00000050;1`.
struct ChannelName: Equatable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    /// Without the number that tells channels of one endpoint apart.
    var endpoint: String {
        guard let dash = text.utf8.lastIndex(of: UInt8(ascii: "-")) else { return text }
        return String(text[..<dash])
    }

    var isLocal: Bool { text.utf8.starts(with: "Local/".utf8) }

    /// The extension that a Local channel leads to; nil for any other.
    var localExtension: String? {
        guard isLocal else { return nil }
        let rest = text.utf8.dropFirst("Local/".utf8.count)
        return String(decoding: rest.prefix { $0 != UInt8(ascii: "@") }, as: UTF8.self)
    }

    /// Channels of the exchange's own, behind which there is nobody: they announce and record.
    var isMachine: Bool { Self.machines.contains { text.utf8.starts(with: $0.utf8) } }
    private static let machines = ["CBAnn/", "CBRec/", "Announcer/", "Recorder/", "Message/"]
}
