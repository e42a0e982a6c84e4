/// What every simulator has beside its world and its transport: a clock, a script that runs, and what is to end again.
struct SimulatorFrame<Owner: Actor>: Sendable {
    let time: SimulatorTime
    /// Takes sentences for the trainer.
    let report: @Sendable (String) -> Void
    var hostileNames: HostileNames
    var joiningNames = HostileNames(HostileNames.joining)
    private var script: ArraySlice<ScriptLine>
    /// When the script began.
    private let started: Milliseconds
    /// What has been set for a while only.
    private var endings: [(due: Milliseconds, act: @Sendable (isolated Owner) async -> Void)] = []

    /// - Parameters:
    ///   - script: its lines, of which those of this kind are run, counted from `started`.
    ///   - kind: the system's kind.
    init(
        time: SimulatorTime, script: [ScriptLine], of kind: String, started: Milliseconds, hostileNames: HostileNames = HostileNames(),
        report: @escaping @Sendable (String) -> Void
    ) {
        self.time = time
        self.report = report
        self.hostileNames = hostileNames
        self.script = script.sorted(for: kind)
        self.started = started
    }

    mutating func end(at due: Milliseconds, _ act: @escaping @Sendable (isolated Owner) async -> Void) { endings.append((due, act)) }

    fileprivate var nextDue: Milliseconds? { (endings.map(\.due) + script.prefix(1).map { started + $0.time }).min() }

    fileprivate mutating func takeEndings(until instant: Milliseconds) -> [@Sendable (isolated Owner) async -> Void] {
        defer { endings.removeAll { $0.due <= instant } }
        return endings.filter { $0.due <= instant }.map(\.act)
    }

    fileprivate mutating func takeLine(until instant: Milliseconds) -> ScriptLine? {
        guard let line = script.first, started + line.time <= instant else { return nil }
        return script.removeFirst()
    }
}

/// A simulator on the frame: a world behind one transport.
protocol FramedSimulator: Simulator {
    associatedtype Faults: SimulatorFaults
    var frame: SimulatorFrame<Self> { get set }
    var faults: Faults { get }
    func set(_ faults: Faults) async
    /// Where the world's clock stands.
    var now: Milliseconds { get }
    /// When something will happen next in the world, if anything will.
    var nextEvent: Milliseconds? { get }
    /// When the transport has something to do next, if ever: an answer that comes late, a sign of life.
    var nextTransportDue: Milliseconds? { get }
    /// Lets the world live until then, and tells what happens in it.
    func pass(to instant: Milliseconds)
    /// Does what the transport has to do by now.
    func serveTransport() async
    /// Ends a step of the clock.
    func finishStep() async
    /// Does what a line of a script says.
    /// - Returns: false where there is no such thing.
    /// - Throws: the system's refusal.
    func perform(_ command: ScriptCommand) async throws -> Bool
}

extension FramedSimulator {
    var nextTransportDue: Milliseconds? { nil }
    func serveTransport() async {}
    func finishStep() async {}

    /// Lets the world live until cancelled.
    func live() async {
        do {
            while true {
                await advance(to: frame.time.now())
                try await frame.time.wait(for: nextEvent)
            }
        } catch {
            // Cancelled, and with us whoever listens.
        }
    }

    /// Lets time pass; all that is due on the way happens at its own instant.
    func advance(to instant: Milliseconds) async {
        while let due = [frame.nextDue, nextTransportDue].compactMap(\.self).min(), due <= instant {
            pass(to: due)
            await serveTransport()
            for end in frame.takeEndings(until: now) { await end(self) }
            while let line = frame.takeLine(until: now) { await run(line) }
        }
        pass(to: instant)
        await finishStep()
    }

    /// Turns a fault on for a while.
    /// - Returns: false where there is no such fault.
    private func begin(_ fault: String, for duration: Milliseconds) async -> Bool {
        guard let place = Faults.switches[fault] else { return false }
        @Sendable func turn(_ isOn: Bool, _ simulator: isolated Self) async {
            var changed = simulator.faults
            changed[keyPath: place] = isOn
            await simulator.set(changed)
        }
        await turn(true, self)
        frame.end(at: now + duration) { await turn(false, $0) }
        return true
    }

    /// Does what a line says; the trainer hears of what cannot be done.
    func run(_ line: ScriptLine) async {
        do {
            if case .fault(let name, let duration) = line.command, await begin(name, for: duration) { return }
            if try await perform(line.command) { return }
            frame.report("line \(line.number): this system has no such thing")
        } catch {
            frame.report("line \(line.number): \((error as? Refusal)?.message ?? "the system refuses (\(error))")")
        }
    }
}
