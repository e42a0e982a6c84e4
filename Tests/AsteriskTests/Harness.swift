import Exchange
import Foundation
import SiteHarness
import Synchronization
import TestPeers
import Wire

@testable import Asterisk

/// An Asterisk that says what the test gives it, over real loopback sockets.
final class Peer: Sendable {
    private struct State {
        var answers: [String: [String]] = [:]
        var asked: [Message] = []
        var connection: LoopbackConnection?
        /// It was broken by us.
        var isGone = false
    }

    let port: Int
    private let listener: LoopbackListener
    private let state = Mutex(State())
    private let news: AsyncStream<Message>
    private let tell: AsyncStream<Message>.Continuation

    /// - Parameters:
    ///   - banner: the first line, which no empty line follows.
    ///   - tearsInto: everything is sent in pieces of so many octets.
    init(banner: String = "Asterisk Call Manager/11.0.0", tearsInto piece: Int = .max) throws {
        listener = try LoopbackListener()
        port = listener.port
        (news, tell) = AsyncStream.makeStream()
        for (name, answer) in Self.quiet { self.answer(name, answer) }
        Task { [weak self, listener] in
            while let connection = await listener.next() {
                guard let self else { return }
                // The first is the one that is told events; another is for one operation.
                state.withLock { if $0.connection == nil || $0.isGone { ($0.connection, $0.isGone) = (connection, false) } }
                connection.send(Array((banner + "\r\n").utf8), inPiecesOf: piece)
                Task { [weak self] in
                    var decoder = FrameDecoder(HeaderBlockCodec(peer: "a console", hasBanner: false))
                    for await bytes in connection.bytes {
                        var payloads: [[UInt8]] = []
                        bytes.withUnsafeBytes { try? decoder.take($0, into: &payloads) }
                        for payload in payloads {
                            self?.take(Message(text: String(decoding: payload, as: UTF8.self)), piece, on: connection)
                        }
                    }
                }
            }
        }
    }

    /// What is said to an action: messages, each a few lines; `{ID}` stands for the action's identifier. Nothing is silence.
    func answer(_ name: String, _ messages: [String]) { state.withLock { $0.answers[name] = messages } }

    /// A list as the interface has it.
    func list(_ name: String, complete: String, _ rows: String...) {
        answer(
            name,
            ["Response: Success\nActionID: {ID}\nEventList: start\nMessage: will follow"]
                + rows.map { "\($0)\nActionID: {ID}" }
                + ["Event: \(complete)\nActionID: {ID}\nEventList: Complete\nListItems: \(rows.count)"])
    }

    func send(_ octets: [UInt8]) { state.withLock(\.connection)?.send(octets) }
    func say(_ messages: String..., inPiecesOf piece: Int = .max) { send(messages, piece) }
    func hangUp() {
        let connection = state.withLock { state in
            state.isGone = true
            return state.connection
        }
        connection?.end()
    }
    var asked: [Message] { state.withLock(\.asked) }

    /// The next action of this name.
    func next(_ name: String) async -> Message? {
        for await message in news where message["Action"] == name { return message }
        return nil
    }

    private func take(_ message: Message, _ piece: Int, on connection: LoopbackConnection) {
        let answers = state.withLock { state in
            state.asked.append(message)
            return state.answers[message["Action"]] ?? ["Response: Success\nActionID: {ID}"]
        }
        send(answers.map { $0.replacingOccurrences(of: "{ID}", with: message.actionID) }, piece, on: connection)
        tell.yield(message)
    }

