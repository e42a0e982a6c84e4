/// A simulated system that has been started. It lives until `stop`.
public final class Simulation: Sendable {
    /// The entry of `sites:` that reaches it, without id, name and kind.
    public let settings: SiteSettingsText
    /// The actors behind it, in the order of the ports.
    public let simulators: [any Simulator]
    /// The broker that it serves, where it is its own.
    public let broker: PrivateBroker?
    private let serving: Task<Void, Never>

    init(_ simulators: [any Simulator], broker: PrivateBroker? = nil, settings: SiteSettingsText) {
        self.settings = settings
        self.simulators = simulators
        self.broker = broker
        serving = Task {
            await withTaskGroup(of: Void.self) { group in
                for simulator in simulators { group.addTask { await simulator.serve() } }
            }
        }
    }

    deinit { serving.cancel() }

    /// One of the actors, for faults and for acts of the trainer; nil where there is none of this type.
    public func simulator<System: Simulator>(_ type: System.Type = System.self) -> System? {
        simulators.lazy.compactMap { $0 as? System }.first
    }

    /// Does at once what a line of a training script says.
    public func perform(_ command: ScriptCommand) async {
        for simulator in simulators { await simulator.perform(ScriptLine(time: 0, command: command, number: 0, kinds: [])) }
    }

    /// Ends it: its ports are free when this returns. A second call does nothing.
    public func stop() async {
        serving.cancel()
        await serving.value
        broker?.stop()
    }
}
