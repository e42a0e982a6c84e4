import Exchange

/// Two actions on one key: which of them is meant, the board says.
public enum Toggle: String, Equatable, Sendable {
    case pause, queue, mute, roomMute, hold, floor, monitor, select

    /// What begins it and what ends it.
    public var pair: (on: Action, off: Action) {
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
    public func isOn(_ values: PendingAction.Values, _ site: SiteID, _ board: Board) -> Bool {
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
            return room?.members.contains { named.contains($0.id) && $0.muted == true } ?? false
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
public enum Intention: Equatable, Sendable {
    case action(Action)
    case toggle(Toggle)

    /// The two of a pair take the same.
    public var parameters: [Action.Parameter] { representative.definition.parameters }

    /// What is asked of role and site before anything else: of a pair, that which begins.
    public var representative: Action {
        switch self {
        case .action(let action): action
        case .toggle(let toggle): toggle.pair.on
        }
    }

    public func resolved(_ values: PendingAction.Values, _ site: SiteID, _ board: Board) -> Action {
        switch self {
        case .action(let action): action
        case .toggle(let toggle): toggle.isOn(values, site, board) ? toggle.pair.off : toggle.pair.on
        }
    }
}
