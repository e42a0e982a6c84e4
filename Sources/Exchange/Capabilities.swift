/// What can be done at a site. A site whose exchange tells at run time what this account may do reports it anew as
/// `Change.capabilities`; every other has the same for its whole life.
public struct Capabilities: Equatable, Sendable {
    /// The actions that cannot be done there, each with the reason.
    public var unsupported: [Action: SafeText]
    /// Actions whose effect lasts as long as the session (supervision, the floor of a talking group): `cordboard do` keeps the
    /// session until interrupted and then gives them back.
    public var sessionBoundActions: Set<Action>
    /// The operations of the site, where they are others than the adapter's own; nil is the adapter's catalog.
    public var operations: [Operation]?
    /// Operations of the catalog that this account or this version cannot use, by identifier, each with the reason.
    public var unavailableOperations: [String: SafeText]

    public init(
        unsupported: [Action: SafeText] = [:], sessionBoundActions: Set<Action> = [], operations: [Operation]? = nil,
        unavailableOperations: [String: SafeText] = [:]
    ) {
        self.unsupported = unsupported
        self.sessionBoundActions = sessionBoundActions
        self.operations = operations
        self.unavailableOperations = unavailableOperations
    }

    /// The actions that can be done there, in the order of the registry.
    public var actions: [Action] { Action.allCases.filter { unsupported[$0] == nil } }

    /// The operations as they stand here: those of the site, or else of its adapter, with the reason where one is unavailable.
    /// - Parameter catalog: the adapter's own.
    public func operations(over catalog: @autoclosure () -> [Operation]) -> [Operation] {
        let all = operations ?? catalog()
        guard !unavailableOperations.isEmpty else { return all }
        return all.map { operation in
            var marked = operation
            marked.unavailable = operation.unavailable ?? unavailableOperations[operation.id]
            return marked
        }
    }
}
