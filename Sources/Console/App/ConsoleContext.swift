import Desk
import Exchange
import Foundation
import Settings
import Translations

/// What the parts of the console share: the desk, the model that is drawn, and the ways to tell the operator something.
@MainActor
final class ConsoleContext {
    let desk: Desk
    var appearance: Appearance
    /// The actions that ask before they are sent.
    var confirm: Set<Action>
    /// The diagnostic log and the report, which the program keeps.
    var diagnostics = ConsoleDiagnostics()
    /// What unlocks the console; nil where a key does.
    var lockPassword: Secret?
    /// Nothing unlocks this console.
    var isReadOnly = false
    /// Where the operator's telephone was made to supervise, and whom, as far as was asked here and not ended here.
    var supervised: [SiteID: String] = [:]
    var model = ConsoleModel()
    private(set) var log = MessageLog()
    /// What the operator's hand has to do with the floor of a talking group.
    var talk = PushToTalk() {
        didSet { model.holdsToTalk = talk.isHolding }
    }
    /// The key that runs a command now, for what cares whether it was pressed or repeats itself; nil while a line is typed.
    var stroke: (key: Key, event: Key.Event)?
    /// Called when a frame is wanted or effects are waiting; may be called often.
    var onWake: (@MainActor () -> Void)?
    /// Something shown has changed since the last frame.
    private(set) var wantsFrame = true
    private var effects: [TerminalEffect] = []

    init(desk: Desk, appearance: Appearance, confirm: Set<Action>) {
        self.desk = desk
        self.appearance = appearance
        self.confirm = confirm
    }

    var phrases: TranslationCatalog { appearance.phrases }
    var facts: Facts { Facts(board: desk.board, figures: desk.figures, phrases: phrases, now: desk.now) }
    var targetWords: TargetWords { TargetWords(board: desk.board, phrases: phrases, now: desk.now) }

    // MARK: The screen

    private var layout: Layout { model.layout(on: desk.board, desk.ownTelephones) }

    /// Something shown is different now.
    func invalidate() {
        wantsFrame = true
        onWake?()
    }

    /// The next frame, drawn from the model as it is now.
    func drawFrame() -> Canvas {
        wantsFrame = false
        model.notices.expire(at: desk.uptime)
        // Who looks at the newest message has seen that it came.
        if let messages = model.overlays.top as? MessagesLayer, messages.scroll == 0 { log.markRead() }
        let scene = Screen.arrange(
            &model,
            Screen.Source(
                board: desk.board, figures: desk.figures, messages: log.messages, messageCount: log.count, unread: log.news,
                log: model.overlays.top is LogLayer ? diagnostics.log() : LogExcerpt(),
                refusal: { [desk] in desk.refusal(of: $0, at: $1) },
                appearance: appearance, operator: desk.operator, now: desk.now, telephones: desk.ownTelephones))
        return Screen.draw(model, scene)
    }

    // MARK: The terminal

    func emit(_ effect: TerminalEffect) {
        // Two reasons to ring at once are one ring.
        if effect != .bell || !effects.contains(.bell) { effects.append(effect) }
        onWake?()
    }

    func takeEffects() -> [TerminalEffect] {
        defer { effects = [] }
        return effects
    }

    func copy(_ text: SafeText) {
        emit(.copy(text))
        // No terminal says whether it took it. Who is known to keep such things to himself is not believed.
        let said = appearance.reachesClipboard ? "Copied: %1$@" : "Sent to the terminal's clipboard, if it is let through: %1$@"
        notify(phrases(said, text.string))
    }

    // MARK: Notices and messages

    func notify(_ text: String, _ tone: Notice.Tone = .plain) { notify(Notice(text: SafeText(text), tone: tone)) }

    func notify(_ notice: Notice?) {
        model.notices.tellResult(notice, at: desk.uptime)
        invalidate()
    }

    /// Tells what an exchange says, beside what became of the operator's action.
    func announce(_ text: String, _ tone: Notice.Tone = .plain) {
        model.notices.tellNews(Notice(text: SafeText(text), tone: tone), at: desk.uptime)
        invalidate()
    }

    /// The operator has read what the bottom tells.
    func dismissNotices() {
        guard !model.notices.isEmpty else { return }
        model.notices.dismiss()
        invalidate()
    }

    func keep(_ message: SiteMessage) {
        log.keep(message)
        if model.overlays.top is MessagesLayer || MessageWeight(message) > .information { invalidate() }
    }

