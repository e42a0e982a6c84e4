import Exchange
import Settings
import Testing

@Suite struct KeymapTests {
    private func problems(_ text: String) throws -> [String] {
        let scratch = try Scratch()
        try scratch.write(text, to: "keymaps/mine.yaml")
        do {
            return scratch.short(SettingsProblems(try Keymap.load("mine", from: scratch.folders, commands: Shipped.commands).warnings))
        } catch {
            return scratch.short(error)
        }
    }

    static let contract: [(Keymap.Section, [Key], String)] =
        [
            ("1", "pane-agents"), ("2", "pane-queues"), ("3", "pane-calls"), ("4", "pane-rooms"), ("5", "pane-groups"), ("j", "move-down"),
            ("k", "move-up"), ("g", "move-first"), ("G", "move-last"), ("z", "zoom"), ("/", "filter"), ("s", "sort"), (":", "command"),
            ("?", "help"), ("q", "quit"),
        ].map { (.agents, [.character($0.0)], $0.1) }
        + [
            (Key(.tab), "next-pane"), (Key(.tab, .shift), "previous-pane"), (Key(.up), "move-up"), (Key(.down), "move-down"),
            (Key(.left), "move-left"), (Key(.right), "move-right"), (Key(.pageUp), "page-up"), (Key(.pageDown), "page-down"),
            (Key(.enter), "details"), (Key(.escape), "back"), (Key(.character("l"), .control), "redraw"),
        ].map { (.calls, [$0.0], $0.1) }
        + [
            ("l", "listen"), ("w", "whisper"), ("b", "barge"), ("I", "intercept"), ("o", "supervise-stop"), ("d", "dial"), ("x", "hangup"),
            ("t", "transfer"), ("H", "hold-toggle"), ("P", "park"), ("c", "consult"), ("p", "pause-toggle"), ("a", "queue-toggle"),
        ].map { (.agents, [.character($0.0)], $0.1) }
        + [(.queues, [.character("T")], "take")]
        + [("i", "room-invite"), ("K", "room-kick"), ("m", "mute-toggle"), ("E", "room-end")].map { (.rooms, [.character($0.0)], $0.1) }
        + [(" ", "ptt-toggle"), ("M", "monitor-toggle"), ("S", "select-toggle")].map { (.groups, [.character($0.0)], $0.1) }

    @Test(arguments: contract) func defaultIsTheContracts(_ section: Keymap.Section, _ keys: [Key], _ command: String) throws {
        let keymap = try Keymap.load("default", from: Shipped.folders, commands: Shipped.commands).keymap
        #expect(keymap.lookup(keys, in: section) == .command([command]))
        #expect(keymap.keys(for: command, in: section).contains(keys))
    }

    @Test func vimGoesToTheTopInTwoStrokes() throws {
        let keymap = try Keymap.load("vim", from: Shipped.folders, commands: Shipped.commands).keymap
        guard case .prefix(let next) = keymap.lookup([.character("g")], in: .agents) else { Issue.record("g is no prefix"); return }
        #expect(next.map(\.key.display) == ["g", "t", "T"])
        #expect(keymap.lookup([.character("g"), .character("g")], in: .agents) == .command(["move-first"]))
        #expect(keymap.lookup([.character("l")], in: .agents) == .command(["move-right"]))
        #expect(keymap.lookup([.character("L")], in: .agents) == .command(["listen"]))
    }

    @Test func typingNeverActs() throws {
        let keymap = try Keymap.load("default", from: Shipped.folders, commands: Shipped.commands).keymap
        #expect(keymap.lookup([.character("q")], in: .input) == .none)
        #expect(keymap.lookup([Key(.enter)], in: .input) == .command(["accept"]))
    }

    @Test func unbindsAndOverrides() throws {
        let scratch = try Scratch()
        try scratch.write(
            "inherits: default\nglobal:\n  q: no_op\n  Я: [zoom, ':dial 100']\nagents:\n  x: no_op\n", to: "keymaps/default.yaml")
        let keymap = try Keymap.load("default", from: scratch.folders, commands: Shipped.commands).keymap
        #expect(keymap.lookup([.character("q")], in: .calls) == .none)
        #expect(keymap.lookup([.character("x")], in: .agents) == .none)
        #expect(keymap.lookup([.character("x")], in: .calls) == .command(["hangup"]))
        #expect(keymap.lookup([.character("Я")], in: .rooms) == .command(["zoom", ":dial 100"]))
    }

    @Test(arguments: [
        ("global:\n  x: hangpu", ["keymaps/mine.yaml:2:6: unknown command “hangpu”; did you mean “hangup”?"]),
        ("agents:\n  x: :hangpu 1", ["keymaps/mine.yaml:2:6: unknown command “hangpu”; did you mean “hangup”?"]),
        ("global:\n  spcae: zoom", ["keymaps/mine.yaml:2:3: “spcae” is no key; did you mean “space”?"]),
        ("global:\n  C-x: zoom\n  C-X: sort", ["keymaps/mine.yaml:3:3: Ctrl-X stands twice in “global”; the first is in line 2"]),
        ("global:\n  g: zoom\n  g g: sort", ["keymaps/mine.yaml:3:3: g g can never be reached: g acts at once (line 2)"]),
        ("global:\n  C-i: zoom", ["keymaps/mine.yaml:2:3: warning: a terminal sends this key as “tab”; write that"]),
        ("global:\n  C-5: zoom", ["keymaps/mine.yaml:2:3: warning: most terminals cannot send Ctrl-5"]),
        ("global:\n  C-b: zoom", ["keymaps/mine.yaml:2:3: warning: Ctrl-B may never arrive: tmux uses it"]),
        ("calls:\n  del: hangup", ["keymaps/mine.yaml:2:3: “hangup” may not lie on Del: that key is pressed without thinking"]),
        (
            "calls:\n  C-d: [zoom, ':room-end 1']",
            ["keymaps/mine.yaml:2:3: “room-end” may not lie on Ctrl-D: that key is pressed without thinking"]
        ),
        ("global:\n  x: ''", ["keymaps/mine.yaml:2:6: expected text, found nothing"]),
        ("golbal:\n  x: zoom", ["keymaps/mine.yaml:1:1: unknown key “golbal”; did you mean “global”?"]),
        ("inherits: vmi", ["keymaps/mine.yaml:1:11: there is no “vmi” in keymaps; did you mean “vim”?"]),
        ("inherits: mine", ["keymaps/mine.yaml:1:11: “mine” inherits from itself"]),
    ]) func namesWhatIsWrong(_ text: String, _ expected: [String]) throws {
        #expect(try problems(text) == expected)
    }

    @Test func showsKeysAsPeopleReadThem() {
        let keys = [Key(.character("l"), .control), Key(.tab, .shift), Key(.function(5)), .character(" "), .character("g"), Key(.pageUp)]
        #expect(keys.map(\.display) == ["Ctrl-L", "Shift-Tab", "F5", "Space", "g", "PgUp"])
        #expect(keys.map(\.name) == ["C-l", "S-tab", "f5", "space", "g", "pageup"])
    }
}
