@testable import Console
import Desk
import Exchange
import Foundation
import Settings
import Translations

/// A console with the shipped keymap on a scripted exchange: keys in, state and screen out.
@MainActor
final class ConsoleHarness {
    let site: ScriptedExchange
    let second: ScriptedExchange?
    let desk: Desk
    let app: ConsoleApp
    let clock = StandingClock()
    /// The lines of the audit log.
    let auditFile = FileManager.default.temporaryDirectory.appending(path: "cordboard-audit-\(UUID().uuidString).jsonl").path
    private let wakes: AsyncStream<Void>
    private let batches: AsyncStream<Void>

    static let folders: SettingsFolders = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return SettingsFolders(roots: [root.path])
    }()

    /// - Parameter second: a second exchange, “north”, without calls.
    init(
        role: Role = .supervisor, extension own: String? = "2008", confirm: Set<Action> = [.hangup, .roomEnd, .forceLogout],
        unsupported: [Action: SafeText] = [:], language: Language = .en, keymap: String = "default", second hasSecond: Bool = false,
        isReadOnly: Bool = false, lockPassword: Secret? = nil, tells changes: [Change] = Day.all
    ) async throws {
        site = ScriptedExchange(tells: changes, unsupported: unsupported)
        second =
            hasSecond
            ? ScriptedExchange(tells: [.link("north", .online, error: nil, at: Day.begin, retry: nil), .synced("north", at: Day.begin)])
            : nil
        var sites = [Desk.ConfiguredSite(SiteStatus(id: Day.site, name: "Headquarters", kind: "smartpbx"), site)]
        if let second { sites.append(Desk.ConfiguredSite(SiteStatus(id: "north", name: "North", kind: "smartpbx"), second)) }
        desk = Desk(
            operator: Operator(name: "alice", extension: own, role: role), sites: sites, audit: AuditLog(file: auditFile),
            environment: clock.environment)
        let appearance = Appearance(
            theme: try Theme.load("night", from: Self.folders).theme,
            keymap: try Keymap.load(keymap, from: Self.folders, commands: ConsoleApp.commandNames).keymap,
            phrases: TranslationCatalog(language), depth: .colors16, encoding: .utf8)
        app = ConsoleApp(desk: desk, appearance: appearance, confirm: confirm, isReadOnly: isReadOnly, lockPassword: lockPassword)
        let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.wakes = wakes
        app.onWake = { wake.yield() }
        let (batches, batch) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.batches = batches
        desk.observe { _ in batch.yield() }
        desk.open()
        app.resize(width: 120, height: 40)
        await until { self.desk.board.sites.values.allSatisfy { $0.synced } }
        _ = app.draw()
    }

    deinit { try? FileManager.default.removeItem(atPath: auditFile) }

    /// Waits, without a clock, until something is so.
    func until(_ condition: () -> Bool) async {
        var next = wakes.makeAsyncIterator()
        while !condition() { await next.next() }
    }

    /// Waits for what the console does not wake anybody for: every batch the desk takes is looked at.
    func untilTold(_ condition: () -> Bool) async {
        var next = batches.makeAsyncIterator()
        while !condition() { await next.next() }
    }

    var state: ConsoleModel { app.context.model }
    var overlay: Overlay? { state.overlays.top.map { Overlay($0) } }
    var form: OperationForm? { state.overlays.open(OperationForm.self) }
    /// The latest answer, looked at or not.
    var answer: OperationAnswer? { app.operations.answer }
    var selection: RowID? { state.panes.focused.selection }
    func rows(of pane: Pane) -> [Row] { app.context.model.panes.rows(of: pane, app.context.facts) }
    var notice: String { state.notices.latest?.text.string ?? "" }

    /// Presses keys as the keymap writes them, separated by blanks. A question that appears is read first.
    func press(_ keys: String) {
        for word in keys.split(separator: " ") {
            if app.context.dropsKeys { clock.letRead() }
            pressUnread(String(word))
        }
    }

    /// Presses one key at once, whatever has just appeared.
    func pressUnread(_ key: String) { app.handle(Self.key(key)) }

    /// Types text, one character after the other.
    func type(_ text: String) {
        for character in text { app.handle(.character(character)) }
    }

    private static func key(_ word: String) -> Key {
        let named: [String: Key] = [
            "ret": Key(.enter), "esc": Key(.escape), "tab": Key(.tab), "S-tab": Key(.tab, .shift), "space": .character(" "),
            "up": Key(.up), "down": Key(.down), "left": Key(.left), "right": Key(.right), "home": Key(.home), "end": Key(.end),
            "pageup": Key(.pageUp), "pagedown": Key(.pageDown), "backspace": Key(.backspace), "del": Key(.delete),
        ]
        if let key = named[word] { return key }
        if word.hasPrefix("C-") { return Key(.character(word.last!), .control) }
        if word.hasPrefix("A-") { return Key(.character(word.last!), .alt) }
        return .character(word.first!)
    }

    /// Selects an entity of the focused pane by keys alone.
    func go(to row: RowID) {
        press("home")
        for _ in 0..<50 where selection != row { press("down") }
    }

    func go(to kind: EntityKind, _ id: String) { go(to: .entity(EntityKey(site: Day.site, kind: kind, id: id))) }

    /// What the exchange was asked next, as the words of `cordboard do`.
    func request() async -> String {
        for await request in site.requests { return ([request.action.rawValue] + request.arguments).joined(separator: " ") }
        return "nothing"
    }

    func asked() async -> [String] { await site.asked.map(\.action.rawValue) }

    /// Effects since the last look.
    func effects() -> [TerminalEffect] { app.takeEffects() }

    func auditLines() -> [String] {
        ((try? String(contentsOfFile: auditFile, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Waits until the audit log says something: it is written on an actor of its own.
    func untilAudited(_ condition: ([String]) -> Bool) async {
        while !condition(auditLines()) { await Task.yield() }
    }

    /// The screen as text.
    func screen() -> String {
        let canvas = app.draw()
        return (0..<canvas.height).map { row in (0..<canvas.width).map { canvas[$0, row].text }.joined() }.joined(separator: "\n")
    }
}

/// What lies on top of the panes.
enum Overlay: Equatable {
    case details(RowID), help(Pane), keys(Keymap.Section), messages, log, trunks, form, answer, other

    init(_ layer: any Layer) {
        self =
            switch layer {
            case let details as DetailsLayer: .details(details.row)
            case let help as HelpLayer:
                switch help.subject {
                case .pane(let pane): .help(pane)
                case .section(let section): .keys(section)
                }
            case is MessagesLayer: .messages
            case is TrunksLayer: .trunks
            case is LogLayer: .log
            case is OperationForm: .form
            case is OperationAnswer: .answer
            default: .other
            }
    }
}
