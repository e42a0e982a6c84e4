import Console
import Dispatch
import Exchange
import Foundation
import Settings
import Translations

/// Shows an app on the terminal and brings it the keys, until it ends; leaves the terminal as it was found.
///
/// Keys: nothing is kept by the line discipline. Ctrl-C is a key like any other, for the app to answer safely; Ctrl-Z
/// suspends; Ctrl-S and Ctrl-Q do not stop the screen.
@MainActor
public final class TerminalSession {
    public enum ExitReason: Equatable, Sendable {
        /// The app said so.
        case quit
        /// The terminal is gone: SIGHUP, or its line closed.
        case hungUp
        /// A signal whose number this is: SIGTERM, SIGINT, or any other that ends a process and can be caught.
        case terminated(Int32)
    }

    /// What the terminal can show.
    public let traits: TerminalTraits
    /// Called before the process stops for Ctrl-Z or SIGTSTP, and waited for a second at most: whatever must not be held
    /// by a sleeping console goes back.
    public var willSuspend: (@MainActor () async -> Void)?

    let device: TerminalDevice
    let terminfo: Terminfo
    private let logFile: String?
    let stateFolder: String?
    let handlesSignals: Bool
    private let now: @Sendable () -> Date

    var app: (any TerminalApp)?
    var ending: CheckedContinuation<ExitReason, Never>?
    private var decoder: InputDecoder
    private var localeDecoder: LocaleDecoder
    private let screen: CursesScreen
    private var pacer: FramePacer
    private var recorder = FrameRecorder()
    var signals: SignalRelay?
    var strayOutput: StrayOutput?
    private var timer: (any DispatchSourceTimer)?

    /// Goes out before the next frame, in the same write.
    var prelude: [UInt8] = []
    private var mustDraw = true
    private var keyWaits = false
    private var turnIsDue = false
    private var inputDeadline: ContinuousClock.Instant?
    /// How long an Escape alone is waited upon, as the settings have it; nil measures it.
    private let escapeDelay: Duration?
    private var asksWithNextFrame = false
    /// When the terminal was last asked something that it has not answered yet.
    private var askedAt: ContinuousClock.Instant?
    /// The terminal has said that it holds a frame back until it is whole (DEC private mode 2026).
    private(set) var isSynchronized = false
    /// What the terminal has been asked to tell of keys, and must be asked to forget; nil while it tells nothing.
    var keyboardFlags: Int?
    let holdToTalk: HoldToTalk
    /// How the terminal shows something on the desktop; nil where it does not.
    private let notification: DesktopNotification.Form?
    /// What still waits for the terminal's last word before it is given back; nil when nothing does.
    var fence: LeavingFence?
    /// How many farewells there were.
    var farewells = 0
    /// A stop that `willSuspend` is waited for: nil when there is none.
    var pendingStop: (number: Int, wholeJob: Bool)?
    /// How many there were, so that the limit of one does not end another.
    var stops = 0

    /// Whether standard input and output are terminals.
    public static func canOpen() -> Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// - Parameter logFile: takes what libraries print while the console is on screen,
    ///   for example `$XDG_STATE_HOME/cordboard/console.log`.
    /// - Parameter stateFolder: keeps, as long as the console is on the screen, what gives the terminal back after a kill
    ///   (`restoreAfterKill`); nil keeps nothing.
    /// - Parameter escapeDelay: how long to wait whether an Escape begins a sequence; nil takes 25 ms, ten times as long over SSH,
    ///   and longer where the terminal's answers take longer.
    /// - Parameter holdToTalk: when keys that write are asked to tell that they are let go of.
    /// - Parameter notifications: by which sequence something is shown on the desktop.
    /// - Throws: `TerminalError`.
    public convenience init(
        logFile: String, stateFolder: String? = nil, escapeDelay: Duration? = nil, holdToTalk: HoldToTalk = .auto,
        notifications: Notifications = .auto,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        try self.init(
            path: nil, environment: environment, logFile: logFile, stateFolder: stateFolder, escapeDelay: escapeDelay,
            holdToTalk: holdToTalk, notifications: notifications, handlesSignals: true, now: now)
    }

