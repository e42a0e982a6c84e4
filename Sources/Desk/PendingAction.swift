import Exchange

/// An action on its way, bound by identifier to what was selected when its key was pressed.
public struct PendingAction: Equatable, Sendable {
    public typealias Values = [String: [String]]

    public let intention: Intention
    public let site: SiteID
    public var values: Values
    /// What was on the board when it was named, and must still be there when the request leaves.
    public private(set) var boundRows: Set<RowID> = []

    public init(_ intention: Intention, at site: SiteID, _ values: Values, seenOn board: Board) {
        self.intention = intention
        self.site = site
        self.values = values
        for parameter in intention.parameters {
            for value in values[parameter.name] ?? [] { bindRow(value, parameter.kind, board) }
        }
    }

    public mutating func fill(_ parameter: Action.Parameter, with words: [String], seenOn board: Board) {
        values[parameter.name] = words
        for word in words { bindRow(word, parameter.kind, board) }
    }

    /// The first argument that is still to be asked: one that is required, and why somebody pauses where the exchange has
    /// reasons for it.
    func missing(ownTelephone: String?, on board: Board) -> Action.Parameter? {
        intention.parameters.first { parameter in
            guard values[parameter.name] == nil else { return false }
            return switch (parameter.name, parameter.kind) {
            case ("FROM", _): ownTelephone == nil
            case (_, .reason): action(on: board) == .pause && board.sites[site]?.pauseReasons.isEmpty == false
            default: !parameter.isOptional
            }
        }
    }

    public func action(on board: Board) -> Action { intention.resolved(values, site, board) }

    /// What is known of the arguments, as they would be typed.
    public var arguments: [String] { intention.parameters.flatMap { values[$0.name] ?? [] } }

    /// Whether something named is gone from the board: the request would hit nothing, or the wrong thing.
    public func lostTarget(on board: Board) -> Bool {
        boundRows.contains { board.selected($0) == nil }
    }

    private mutating func bindRow(_ value: String, _ kind: Action.ArgumentKind, _ board: Board) {
        func key(_ kind: EntityKind) -> RowID { .entity(EntityKey(site: site, kind: kind, id: value)) }
        let rows: [RowID] =
            switch kind {
            case .call: [key(.waiting), key(.call)]
            case .callOrExtension: [key(.call)]
            case .queue: [key(.queue)]
            case .room: [key(.room)]
            case .group: [key(.group)]
            case .member:
                values.first("ROOM").map { [.member(room: EntityKey(site: site, kind: .room, id: $0), id: value)] } ?? []
            case .extension, .number, .agent, .reason, .slot, .text: []
            }
        if let seen = rows.first(where: { board.selected($0) != nil }) { boundRows.insert(seen) }
    }
}

extension PendingAction.Values {
    public func first(_ parameter: String) -> String? { self[parameter]?.first }
}
