import Desk
import Exchange
import Foundation
import Settings
import Translations

/// The console without a terminal: keys and board changes in, a canvas and a few effects out.
@MainActor
public final class ConsoleApp {
    /// What only the terminal can do.
    public enum Effect: Equatable, Sendable {
        case quit, suspend, bell
        /// Paint everything anew, whatever the terminal shows now.
        case redraw
        case copy(SafeText)
    }

    /// Called when a frame is wanted or effects are waiting; may be called often.
    public var onWake: (@MainActor () -> Void)?
    /// Something shown has changed since the last `draw()`.
    public private(set) var wantsFrame = true

    let desk: Desk
    var appearance: Appearance
    /// The actions that ask before they are sent.
    var confirm: Set<Action>
    var state: ConsoleState
    /// What the question on the bottom line is about.
    var inquiry: Inquiry?
    var commandHistory = InputHistory()
    var filterHistory = InputHistory()
    var operations = OperationMemory()
    private(set) var messages: [SiteMessage] = []
    private var effects: [Effect] = []
    private var faults = LinkFaults()
    var groupNews = GroupNews()
    var talk = PushToTalk() {
        didSet { state.holdsToTalk = talk.isHolding }
    }
    /// The key that runs a command now, for what cares whether it was pressed or repeats itself; nil while a line is typed.
    var stroke: (key: Key, event: Key.Event)?
    /// The line before the word that completion is cycling through; nil when it is not.
    var completionStem: String?
    /// When the selection last went to a neighbour because its own row was gone.
    private var displaced: Date?
    private var drawnSecond = 0
    private var ticks = true

    /// The most messages kept.
    public static let mostMessages = 500

    /// Every name a keymap may use: the dispatcher's actions, the console's own commands, the words of `:` lines.
    public static let commandNames = Set(Verb.all.map(\.name) + Completer.lineWords.map(\.word))

    /// - Parameters:
    ///   - confirm: the actions that ask before they are sent.
    ///   - isLocked: begins as a screen to look at: no action is performed until it is unlocked.
    public init(desk: Desk, appearance: Appearance, confirm: Set<Action>, isLocked: Bool = false) {
        self.desk = desk
        self.appearance = appearance
        self.confirm = confirm
        state = ConsoleState(panes: Dictionary(uniqueKeysWithValues: Pane.allCases.map { ($0, $0.initialState) }))
        state.isLocked = isLocked
        desk.observe { [weak self] in self?.take($0) }
    }

    // MARK: Screen

    /// The screen as it is now.
    public func draw() -> Canvas {
        wantsFrame = false
        let now = desk.now
        drawnSecond = now.wholeSecond
        ticks = desk.board.showsDurations || state.isWaitingForAnswer
        let selection = focused.selection
        let canvas = Screen.draw(
            state: &state, board: desk.board, figures: desk.figures, messages: messages,
            refusal: { [desk] in desk.refusal(of: $0, at: $1) }, appearance: appearance, operator: desk.operator, now: now)
        if let selection, focused.selection != selection, desk.board.selected(selection) == nil { displaced = now }
        return canvas
    }

    /// The terminal's size in cells.
    public func resize(width: Int, height: Int) {
        guard (state.width, state.height) != (width, height) else { return }
        state.width = width
        state.height = height
        invalidate()
    }

    /// When something shown changes by time alone: a duration with every second, the clock with every minute.
    public var nextTick: Date? {
        let next = ticks ? drawnSecond + 1 : (drawnSecond / 60 + 1) * 60
        return Date(timeIntervalSince1970: TimeInterval(next))
    }

    /// Time has passed.
    public func tick() {
        if let nextTick, desk.now >= nextTick { invalidate() }
    }

    /// What the terminal is to do, in order; each is told once.
    public func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    /// The settings have changed.
    public func apply(appearance: Appearance, confirm: Set<Action>) {
        self.appearance = appearance
        self.confirm = confirm
        state.pendingKeys = []
        invalidate()
    }

    /// Shows what is wrong with the settings until told otherwise; nil takes it away.
    public func show(problem: SafeText?) {
        state.banner = problem
        invalidate()
    }

    // MARK: For the other parts of the console

    /// Something shown is different now.
    func invalidate() {
        wantsFrame = true
        onWake?()
    }

    func ask(_ effect: Effect) {
        // Two reasons to ring at once are one ring.
        if effect != .bell || !effects.contains(.bell) { effects.append(effect) }
        onWake?()
    }

    func notify(_ text: String, _ tone: Notice.Tone = .plain) { notify(Notice(text: SafeText(text), tone: tone)) }

    func notify(_ notice: Notice?) {
        guard state.notice != notice else { return }
        state.notice = notice
        invalidate()
    }

    /// Takes in what exchanges said in earlier runs, oldest first.
    public func recall(_ earlier: [SiteMessage]) {
        messages = Array((earlier.filter { !messages.contains($0) } + messages).suffix(Self.mostMessages))
        invalidate()
    }

    func keep(_ message: SiteMessage) {
        messages.append(message)
        messages.removeFirst(max(0, messages.count - Self.mostMessages))
        if state.overlay == .messages { invalidate() }
    }

    var phrases: TranslationCatalog { appearance.phrases }

    // MARK: Rows

