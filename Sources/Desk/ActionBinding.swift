import Exchange

/// What the selection says about an action's arguments.
public enum ActionTarget {
    /// The intention of a key on a row: in a room, muting means the member.
    public static func intention(_ toggle: Toggle, on selected: Selected?) -> Intention {
        switch (toggle, selected) {
        case (.mute, .member), (.mute, .entity(.room)): .toggle(.roomMute)
        default: .toggle(toggle)
        }
    }

    /// The arguments that the selection gives.
    public static func values(
        for intention: Intention, on selected: Selected?, board: Board
    ) -> PendingAction.Values {
        var values: PendingAction.Values = [:]
        for parameter in intention.parameters {
            // FROM is the operator's own telephone, whatever is selected.
            if parameter.name != "FROM", let selected, let value = value(of: parameter, for: intention.representative, on: selected, board)
            {
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
