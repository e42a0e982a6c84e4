import Desk
import Exchange
import Foundation
import Settings

/// What every part of the screen is drawn from, gathered once for a frame: a value, which drawing only reads.
struct Scene {
    let facts: Facts
    let appearance: Appearance
    let `operator`: Operator
    let messages: [SiteMessage]
    /// The diagnostic log; empty unless it is looked at.
    let log: LogExcerpt
    let layout: Layout
    /// The rows of every pane that is in sight.
    let listings: [Pane: Listing]
    let focus: Pane
    /// What there is to tell above the bottom line.
    let notices: [Notice]
    /// What is wrong with the settings.
    let banner: SafeText?
    /// The keys of a sequence not yet complete.
    let pendingKeys: [Key]
    /// No action is performed.
    let isLocked: Bool
    /// The floor lasts as long as the key is held down.
    let holdsToTalk: Bool
    /// Why the selection's site would refuse an action now.
    let refusals: [Action: SafeText]
    /// Whether any site has talking groups at all.
    let offersGroups: Bool
    /// What the operator's own telephones do.
    var telephones: [OwnTelephone] = []
    /// How many messages were ever kept; `messages` has the latest.
    var messageCount = 0
    /// How many messages want somebody and were not looked at, and the heaviest of them.
    var unread: (count: Int, weight: MessageWeight)?
    /// Why an action would not be sent to a site now; nil where it would.
    var refusal: ((Action, SiteID) -> SafeText?)?

    var board: Board { facts.board }
    var now: Date { facts.now }
    var showsSites: Bool { board.sites.count > 1 }

    /// Why nothing would come of a verb now; nil where something would.
    func refusal(of verb: Verb) -> SafeText? {
        switch verb {
        case .action(let action): refusals[action]
        case .console(let command): command.toggle.flatMap { refusals[$0.pair.on] }
        }
    }

    /// What the keys of a binding do, in the operator's language.
    func title(of commands: [String]) -> SafeText {
        SafeText(
            commands.map { name in
                let title = Verb(name: name)?.title ?? OverlayCommand(rawValue: name)?.title ?? InputCommand.title(of: name)
                return title.map { appearance.phrases($0) } ?? name
            }.joined(separator: ", "))
    }

    func refusal(of commands: [String]) -> SafeText? {
        commands.lazy.compactMap { Verb(name: $0).flatMap { refusal(of: $0) } }.first
    }

    /// How old what is known of a site is; nil where it is online, and its data fresh.
    func staleness(of site: SiteID) -> SafeText? {
        guard let status = board.sites[site], status.link != .online else { return nil }
        let age = status.heard.map { TimeWords.age(facts.elapsed(since: $0)) } ?? "?"
        return "\(appearance.glyph("link.stale")) \(age)"
    }
}

extension SafeText {
    /// Broken into lines of at most `width` places, at blanks where there are any.
    func wrapped(to width: Int) -> [SafeText] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in string.split(separator: " ", omittingEmptySubsequences: false) {
            let needed = CellWidth.of(String(word))
            if !line.isEmpty, used + 1 + needed > width {
                lines.append(line)
                line = ""
                used = 0
            } else if !line.isEmpty {
                line += " "
                used += 1
            }
            for character in word {
                let places = CellWidth.of(character)
                if used + places > width, !line.isEmpty {
                    lines.append(line)
                    line = ""
                    used = 0
                }
                line.append(character)
                used += places
            }
        }
        return (lines + [line]).map { SafeText($0) }
    }
}
