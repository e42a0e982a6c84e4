import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// One dispatch conference server, reached by frames over TCP.
///
/// Answers and events come in one stream and are taken in batches; beside it one task logs in and keeps in step
/// (`ConferenceServerSweep.swift`) and one listens for silence. Actions (`ConferenceServerActions.swift`) use the same
/// table of requests.
public actor ConferenceServerSite: Site {
    /// The server's frames (catalog, `transport.framing`). No maximum is documented; what is longer than 1 MiB is no message.
    static let codec = MagicLengthCodec(peer: "a conference server", magic: [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE])

    let configuration: ConferenceServerConfiguration
    let environment: Environment

    var picture: Picture
    /// As it was changed last: the log-out must carry it.
    var password: Secret
    var phones: [String]
    /// Numbers the rooms we create.
    var roomCounter: Int
    /// When a link on which we were logged in was lost: the server may hold that session for a while.
    var lostAt: Date?

    // The rest lives as long as one run.
    var report: ChangeSink = { _ in }
    /// Whether the board has a snapshot; until then only messages are passed on.
    var isSynchronised = false
    var isLoggedIn = false
    var heardAt = Date.distantPast
    /// Why the run ends, where it was not the link that ended it.
    var verdict: LinkFailure?
    /// Room listings as they come in, while somebody gathers them.
    var gathered: [Message] = []
    private var link: FramedLink?
    private var requests = RequestTable()
    private var gates: [Gate: [CheckedContinuation<Void, Never>]] = [:]

    public init(_ configuration: ConferenceServerConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        picture = Picture(site: configuration.id, username: configuration.username)
        password = configuration.password
        phones = Array(configuration.phones.prefix(2))
        roomCounter = Int(environment.random() * 10_000)
    }

    public nonisolated var operations: [Exchange.Operation] { ConferenceServerOperations.all }

    public nonisolated var unsupported: [Action: SafeText] { Self.reasons }

    public func run(_ report: @escaping ChangeSink) async throws {
        let link: FramedLink
        do {
            link = try await FramedLink.open(
                host: configuration.host, port: configuration.port, codec: Self.codec, deadline: configuration.deadline)
        } catch {
            if Task.isCancelled { return }
            throw LinkFailure(error)
        }
        begin(link, report)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.receive(from: link) }
            tasks.addTask { await self.keepInStep() }
            tasks.addTask { await self.listenForSilence() }
            await tasks.next()
            tasks.cancelAll()
        }
        let wasLoggedIn = isLoggedIn
        let isLeaving = Task.isCancelled
        if isLeaving, wasLoggedIn { await Task { await self.logOut(link) }.value }
        let failure = verdict ?? link.failure.map { LinkFailure($0) }
        end()
        await link.close()
        if isLeaving { return }
        lostAt = wasLoggedIn ? environment.now() : lostAt
        if failure?.stage == .link, !wasLoggedIn {
            throw LinkFailure(.login, failure?.reason ?? "the server ended the link")
        }
        throw failure ?? LinkFailure(.link, "the server ended the link")
    }

    private func begin(_ link: FramedLink, _ report: @escaping ChangeSink) {
        self.link = link
        self.report = report
        picture = Picture(site: configuration.id, username: configuration.username)
        isSynchronised = false
        isLoggedIn = false
        heardAt = environment.now()
        verdict = nil
        gathered = []
    }

    private func end() {
        link = nil
        report = { _ in }
        isLoggedIn = false
        requests.failAll(.abandoned)
    }

    /// Says goodbye and waits a little for the answer, so that the name is free at once.
    private func logOut(_ link: FramedLink) async {
        let goodbye = Message("LOGOUT", ["OPERATORNAME": configuration.username, "PASS": password.reveal()])
        guard (try? link.send(goodbye.payload)) != nil else { return }
        try? await environment.within(min(configuration.deadline, .seconds(2))) {
            while let batch = await link.nextBatch() {
                if batch.lazy.compactMap(Message.init(payload:)).contains(where: { $0.name == "LOGOUTACK" }) { return }
            }
        }
    }
}

// MARK: - What comes in

extension ConferenceServerSite {
    private func receive(from link: FramedLink) async {
        while let batch = await link.nextBatch() { take(batch) }
    }

