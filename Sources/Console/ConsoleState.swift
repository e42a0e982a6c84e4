import Desk
import Exchange
import Settings

/// What lies over the panes; the status bar and the link-fault strip stay in sight.
enum Overlay: Equatable, Sendable {
    case details(RowID)
    case help(Pane)
    case messages
    case trunks
    /// The parameters of a raw operation, to be filled in.
    case form
    /// What came of a raw operation.
    case answer
    /// The keys of a form or an answer.
    case keys(Keymap.Section)
}

/// What the bottom line is asking.
enum Question: Equatable, Sendable {
    case filter(Pane, LineEditor)
    case command(LineEditor, Completions)
    /// One argument of an action.
    case argument(title: String, LineEditor, Completions)
    /// Yes or no, naming the target.
    case confirmation(SafeText)
    /// A word to be typed before something dangerous is sent; what that is stands above.
    case naming(SafeText, word: String, LineEditor)
}

/// Everything a screen is drawn from besides the board and the time.
struct ConsoleState: Equatable, Sendable {
    var focus: Pane = .agents
    var isZoomed = false
    var panes: [Pane: PaneState]
    var overlay: Overlay?
    /// First line shown of the overlay.
    var overlayScroll = 0
    /// A form that is open, or lies below its answer.
    var form: OperationForm?
    /// The latest answer to a raw operation, or the wait for it.
    var answer: AnswerState?
    var question: Question?
    var notice: Notice?
    /// A fault in the settings that stays until mended.
    var banner: SafeText?
    /// The keys of a sequence not yet complete.
    var pendingKeys: [Key] = []
    /// Looks only; no action is performed.
    var isLocked = false
    /// The floor lasts as long as the key is held down.
    var holdsToTalk = false
    var width = 80
    var height = 24
    /// Rows as last derived; no part of what a state is.
    var cache = RowCache()

    /// The seconds of the wait are on screen.
    var isWaitingForAnswer: Bool { overlay == .answer && answer.map { $0.content == nil } ?? false }
}