    func recall(_ earlier: [SiteMessage]) {
        log.recall(earlier)
        invalidate()
    }

    /// An outcome goes to the notice and the messages; a question asked meanwhile stays.
    /// - Parameters:
    ///   - actionText: what was attempted, with its target.
    ///   - ringing: whose telephone the operator has to pick up now.
    func tell(_ actionText: String, _ outcome: Outcome, at site: SiteID, ringing: String? = nil) {
        var notice = OutcomeWords(phrases: phrases).sentence(actionText, outcome)
        if case .done = outcome, let ringing { notice.text = "\(notice.text). \(ringing)" }
        keep(SiteMessage(site: site, time: desk.now, topic: "outcome", text: notice.text))
        notify(notice)
    }

    // MARK: The prompt

    /// What was typed before a question could be read is no answer to it, and what was meant as an answer to one that has
    /// ended by itself is no command.
    private var dropsKeysUntil: Duration?
    private static let timeToRead = Duration.milliseconds(500)

    /// Keys that come now were typed before the operator can have seen what they would mean.
    var dropsKeys: Bool { dropsKeysUntil.map { desk.uptime < $0 } ?? false }

    /// A line was left by Escape. Who presses it twice to be sure does not mean what the second would do to the panes.
    private var escapedAt: Duration?
    private static let secondEscape = Duration.seconds(1)

    func noteEscape() { escapedAt = desk.uptime }

    /// Whether an Escape now belongs to the one before it.
    func takeSecondEscape() -> Bool {
        defer { escapedAt = nil }
        return escapedAt.map { desk.uptime - $0 < Self.secondEscape } ?? false
    }

    func ask(_ prompt: Prompt) {
        dropsKeysUntil = prompt.editor == nil ? desk.uptime + Self.timeToRead : nil
        model.prompt = prompt
        refreshCompletions()
        invalidate()
    }

    /// - Parameter dropsKeys: it ended without the operator.
    func endPrompt(dropsKeys: Bool = false) {
        dropsKeysUntil = dropsKeys && model.prompt?.editor == nil ? desk.uptime + Self.timeToRead : nil
        model.prompt = nil
        invalidate()
    }

    /// Looks anew for what may stand at the cursor of the prompt.
    func refreshCompletions() {
        guard let prompt = model.prompt, let editor = prompt.editor, let complete = prompt.complete else { return }
        // Looked up first: the closure reads the model that is changed afterwards.
        let completions = complete(editor.beforeCursor)
        model.prompt?.completionStem = nil
        model.prompt?.completions = completions
    }

    var completer: Completer {
        Completer(desk: desk, phrases: phrases, site: defaultSite, sortColumns: model.panes.sortableColumns(on: desk.board))
    }

    // MARK: Layers

    /// What an action key means now.
    enum Target {
        case nothing
        /// What was selected is gone, or not what the operator saw when he pressed the key.
        case gone
        case row(RowID)
    }

    /// The row that a key acts on: the one whose details are open, or the selected one; never one that nobody sees.
    var target: Target {
        if let top = model.overlays.top {
            guard let row = top.target else { return .nothing }
            return desk.board.selected(row) == nil ? .gone : .row(row)
        }
        guard let row = model.panes.focused.selection else { return .nothing }
        let isGone = desk.board.selected(row) == nil || selectedPlace == nil || model.panes.wasDisplaced(at: desk.now)
        return isGone ? .gone : .row(row)
    }

    var selectedPlace: Int? { model.panes.selectedPlace(facts) }

    /// The site that is meant when none is named: that of the selection, or the only one.
    var defaultSite: SiteID? {
        if case .row(let row) = target { return row.site }
        return desk.board.siteOrder.count == 1 ? desk.board.siteOrder[0] : nil
    }

    /// Opens a layer over the panes alone.
    func open(_ layer: any Layer) {
        model.overlays.replaceAll(with: layer)
        invalidate()
    }

    /// Offers a command to the layer over the panes.
    func performOnOverlay(_ command: String) -> Bool {
        let context = LayerContext(facts: facts, layout: layout)
        return model.overlays.withTop { $0.perform(command, context) } ?? false
    }

    func performOnPanes(_ command: String) -> Bool {
        model.panes.perform(command, LayerContext(facts: facts, layout: layout))
    }

    func setFilter(_ text: String, of pane: Pane) {
        if model.panes.setFilter(text, of: pane, facts) { invalidate() }
    }
}
