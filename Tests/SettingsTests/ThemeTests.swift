import Foundation
import Exchange
import Settings
import Testing

@Suite struct ThemeTests {
    private func load(_ text: String, _ name: String = "mine") throws -> Theme {
        let scratch = try Scratch()
        try scratch.write(text, to: "themes/\(name).yaml")
        return try Theme.load(name, from: scratch.folders).theme
    }

    @Test(arguments: ["night", "day", "high-contrast", "mono", "base"]) func everyStateHasAGlyphAndAWord(_ name: String) throws {
        let theme = try Theme.load(name, from: Shipped.folders).theme
        let states = AgentState.allCases.map { "agent.\($0.rawValue)" } + CallState.allCases.map { "call.\($0.rawValue)" }
        for scope in states + Room.MemberState.allCases.map({ "member.\($0.rawValue)" }) {
            #expect(theme.glyph(scope) != nil && theme.glyph(scope, ascii: true) != nil && theme.word(scope) != nil, "\(scope)")
        }
        for scope in ThemeScopes.all {
            let mono = theme.style(scope, depth: .mono)
            #expect(mono.foreground == .standard && mono.background == .standard)
            if name != "mono", name != "base" { #expect(theme.style(scope, depth: .trueColor).foreground != .standard, "\(scope)") }
            if case .rgb = theme.style(scope, depth: .colors256).foreground { Issue.record("\(scope) is no index") }
            if case .indexed = theme.style(scope, depth: .colors16).foreground { Issue.record("\(scope) is no name") }
        }
        #expect(theme.style("ui.selection", depth: .mono).attributes.contains(.reverse))
    }

    @Test func aUsersNightInheritsTheShippedOne() throws {
        let theme = try load("inherits: night\nagent.paused: {fg: '#010203'}\n", "night")
        #expect(theme.style("agent.paused.over", depth: .trueColor) != theme.style("agent.paused", depth: .trueColor))
        #expect(theme.style("agent.paused.warn", depth: .trueColor).foreground == .rgb(1, 2, 3))
        #expect(theme.glyph("agent.paused.over") == "‖")
    }

    @Test func stepsByDuration() throws {
        let theme = try load("inherits: night\nsteps: {agent.paused: [60s, 5m], call.ringing: []}\n")
        #expect([59, 60, 299, 300].map { theme.step(for: "agent.paused", elapsed: .seconds($0)) } == [.base, .warn, .warn, .over])
        #expect(theme.step(for: "call.ringing", elapsed: .seconds(9_999)) == .base)
    }

    @Test func bringsColoursDown() throws {
        #expect(Color.rgb(255, 0, 0).reduced(to: .colors256) == .indexed(196))
        #expect(Color.rgb(250, 5, 5).reduced(to: .colors16) == .named(9))
        #expect(Color.indexed(4).reduced(to: .colors16) == .named(4))
        let theme = try load("palette: {a: {color: '#ff0000', 16: green}}\nui.text: a\nui.dim: {fg: 214, bg256: 3, bg: '#ffffff'}\n")
        #expect(theme.style("ui.text", depth: .colors16).foreground == .named(2))
        #expect(theme.style("ui.text", depth: .colors256).foreground == .indexed(196))
        #expect(theme.style("ui.dim", depth: .colors256) == Style(foreground: .indexed(214), background: .indexed(3)))
    }

    @Test(arguments: [
        ("agnet.paused: red", "themes/mine.yaml:1:1: unknown scope “agnet.paused”; did you mean “agent.paused”?"),
        ("ui.dim: grren", "themes/mine.yaml:1:9: “grren” is no colour; did you mean “green”?"),
        ("ui.dim: {fg: #fff}", "themes/mine.yaml:2:1: did not find expected node content"),
        ("ui.dim: #fff", "themes/mine.yaml:1:8: no colour here; “#rrggbb” needs quotes, “#” begins a comment"),
        ("ui.dim: {glyph: 中}", "themes/mine.yaml:1:17: “中” is not one character of one column"),
        ("ui.dim: {bod: true}", "themes/mine.yaml:1:10: unknown key “bod”; did you mean “bold”?"),
        ("steps: {agent.pausd: [1s]}", "themes/mine.yaml:1:9: “agent.pausd” has no steps; did you mean “agent.paused”?"),
        (
            "steps: {agent.idle: [2s, 1s]}",
            "themes/mine.yaml:1:21: steps are two durations, the shorter first, as in [60s, 5m]; [] for none"
        ),
        ("palette: {red: blue}", "themes/mine.yaml:1:11: “red” is a colour already; give yours another name"),
    ]) func namesWhatIsWrong(_ text: String, _ expected: String) throws {
        let scratch = try Scratch()
        try scratch.write(text + "\n", to: "themes/mine.yaml")
        do {
            _ = try Theme.load("mine", from: scratch.folders)
            Issue.record("nothing was wrong")
        } catch {
            #expect(scratch.short(error) == [expected])
        }
    }

    @Test func seesAnInheritanceGoingRound() throws {
        let scratch = try Scratch()
        try scratch.write("inherits: b\n", to: "themes/a.yaml")
        try scratch.write("inherits: a\n", to: "themes/b.yaml")
        #expect(throws: SettingsProblems.self) { try Theme.load("a", from: scratch.folders) }
    }
}

@Suite struct WatcherTests {
    @Test func seesAFileWrittenReplacedAndCreated() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("a", to: "config.yaml")
        let later = scratch.path + "/themes/night.yaml"
        let stream = try SettingsWatcher.changes(of: [file, later], gatheringFor: .milliseconds(1))
        var changes = stream.makeAsyncIterator()
        let draft = try scratch.write("b", to: "draft")
        #expect(rename(draft, file) == 0)
        #expect(await changes.next() == [file])
        try scratch.write("c", to: "themes/night.yaml")
        #expect(await changes.next() == [later])
    }
}
