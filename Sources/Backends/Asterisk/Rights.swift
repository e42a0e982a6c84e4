import Exchange
import Foundation

/// What this account may do: the manager actions that ListCommands prints for it.
struct Rights: Equatable, Sendable {
    /// nil: not known yet.
    private var commands: Set<String>?

    init() {}

    /// - Parameter answer: one line an action, `Hangup: …  (Priv: system,call,all)`.
    init(_ answer: Message) {
        commands = Set(answer.lines.map(\.key)).subtracting(["Response", "ActionID"])
    }

    func allows(_ name: String) -> Bool { commands?.contains(name) ?? true }

    /// What each action sends first, and the write class that it needs.
    private static let needs: [(actions: [Action], command: String, writeClass: String)] = [
        ([.dial, .pickup, .unpark, .listen, .whisper, .barge, .roomInvite, .roomCreate], "Originate", "originate"),
        ([.hangup, .superviseStop, .consultComplete], "Hangup", "call"),
        ([.transfer], "BlindTransfer", "call"), ([.intercept, .take], "Redirect", "call"), ([.consult], "Atxfer", "call"),
        ([.consultCancel], "CancelAtxfer", "call"), ([.park], "Park", "call"), ([.dtmf], "PlayDTMF", "call"),
        ([.mute, .unmute], "MuteAudio", "system"), ([.queueLogin], "QueueAdd", "agent"),
        ([.queueLogout, .forceLogout], "QueueRemove", "agent"), ([.pause, .unpause, .forceBusy, .forceIdle], "QueuePause", "agent"),
        ([.roomKick, .roomEnd], "ConfbridgeKick", "call"), ([.roomMute], "ConfbridgeMute", "call"),
        ([.roomUnmute], "ConfbridgeUnmute", "call"), ([.note], "SendText", "call"),
    ]

    /// What the exchange has, seen by this account.
    /// - Parameter reasons: what no account may do.
    func capabilities(_ reasons: [Action: SafeText]) -> Capabilities {
        var unsupported = reasons
        for need in Self.needs where !allows(need.command) {
            for action in need.actions {
                unsupported[action] = "This account may not \(need.command); it lacks the write class \(need.writeClass)"
            }
        }
        let unavailable = AsteriskOperations.catalog.entries.compactMap { entry -> (String, SafeText)? in
            guard let wire = entry.wire.first.flatMap(WireLine.init), !allows(wire.name) else { return nil }
            return (
                entry.operation.id,
                wire.classes.isEmpty
                    ? "this exchange has no \(wire.name)"
                    : "this exchange has no \(wire.name), or the account lacks the write class \(wire.classes.joined(separator: " or "))"
            )
        }
        return Capabilities(
            unsupported: unsupported, unavailableOperations: Dictionary(unavailable, uniquingKeysWith: { first, _ in first }))
    }

    /// The write classes that actions lack here, and what to write into manager.conf; nil where nothing is missing.
    func missing(_ username: String) -> SafeText? {
        let classes = Self.needs.filter { !allows($0.command) }.map(\.writeClass)
        var lists: [String] = []
        for (command, readers) in [("CoreShowChannels", "reporting"), ("ParkedCalls", "call"), ("ExtensionStateList", "reporting")]
        where !allows(command) { lists.append(readers) }
        let all = Set(classes + lists).sorted()
        guard !all.isEmpty else { return nil }
        return
            "this account lacks the write classes \(all.joined(separator: ", ")); write into manager.conf below [\(username)]: read = \(Self.readClasses) and write = \(Self.writeClasses)"
    }

    /// The classes that everything here needs.
    static let readClasses = "system,call,agent,reporting"
    static let writeClasses = "system,call,agent,originate,reporting,message"
}

/// How a row of the catalog says what goes over the wire: the action, and the write classes of which it needs one.
struct WireLine: Equatable {
    var name: String
    var classes: [String]

    /// - Returns: nil for what is not `NAME CLASS[,CLASS]…` or `NAME none`.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2 else { return nil }
        name = String(words[0])
        classes = words[1] == "none" ? [] : words[1].split(separator: ",").map(String.init)
    }
}
