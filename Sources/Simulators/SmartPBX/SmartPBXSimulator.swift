import Wire

/// A simulated Smart PBX behind an MQTT broker: it takes commands, answers them and reports, as the document describes.
public actor SmartPBXSimulator: FramedSimulator {
    /// The second segment of all its topics.
    public nonisolated let token: String
    public private(set) var world: SmartPBXWorld
    public private(set) var faults = SmartPBXFaults()
    private let spelling: SmartPBXSpelling
    private var text: SmartPBXText { SmartPBXText(spelling: spelling, faults: faults) }
    var frame: SimulatorFrame<SmartPBXSimulator>
    /// The broker, where it is ours to restart.
    private let broker: PrivateBroker?

    private var endpoint: MQTTEndpoint?
    private var link: MQTTLink?
    private var isConnecting = false
    private var isLossReported = false
    private let links: AsyncStream<MQTTLink>
    private let linkFound: AsyncStream<MQTTLink>.Continuation
    private var nextAttempt: Milliseconds = 0
    private var eventsMade = 0
    private var offlineUntil: Milliseconds?

    /// - Parameters:
    ///   - script: what is to happen, counted from now on.
    ///   - broker: given, a script may restart it.
    ///   - report: takes sentences for the trainer: what a script's line could not do, a lost broker.
    public init(
        world: SmartPBXWorld, token: String = "demo", spelling: SmartPBXSpelling = .examples, time: SimulatorTime = .system,
        script: [ScriptLine] = [], broker: PrivateBroker? = nil, report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.world = world
        self.token = token
        self.spelling = spelling
        frame = SimulatorFrame(time: time, script: script, of: "smartpbx", started: world.now, report: report)
        self.broker = broker
        (links, linkFound) = AsyncStream.makeStream()
    }

    /// Connects and subscribes; from then on commands are heard as soon as `serve` runs.
    /// - Throws: `WireFailure`.
    public func connect(to endpoint: MQTTEndpoint) async throws {
        self.endpoint = endpoint
        try await open()
    }

    /// Answers and lets the world live until cancelled. A lost broker is tried again and again.
    public func serve() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen() }
            group.addTask {
                await self.live()
                self.linkFound.finish()
            }
        }
        await link?.close()
        link = nil
    }

    /// Lets time pass by hand, reporting what happens in it.
    public func advance(by duration: Duration) async { await advance(to: world.now + duration.milliseconds) }

    public func set(_ faults: SmartPBXFaults) { self.faults = faults }

    /// Changes the world as a stranger would, and reports what follows.
    public func act<Result: Sendable>(_ body: @Sendable (inout SmartPBXWorld) throws -> Result) rethrows -> Result {
        defer { publish(world.takeMessages()) }
        return try body(&world)
    }

    /// Sends bytes as an event, whatever they are.
    public func send(event payload: [UInt8]) { publish(payload, to: "event") }

    /// Sends what is no JSON.
    public func sendInvalidJSON() {
        send(event: Array(#"{"event": "extension_status", "extension": "2005", "status": "Id"#.utf8))
    }

    /// Sends an event whose text is no UTF-8 (GBK, as some telephones have it).
    public func sendInvalidUTF8() {
        let (head, tail) = (#"{"event": "invite", "to": "2005", "callid": "1.1", "from": ""#, #""}"#)
        send(event: Array(head.utf8) + [0xD5, 0xC5, 0xFF, 0xC0] + Array(tail.utf8))
    }

    /// Sends a well-formed event of so many bytes.
    public func sendPayload(bytes: Int) {
        let (head, tail) = (#"{"event": "invite", "to": "2005", "callid": "1.1", "from": ""#, #""}"#)
        let filling = [UInt8](repeating: UInt8(ascii: "9"), count: max(0, bytes - head.utf8.count - tail.utf8.count))
        send(event: Array(head.utf8) + filling + Array(tail.utf8))
    }

    /// The next caller from outside shows a hostile number, and an extension a hostile name.
    public func sendHostileName() {
        let name = frame.hostileNames.next()
        act { world in
            world.rename(world.extensions[0].number, name)
            if let queue = world.queues.first?.number { world.begin(fromOutside: name, to: queue) }
        }
    }

    /// The next caller from outside shows a number that joins what stands before it, an extension has such a name, and such a
    /// number stands in the lists of a queue's members and of a room's moderators.
    public func sendJoiningName() {
        let name = frame.joiningNames.next()
        act { world in
            world.rename(world.extensions[0].number, name)
            world.rooms[0].moderators.append(name)
            guard let queue = world.queues.first?.number else { return }
            world.changeQueue(queue) { $0.members.append(.init(number: name)) }
            world.begin(fromOutside: name, to: queue)
        }
    }

    /// Leaves with the broker, for whoever subscribes, that 8005 rings, and the document's call record of 2022.
    public func leaveStaleMessages() {
        let record: OrderedJSON = [
            "event": "cdr", "callid": "1672372428.45", "src": "2007", "srctech": "FXS/7", "dst": "2005", "dsttech": "FXS/5",
            "start": "2022-12-30 11:53:48", "end": "2022-12-30 11:53:55", "billsec": "0", "disposition": "NO ANSWER",
            "direction": "Internal", "dtmf": "0", "recordfile": "",
        ]
        publish(
            SmartPBXText.encode(["event": "extension_status", "extension": "8005", "status": "Ringing"]), to: "event", isRetained: true)
        publish(SmartPBXText.encode(record), to: "cdr", isRetained: true)
    }

    /// Leaves the broker until `goOnline` (or for a while).
    public func goOffline(for duration: Duration? = nil) async {
        offlineUntil = duration.map { world.now + $0.milliseconds } ?? .max
        await link?.close()
        link = nil
    }

    /// Comes back to the broker.
    public func goOnline() async {
        offlineUntil = nil
        nextAttempt = 0
        await reconnect()
    }

    // MARK: - Time

    var now: Milliseconds { world.now }
    var nextEvent: Milliseconds? { world.nextEvent }

    func pass(to instant: Milliseconds) { publish(world.advance(to: instant)) }

    func finishStep() async { await reconnect() }

    // MARK: - The broker

    private func open() async throws {
        guard let endpoint, !isConnecting else { return }
        isConnecting = true
        defer { isConnecting = false }
        let link = try await MQTTLink.open(
            endpoint, subscribing: ["device/\(token)/api/v1.0/command/+"], deadline: .seconds(5))
        self.link = link
        linkFound.yield(link)
    }

    private func reconnect() async {
        guard link == nil, world.now >= nextAttempt, endpoint != nil else { return }
        if let until = offlineUntil {
            guard until <= world.now else { return }
            offlineUntil = nil
        }
        nextAttempt = world.now + 500
        do {
            try await open()
            isLossReported = false
        } catch {
            if !isLossReported { frame.report("the broker is gone, trying again: \((error as? WireFailure)?.reason ?? "\(error)")") }
            isLossReported = true
        }
    }

    private func listen() async {
        for await link in links {
            while let batch = await link.nextBatch() {
                for message in batch { take(message) }
            }
            if Task.isCancelled { return }
            if self.link === link { self.link = nil }
        }
    }

    func take(_ message: MQTTMessage) {
        guard !faults.isSilent, let subcommand = message.topic.split(separator: "/").last.map(String.init) else { return }
        let payload = faults.text.read(message.payload)
        let answer = SmartPBXAnswers.answer(payload, subcommand: subcommand, world: &world, text: text)
        if let answer {
            if faults.answerDelay > .zero {
                frame.end(at: world.now + faults.answerDelay.milliseconds) {
                    $0.publish(answer, to: "response", quality: .atLeastOnce)
                }
            } else {
                publish(answer, to: "response", quality: .atLeastOnce)
            }
        }
        publish(world.takeMessages())
    }

    private func publish(_ events: [SmartPBXEvent]) {
        for (topic, payload) in events.compactMap({ text.event($0, in: world) }) {
            eventsMade += 1
            let copies = faults.copies(ofEvent: eventsMade)
            guard copies > 0, link != nil else { continue }
            for _ in 0..<copies { publish(SmartPBXText.encode(payload), to: topic) }
        }
    }

    private func publish(_ payload: [UInt8], to topic: String, quality: MQTTQuality = .atMostOnce, isRetained: Bool = false) {
        let message = MQTTMessage(
            topic: "device/\(token)/api/v1.0/\(topic)", payload: faults.text.write(payload), isRetained: isRetained || faults.isRetained)
        // With the link lost nothing is kept: a device that is off line says nothing, and nothing later.
        try? link?.publish(message, quality: quality)
    }

    // MARK: - The script

    public func perform(_ line: ScriptLine) async { await run(line) }

    func perform(_ command: ScriptCommand) async throws -> Bool {
        switch command {
        case .delay(let duration): faults.answerDelay = .milliseconds(duration)
        case .lose(let every): faults.losesEvery = every
        case .double(let every): faults.doublesEvery = every
        case .invalidJSON: sendInvalidJSON()
        case .invalidUTF8: sendInvalidUTF8()
        case .payload(let bytes): sendPayload(bytes: bytes)
        case .hostileName: sendHostileName()
        case .joiningName: sendJoiningName()
        case .staleMessages: leaveStaleMessages()
        case .text(let form): faults.text = form
        case .offline(let duration): await goOffline(for: .milliseconds(duration))
        case .restartBroker(let pause): await restartBroker(after: pause)
        default: return try act { try $0.perform(command) }
        }
        return true
    }

    private func restartBroker(after pause: Milliseconds) async {
        guard let broker else { return frame.report("the broker is not ours to restart") }
        broker.kill()
        await link?.close()
        link = nil
        frame.end(at: now + pause) { simulator in
            do { try await broker.restart() } catch { simulator.frame.report("\(error)") }
            simulator.nextAttempt = 0
        }
    }
}

extension SmartPBXWorld {
    /// Does what a line of a script says, where it is no fault.
    /// - Returns: false where there is no such thing.
    mutating func perform(_ command: ScriptCommand) throws -> Bool {
        switch command {
        case .call(let caller, let number):
            if begin(fromOutside: caller, to: number) == nil { traffic.announcedCallers.append(caller) }
        case .dial(let caller, let callee): _ = try dial(caller, callee, permission: caller)
        case .hangUp(let caller): for call in liveCalls where caller == nil || call.caller == caller { try? hangUp(call.id) }
        case .pause(let number, let queue, let paused): try pause(number, in: queue, paused)
        case .member(let number, let queue, true): try add(number, to: queue)
        case .member(let number, let queue, false): try remove(number, from: queue)
        case .register(let number, let registered): try register(number, registered)
        case .join(let number, let room): _ = try dial(number, room)
        case .leave(let number, let room):
            for member in try running(room).members where member.number == number { try kick(member.channel, from: room) }
        case .rate(let rate): setRate(rate)
        default: return false
        }
        return true
    }
}
