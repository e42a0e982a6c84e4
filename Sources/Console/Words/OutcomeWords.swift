import Exchange
import Foundation
import Translations

/// Says in the operator's language how an action ended.
struct OutcomeWords {
    let phrases: TranslationCatalog

    /// One line about an attempt.
    /// - Parameter actionText: what was attempted, with its target: “Hang up 1673071399.25”.
    func sentence(_ actionText: String, _ outcome: Outcome) -> Notice {
        let (english, arguments, tone) = wording(of: outcome)
        let format = phrases(english)
        return Notice(text: SafeText(String(format: format, arguments: [actionText] + arguments)), tone: tone)
    }

    private func wording(of outcome: Outcome) -> (String, [String], Notice.Tone) {
        switch outcome {
        case .done(nil, _):
            ("%1$@: done", [], .done)
        case .done(let words?, _):
            ("%1$@: done (%2$@)", [phrases(words).string], .done)
        case .refused(nil, let words):
            ("%1$@: refused: %2$@", [phrases(words).string], .error)
        case .refused(let code?, let words):
            ("%1$@: refused by the exchange: %2$@ (code %3$@)", [phrases(words).string, SafeText(code).string], .error)
        case .noAnswer(let limit):
            ("%1$@: no answer within %2$@; whether it was done is not known", [seconds(limit)], .error)
        case .unknown(let words):
            ("%1$@: whether it was done is not known: %2$@", [phrases(words).string], .error)
        case .notOnline, .unsupported, .forbidden, .invalid:
            ("%1$@: not sent: %2$@", [reason(outcome).string], .error)
        }
    }

    /// Why an action would not be sent: what stands beside a dimmed one.
    func reason(_ refusal: Outcome) -> SafeText {
        switch refusal {
        case .notOnline(let link): SafeText(phrases("the site is %1$@", self.link(link)))
        case .forbidden(let role): SafeText(phrases("needs the role %1$@", phrases(role.rawValue)))
        case .unsupported(let words), .invalid(let words): phrases(words)
        default: refusal.message ?? ""
        }
    }

    func link(_ state: LinkState) -> String { phrases(Self.linkWords[state] ?? state.rawValue) }

    private func seconds(_ limit: Duration) -> String {
        let seconds = limit / .seconds(1)
        let figure = seconds == seconds.rounded() ? String(Int(seconds)) : String(format: "%.1f", seconds)
        return phrases("%1$@ s", figure)
    }

    private static let linkWords: [LinkState: String] = [
        .connecting: "connecting", .online: "online", .degraded: "not answering", .offline: "offline",
    ]
}
