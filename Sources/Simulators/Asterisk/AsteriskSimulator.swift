/// A simulated Asterisk: it lets accounts log in to its manager interface, tells them events, and does what they say.
public actor AsteriskSimulator: FramedSimulator {
    public private(set) var world: AsteriskWorld
    public private(set) var faults = AsteriskFaults()
    var frame: SimulatorFrame<AsteriskSimulator>
    private var server: LoopbackServer?
    private var sessions: [LoopbackServer.Connection: Session] = [:]
    /// Telephones that ring for an action, with who is to hear what came of it.
    private var originations: [String: (connection: LoopbackServer.Connection, id: String, exten: String)] = [:]

    public static let (username, password) = ("cordboard", "secret")
    static let banner = "Asterisk Call Manager/11.0.0\r\n"
    /// Who has not logged in by then is cut off without a word; a refused log-in is answered after a second.
    static let (logInLimit, refusalDelay) = (Milliseconds(10_000), Milliseconds(1_000))

    private struct Session {
        var reader = AsteriskRequestReader()
        var opened: Milliseconds
        var isLoggedIn = false
        /// The classes of events that it wants; nil: all.
        var classes: Set<String>? = nil
    }

    public init(
        world: AsteriskWorld, time: SimulatorTime = .system, script: [ScriptLine] = [],
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.world = world
        frame = SimulatorFrame(time: time, script: script, of: "asterisk", started: world.now, report: report)
    }

    /// Listens on the loopback interface; whoever connects is heard as soon as `serve` runs.
    /// - Parameter port: 1…65535; nil takes a free one.
    /// - Returns: the port.
    /// - Throws: `BrokerFailure`.
    @discardableResult
    public func listen(port: Int? = nil) throws -> Int {
        let server = try LoopbackServer.start(port: port)
        self.server = server
        return server.port
    }

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

    public func set(_ faults: AsteriskFaults) { self.faults = faults }

    /// Changes the world as a stranger would, and reports what follows.
    public func act<Result: Sendable>(_ body: @Sendable (inout AsteriskWorld) throws -> Result) rethrows -> Result {
        defer { publish() }
        return try body(&world)
    }

    /// Says that it restarts, is gone, and is there again with names of channels from the beginning.
    public func restart() async {
        tell(AsteriskMessage.event("Shutdown", "system", [("Shutdown", "Cleanly"), ("Restart", "True")]))
        await server?.stopListening()
        for connection in sessions.keys { close(connection) }
        world.restart()
        frame.end(at: now + 500) { if !(await $0.server?.listen() ?? false) { $0.frame.report("the port is taken") } }
    }

    // MARK: Time

    var now: Milliseconds { world.now }
    var nextEvent: Milliseconds? { [world.nextEvent, nextTransportDue].compactMap(\.self).min() }
    var nextTransportDue: Milliseconds? { sessions.values.filter { !$0.isLoggedIn }.map { $0.opened + Self.logInLimit }.min() }

    func pass(to instant: Milliseconds) {
        // Answers of telephones that we let ring are our business: who asked is told of them.
        while let due = world.schedule.take(until: instant) {
            world.now = max(world.now, due.time)
            if case .answers(let leg, let turn) = due.event, originations[leg] != nil, world.channels[leg]?.turn == turn {
                world.follow(leg)
                tellOrigination(leg, reason: 4)
            } else {
                world.carryOut(due.event)
            }
            publish()
        }
        world.now = max(world.now, instant)
    }

    func serveTransport() {
        for (connection, session) in sessions where !session.isLoggedIn && session.opened + Self.logInLimit <= now { close(connection) }
    }

    private func tellOrigination(_ leg: String, reason: Int) {
        guard let origin = originations.removeValue(forKey: leg) else { return }
        let channel = world.channels[leg]
        // Raw, unlike other fields of channels.
        let response = AsteriskMessage.event(
            "OriginateResponse", "call",
            [
                ("ActionID", origin.id), ("Response", reason == 4 ? "Success" : "Failure"), ("Channel", channel?.name ?? ""),
                ("Context", ""), ("Exten", origin.exten), ("Reason", String(reason)), ("Uniqueid", channel?.id ?? "<null>"),
                ("CallerIDNum", channel?.number ?? "<unknown>"), ("CallerIDName", "<unknown>"),
            ])
        send([response], to: origin.connection)
    }

    // MARK: Connections

    func take(_ event: LoopbackServer.Event) {
        switch event {
        case .opened(let connection):
            sessions[connection] = Session(opened: now)
            server?.send([Array(Self.banner.utf8)], to: connection)
        case .closed(let connection): sessions[connection] = nil
        case .received(let connection, let bytes):
            guard !faults.isSilent else { return }
            for request in sessions[connection]?.reader.take(bytes) ?? [] { take(request, from: connection) }
        }
    }

    private func take(_ request: AsteriskRequestReader.Request, from connection: LoopbackServer.Connection) {
        guard let session = sessions[connection] else { return }
        let id = request["ActionID"]
        func answer(_ reply: AsteriskReply) {
            let messages = reply.identified(id)
            guard faults.answerDelay > .zero else { return send(messages, to: connection) }
            frame.end(at: now + faults.answerDelay.milliseconds) { $0.send(messages, to: connection) }
        }
        if let problem = request.problem { return answer(.error(problem)) }
        guard !request.action.isEmpty else { return answer(.error("Missing action in request")) }
        if faults.isShuttingDown { return answer(.error("Asterisk is shutting down")) }
        switch request.action.lowercased() {
        case "login": return logIn(request, on: connection, answer)
        case "logoff":
            answer(AsteriskReply(messages: [AsteriskReply.answer("Goodbye", "Thanks for all the fish.", [])]))
            return close(connection)
        default: break
        }
        guard session.isLoggedIn else { return answer(.error("Permission denied")) }
        perform(request, id, connection, answer)
    }

    private func logIn(
        _ request: AsteriskRequestReader.Request, on connection: LoopbackServer.Connection, _ answer: (AsteriskReply) -> Void
    ) {
        let isOther = faults.isSingleSession && sessions.contains { $0.key != connection && $0.value.isLoggedIn }
        guard request["Username"] == Self.username, request["Secret"] == Self.password, !isOther else {
            // One answer for everything that is wrong, a second later, and the end.
            let words = isOther ? "Login Already In Use" : "Authentication failed"
            let messages = AsteriskReply.error(words).identified(request["ActionID"])
            return frame.end(at: now + Self.refusalDelay) { simulator in
                simulator.send(messages, to: connection)
                simulator.close(connection)
            }
        }
        sessions[connection]?.isLoggedIn = true
        let wanted = request["Events"]
        if wanted == "off" { sessions[connection]?.classes = [] }
        if !wanted.isEmpty, wanted != "on", wanted != "off" {
            sessions[connection]?.classes = Set(wanted.split(separator: ",").map(String.init))
        }
        answer(.success("Authentication accepted"))
        guard !faults.neverBoots else { return }
        send(
            [
                .event(
                    "FullyBooted", "system",
                    [("Uptime", String((now - world.booted) / 1_000)), ("LastReload", "0"), ("Status", "Fully Booted")])
            ],
            to: connection)
    }

    private func perform(
        _ request: AsteriskRequestReader.Request, _ id: String, _ connection: LoopbackServer.Connection, _ answer: (AsteriskReply) -> Void
    ) {
        if request.action == "ListCommands" { return answer(listCommands()) }
        if request.action == "Originate" { return originate(request, id, connection, answer) }
        guard let row = AsteriskActions.table[request.action] else {
            return answer(
                .error("Invalid/unknown command: \(request.action). Use Action: ListCommands to show available commands."))
        }
        guard isAllowed(row.classes) else { return answer(.error("Permission denied")) }
        do {
            let reply = try row.act(&world, request)
            answer(reply)
        } catch let refusal as Refusal {
            answer(.error(refusal.message))
        } catch {
            answer(.error("\(error)"))
        }
        publish()
    }

    private func originate(
        _ request: AsteriskRequestReader.Request, _ id: String, _ connection: LoopbackServer.Connection, _ answer: (AsteriskReply) -> Void
    ) {
        guard isAllowed(["originate"]) else { return answer(.error("Permission denied")) }
        guard !request["Channel"].isEmpty else { return answer(.error("Channel not specified")) }
        let (leg, reason) = world.originate(request)
        answer(.success("Originate successfully queued"))
        let key = leg ?? "failed-\(id)"
        originations[key] = (connection, id, request["Exten"])
        publish()
        if leg == nil { tellOrigination(key, reason: reason) }
    }

    private func isAllowed(_ classes: [String]) -> Bool { classes.isEmpty || !faults.hasNoRights }

    private func listCommands() -> AsteriskReply {
        var rows = AsteriskActions.table.filter { isAllowed($0.value.classes) }.map { ($0.key, $0.value.classes) }
        if isAllowed(["originate"]) { rows.append(("Originate", ["originate"])) }
        return .success(
            nil,
            rows.sorted { $0.0 < $1.0 }.map { name, classes in
                (name, "Does it.  (Priv: \(classes.isEmpty ? "<none>" : (classes + ["all"]).joined(separator: ",")))")
            })
    }

    private func close(_ connection: LoopbackServer.Connection) {
        server?.close(connection)
        sessions[connection] = nil
    }

    // MARK: Speaking

    private func publish() { for message in world.takeMessages() { tell(message) } }

    private func tell(_ message: AsteriskMessage) {
        for (connection, session) in sessions where session.isLoggedIn {
            guard session.classes.map({ !$0.isDisjoint(with: message.classes) }) ?? true else { continue }
            send([message], to: connection)
        }
    }

    private func send(_ messages: [AsteriskMessage], to connection: LoopbackServer.Connection) {
        guard !faults.isSilent else { return }
        let octets = messages.flatMap(\.octets)
        server?.send(faults.isTorn ? octets.map { [$0] } : [octets], to: connection)
    }

    // MARK: The script

    public func perform(_ line: ScriptLine) async { await run(line) }

    func perform(_ command: ScriptCommand) async throws -> Bool {
        switch command {
        case .delay(let duration): faults.answerDelay = .milliseconds(duration)
        case .hostileName:
            let name = frame.hostileNames.next()
            act { _ = $0.begin(fromOutside: "13900000000", name: name, to: "8001") }
        case .reboot: await restart()
        case .kickOut: for connection in sessions.keys { close(connection) }
        case .offline(let duration):
            await server?.stopListening()
            for connection in sessions.keys { close(connection) }
            frame.end(at: now + duration) { if !(await $0.server?.listen() ?? false) { $0.frame.report("the port is taken") } }
        default: return try act { try $0.perform(command) }
        }
        return true
    }
}
