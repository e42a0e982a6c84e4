import Desk
import Exchange
import Settings

/// The five panes, in the order of their keys.
public enum Pane: String, CaseIterable, Sendable {
    case agents, queues, calls, rooms, groups
}

/// How one pane is looked at.
struct PaneState: Equatable, Sendable {
    var filter = ""
    /// The `id` of the column that sorts.
    var sortColumn: String
    var isDescending = false
    var selection: RowID?
    /// The first row on screen; the view follows the selection.
    var firstRow = 0
    /// The selection and its neighbours as last drawn, the nearest first: who takes its place when it is gone.
    var nearby: [RowID] = []
}

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

struct Completions: Equatable, Sendable {
    struct Candidate: Equatable, Sendable {
        var word: String
        var note: SafeText
        /// Why it cannot be done now; shown dimmed.
        var reason: SafeText?
    }

    var candidates: [Candidate] = []
    var chosen: Int?
    /// What is being typed means this; above the candidates.
    var documentation: [Label] = []
}

/// One line for the operator: what was done, what the exchange answered.
struct Notice: Equatable, Sendable {
    enum Tone: Sendable { case plain, done, error, pending }
    var text: SafeText
    var tone: Tone
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
