import Exchange

/// Two actions on one key: which of them is meant, the board says.
enum Toggle: String, Equatable, Sendable {
    case pause, queue, mute, roomMute, hold, floor, monitor, select

    /// What begins it and what ends it.
    var pair: (on: Action, off: Action) {
        switch self {
        case .pause: (.pause, .unpause)
        case .queue: (.queueLogin, .queueLogout)
        case .mute: (.mute, .unmute)
        case .roomMute: (.roomMute, .roomUnmute)
        case .hold: (.hold, .unhold)
        case .floor: (.pttTake, .pttRelease)
        case .monitor: (.groupMonitor, .groupUnmonitor)
        case .select: (.groupSelect, .groupUnselect)
        }
    }

    /// Whether the board says that it is on already.
    func isOn(_ values: PendingAction.Values, _ site: SiteID, _ board: Board) -> Bool {
        let `extension` = values.first("EXTENSION")
        let group = values.first("GROUP").flatMap { board.group(site, $0) }
        switch self {
        case .pause:
            let agent = `extension`.flatMap { board.agent(site, extension: $0) }
            if let queue = values.first("QUEUE").flatMap({ board.queue(site, $0) }) {
                return queue.members.contains { ($0.agent == agent?.id || $0.agent == `extension`) && $0.paused }
            }
            return agent.map { [.paused, .busy, .rest].contains($0.state) } ?? false
        case .queue:
            let agent = `extension`.flatMap { board.agent(site, extension: $0) }
            return values.first("QUEUE").map { agent?.queues.contains($0) ?? false } ?? false
        case .roomMute:
            let room = values.first("ROOM").flatMap { board.room(site, $0) }
            let named = values["MEMBER"] ?? []
            return room?.members.contains { named.contains($0.id) && $0.muted } ?? false
        case .hold:
            guard let target = values.first("CALL") else { return false }
            return board.call(site, target).map { $0.state == .held }
                ?? (board.agent(site, extension: target)?.state == .held)
        case .mute:
            // No exchange reports it; a second press of the same key must be typed as `unmute`.
            return false
        case .floor:
            return group?.floor.isOurs ?? false
        case .monitor:
            return group?.monitored ?? false
        case .select:
            return group?.selected ?? false
        }
    }
}

/// An action, or a pair of which the board will choose one.
enum Intention: Equatable, Sendable {
    case action(Action)
    case toggle(Toggle)

    /// The two of a pair take the same.
    var parameters: [Action.Parameter] { representative.definition.parameters }

    /// What is asked of role and site before anything else: of a pair, that which begins.
    var representative: Action {
        switch self {
        case .action(let action): action
        case .toggle(let toggle): toggle.pair.on
        }
    }

    func resolved(_ values: PendingAction.Values, _ site: SiteID, _ board: Board) -> Action {
        switch self {
        case .action(let action): action
        case .toggle(let toggle): toggle.isOn(values, site, board) ? toggle.pair.off : toggle.pair.on
        }
    }
}

/// An action on its way, bound by identifier to what was selected when its key was pressed.
struct PendingAction: Equatable, Sendable {
    typealias Values = [String: [String]]

    let intention: Intention
    let site: SiteID
    var values: Values
    /// What was on the board when it was named, and must still be there when the request leaves.
    private(set) var witnesses: Set<RowID> = []

    init(_ intention: Intention, at site: SiteID, _ values: Values, seenOn board: Board) {
        self.intention = intention
        self.site = site
        self.values = values
        for parameter in intention.parameters {
            for value in values[parameter.name] ?? [] { witness(value, parameter.kind, board) }
        }
    }

    mutating func fill(_ parameter: Action.Parameter, with words: [String], seenOn board: Board) {
        values[parameter.name] = words
        for word in words { witness(word, parameter.kind, board) }
    }

    /// The first argument that is still to be asked: one that is required, and why somebody pauses where the exchange has
    /// reasons for it.
    func missing(operator: Operator, on board: Board) -> Action.Parameter? {
        intention.parameters.first { parameter in
            guard values[parameter.name] == nil else { return false }
            return switch (parameter.name, parameter.kind) {
            case ("FROM", _): `operator`.extension == nil
            case (_, .reason): action(on: board) == .pause && board.sites[site]?.pauseReasons.isEmpty == false
            default: !parameter.isOptional
            }
        }
    }