    init(
        path: String?, environment: [String: String], logFile: String?, stateFolder: String? = nil, escapeDelay: Duration? = nil,
        holdToTalk: HoldToTalk = .auto, notifications: Notifications = .auto, handlesSignals: Bool,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        terminfo = try Terminfo(type: environment["TERM"])
        traits = TerminalTraits(environment: environment, terminfo: terminfo)
        device = try TerminalDevice(path: path)
        decoder = InputDecoder(keys: terminfo.keys)
        localeDecoder = LocaleDecoder(traits.encoding)
        self.escapeDelay = escapeDelay
        self.holdToTalk = holdToTalk
        notification = notifications == .auto ? traits.notification : DesktopNotification.Form(notifications)
        decoder.escapeDelay =
            escapeDelay.map { Int($0 / .milliseconds(1)) } ?? InputDecoder.shortestEscapeDelay * (traits.isRemote ? 10 : 1)
        screen = try CursesScreen(terminfo: terminfo, traits: traits)
        pacer = FramePacer(isRemote: traits.isRemote)
        self.logFile = logFile
        self.stateFolder = stateFolder
        self.handlesSignals = handlesSignals
        self.now = now
    }

    /// Runs `app` on the terminal until it quits, the terminal hangs up, or a signal comes that would end the process. Once a
    /// session.
    public func run(_ app: any TerminalApp) async -> ExitReason {
        await withCheckedContinuation { continuation in
            ending = continuation
            self.app = app
            open()
        }
    }

    // MARK: Opening and closing