    private func take(_ batch: [[UInt8]]) {
        let now = environment.now()
        var heard: [Picture.Heard] = []
        var latency: Duration?
        for message in batch.lazy.compactMap(Message.init(payload:)) {
            if message.name == "KEEPALIVE" { answer(message) }
            let request = requests.settle(message)
            if let request {
                latency = .seconds(max(0, now.timeIntervalSince(request.since)))
                settle(request.message, with: message)
            }
            if message.name == "CONFROOMINFO" { gathered.append(message) }
            if ["SERVERCREATECONFROOM", "SERVERCREATEINCOMINGCONFROOM"].contains(message.name) { accept(message) }
            heard.append(Picture.Heard(message: message, request: request?.message))
        }
        guard !heard.isEmpty else { return }
        heardAt = now
        var changes = picture.apply(heard, at: now)
        if !isSynchronised { changes.removeAll { if case .message = $0 { false } else { true } } }
        report(changes + [.heard(configuration.id, at: now, latency: latency)])
    }

    private func answer(_ keepAlive: Message) {
        let name = keepAlive.operatorName.isEmpty ? configuration.username : keepAlive.operatorName
        post(Message("KEEPALIVEACK", ["OPERATORNAME": name, "SYN": keepAlive["SYN"]]))
    }

    /// A room that the server made is confirmed at once; its local id is ours to choose where it has none.
    private func accept(_ message: Message) {
        let local = message.localRoom.isEmpty ? nextLocalRoom(phones.first ?? "") : message.localRoom
        post(
            Message(
                message.name + "ACK",
                [
                    "OPERATORNAME": configuration.username, "LOCALCONFROOMID": local, "SERVERROOMID": message.serverRoom,
                    "STATUS": "OK",
                ]))
    }

    /// What an answer changes in ourselves.
    private func settle(_ request: Message, with answer: Message) {
        guard answer.isSuccess else { return }
        switch request.name {
        case "CHANGEPASSWORD": password = Secret(request["NEWPASS"])
        case "SETOPERATORNUMBER": phones = [request["PHONE1"], request["PHONE2"]].filter { !$0.isEmpty }
        case "LOGOUT": isLoggedIn = false
        default: break
        }
    }

    /// The operator's number and four digits, as the document has them.
    func nextLocalRoom(_ number: String) -> String {
        repeat { roomCounter = (roomCounter + 1) % 10_000 } while picture.roomID(localRoom(number)) != nil
        return localRoom(number)
    }

    private func localRoom(_ number: String) -> String {
        let digits = String(roomCounter)
        return number + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

// MARK: - Asking

extension ConferenceServerSite {
    /// At most one request of a kind may be under way for a room: nothing else tells their answers apart.
    struct Gate: Hashable {
        var name: String
        var room: String

        init(_ message: Message) {
            name = message.name
            room = message.serverRoom.isEmpty ? message.localRoom : message.serverRoom
        }
    }

    /// Sends what is not answered.
    @discardableResult
    func post(_ message: Message) -> Bool {
        guard let link else { return false }
        return (try? link.send(message.payload)) != nil
    }

    /// Sends one request and waits for its answer; waits for another of the same kind and room first.
    /// - Throws: `RequestFailure`.
    func ask(_ message: Message) async throws -> Message {
        let gate = Gate(message)
        await enter(gate)
        defer { leave(gate) }
        guard !Task.isCancelled, let link else { throw RequestFailure.noLink }
        let id = requests.nextID()
        let sent = environment.now()
        do { try link.send(message.payload) } catch { throw RequestFailure.noLink }
        let timer = Task { [environment, limit = configuration.deadline] in
            try? await environment.sleep(limit)
            if !Task.isCancelled { self.giveUp(id, .noAnswer(to: message.name, after: limit)) }
        }
        defer { timer.cancel() }
        // Nothing suspends between sending and waiting, so the answer cannot come in between.
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { requests.await(id, message, since: sent, $0) }
        } onCancel: {
            Task { await self.giveUp(id, .abandoned) }
        }
    }

    private func giveUp(_ id: Int, _ failure: RequestFailure) { requests.fail(id, failure) }

    private func enter(_ gate: Gate) async {
        guard gates[gate] != nil else { return gates[gate] = [] }
        await withCheckedContinuation { gates[gate]!.append($0) }
    }

    private func leave(_ gate: Gate) {
        guard let queue = gates[gate], !queue.isEmpty else { return gates[gate] = nil }
        gates[gate]!.removeFirst().resume()
    }
}
