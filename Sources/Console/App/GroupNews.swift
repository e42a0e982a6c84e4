import Exchange

/// What is new about talking groups: told once, when it begins.
struct GroupNews {
    enum Item: Equatable {
        case denied(SafeText), revoked(SafeText)
        /// The floor was ours, and is so no more.
        case over
        /// Who calls for help.
        case emergency(String)
    }

    private var floors: [EntityKey: Floor] = [:]
    private var emergencies: [EntityKey: TalkingGroup.Emergency] = [:]

    mutating func news(_ group: TalkingGroup) -> [Item] {
        floorNews(group) + emergencyNews(group)
    }

    private mutating func floorNews(_ group: TalkingGroup) -> [Item] {
        // What was so before the console came is no news.
        guard let earlier = floors.updateValue(group.floor, forKey: group.key), earlier != group.floor else { return [] }
        var items: [Item] = []
        switch (earlier, group.floor) {
        case (.mine, .idle), (.mine, .other), (.mine, .denied), (.mine, .revoked): items.append(.over)
        default: break
        }
        switch group.floor {
        case .denied(let why): items.append(.denied(why))
        case .revoked(let why): items.append(.revoked(why))
        default: break
        }
        return items
    }

    /// Whoever called for help before the console came still does.
    private mutating func emergencyNews(_ group: TalkingGroup) -> [Item] {
        let earlier = emergencies[group.key]
        emergencies[group.key] = group.emergency
        guard let emergency = group.emergency, !emergency.isAnswered else { return [] }
        let isNew = earlier?.number != emergency.number || earlier?.since != emergency.since
        return isNew ? [.emergency(emergency.number)] : []
    }
}