    private func open() {
        strayOutput = logFile.map { StrayOutput(to: $0) }
        device.onInput = { [weak self] in self?.take($0) }
        device.onLost = { [weak self] in
            self?.leaveAtOnce(.hungUp)
        }
        device.onDrained = { [weak self] in
            guard let self else { return }
            pacer.taken(at: .now)
            turn()
        }
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.turn() } }
        timer.activate()
        self.timer = timer
        if handlesSignals {
            signals = SignalRelay([SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGPIPE] + SignalRelay.ending) { [weak self] in
                self?.take(signal: $0)
            }
        }
        app?.onWake = { [weak self] in self?.turnSoon() }
        device.start()
        enter()
        turn()
    }

    /// Writes the latest frames beside the log file, into `screens.txt`, for `cordboard report`.
    public func writeLastScreens() {
        guard let logFile else { return }
        recorder.write(to: URL(fileURLWithPath: logFile).deletingLastPathComponent().path + "/screens.txt")
    }

    private func finish(_ reason: ExitReason) {
        guard let ending else { return }
        self.ending = nil
        app?.onWake = nil
        app = nil
        timer?.cancel()
        timer = nil
        // Of a line that is gone no answer comes.
        sayFarewell(waits: reason != .hungUp) { [self] in
            device.restore()
            device.close()
            removeMarker()
            if handlesSignals { EmergencyExit.disarm() }
            // The line may be known to be dead before its SIGHUP comes, which must not kill who is tidying up.
            signals?.end(ignoring: reason == .hungUp ? [SIGHUP] : [])
            strayOutput?.restore()
            writeLastScreens()
            ending.resume(returning: reason)
        }
    }

    /// Leaves whatever is waited for: an ending goes before a suspension.
    private func leaveAtOnce(_ reason: ExitReason) {
        if ending == nil { return passFence() }
        fence = nil
        finish(reason)
    }

    /// Takes the terminal over; the next frame draws everything.
    func enter() {
        if handlesSignals { prepareForCrash() }
        device.takeKeys()
        prelude = terminfo.enter
        if isANSI {
            prelude += Array("\u{1B}[?2004h".utf8)  // pastes come marked
            // Asks whether it holds frames back, and whether it speaks kitty's keyboard protocol. The Linux console would
            // print half of the questions.
            if !terminfo.name.hasPrefix("linux") {
                prelude += Array("\u{1B}[?2026$p\u{1B}[?u".utf8)
                asksWithNextFrame = true
            }
        }
        resize()
    }

    /// It takes private modes, and answers questions.
    var isANSI: Bool { terminfo.isANSI }

    private func resize() {
        let size = device.size ?? (width: max(1, terminfo.columns), height: max(1, terminfo.lines))
        app?.resize(width: size.width, height: size.height)
        screen.forget()
        mustDraw = true
    }

    // MARK: What comes in

    private func take(_ bytes: [UInt8]) {
        if fence != nil { return hearFarewell(bytes) }
        deliver(decoder.feed(localeDecoder.decode(bytes)))
        inputDeadline = decoder.timeout.map { .now + .milliseconds($0) }
        turn()
    }

    private func deliver(_ inputs: [TerminalInput]) {
        for input in inputs where ending != nil && pendingStop == nil {
            switch input {
            case .key(Key(.character("z"), .control), .released): break
            // What was typed after it is the shell's.
            case .key(Key(.character("z"), .control), _): return suspend(wholeJob: true)
            case .key(let key, let event):
                app?.handle(key, event)
                keyWaits = true
            case .paste(let text):
                app?.paste(text)
                keyWaits = true
            case .pasteIsUnfinished: app?.tellPasteIsUnfinished()
            case .modeReport(2026, let state):
                isSynchronized = state == 1 || state == 2
                measureRoundTrip()
            case .keyboardReport:
                tellKeyEvents()
                measureRoundTrip()
            case .focus(let isOurs): app?.takeFocus(isOurs)
            case .modeReport: break
            }
        }
    }

    /// The terminal has answered what it was asked: so long may the rest of a key's sequence take as well.
    private func measureRoundTrip() {
        guard escapeDelay == nil, let askedAt else { return }
        self.askedAt = nil
        let milliseconds = Int((ContinuousClock.now - askedAt) / .milliseconds(1))
        decoder.escapeDelay = min(max(decoder.escapeDelay, 2 * milliseconds), InputDecoder.longestEscapeDelay)
    }

    private func take(signal: Int32) {
        switch signal {
        case SIGPIPE: break
        case SIGHUP: leaveAtOnce(.hungUp)
        case SIGWINCH, SIGTSTP, SIGCONT:
            // The terminal is being given back already.
            guard fence == nil else { return }
            if signal == SIGWINCH { resize() } else if signal == SIGTSTP { suspend(wholeJob: false) } else { enter() }
        default: leaveAtOnce(.terminated(signal))
        }
        turn()
    }

    private func turnSoon() {
        guard !turnIsDue else { return }
        turnIsDue = true
        DispatchQueue.main.async { MainActor.assumeIsolated { self.turn() } }
    }

    // MARK: One turn

    /// Does what is due, shows what is new, and sets the one timer for what is due next.
    func turn() {
        turnIsDue = false
        guard let app, fence == nil else { return }
        if let deadline = inputDeadline, deadline <= .now {
            deliver(decoder.timeOut())
            inputDeadline = decoder.timeout.map { .now + .milliseconds($0) }
        }
        if let next = app.nextTick, next <= now() { app.tick() }
        for effect in app.takeEffects() where ending != nil { perform(effect) }
        guard ending != nil, fence == nil else { return }
        adjustKeyEvents()
        let frameDelay = show(app)
        guard ending != nil else { return }
        setTimer(frameDelay, app)
    }

    private func perform(_ effect: TerminalEffect) {
        switch effect {
        case .quit: finish(.quit)
        case .suspend: suspend(wholeJob: true)
        case .bell: prelude += terminfo.bell
        case .redraw:
            screen.forget()
            mustDraw = true
        case .copy(let text): prelude += Clipboard.copying(text)
        case .notification(let text): if let notification { prelude += DesktopNotification.showing(text, notification) }
        }
    }

    /// Sends a frame if there is one and it may go.
    /// - Returns: how long it has to wait; nil when there is none or the terminal has not taken the last one.
    private func show(_ app: any TerminalApp) -> Duration? {
        guard mustDraw || app.wantsFrame || !prelude.isEmpty, device.isDrained else { return nil }
        let delay = pacer.delay(at: .now, afterKey: keyWaits)
        guard delay == .zero else { return delay }
        var bytes = prelude
        if mustDraw || app.wantsFrame {
            let canvas = app.draw()
            recorder.record(canvas, at: now())
            let frame = screen.frame(canvas)
            bytes += isSynchronized && !frame.isEmpty ? Self.held(frame) : frame
        }
        prelude = []
        mustDraw = false
        keyWaits = false
        device.send(bytes)
        if asksWithNextFrame { (askedAt, asksWithNextFrame) = (.now, false) }
        if device.isDrained { pacer.taken(at: .now) }
        return nil
    }

    /// A frame that the terminal shows all at once (synchronized output).
    private static func held(_ frame: [UInt8]) -> [UInt8] {
        Array("\u{1B}[?2026h".utf8) + frame + Array("\u{1B}[?2026l".utf8)
    }

    private func setTimer(_ frameDelay: Duration?, _ app: any TerminalApp) {
        let waits: [Duration] = [
            frameDelay,
            inputDeadline.map { $0 - .now },
            // A frame that waits will show the time anyway; whoever takes it wakes us.
            app.wantsFrame ? nil : app.nextTick.map(untilTick),
        ].compactMap { $0 }
        guard let wait = waits.min() else {
            timer?.schedule(deadline: .distantFuture)
            return
        }
        let nanoseconds = max(0, Int(wait / .nanoseconds(1)))
        timer?.schedule(deadline: .now() + .nanoseconds(nanoseconds), leeway: .milliseconds(1))
    }

    /// A little late rather than early: a tick before its time would only come again.
    private func untilTick(_ tick: Date) -> Duration { .seconds(max(0, tick.timeIntervalSince(now()))) + .milliseconds(1) }
}