    /// The rows of a pane as they are shown, filtered and sorted.
    func rows(of pane: Pane) -> [Row] {
        let facts = Facts(board: desk.board, figures: desk.figures, phrases: phrases, now: desk.now)
        return state.cache.rows(of: pane, state: state.panes[pane]!, facts)
    }

    var focused: PaneState {
        get { state.panes[state.focus]! }
        set { state.panes[state.focus] = newValue }
    }

    /// The row under the cursor is another one than the operator chose, and he cannot have seen it yet: a key already
    /// on its way must not hit the neighbour.
    var selectionWasDisplaced: Bool {
        displaced.map { desk.now.timeIntervalSince($0) < Self.timeToNotice } ?? false
    }

    private static let timeToNotice: TimeInterval = 0.7

    /// Selects a row by its place; the nearest there is.
    func select(place: Int) {
        let rows = rows(of: state.focus)
        guard !rows.isEmpty else { return }
        displaced = nil
        focused.selection = rows[min(max(0, place), rows.count - 1)].id
    }

    /// Hides what does not match; the selection goes to a row that is left.
    func setFilter(_ text: String, of pane: Pane) {
        guard state.panes[pane]!.filter != text else { return }
        state.panes[pane]!.filter = text
        invalidate()
        _ = state.panes[pane]!.settle(on: rows(of: pane))
    }

    /// The columns that can sort: the site's only where there are several.
    var sortableColumns: [String] {
        state.focus.columns.map(\.id).filter { $0 != "site" || desk.board.siteOrder.count > 1 }
    }

    /// Moves the selection. One whose row is gone comes to rest beside where that was, before it moves on.
    func moveSelection(by step: Int) {
        let wasThere = selectedPlace != nil
        guard let place = focused.settle(on: rows(of: state.focus)) else { return }
        select(place: wasThere ? place + step : place)
    }

    var selectedPlace: Int? {
        focused.selection.flatMap { id in rows(of: state.focus).firstIndex { $0.id == id } }
    }

    // MARK: What the exchanges tell

    private func take(_ changes: [Change]) {
        var isVisible = false
        for change in changes {
            switch change {
            case .put(let entity):
                isVisible = isVisible || shows(entity.key.kind)
                if case .group(let group) = entity { announce(group) }
            case .remove(let key): isVisible = isVisible || shows(key.kind)
            case .replace, .synced: isVisible = true
            case .question, .capabilities, .siteAdded, .siteRemoved: isVisible = true
            case .heard, .pauseReasons: break
            case .link(let site, let link, let error, _, _):
                isVisible = true
                announce(site, link, error)
            case .message(let message):
                keep(message)
                if Self.alarming.contains(message.topic) {
                    notify(Notice(text: SafeText(phrases(message.text.string)), tone: .error))
                    ask(.bell)
                }
            }
        }
        reviseConfirmation()
        if isVisible { invalidate() }
    }

    /// Topics of messages that want somebody at once.
    private static let alarming: Set = ["trouble", "emergency", "floor"]

    private func shows(_ kind: EntityKind) -> Bool { kind != .trunk || state.overlay == .trunks }

    /// Every further fault rings; the end of one is only told.
    private func announce(_ site: SiteID, _ link: LinkState, _ error: SafeText?) {
        guard let news = faults.news(site, link, error) else { return }
        let name = desk.board.sites[site]?.name ?? SafeText(site.rawValue)
        var text = phrases("%1$@: %2$@", name.string, OutcomeWords(phrases: phrases).link(link))
        if let error { text = phrases("%1$@: %2$@", text, phrases(error).string) }
        keep(SiteMessage(site: site, time: desk.now, topic: "link", text: SafeText(text)))
        notify(text, news == .fault ? .error : .done)
        if news == .fault { ask(.bell) }
    }
}

/// Tells a new fault from the same one met again by the next attempt to connect.
private struct LinkFaults {
    private struct Fault: Equatable {
        var link: LinkState
        var error: SafeText?
    }
    private var present: [SiteID: Fault] = [:]

    enum News { case fault, recovery }

    mutating func news(_ site: SiteID, _ link: LinkState, _ error: SafeText?) -> News? {
        switch link {
        case .online: return present.removeValue(forKey: site) == nil ? nil : .recovery
        case .connecting: return nil
        case .degraded, .offline:
            let fault = Fault(link: link, error: error)
            return present.updateValue(fault, forKey: site) == fault ? nil : .fault
        }
    }
}

extension Date {
    var wholeSecond: Int { Int(timeIntervalSince1970.rounded(.down)) }
}

extension Board {
    /// Whether a screen of this board shows something that grows by the second.
    var showsDurations: Bool {
        sites.values.contains { $0.heard != nil || $0.link != .online }
            || all(.agent).contains { if case .agent(let it) = $0 { it.since != nil } else { false } }
            || all(.call).contains { if case .call(let it) = $0 { it.since != nil || it.answered != nil } else { false } }
            || all(.waiting).contains { if case .waiting(let it) = $0 { it.since != nil } else { false } }
            || all(.room).contains { if case .room(let it) = $0 { it.members.contains { $0.since != nil } } else { false } }
            || all(.group).contains { if case .group(let it) = $0 { it.floor.holder != nil || it.emergency != nil } else { false } }
    }
}
