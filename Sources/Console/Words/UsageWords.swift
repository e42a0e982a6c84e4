import Exchange
import Settings
import Translations

/// Says what is wrong with the arguments of an action.
struct UsageWords {
    let phrases: TranslationCatalog

    func sentence(_ error: UsageError) -> String {
        switch error {
        case .missing(let parameter, let action):
            phrases("%1$@ is missing; usage: %2$@", parameter, action.usage)
        case .leftOver(let word, let action):
            phrases("“%1$@” is one argument too many; usage: %2$@", SafeText(word).string, action.usage)
        case .empty(let parameter, let action):
            phrases("%1$@ is empty; usage: %2$@", parameter, action.usage)
        case .noOwnExtension:
            phrases("No extension of your own is configured; set operator.extension or give FROM.")
        }
    }
}

/// Says that a word is unknown, and which one may have been meant.
struct UnknownWord {
    let phrases: TranslationCatalog

    func sentence(_ word: String, among names: [String]) -> String {
        let word = SafeText(word).string
        guard let nearest = nearestName(to: word, among: names) else { return phrases("“%1$@” is unknown.", word) }
        return phrases("“%1$@” is unknown; did you mean “%2$@”?", word, nearest)
    }

    func site(_ site: SiteID, on board: Board) -> String { sentence(site.rawValue, among: board.siteOrder.map(\.rawValue)) }
}
