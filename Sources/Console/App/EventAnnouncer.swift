import Exchange
import Foundation

/// Tells the operator what the exchanges report: link faults, floors lost, calls for help, trouble.
@MainActor
final class EventAnnouncer {
    private let context: ConsoleContext
    private var linkFaults = LinkFaults()
    private var groupNews = GroupNews()
    private var telephoneNews = TelephoneNews()
    private var roomNews = RoomNews()
    /// Told once for each number, not after every lost link.
    private var toldMissing: [SiteID: String] = [:]

    init(_ context: ConsoleContext) { self.context = context }

    /// Takes in a batch of changes that the board has already.
    func take(_ changes: [Change]) {
        var isVisible = false
        for change in changes {
            switch change {
            case .put(let entity):
                isVisible = isVisible || shows(entity.key.kind)
                if case .group(let group) = entity { announce(group) }
                if case .room(let room) = entity { announce(room, among: changes) }
            case .remove(let key):
                isVisible = isVisible || shows(key.kind)
                roomNews.forget(key)
            case .synced(let site, _):
                isVisible = true
                announceTelephone(at: site)
            case .replace, .question, .capabilities, .siteAdded, .siteRemoved: isVisible = true
            case .heard, .pauseReasons: break
            case .link(let site, let link, let error, _, _):
                isVisible = true
                announce(site, link, error)
            case .message(let message): announce(message)
            }
        }
        announceTelephones(changes)
        if isVisible { context.invalidate() }
    }

    /// A telephone of ours rings, or somebody listens to it: told where the operator looks elsewhere, too.
    private func announceTelephones(_ changes: [Change]) {
        let own = context.desk.ownTelephoneNames
        guard changes.contains(where: { TelephoneNews.concerns($0, own) }) else { return }
        for item in telephoneNews.news(context.desk.ownTelephones) {
            let text: String
            switch item {
            case .rings(let telephone):
                let caller = telephone.call.map { context.targetWords.parties(of: $0).string } ?? ""
                text = context.phrases("Telephone %1$@ rings: %2$@", telephone.number, caller)
            // Where the exchange itself tells it in words, that is enough.
            case .isSupervised(let telephone, _) where changes.contains(where: { $0.tells("supervision", at: telephone.site) }): continue
            case .isSupervised(let telephone, let supervision):
                text = supervision.sentence(at: telephone.site, context.facts).string
                context.keep(SiteMessage(site: telephone.site, time: context.desk.now, topic: "supervision", text: SafeText(text)))
                context.announce(text, .error)
            }
            context.emit(.bell)
            context.emit(.notification(SafeText(text)))
        }
    }

    /// A telephone of ours that the exchange does not have: nothing that rings it can work.
    private func announceTelephone(at site: SiteID) {
        let missing = context.desk.missingTelephone(at: site)
        defer { toldMissing[site] = missing }
        guard let missing, toldMissing[site] != missing else { return }
        let text = context.phrases("there is no telephone %1$@ at %2$@: check extension", SafeText(missing).string, site.rawValue)
        context.keep(SiteMessage(site: site, time: context.desk.now, topic: "trouble", text: SafeText(text)))
        context.announce(text, .error)
    }

    /// Who was invited and could not be had; where the exchange itself tells it in words, that is enough.
    private func announce(_ room: Room, among changes: [Change]) {
        let failed = roomNews.newlyFailed(room)
        guard !failed.isEmpty, !changes.contains(where: { $0.tells("callfailed", at: room.site) }) else { return }
        let who = failed.map { context.facts.party($0, at: room.site).string }.joined(separator: ", ")
        let text = context.phrases("%1$@: %2$@ could not be had", (room.name.isEmpty ? SafeText(room.id) : room.name).string, who)
        announce(SiteMessage(site: room.site, time: context.desk.now, topic: "conference", text: SafeText(text)))
    }

    private func shows(_ kind: EntityKind) -> Bool { kind != .trunk || context.model.overlays.top is TrunksLayer }

    private func announce(_ message: SiteMessage) {
        context.keep(message)
        let weight = MessageWeight(message)
        guard weight > .information else { return }
        let text = context.phrases(message.text).string
        // Of several exchanges it matters which one says it.
        let isOneOfMany = context.desk.board.siteOrder.count > 1 && !message.site.rawValue.isEmpty
        context.announce(isOneOfMany ? context.phrases("%1$@: %2$@", message.site.rawValue, text) : text, weight.tone)
        context.emit(.bell)
    }

    /// Every further fault rings; the end of one is only told.
    private func announce(_ site: SiteID, _ link: LinkState, _ error: SafeText?) {
        guard let news = linkFaults.news(site, link, error) else { return }
        let name = context.desk.board.sites[site]?.name ?? SafeText(site.rawValue)
        let phrases = context.phrases
        var text = phrases("%1$@: %2$@", name.string, OutcomeWords(phrases: phrases).link(link))
        if let error { text = phrases("%1$@: %2$@", text, phrases(error).string) }
        context.keep(SiteMessage(site: site, time: context.desk.now, topic: "link", text: SafeText(text), details: ["link": link.rawValue]))
        context.announce(text, news == .fault ? .error : .done)
        if news == .fault { context.emit(.bell) }
    }

    /// Rings for a floor that was refused or taken away, and for calls for help.
    private func announce(_ group: TalkingGroup) {
        for item in groupNews.news(group) {
            guard let text = words(for: item, in: group) else {
                context.talk.lose(group.key)
                continue
            }
            context.keep(SiteMessage(site: group.site, time: context.desk.now, topic: "floor", text: SafeText(text)))
            context.announce(text, .error)
            context.emit(.bell)
        }
    }

    private func words(for item: GroupNews.Item, in group: TalkingGroup) -> String? {
        let name = group.isKnownAs.string
        let phrases = context.phrases
        return switch item {
        case .denied(let why): phrases("%1$@: the floor is denied: %2$@", name, phrases(why).string)
        case .revoked(let why): phrases("%1$@: the floor was taken away: %2$@", name, phrases(why).string)
        case .emergency(let number): phrases("EMERGENCY in %1$@: %2$@ calls for help", name, SafeText(number).string)
        case .over: nil
        }
    }
}

extension Change {
    fileprivate func tells(_ topic: String, at site: SiteID) -> Bool {
        if case .message(let message) = self { message.topic == topic && message.site == site } else { false }
    }
}
