import Desk
import Exchange
import Foundation
import Settings

/// The console without a terminal: keys and board changes in, a canvas and a few effects out.
///
/// A key goes to the layer on top (`ConsoleModel.top`), and what that leaves alone to the runners and to the console's own
/// commands. A change of the board goes to the `EventAnnouncer`. Either ends in the model, from which the next frame is drawn.
@MainActor
public final class ConsoleApp {
    let context: ConsoleContext
    let prompts: PromptController
    let actions: ActionRunner
    let operations: OperationRunner
    let pushToTalk: PushToTalkController
    let ownTelephones: OwnTelephoneController
    let lock: ConsoleLock
    private let announcer: EventAnnouncer
    private(set) lazy var commandLine = CommandLineRunner(context, actions, operations) { [unowned self] in perform(.console($0)) }
    private var drawnSecond = 0
    private var showsSeconds = true

    /// The most messages kept.
    public static let mostMessages = MessageLog.capacity

    /// Every name a keymap may use: the dispatcher's actions, the console's own commands, the words of `:` lines.
    public static let commandNames = Set(Verb.all.map(\.name) + Completer.lineWords.map(\.word))

    /// - Parameters:
    ///   - confirm: the actions that ask before they are sent.
    ///   - isReadOnly: a screen to look at: no action is ever performed, and no key changes that.
    ///   - lockPassword: what a locked console asks for before it is unlocked.
    ///   - diagnostics: what `:log` and `:report` show and write.
    public init(
        desk: Desk, appearance: Appearance, confirm: Set<Action>, isReadOnly: Bool = false, lockPassword: Secret? = nil,
        diagnostics: ConsoleDiagnostics = ConsoleDiagnostics()
    ) {
        context = ConsoleContext(desk: desk, appearance: appearance, confirm: confirm)
        context.diagnostics = diagnostics
        context.model.isLocked = isReadOnly
        // Several exchanges have telephones of the same numbers: those of one stand together.
        if desk.board.siteOrder.count > 1 { context.model.panes[.agents].sortColumn = "site" }
        context.isReadOnly = isReadOnly
        context.lockPassword = lockPassword
        prompts = PromptController(context)
        actions = ActionRunner(context)
        operations = OperationRunner(context)
        pushToTalk = PushToTalkController(context, actions)
        ownTelephones = OwnTelephoneController(context, actions)
        lock = ConsoleLock(context, pushToTalk)
        announcer = EventAnnouncer(context)
        desk.observe { [weak self] changes in
            self?.announcer.take(changes)
            self?.prompts.revise()
        }
    }

    // MARK: Screen

    /// Called when a frame is wanted or effects are waiting; may be called often.
    public var onWake: (@MainActor () -> Void)? {
        get { context.onWake }
        set { context.onWake = newValue }
    }

    /// Something shown has changed since the last `draw()`.
    public var wantsFrame: Bool { context.wantsFrame }

    /// The screen as it is now.
    public func draw() -> Canvas {
        drawnSecond = context.desk.now.wholeSecond
        showsSeconds =
            context.desk.board.showsDurations || context.model.notices.expires || context.model.overlays.top?.showsSeconds == true
        return context.drawFrame()
    }

    /// The most columns and rows drawn: no terminal that anybody reads is larger, and a size of 65,535 squared is a mistake.
    public static let largestSize = 1_000

    /// The terminal's size in cells.
    public func resize(width: Int, height: Int) {
        let (width, height) = (min(max(0, width), Self.largestSize), min(max(0, height), Self.largestSize))
        guard (context.model.width, context.model.height) != (width, height) else { return }
        context.model.width = width
        context.model.height = height
        context.invalidate()
    }

    /// When something shown changes by time alone: a duration with every second, the clock with every minute.
    public var nextTick: Date? {
        let next = showsSeconds ? drawnSecond + 1 : (drawnSecond / 60 + 1) * 60
        return Date(timeIntervalSince1970: TimeInterval(next))
    }

    /// Time has passed. A frame that is wanted already waits until the terminal takes it, and shows the time then: asking for it again
    /// would wake the terminal's turn, which would tick again, for ever.
    public func tick() {
        if !context.wantsFrame, let nextTick, context.desk.now >= nextTick { context.invalidate() }
    }

    /// What the terminal is to do, in order; each is told once.
    public func takeEffects() -> [TerminalEffect] { context.takeEffects() }

    // MARK: Settings and history

    /// The settings have changed.
    public func apply(appearance: Appearance, confirm: Set<Action>, lockPassword: Secret? = nil) {
        context.lockPassword = lockPassword
        context.appearance = appearance
        context.confirm = confirm
        context.model.pendingKeys = []
        context.invalidate()
    }

    /// Shows what is wrong with the settings until told otherwise; nil takes it away.
    public func show(problem: SafeText?) {
        context.model.banner = problem
        context.invalidate()
    }

