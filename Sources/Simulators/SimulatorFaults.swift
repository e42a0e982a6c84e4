/// What goes wrong on purpose. All of it can be set while the simulator runs.
protocol SimulatorFaults: Sendable, Equatable {
    /// What scripts turn on for a while, by the name of the command.
    static var switches: [String: WritableKeyPath<Self, Bool> & Sendable] { get }
}