    func action(on board: Board) -> Action { intention.resolved(values, site, board) }

    /// What is known of the arguments, as they would be typed.
    var arguments: [String] { intention.parameters.flatMap { values[$0.name] ?? [] } }

    /// Whether something named is gone from the board: the request would hit nothing, or the wrong thing.
    func lostTarget(on board: Board) -> Bool {
        witnesses.contains { board.selected($0) == nil }
    }

    private mutating func witness(_ value: String, _ kind: Action.ArgumentKind, _ board: Board) {
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
        if let seen = rows.first(where: { board.selected($0) != nil }) { witnesses.insert(seen) }
    }
}

extension PendingAction.Values {
    func first(_ parameter: String) -> String? { self[parameter]?.first }
}

/// What the selection says about an action's arguments.
enum ActionTarget {
    /// The intention of a key on a row: in a room, muting means the member.
    static func intention(_ toggle: Toggle, on selected: Selected?) -> Intention {
        switch (toggle, selected) {
        case (.mute, .member), (.mute, .entity(.room)): .toggle(.roomMute)
        default: .toggle(toggle)
        }
    }

    /// The arguments that the selection (and the operator's own telephone) give.
    static func values(
        for intention: Intention, on selected: Selected?, board: Board, operator: Operator
    ) -> PendingAction.Values {
        var values: PendingAction.Values = [:]
        for parameter in intention.parameters {
            if parameter.name == "FROM" {
                values["FROM"] = `operator`.extension.map { [$0] }
            } else if let selected, let value = value(of: parameter, for: intention.representative, on: selected, board) {
                values[parameter.name] = [value]
            }
        }
        return values
    }

    private static func value(
        of parameter: Action.Parameter, for action: Action, on selected: Selected, _ board: Board
    ) -> String? {
        // An optional argument narrows an action down; only a queue row means to.
        if parameter.isOptional && parameter.kind != .queue { return nil }
        return switch parameter.kind {
        case .number: number(for: action, on: selected)
        case .extension, .agent: telephone(selected, board, asAgent: parameter.kind == .agent)
        case .call, .callOrExtension: call(selected, orExtension: parameter.kind == .callOrExtension)
        case .queue: queue(selected)
        case .room: room(selected)
        case .member: if case .member(_, let member) = selected { member.id } else { nil }
        case .group: group(selected)
        case .reason, .slot, .text: nil
        }
    }

    /// The number that the selection itself is, where the action takes somebody to somewhere else.
    private static func number(for action: Action, on selected: Selected) -> String? {
        switch (action, selected) {
        case (.dial, .entity(.agent(let agent))), (.roomInvite, .entity(.agent(let agent))),
            (.groupAdd, .entity(.agent(let agent))):
            agent.extension
        case (.dial, .member(_, let member)): member.number
        case (.dial, .groupMember(_, let member)), (.groupRemove, .groupMember(_, let member)): member.number
        default: nil
        }
    }

    private static func telephone(_ selected: Selected, _ board: Board, asAgent: Bool) -> String? {
        func known(_ site: SiteID, _ number: String) -> String? {
            board.agent(site, extension: number).map { asAgent ? $0.id : $0.extension }
        }
        return switch selected {
        case .entity(.agent(let agent)): asAgent ? agent.id : agent.extension
        case .entity(.call(let call)): board.extension(in: call).flatMap { known(call.site, $0) }
        case .member(let room, let member): known(room.site, member.number)
        case .groupMember(let group, let member): known(group.site, member.number)
        default: nil
        }
    }

    private static func call(_ selected: Selected, orExtension: Bool) -> String? {
        switch selected {
        case .entity(.call(let call)): call.id
        case .entity(.waiting(let waiting)): waiting.call
        case .entity(.agent(let agent)): agent.call ?? (orExtension ? agent.extension : nil)
        default: nil
        }
    }

    private static func queue(_ selected: Selected) -> String? {
        switch selected {
        case .entity(.queue(let queue)): queue.id
        case .entity(.waiting(let waiting)): waiting.queue
        default: nil
        }
    }

    private static func room(_ selected: Selected) -> String? {
        switch selected {
        case .entity(.room(let room)), .member(let room, _): room.id
        default: nil
        }
    }

    private static func group(_ selected: Selected) -> String? {
        switch selected {
        case .entity(.group(let group)), .groupMember(let group, _): group.id
        default: nil
        }
    }
}