    /// Takes in what exchanges said in earlier runs, oldest first.
    public func recall(_ earlier: [SiteMessage]) { context.recall(earlier) }

    // MARK: Push-to-talk

    /// A group can be talked to: a key may be held down for it.
    public var wantsTextKeyReleases: Bool {
        !context.model.isLocked
            && context.desk.board.groups.contains { !$0.isReceiveOnly && context.desk.refusal(of: .pttTake, at: $0.site) == nil }
    }

    /// The terminal's window has the keys, or has them no more.
    public func takeFocus(_ isOurs: Bool) { pushToTalk.takeFocus(isOurs) }

    /// Gives back every floor that is ours or asked for, and waits for the answers.
    public func giveBackFloors() async { await pushToTalk.giveBackFloors() }

    // MARK: Keys

    /// Something happened to a key. Where it is told that it is still down, that counts as another press, as it does on
    /// terminals that tell no difference.
    public func handle(_ key: Key, _ event: Key.Event = .typed) {
        guard pushToTalk.observe(key, event), !context.dropsKeys else { return }
        if let prompt = context.model.prompt, prompt.editor == nil { return prompts.answerConfirmation(key) }
        context.stroke = context.model.top.takesText ? nil : (key, event)
        lookUp(key)
        context.stroke = nil
    }

    /// Text was pasted: it goes into an input line, and is never read as keys.
    public func paste(_ text: String) {
        let harmless = SafeText(text).string.trimmingCharacters(in: .whitespaces)
        if !harmless.isEmpty, context.model.top.takesText { type(harmless) }
    }

    /// A paste has begun and does not end: what is typed goes into its text.
    public func tellPasteIsUnfinished() {
        context.notify(context.phrases("A pasted text has no end yet: keys are taken for its text. Esc Ctrl-C Ctrl-C gives it up."), .error)
    }

    /// Looks a key up in the sections of the layer on top: it runs commands, begins a sequence, or is text.
    private func lookUp(_ key: Key) {
        let top = context.model.top
        let keys = context.model.pendingKeys + [key]
        if !top.takesText, keys.count > 1, key == Key(.escape) { return dropPendingKeys() }
        for section in top.keymapSections(over: context.model.panes.focus.section) {
            switch context.appearance.keymap.lookup(keys, in: section) {
            case .none: continue
            case .prefix:
                context.model.pendingKeys = keys
                return context.invalidate()
            case .command(let commands):
                dropPendingKeys()
                return perform(commands, takesText: top.takesText)
            }
        }
        dropPendingKeys()
        guard top.takesText else { return tellThatNothingHappens(keys) }
        // tmux waits half a second whether a key follows an Escape, and makes Alt of it: on a line both were meant.
        if key.modifiers.contains(.alt), TypedKeys.readlineCommands[key] == nil, keys.count == 1 {
            lookUp(Key(.escape))
            return handle(Key(key.base, key.modifiers.subtracting(.alt)))
        }
        // Keys that might have begun a sequence were text after all.
        let typed = TypedKeys.text(keys)
        if !typed.isEmpty { type(typed) }
        if let command = TypedKeys.readlineCommands[key] { perform([command], takesText: true) }
    }

    /// A key that does nothing says so, and where to see those that do something.
    private func tellThatNothingHappens(_ keys: [Key]) {
        let help = context.appearance.keymap.keys(for: ConsoleCommand.help.rawValue, in: .global).first?.display ?? ""
        context.notify(context.phrases("%1$@ does nothing here; %2$@ shows the keys that do something.", keys.display, help))
    }

    private func dropPendingKeys() {
        guard !context.model.pendingKeys.isEmpty else { return }
        context.model.pendingKeys = []
        context.invalidate()
    }

    private func type(_ text: String) {
        if context.model.prompt != nil { return prompts.type(text) }
        context.model.overlays.withTop { $0.type(text) }
        context.invalidate()
    }

    private func perform(_ commands: [String], takesText: Bool) {
        for command in commands {
            if takesText { performWhileTyping(command) } else { perform(named: command) }
        }
    }

    /// Nothing but what belongs to a line or a form is done while text is typed.
    private func performWhileTyping(_ command: String) {
        guard context.model.top.takesText else { return }
        if !offer(command) {
            switch ConsoleCommand(rawValue: command) {
            case .help: openHelpOfLayer()
            case .redraw: context.emit(.redraw)
            case .suspend: context.emit(.suspend)
            default: break
            }
        }
        context.invalidate()
    }

    /// Offers a command to what is on top of the panes, the topmost first.
    func offer(_ command: String) -> Bool {
        if context.model.prompt != nil { return prompts.perform(command) }
        return context.performOnOverlay(command) || operations.perform(command)
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
