/// One simulated system of every kind, for `--demo`.
public final class Demo: Sendable {
    /// In the order of `SimulatorDescriptor.all`.
    public let simulations: [(descriptor: SimulatorDescriptor, simulation: Simulation)]

    private init(_ simulations: [(descriptor: SimulatorDescriptor, simulation: Simulation)]) { self.simulations = simulations }

    /// Starts all and returns when they answer.
    /// - Parameters: as of `SimulatorOptions`.
    /// - Throws: `SimulatorFailure`.
    public static func start(seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil) async throws -> Demo {
        var options = SimulatorOptions(seed: seed, agents: agents, rate: rate)
        options.callbackPort = 0
        var simulations: [(descriptor: SimulatorDescriptor, simulation: Simulation)] = []
        do {
            for descriptor in SimulatorDescriptor.all { simulations.append((descriptor, try await descriptor.start(options))) }
        } catch {
            for (_, simulation) in simulations { await simulation.stop() }
            throw error
        }
        return Demo(simulations)
    }

    /// The simulation of a kind.
    public subscript(kind: String) -> Simulation? { simulations.first { $0.descriptor.kind == kind }?.simulation }

    /// Ends all.
    public func stop() async {
        for (_, simulation) in simulations { await simulation.stop() }
    }
}
