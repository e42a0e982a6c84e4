import Exchange
import Settings
import Simulators

extension Demo {
    /// The configuration that points the console at the demo's systems: each prints its own entry.
    /// - Throws: `SettingsProblems`: a simulator prints what its adapter does not take.
    func configuration(_ adapters: [AdapterDescriptor]) throws -> Configuration {
        let entries = simulations.map { descriptor, simulation in
            simulation.settings.yaml(id: descriptor.demo.id, name: descriptor.demo.name, kind: descriptor.kind)
        }
        var configuration = try Configuration.read(
            "sites:\n" + entries.joined(separator: "\n"), name: "demo", adapters: adapters
        ).configuration
        configuration.operator = Operator(name: "alice", extension: "2008", role: .supervisor)
        return configuration
    }
}
