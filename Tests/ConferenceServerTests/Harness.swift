import Exchange
import Foundation
import JSON
import SiteHarness
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
        var octets: [[UInt8]] = []
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
                        self?.script.withLock { $0.octets += payloads }
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
    var listsRooms: Bool { script.withLock { $0.answers["GETCONFROOMINFO"]?.isEmpty == false } }
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
    /// The same in octets.
    var octets: [[UInt8]] { script.withLock(\.octets) }
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

typealias Desk = SiteHarness<ConferenceServerSite>

extension SteppedClock {
    static var deadline: Duration { .seconds(5) }
    static var gathering: Duration { .milliseconds(500) }
    /// How long the adapter waits for a list of rooms.
    static var listing: Duration { .seconds(4) }
    static var reconcile: Duration { .seconds(15) }
    /// The longest that the adapter waits for LOGOUTACK.
    static var farewell: Duration { .seconds(2) }

    /// A clock that stands, but for what is named; see `pass`.
    static func standing(listings: Bool) -> SteppedClock {
        let clock = SteppedClock(at: Date())
        clock.pass(listings: listings)
        return clock
    }

    /// From now on what is named ends at once, also what runs already; anything else waits for the test.
    /// - Parameters:
    ///   - deadlines: of requests and of the farewell.
    ///   - listings: waiting for a list of rooms that does not come, as where there is no room.
    func pass(deadlines: Bool = false, listings: Bool = false) {
        letPass { duration in
            switch duration {
            case Self.gathering: true
            case Self.deadline, Self.farewell: deadlines
            case Self.listing: listings
            default: false
            }
        }
    }

    /// Lets the site look at its rooms once more.
    func tick() { passOnce(Self.reconcile) }
}

extension SiteHarness where Tested == ConferenceServerSite {
    convenience init(
        _ peer: Peer, clock: SteppedClock? = nil, site: Tested? = nil, phones: [String] = ["101", "123"], username: String = "sadmin",
        encoding: TextEncoding = .automatic, reconcile: Duration = SteppedClock.reconcile
    ) {
        self.init(
            port: peer.port, clock: clock ?? .standing(listings: !peer.listsRooms), site: site, phones: phones, username: username,
            encoding: encoding, reconcile: reconcile)
    }

    convenience init(
        port: Int, password: String = "geheim", clock: SteppedClock = .standing(listings: true), site: Tested? = nil,
        phones: [String] = ["101", "123"], username: String = "sadmin", encoding: TextEncoding = .automatic,
        reconcile: Duration = SteppedClock.reconcile
    ) {
        let configuration = ConferenceServerConfiguration(
            id: "ops", name: "ops", host: "127.0.0.1", port: port, username: username, password: Secret(password), phones: phones,
            encoding: encoding, deadline: SteppedClock.deadline, listingLimit: SteppedClock.listing, gathering: SteppedClock.gathering,
            reconcileInterval: reconcile)
        let site = site ?? ConferenceServerSite(configuration, environment: clock.environment { 0.1848 })
        self.init(site, id: "ops", kind: .confserver, partner: clock)
    }

    /// The clock of its environment.
    var clock: SteppedClock { partner as? SteppedClock ?? SteppedClock() }

    func members(_ id: String) -> [String: Room.MemberState] {
        Dictionary(uniqueKeysWithValues: (room(id)?.members ?? []).map { ($0.number, $0.state) })
    }

    func perform(_ action: Action, _ arguments: String...) async throws -> Outcome { try await perform(action, arguments, own: "101") }
}

/// Wire text of the document's form.
func message(_ text: String) -> Message { Message(text: text) ?? Message("") }
func wire(_ lines: String...) -> String { lines.joined(separator: "\r\n") + "\r\n" }
