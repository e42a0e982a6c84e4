/// A simulated dispatch conference server: it lets operators log in, does what they say, and tells them of it.
public actor ConferenceServerSimulator: FramedSimulator {
    public private(set) var world: ConferenceServerWorld
    public private(set) var faults = ConferenceServerFaults()
    var frame: SimulatorFrame<ConferenceServerSimulator>
    private let keepAliveInterval: Milliseconds

    private var server: LoopbackServer?
    private var tap: @Sendable ([UInt8]) -> Void = { _ in }
    private var sessions: [LoopbackServer.Connection: ConferenceSession] = [:]

    /// After so long without KEEPALIVEACK an operator is given up, as the public gateway does.
    public static let keepAliveLimit: Duration = .seconds(36)

    /// - Parameters:
    ///   - keepAliveInterval: between two KEEPALIVE; the document names none.
    ///   - script: what is to happen, counted from now on.
    ///   - report: takes sentences for the trainer: what a script's line could not do.
    public init(
        world: ConferenceServerWorld, time: SimulatorTime = .system, keepAliveInterval: Duration = .seconds(12),
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.world = world
        self.keepAliveInterval = max(1, keepAliveInterval.milliseconds)
        frame = SimulatorFrame(
            time: time, script: script, of: "confserver", started: world.now,
            hostileNames: HostileNames(ConferenceServerFaults.hostileNames), report: report)
    }

    /// Listens on the loopback interface; whoever connects is heard as soon as `serve` runs.
    /// - Parameters:
    ///   - port: 1…65535; nil takes a free one.
    ///   - tap: is shown all bytes as they come, before anybody makes sense of them.
    /// - Returns: the port.
    /// - Throws: `BrokerFailure`.
    @discardableResult
    public func listen(port: Int? = nil, tap: @escaping @Sendable ([UInt8]) -> Void = { _ in }) throws -> Int {
        self.tap = tap
        let server = try LoopbackServer.start(port: port)
        self.server = server
        return server.port
    }

    /// Answers and lets the world live until cancelled, then closes all connections and the port.
    public func serve() async {
        await withTaskGroup(of: Void.self) { group in
            if let events = server?.events { group.addTask { for await event in events { await self.take(event) } } }
            group.addTask { await self.live() }
        }
        await server?.end()
        server = nil
    }

    /// Lets time pass by hand, reporting what happens in it.
    public func advance(by duration: Duration) async { await advance(to: world.now + duration.milliseconds) }

    // MARK: - What trainers and tests do

    public func set(_ faults: ConferenceServerFaults) async {
        if self.faults.isMute && !faults.isMute {
            // Nobody could answer what was never said.
            for connection in sessions.keys { sessions[connection]?.keepAlive.restart(at: world.now, every: keepAliveInterval) }
        }
        let freezes = self.faults.isHalfOpen != faults.isHalfOpen
        world.stopsNamedOnly = faults.stopsNamedOnly
        self.faults = faults
        if freezes { await server?.freeze(faults.isHalfOpen) }
    }

    /// Changes the world as a stranger would, and reports what follows.
    public func act<Result: Sendable>(_ body: @Sendable (inout ConferenceServerWorld) throws -> Result) rethrows -> Result {
        defer { publish(world.takeMessages()) }
        return try body(&world)
    }

    /// Sends bytes to every operator, whatever they are.
    public func send(raw bytes: [UInt8]) {
        for (connection, _) in loggedIn { server?.send(faults.pieces(of: bytes), to: connection) }
    }

    /// Sends what is no frame.
    public func sendGarbage() { send(raw: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)) }

    /// Sends a frame that claims to be as long as a number can say; `negative` as a signed reader sees it.
    public func sendAbsurdLength(negative: Bool = false) {
        send(raw: ConferenceFrames.header(length: negative ? 0xFFFF_FFFF : 0x7FFF_FFFF))
    }

    /// Sends a frame whose text is no UTF-8.
    public func sendInvalidUTF8() {
        send(raw: ConferenceFrames.frame(Array("MEMBERRING\r\nNUMBER:".utf8) + [0xD5, 0xC5, 0xFF] + Array("\r\n".utf8)))
    }

    /// Sends a message of so many bytes.
    public func sendPayload(bytes: Int) {
        let (head, tail) = (Array("MEMBERRING\r\nNUMBER:".utf8), Array("\r\n".utf8))
        let filling = [UInt8](repeating: UInt8(ascii: "9"), count: max(0, bytes - head.count - tail.count))
        send(raw: ConferenceFrames.frame(head + filling + tail))
    }

    /// Sends a message that no document names.
    public func sendUnknownMessage() {
        for (connection, session) in loggedIn {
            send(ConferenceMessage("WEATHERREPORT", ["OPERATORNAME": session.name ?? "", "WIND:N": "12:30;", "": ""]), to: connection)
        }
    }

    /// A played operator opens a room with a hostile description, and a member of it shows a hostile name.
    public func sendHostileName() { send(name: frame.hostileNames.next()) }

    /// The same with a name that joins what stands before it, which the operator has, too.
    public func sendJoiningName() {
        let name = frame.joiningNames.next()
        act { world in
            if let player = world.operators.first(where: \.isPlayed) { world.renameOperator(player.name, name) }
        }
        send(name: name)
    }

    private func send(name: String) {
        act { world in
            guard let player = world.operators.first(where: \.isPlayed), let guest = world.subscribers.first?.number else { return }
            world.rename(guest, name)
            _ = try? world.openRoom(by: player.name, description: name, members: [guest])
        }
    }

    /// Cuts an operator's connection without a word; nil cuts all, those who have not logged in too.
    public func kickOut(_ name: String? = nil) {
        for (connection, session) in sessions where name == nil || session.name == name { close(connection) }
    }

    /// Lets nobody in until `startListening`; those who are in stay.
    public func stopListening() async { await server?.stopListening() }

    /// - Returns: false when somebody else has the port by now.
    @discardableResult
    public func startListening() async -> Bool { await server?.listen() ?? false }

    // MARK: - Time

    var now: Milliseconds { world.now }
    var nextEvent: Milliseconds? { world.nextEvent }

    var nextTransportDue: Milliseconds? {
        faults.isMute ? nil : loggedIn.map(\.session.keepAlive.nextDue).min()
    }

    func pass(to instant: Milliseconds) { publish(world.advance(to: instant)) }

    func serveTransport() {
        if !faults.isMute { for (connection, session) in loggedIn { keepAlive(session, on: connection) } }
    }

    func finishStep() { flushGlued() }

    private func keepAlive(_ session: ConferenceSession, on connection: LoopbackServer.Connection) {
        guard let name = session.name else { return }
        switch session.keepAlive.state(at: world.now) {
        case .waiting: break
        case .due:
            send(ConferenceMessage("KEEPALIVE", ["OPERATORNAME": name, "SYN": String(session.keepAlive.count)]), to: connection)
            sessions[connection]?.keepAlive.asked(every: keepAliveInterval)
        case .dead: close(connection)
        }
    }

    // MARK: - Connections

    private var loggedIn: [(connection: LoopbackServer.Connection, session: ConferenceSession)] {
        sessions.filter { $0.value.name != nil }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func take(_ event: LoopbackServer.Event) {
        switch event {
        case .opened(let connection): sessions[connection] = ConferenceSession()
        case .closed(let connection): forget(connection)
        case .received(let connection, let bytes):
            tap(bytes)
            guard !faults.isSilent, sessions[connection] != nil else { return }
            do throws(ConferenceFrames.Broken) {
                for payload in try sessions[connection]?.frames.take(bytes) ?? [] { take(payload, from: connection) }
            } catch { close(connection) }
        }
    }

    private func take(_ payload: [UInt8], from connection: LoopbackServer.Connection) {
        // A connection that an earlier message has ended hears nothing more.
        guard let session = sessions[connection] else { return }
        guard let message = ConferenceMessage(payload: faults.text.read(payload)) else { return close(connection) }
        guard let name = session.name else {
            return message.name == "LOGIN" ? logIn(.init(message: message, name: ""), on: connection) : close(connection)
        }
        switch message.name {
        case "LOGIN": refuse(.loggedInElsewhere, connection)
        case "LOGOUT": logOut(name, password: message["PASS"], on: connection)
        case "KEEPALIVEACK": sessions[connection]?.keepAlive.answered(at: world.now)
        default:
            do throws(ConferenceAnswers.Break) {
                let answers = try ConferenceAnswers.answer(.init(message: message, name: name), &world)
                publish(world.takeMessages())
                let delay = message.name == "GETCONFROOMINFO" ? faults.listDelay : .zero
                for message in answers { answer(message, on: connection, after: delay) }
                // A kicked member leaves and a stopped room is released right after the acknowledgement.
                publish(world.advance(to: world.now))
            } catch { close(connection) }
        }
    }

    private func logIn(_ request: ConferenceAnswers.Request, on connection: LoopbackServer.Connection) {
        let name = request["OPERATORNAME"]
        do throws(ConferenceServerWorld.LoginRefusal) {
            let level = try world.logIn(name, password: request["PASS"], phones: request.phones)
            sessions[connection]?.logIn(name, at: world.now, keepAliveEvery: keepAliveInterval)
            answer(ConferenceMessage("LOGINACK", ["STATUS": "OK", "OPERATORLEVEL": String(level), "REASIONCODE": "0"]), on: connection)
            publish(world.takeMessages())
        } catch { refuse(error, connection) }
    }

    private func refuse(_ refusal: ConferenceServerWorld.LoginRefusal, _ connection: LoopbackServer.Connection) {
        send(ConferenceMessage("LOGINACK", ["STATUS": "FAILED", "REASIONCODE": refusal.code]), to: connection)
        close(connection)
    }

    private func logOut(_ name: String, password: String?, on connection: LoopbackServer.Connection) {
        let isRight = world.operator(name)?.password == password
        send(ConferenceMessage("LOGOUTACK", ["OPERATORNAME": name, "STATUS": isRight ? "OK" : "FAILED"]), to: connection)
        if isRight { close(connection) }
    }

    private func close(_ connection: LoopbackServer.Connection) {
        flushGlued()
        server?.close(connection)
        forget(connection)
    }

    private func forget(_ connection: LoopbackServer.Connection) {
        guard let session = sessions.removeValue(forKey: connection) else { return }
        guard let name = session.name else { return }
        world.logOut(name)
        publish(world.takeMessages())
    }

    // MARK: - Speaking

    private func publish(_ events: [ConferenceEvent]) {
        guard !events.isEmpty else { return }
        let listeners = loggedIn.compactMap { entry in
            entry.session.name.flatMap { world.operator($0) }.map { (entry.connection, $0) }
        }
        for event in events {
            for (connection, viewer) in listeners {
                if faults.tellsOwnRoomsOnly, let owner = event.owner, owner != viewer.name { continue }
                if let message = ConferenceText.message(event, for: viewer, in: world) { send(message, to: connection) }
            }
        }
    }

    private func answer(_ message: ConferenceMessage, on connection: LoopbackServer.Connection, after delay: Duration = .zero) {
        guard !faults.withholdsAnswers else { return }
        let delay = max(delay, faults.answerDelay)
        guard delay > .zero else { return send(message, to: connection) }
        frame.end(at: world.now + delay.milliseconds) { $0.send(message, to: connection) }
    }

    private func send(_ message: ConferenceMessage, to connection: LoopbackServer.Connection) {
        guard !faults.isMute else { return }
        let frame = ConferenceFrames.frame(faults.text.write(message.payload))
        if faults.isGlued {
            sessions[connection]?.glued += frame
        } else {
            server?.send(faults.pieces(of: frame), to: connection)
        }
    }

    private func flushGlued() {
        for (connection, session) in sessions where !session.glued.isEmpty {
            sessions[connection]?.glued = []
            server?.send([session.glued], to: connection)
        }
    }

    // MARK: - The script

    public func perform(_ line: ScriptLine) async { await run(line) }

    func perform(_ command: ScriptCommand) async throws -> Bool {
        switch command {
        case .incoming(let caller): act { $0.begin(fromOutside: caller) }
        case .open(let name, let members): _ = try act { try $0.openRoom(by: name, description: "Room of \(name)", members: members) }
        case .offer(let name, let members): try act { try $0.offerRoom(to: name, description: "Scheduled 例会", members: members) }
        case .rate(let rate): act { $0.setRate(rate) }
        case .fail(let number): try act { try $0.fail(number) }
        case .endRooms(let name):
            try act { world in for room in world.liveRooms where room.owner == name { try world.stop(room.id, by: name) } }
        case .delay(let duration): faults.answerDelay = .milliseconds(duration)
        case .slowList(let duration): faults.listDelay = .milliseconds(duration)
        case .text(let form): faults.text = form
        case .joiningName: sendJoiningName()
        case .garbage: sendGarbage()
        case .absurdLength: sendAbsurdLength()
        case .unknownMessage: sendUnknownMessage()
        case .invalidUTF8: sendInvalidUTF8()
        case .payload(let bytes): sendPayload(bytes: bytes)
        case .hostileName: sendHostileName()
        case .kickOut(let name): kickOut(name)
        case .offline(let duration):
            await stopListening()
            kickOut()
            frame.end(at: now + duration) { if !(await $0.startListening()) { $0.frame.report("the port is taken") } }
        default: return false
        }
        return true
    }
}
