import Exchange
import Foundation
import JSON
import Synchronization
import TestPeers
import Wire

@testable import ConferenceServer

/// A scripted conference server over real loopback sockets: it answers each message with a prepared text, or not at all.
final class Peer: Sendable {
    private struct Script {
        var answers = Peer.quiet
        var piece = Int.max
        var asked: [String] = []
        var held: [String] = []
        var holds: String?
        var connection: LoopbackConnection?
        var connections = 0
    }

    let port: Int
    private let listener: LoopbackListener
    private let script = Mutex(Script())
    private let news: AsyncStream<String>
    private let tell: AsyncStream<String>.Continuation

    init(port: Int = 0) throws {
        listener = try LoopbackListener(port: port)
        self.port = listener.port
        (news, tell) = AsyncStream.makeStream()
        Task { [weak self, listener] in
            while let connection = await listener.next() {
                guard let self else { return }
                script.withLock { ($0.connection, $0.connections) = (connection, $0.connections + 1) }
                Task { [weak self] in
                    var decoder = FrameDecoder(ConferenceServerSite.codec)
                    for await bytes in connection.bytes {
                        var payloads: [[UInt8]] = []
                        bytes.withUnsafeBytes { try? decoder.take($0, into: &payloads) }
                        for payload in payloads { self?.take(String(decoding: payload, as: UTF8.self), on: connection) }
                    }
                    self?.tell.yield("(gone)")
                }
            }
        }
    }

    deinit { stop() }

    /// Sets the answers to a message, one text each; an empty list is silence. `{KEY}` stands for the request's value.
    func answer(_ name: String, with texts: String...) { script.withLock { $0.answers[name] = texts } }
    /// From now on everything is sent in pieces of so many bytes.
    func tear(into piece: Int) { script.withLock { $0.piece = piece } }
    /// Keeps back the answers to a message until `release`.
    func hold(_ name: String) { script.withLock { $0.holds = name } }
    func release() {
        let held = script.withLock { script in
            defer { (script.held, script.holds) = ([], nil) }
            return script.held
        }
        for request in held { reply(to: request) }
    }

    /// Sends messages, all in one write.
    func say(_ texts: String...) { send(texts) }
    func send(bytes: [UInt8]) { connection?.send(bytes) }
    /// Breaks the present connection.
    func hangUp() { connection?.end() }
    /// Breaks it and takes no more.
    func stop() {
        listener.stop()
        hangUp()
    }

    /// The texts that came, as they came.
    var asked: [String] { script.withLock(\.asked) }
    var connections: Int { script.withLock(\.connections) }
    private var connection: LoopbackConnection? { script.withLock(\.connection) }

    /// The next message of a name, from now on.
    func next(_ name: String) async -> String? {
        for await text in news where Self.name(text) == name { return text }
        return nil
    }

    static func name(_ text: String) -> String { text.components(separatedBy: "\r\n")[0] }

    private func take(_ text: String, on connection: LoopbackConnection) {
        let isHeld = script.withLock { script in
            script.asked.append(text)
            let isHeld = script.holds == Self.name(text)
            if isHeld { script.held.append(text) }
            return isHeld
        }
        if !isHeld { reply(to: text) }
        tell.yield(text)
    }

    private func reply(to request: String) {
        let texts = script.withLock { $0.answers[Self.name(request)] } ?? []
        guard !texts.isEmpty else { return }
        send(
            texts.map { text in
                request.components(separatedBy: "\r\n").dropFirst().reduce(text) { text, line in
                    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    return parts.count < 2 ? text : text.replacingOccurrences(of: "{\(parts[0])}", with: parts[1])
                }
            })
    }

