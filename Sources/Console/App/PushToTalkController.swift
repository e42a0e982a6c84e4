import Desk
import Exchange
import Settings

/// Push-to-talk: from the key to the floor, and back again in every case.
@MainActor
final class PushToTalkController {
    private let context: ConsoleContext
    private let actions: ActionRunner
    private var desk: Desk { context.desk }
    private var talk: PushToTalk {
        get { context.talk }
        set { context.talk = newValue }
    }

    init(_ context: ConsoleContext, _ actions: ActionRunner) {
        self.context = context
        self.actions = actions
    }

    /// Learns from every key what the terminal tells of keys, and gives back what a released key held.
    /// - Returns: false for a release, which does nothing else.
    func observe(_ key: Key, _ event: Key.Event) -> Bool {
        talk.observe(key, event)
        guard event == .released else { return true }
        letGo(of: key)
        return false
    }

    /// The terminal's window has the keys, or has them no more.
    ///
    /// A key that is held down is let go of unseen when the focus goes, so its floor goes back. A latch stays: nobody holds
    /// anything, operators look things up elsewhere while they talk, and the site's talk-time limit ends what is forgotten.
    func takeFocus(_ isOurs: Bool) {
        if !isOurs, talk.isHolding { letGo() }
    }

    /// Gives back every floor that is ours or asked for, and waits for the answers: before the console sleeps, and when it
    /// is locked. On the way out the sites do it themselves.
    func giveBackFloors() async {
        let groups = Set(floorsOfOurs).union([talk.letGo()].compactMap { $0 })
        let returns = groups.sorted { ($0.site.rawValue, $0.id) < ($1.site.rawValue, $1.id) }
            .map { group in Task { await giveBack(group) } }
        for done in returns { await done.value }
    }

    /// The key of push-to-talk went down.
    func pushToTalk() {
        guard let group = targetGroup else { return pushWithoutGroup() }
        if let key = context.stroke, key.event != .repeated, talk.tellsReleases {
            let before = talk.asked.count
            actions.begin(.action(.pttTake))
            // Refused, or a question is to be answered first: there is nothing to give back when the key comes up.
            if talk.asked.count > before { talk.hold(group, by: key.key) }
        } else if context.stroke?.event != .repeated {
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
        actions.begin(.action(.pttTake))
        // The terminal tells events, and this key's release may be the first of its kind.
        if let key = context.stroke, key.event == .pressed, talk.asked.count > before { talk.hold(group, by: key.key) }
    }

    /// A key came up.
    private func letGo(of key: Key? = nil) {
        guard let group = talk.letGo(of: key) else { return }
        Task { await giveBack(group) }
    }

    /// Where no group is selected the key still gives back what is held: the banner stands over every pane.
    private func pushWithoutGroup() {
        guard context.stroke?.event != .repeated else { return }
        let groups = floorsOfOurs
        guard talk.latch(gives: !groups.isEmpty, at: desk.now) else { return }
        if groups.isEmpty { return context.notify(context.phrases("Select a talking group first.")) }
        for group in groups {
            Task { await giveBack(group) }
            talk.giveBack(group)
        }
    }

    /// Never asks, and is done while the console is locked, too.
    private func giveBack(_ group: EntityKey) async {
        guard let request = try? ActionRequest(.pttRelease, [group.id]) else { return }
        let actionText = context.targetWords.actionText(
            .action(.pttRelease), ["GROUP": [group.id]], at: group.site, own: desk.ownTelephone(at: group.site))
        context.tell(actionText, await desk.perform(request, at: group.site), at: group.site)
    }

    private var floorsOfOurs: [EntityKey] {
        let shown = desk.board.groups.filter(\.floor.isOurs).map(\.key)
        return Array(Set(shown + talk.asked))
    }

    private func isOurs(_ group: EntityKey) -> Bool {
        talk.asked.contains(group) || desk.board.group(group.site, group.id)?.floor.isOurs == true
    }

    private var targetGroup: EntityKey? {
        guard case .row(let row) = context.target else { return nil }
        switch row {
        case .entity(let key) where key.kind == .group: return key
        case .groupMember(let key, _): return key
        default: return nil
        }
    }
}
