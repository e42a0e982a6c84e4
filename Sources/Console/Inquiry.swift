import Desk
import Exchange
import JSON

/// What the question on the bottom line is about: the answer needs it, the screen does not.
enum Inquiry: Equatable, Sendable {
    /// With the filter to come back to.
    case filter(earlier: String)
    case command
    /// One argument that neither the key nor the selection gave.
    case argument(PendingAction, Action.Parameter)
    /// Which exchange is meant.
    case site(Intention, PendingAction.Values)
    case confirmAction(PendingAction)
    /// The word that a dangerous operation wants typed.
    case nameOperation(PendingOperation)
    /// An operation would write over a file.
    case replaceByOperation(PendingOperation)
    /// What to look for in an answer.
    case search
    /// Where an answer is written.
    case answerFile
    case replaceFile(AnswerFile)
    /// What a site's failure asks before it may go further.
    case consent(SiteID)
}