    private func send(_ messages: [String], _ piece: Int, on connection: LoopbackConnection? = nil) {
        let text = messages.map { $0.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n\r\n" }.joined()
        (connection ?? state.withLock(\.connection))?.send(Array(text.utf8), inPiecesOf: piece)
    }

    /// All commands that the actions need, for an account that may do everything.
    static let commands = [
        "Originate", "Hangup", "BlindTransfer", "Redirect", "Atxfer", "CancelAtxfer", "Park", "PlayDTMF", "MuteAudio", "QueueAdd",
        "QueueRemove", "QueuePause", "ConfbridgeKick", "ConfbridgeMute", "ConfbridgeUnmute", "SendText", "MessageSend", "Getvar",
        "CoreShowChannels", "QueueStatus", "ParkedCalls", "ExtensionStateList", "ConfbridgeListRooms", "ConfbridgeList", "IAXpeerlist",
        "PJSIPShowRegistrationsOutbound",
    ]

    private static let quiet: [String: [String]] = {
        func list(_ complete: String) -> [String] {
            [
                "Response: Success\nActionID: {ID}\nEventList: start\nMessage: will follow",
                "Event: \(complete)\nActionID: {ID}\nEventList: Complete\nListItems: 0",
            ]
        }
        return [
            "Login": [
                "Response: Success\nActionID: {ID}\nMessage: Authentication accepted",
                "Event: FullyBooted\nPrivilege: system,all\nUptime: 248\nLastReload: 248\nStatus: Fully Booted",
            ],
            "Ping": ["Response: Success\nActionID: {ID}\nPing: Pong\nTimestamp: 1700000000.000000"],
            "ListCommands": [
                "Response: Success\nActionID: {ID}\n" + commands.map { "\($0): It does it.  (Priv: call,all)" }.joined(separator: "\n")
            ],
            "CoreShowChannels": list("CoreShowChannelsComplete"), "QueueStatus": list("QueueStatusComplete"),
            "ParkedCalls": list("ParkedCallsComplete"), "ExtensionStateList": list("ExtensionStateListComplete"),
            "ConfbridgeListRooms": ["Response: Error\nActionID: {ID}\nMessage: No active conferences."],
            "IAXpeerlist": list("PeerlistComplete"), "PJSIPShowRegistrationsOutbound": list("OutboundRegistrationDetailComplete"),
            "Getvar": ["Response: Success\nActionID: {ID}\nVariable: x\nValue: 1"],
            "Logoff": ["Response: Goodbye\nActionID: {ID}\nMessage: Thanks for all the fish."],
        ]
    }()
}

typealias Desk = SiteHarness<AsteriskSite>

extension AsteriskConfiguration {
    static func test(port: Int = 0, own: String? = "2000", wrapUp: [String: Duration] = [:], trunks: [String] = []) -> AsteriskConfiguration
    {
        func pattern(_ text: String) -> TelephonePatterns.Pattern { TelephonePatterns.Pattern(text)! }
        return AsteriskConfiguration(
            id: "pbx", name: "pbx", host: "127.0.0.1", port: port, tls: nil, username: "console", password: Secret("geheim"),
            telephones: TelephonePatterns(
                channel: pattern("PJSIP/{ext}"), interface: pattern("Local/{ext}@agents/n"), hint: pattern("{ext}@hints")),
            dialContext: "internal", transferContext: "internal", parkContext: "parkedcalls", queues: [], trunks: trunks, wrapUp: wrapUp,
            encoding: .automatic, deadline: .seconds(5), operatorExtension: own)
    }
}

extension SiteHarness where Tested == AsteriskSite {
    convenience init(_ peer: Peer, clock: SteppedClock = SteppedClock(), own: String? = "2000") {
        let site = AsteriskSite(.test(port: peer.port, own: own), environment: clock.environment { 0.25 })
        self.init(site, id: "pbx", kind: .asterisk, partner: clock)
    }

    var clock: SteppedClock { partner as? SteppedClock ?? SteppedClock() }
    func perform(_ action: Action, _ words: String...) async throws -> Outcome { try await perform(action, words, own: "2000") }
}

// MARK: - What an Asterisk says

/// A channel of the tests: events about it are written as the interface writes them.
struct Channel {
    var name: String
    var id: String
    var linked: String
    var state = 6
    var number = ""
    var caller = ""
    var exten = "s"

    func fields(_ prefix: String = "") -> String {
        """
        \(prefix)Channel: \(name)
        \(prefix)ChannelState: \(state)
        \(prefix)CallerIDNum: \(number.isEmpty ? "<unknown>" : number)
        \(prefix)CallerIDName: \(caller.isEmpty ? "<unknown>" : caller)
        \(prefix)ConnectedLineNum: <unknown>
        \(prefix)Context: internal
        \(prefix)Exten: \(exten)
        \(prefix)Uniqueid: \(id)
        \(prefix)Linkedid: \(linked)
        """
    }

    func event(_ name: String, _ more: String = "") -> String { "Event: \(name)\n\(fields())" + (more.isEmpty ? "" : "\n\(more)") }
    func enter(_ bridge: String, creator: String = "<unknown>", technology: String = "simple_bridge") -> String {
        event("BridgeEnter", "BridgeUniqueid: \(bridge)\nBridgeCreator: \(creator)\nBridgeTechnology: \(technology)")
    }
    func leave(_ bridge: String) -> String { event("BridgeLeave", "BridgeUniqueid: \(bridge)") }
    func dials(_ other: Channel) -> String { event("DialBegin", other.fields("Dest")) }
    func dialed(_ other: Channel, _ status: String) -> String { event("DialEnd", other.fields("Dest") + "\nDialStatus: \(status)") }
    func row(_ bridge: String = "", application: String = "Dial", data: String = "", age: String = "00:00:10") -> String {
        event("CoreShowChannel", "Application: \(application)\nApplicationData: \(data)\nDuration: \(age)\nBridgeId: \(bridge)")
    }
}

/// A row of a member, and the same as an event.
func member(
    _ queue: String, _ location: String, _ state: String, status: Int = 1, paused: Int = 0, reason: String = "", last: Int = 0,
    membership: String = "static", event: String = "QueueMember"
) -> String {
    let isRow = event == "QueueMember"
    return """
        Event: \(event)
        Queue: \(queue)
        \(isRow ? "Name" : "MemberName"): Grace
        \(isRow ? "Location" : "Interface"): \(location)
        StateInterface: \(state)
        Membership: \(membership)
        Penalty: 0
        CallsTaken: 0
        LastCall: \(last)
        LastPause: 0
        InCall: 0
        Status: \(status)
        Paused: \(paused)
        PausedReason: \(reason)
        Wrapuptime: 0
        """
}

func queue(_ name: String) -> String {
    "Event: QueueParams\nQueue: \(name)\nMax: 0\nStrategy: ringall\nCalls: 0\nHoldtime: 21\nTalkTime: 15\nCompleted: 11\nAbandoned: 54\nServiceLevel: 20\nServicelevelPerf: 54.5\nServicelevelPerf2: 26.2"
}