    private func send(_ texts: [String]) {
        let frames = texts.flatMap { text in
            (try? ConferenceServerSite.codec.frame(Array((text.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n").utf8))) ?? []
        }
        connection?.send(frames, inPiecesOf: script.withLock(\.piece))
    }

    private static let outcome = "STATUS:OK\nREASIONDESC:success"
    private static let roomKeys = "OPERATORNAME:{OPERATORNAME}\nSERVERROOMID:{SERVERROOMID}\nLOCALCONFROOMID:{LOCALCONFROOMID}\n"

    /// A server that grants everything, with no room in it.
    static let quiet: [String: [String]] = {
        var answers = [
            "LOGIN": ["LOGINACK\nSTATUS:OK\nOPERATORLEVEL:1\nREASIONCODE:0\nMYSQLIP:10.0.0.1"],
            "GETOPERATORINFOR": ["OPERATORINFO\nOPERATORNAME:sadmin\nPHONE1:101\nSTATE1:1\nPHONE2:123\nSTATE2:1"],
            "LOGOUT": ["LOGOUTACK\nOPERATORNAME:{OPERATORNAME}\nSTATUS:OK"],
            "CREATECONFROOM": [
                "CREATECONFROOMACK\nSTATUS:OK\nOPERATORNAME:{OPERATORNAME}\nREASION:\nLOCALROOMID:{LOCALCONFROOMID}\nSERVERROOMID:1\nOPERATORNUMBER:{OPERATORNUMBER}"
            ],
            "KICKCONFMEMBER": ["OPERATION:DELETEMEMBERACK\n\(roomKeys)TYPE:MOBILE\nSTATUS:OK\nNUMBER:{NUMBER}"],
            "CHANGEPASSWORD": ["CHANGEPASSWORDACK\nOPERATORNAME:{OPERATORNAME}\n\(outcome)"],
            "SETOPERATORSTATE": ["SETOPERATORSTATEACK\nOPERATORNAME:{OPERATORNAME}\n\(outcome)"],
            "SETOPERATORNUMBER": ["SETOPERATORNUMBERACK\nOPERATORNAME:{OPERATORNAME}\n\(outcome)"],
        ]
        for name in ["STOPCONFROOM", "ADDCONFMEMBER", "SETCONFBROADCAST", "UNSETCONFBROADCAST", "SWITCHCONFROOM"] {
            answers[name] = ["\(name)ACK\n\(roomKeys)\(outcome)"]
        }
        for name in ["MUTECONFMEMBER", "UNMUTECONFMEMBER", "SETCONFHOSTVIDEO"] {
            answers[name] = ["\(name)ACK\n\(roomKeys)\(outcome)\nNUMBER:{NUMBER}"]
        }
        return answers
    }()

    /// A room of ours with one member, as the document prints it.
    static func room(_ id: String = "1", local: String = "1012487", members: String...) -> String {
        let rows = members.enumerated().map { "\nCONFMEMBER\($0 + 1):\($1)" }.joined()
        return "CONFROOMINFO\nOPERATORNAME:sadmin\nOPERATORNUMBER:101\nLOCALCONFROOMID:\(local)\nSERVERROOMID:\(id)\nCONFTYPE:0\n"
            + "CONFSTARTTIME:2016-01-21 13:20:05\nCONFNUMBER:\(members.count)" + rows
    }
}

/// Environment in which long waits are over when the test says so, and at no other time.
final class Clock: Sendable {
    static let deadline = Duration.seconds(60)
    static let reconcile = Duration.seconds(7_200)
    /// The adapter's own patience with LOGOUTACK.
    static let farewell = Duration.seconds(2)

    private struct State {
        var offset: TimeInterval = 0
        var arePassing = false
        var ticks = 0
        /// Jumps that found nobody asleep: who computed his wait before one must not miss it.
        var missedJumps = 0
        var sleepers: [Int: (Duration, CheckedContinuation<Void, Never>)] = [:]
        var count = 0
    }
    private let state = Mutex(State())

    /// From now on every deadline passes at once, also those that run already; or none does.
    func passDeadlines(_ arePassing: Bool) {
        state.withLock { $0.arePassing = arePassing }
        if arePassing { wake(Self.isDeadline) }
    }

    /// Lets the site look at its rooms once more.
    func tick() {
        if wake({ $0 == Self.reconcile }) == 0 { state.withLock { $0.ticks += 1 } }
    }

    /// The clock jumps.
    func jump(_ seconds: TimeInterval) {
        state.withLock { $0.offset += seconds }
        if wake({ $0 != Self.reconcile && !Self.isDeadline($0) }) == 0 { state.withLock { $0.missedJumps += 1 } }
    }

    private static func isDeadline(_ duration: Duration) -> Bool { duration == deadline || duration == farewell }

    @discardableResult
    private func wake(_ isDue: (Duration) -> Bool) -> Int {
        let due = state.withLock { state in
            let due = state.sleepers.filter { isDue($0.value.0) }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.map(\.1)
        }
        for sleeper in due { sleeper.resume() }
        return due.count
    }

    var environment: Environment {
        Environment(
            now: { Date().addingTimeInterval(self.state.withLock(\.offset)) },
            sleep: { duration in
                guard duration > .seconds(1) else { return try await Environment.system.sleep(duration) }
                await self.sleep(duration)
                try Task.checkCancellation()
            },
            random: { 0.1848 })
    }

    private func sleep(_ duration: Duration) async {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || Self.isDeadline(duration) && state.arePassing { return true }
                    if duration == Self.reconcile, state.ticks > 0 {
                        state.ticks -= 1
                        return true
                    }
                    if duration != Self.reconcile, !Self.isDeadline(duration), state.missedJumps > 0 {
                        state.missedJumps -= 1
                        return true
                    }
                    state.sleepers[number] = (duration, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.1.resume()
        }
    }
}

/// A site at work, with the board that its reports make.
final class Working {
    let site: ConferenceServerSite
    let clock: Clock
    private(set) var board: Board
    /// All that was reported, in order.
    private(set) var told: [Change] = []
    private var reports: AsyncStream<[Change]>.Iterator
    private let running: Task<Void, any Error>

    convenience init(_ peer: Peer, clock: Clock = Clock(), site: ConferenceServerSite? = nil, phones: [String] = ["101", "123"]) {
        self.init(port: peer.port, password: "geheim", clock: clock, site: site, phones: phones)
    }

    init(
        port: Int, password: String, clock: Clock = Clock(), site existing: ConferenceServerSite? = nil, phones: [String] = ["101", "123"]
    ) {
        let configuration = ConferenceServerConfiguration(
            id: "ops", name: "ops", host: "127.0.0.1", port: port, username: "sadmin", password: Secret(password), phones: phones,
            deadline: Clock.deadline, gathering: .milliseconds(100), reconcileInterval: Clock.reconcile)
        let site = existing ?? ConferenceServerSite(configuration, environment: clock.environment)
        self.site = site
        self.clock = clock
        board = Board(sites: [SiteStatus(id: "ops", name: "ops", kind: "confserver")])
        let (stream, continuation) = AsyncStream<[Change]>.makeStream()
        reports = stream.makeAsyncIterator()
        running = Task {
            defer { continuation.finish() }
            try await site.run { continuation.yield($0) }
        }
    }

    deinit { running.cancel() }

    /// Takes in reports until the board is as wanted; false when the run ended before.
    func until(_ isReached: (Working) -> Bool) async -> Bool {
        while !isReached(self) {
            guard let changes = await reports.next() else { return false }
            told += changes
            _ = board.apply(changes)
        }
        return true
    }

    func untilSynced() async -> Bool { await until { $0.status?.synced == true && $0.status?.link == .online } }

    var status: SiteStatus? { board.sites["ops"] }
    func room(_ id: String) -> Room? { board.room("ops", id) }
    func members(_ id: String) -> [String: Room.MemberState] {
        Dictionary(uniqueKeysWithValues: (room(id)?.members ?? []).map { ($0.number, $0.state) })
    }
    var messages: [SiteMessage] { told.compactMap { if case .message(let it) = $0 { it } else { nil } } }

    func perform(_ action: Action, _ arguments: String...) async throws -> Outcome {
        try await site.perform(ActionRequest(action, arguments, fallbackExtension: "101"))
    }

    /// Ends the run by cancellation, or waits for its end.
    func stop() async throws {
        running.cancel()
        try await running.value
    }
    func failure() async -> LinkFailure? {
        do { try await running.value } catch { return error as? LinkFailure }
        return nil
    }
}

/// Wire text of the document's form.
func message(_ text: String) -> Message { Message(payload: Array(text.utf8)) ?? Message("") }
func wire(_ lines: String...) -> String { lines.joined(separator: "\r\n") + "\r\n" }
