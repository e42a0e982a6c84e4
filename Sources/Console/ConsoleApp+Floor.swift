import Exchange
import Settings

/// Push-to-talk: from the key to the floor, and back again in every case.
extension ConsoleApp {
    /// The terminal's window has the keys, or has them no more.
    ///
    /// A key that is held down is let go of unseen when the focus goes, so its floor goes back. A latch stays: nobody holds
    /// anything, operators look things up elsewhere while they talk, and the site's talk-time limit ends what is forgotten.
    public func takeFocus(_ isOurs: Bool) {
        if !isOurs, talk.isHolding { letGo() }
    }

    /// Gives back every floor that is ours or asked for, and waits for the answers: before the console sleeps, and when it
    /// is locked. On the way out the sites do it themselves.
    public func giveBackFloors() async {
        let groups = Set(floorsOfOurs).union([talk.letGo()].compactMap { $0 })
        let returns = groups.sorted { ($0.site.rawValue, $0.id) < ($1.site.rawValue, $1.id) }
            .map { group in Task { await giveBack(group) } }
        for done in returns { await done.value }
    }

    /// The key of push-to-talk went down.
    func pushToTalk() {
        guard let group = targetGroup else { return pushWithoutGroup() }
        if let key = stroke, key.event != .repeated, talk.tellsReleases {
            let before = talk.asked.count
            begin(.action(.pttTake))
            // Refused, or a question is to be answered first: there is nothing to give back when the key comes up.
            if talk.asked.count > before { talk.hold(group, by: key.key) }
        } else if stroke?.event != .repeated {
            latch(group)
        }
    }

    private func latch(_ group: EntityKey) {
        let gives = isOurs(group)
        guard talk.latch(gives: gives, at: desk.now) else { return }
        if gives {
            Task { await giveBack(group) }
            return talk.giveBack(group)
        }
        let before = talk.asked.count
        begin(.action(.pttTake))
        // The terminal tells events, and this key's release may be the first of its kind.
        if let key = stroke, key.event == .pressed, talk.asked.count > before { talk.hold(group, by: key.key) }
    }

    /// A key came up.
    func letGo(of key: Key? = nil) {
        guard let group = talk.letGo(of: key) else { return }
        Task { await giveBack(group) }
    }

    /// Where no group is selected the key still gives back what is held: the banner stands over every pane.
    private func pushWithoutGroup() {
        guard stroke?.event != .repeated else { return }
        let groups = floorsOfOurs
        guard talk.latch(gives: !groups.isEmpty, at: desk.now) else { return }
        if groups.isEmpty { return notify(phrases("Select a talking group first.")) }
        for group in groups {
            Task { await giveBack(group) }
            talk.giveBack(group)
        }
    }

    /// Never asks, and is done while the console is locked, too.
    private func giveBack(_ group: EntityKey) async {
        guard let request = try? ActionRequest(.pttRelease, [group.id]) else { return }
        let words = TargetWords(board: desk.board, phrases: phrases, now: desk.now)
        let actionText = words.actionText(.action(.pttRelease), ["GROUP": [group.id]], at: group.site, own: desk.operator.extension)
        tell(actionText, await desk.perform(request, at: group.site), at: group.site)
    }

    private var floorsOfOurs: [EntityKey] {
        let shown = desk.board.groups.filter(\.floor.isOurs).map(\.key)
        return Array(Set(shown + talk.asked))
    }

    private func isOurs(_ group: EntityKey) -> Bool {
        talk.asked.contains(group) || desk.board.group(group.site, group.id)?.floor.isOurs == true
    }

    private var targetGroup: EntityKey? {
        guard case .row(let row) = target else { return nil }
        switch row {
        case .entity(let key) where key.kind == .group: return key
        case .groupMember(let key, _): return key
        default: return nil
        }
    }

    // MARK: What is new

    /// Rings for a floor that was refused or taken away, and for calls for help.
    func announce(_ group: TalkingGroup) {
        for item in groupNews.news(group) {
            guard let text = words(for: item, in: group) else {
                talk.lose(group.key)
                continue
            }
            keep(SiteMessage(site: group.site, time: desk.now, topic: "outcome", text: SafeText(text)))
            notify(text, .error)
            ask(.bell)
        }
    }

    private func words(for item: GroupNews.Item, in group: TalkingGroup) -> String? {
        let name = group.isKnownAs.string
        return switch item {
        case .denied(let why): phrases("%1$@: the floor is denied: %2$@", name, phrases(why).string)
        case .revoked(let why): phrases("%1$@: the floor was taken away: %2$@", name, phrases(why).string)
        case .emergency(let number): phrases("EMERGENCY in %1$@: %2$@ calls for help", name, SafeText(number).string)
        case .over: nil
        }
    }
}

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
