/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct AsteriskFaults: SimulatorFaults {
    static let switches: [String: WritableKeyPath<Self, Bool> & Sendable] = [
        "silent": \.isSilent, "tear": \.isTorn, "never-booted": \.neverBoots, "shutting-down": \.isShuttingDown, "no-rights": \.hasNoRights,
        "single-session": \.isSingleSession,
    ]

    /// Everything is sent octet by octet.
    public var isTorn = false
    /// Nothing is heard and nothing said.
    public var isSilent = false
    /// `FullyBooted` does not come, as to an account without the class `system`.
    public var neverBoots = false
    /// Every action is answered with `Asterisk is shutting down`.
    public var isShuttingDown = false
    /// The account has no write class.
    public var hasNoRights = false
    /// A second log-in of the account is refused.
    public var isSingleSession = false
    /// Actions act at once, their answers come this much later.
    public var answerDelay: Duration = .zero

    public init() {}
}
