import Desk
import Exchange
import Foundation
import Settings

/// The lines below the status bar about the operator's own telephones. Nothing ever covers them.
enum TelephoneStrip {
    /// How many lines the telephones take on a screen of this height: one each where that leaves room, else those that do nothing
    /// share one.
    static func count(of telephones: [OwnTelephone], height: Int) -> Int {
        telephones.count <= max(1, height / 8) ? telephones.count : lines(of: telephones, height: height).count
    }

    /// Which telephones stand on one line together.
    private static func lines(of telephones: [OwnTelephone], height: Int) -> [[OwnTelephone]] {
        if telephones.count <= max(1, height / 8) { return telephones.map { [$0] } }
        let idle = telephones.filter(\.isIdle)
        return telephones.filter { !$0.isIdle }.map { [$0] } + (idle.isEmpty ? [] : [idle])
    }

    static func draw(on canvas: inout Canvas, _ area: Area, _ scene: Scene) {
        guard !area.isEmpty else { return }
        let lines = lines(of: scene.telephones, height: canvas.height)
        for (offset, line) in lines.prefix(area.height).enumerated() {
            let row = Area(column: area.column, row: area.row + offset, width: area.width, height: 1)
            if line.count > 1 { drawShared(line, on: &canvas, row, scene) } else { draw(line[0], on: &canvas, row, scene) }
        }
    }

    /// `hq 2008 Ken Andersson  ▲ ringing 00:12  13800138000 Zhang San, Support          + answer`
    private static func draw(_ telephone: OwnTelephone, on canvas: inout Canvas, _ row: Area, _ scene: Scene) {
        let words = TelephoneWords(telephone, scene)
        let base = words.isRinging ? "telephone.ringing" : "telephone"
        canvas.fill(row, scene.appearance.style(base))
        var parts = words.parts
        let hints = words.hints
        let hintWidth = hints.reduce(0) { $0 + CellWidth.of($1.key) + CellWidth.of($1.title) + 3 }
        let width = parts.reduce(0) { $0 + CellWidth.of($1.text) + 2 }
        // What it does goes before how one could act on it, and both before the name.
        if width + hintWidth > row.width, parts.count > 2 { parts[0].text = words.short }
        let end = draw(parts, on: &canvas, row, scene, base)
        var column = max(end, row.column + row.width - hintWidth + 1)
        for hint in hints {
            guard column + CellWidth.of(hint.key) + 1 + CellWidth.of(hint.title) <= row.column + row.width else { return }
            let key = words.isRinging ? scene.appearance.style(base) : scene.appearance.style("ui.hint.key")
            column += canvas.draw(SafeText(hint.key), at: column, row.row, key) + 1
            column += canvas.draw(hint.title, at: column, row.row, scene.appearance.style(words.isRinging ? base : "ui.hint")) + 2
        }
    }

    private static func drawShared(_ telephones: [OwnTelephone], on canvas: inout Canvas, _ row: Area, _ scene: Scene) {
        canvas.fill(row, scene.appearance.style("telephone"))
        let all = telephones.map { TelephoneWords($0, scene) }
        // The fullest wording that fits for all.
        let wordings = [all.flatMap(\.shortParts), all.flatMap(\.shortestParts)]
        func width(_ parts: [Label]) -> Int { parts.reduce(0) { $0 + CellWidth.of($1.text) + 2 } }
        _ = draw(wordings.first { width($0) <= row.width } ?? wordings[1], on: &canvas, row, scene, "telephone")
    }

    /// - Returns: where the next thing may stand.
    private static func draw(_ parts: [Label], on canvas: inout Canvas, _ row: Area, _ scene: Scene, _ base: String) -> Int {
        var column = row.column
        for part in parts where !part.text.isEmpty {
            let room = row.column + row.width - column
            guard room > 0 else { return column }
            let scope = base == "telephone.ringing" ? base : part.scope ?? base
            let style = scene.appearance.theme.style(scope, on: base, depth: scene.appearance.depth)
            column += canvas.draw(part.text, at: column, row.row, width: room, style) + 2
        }
        return column
    }
}

extension OwnTelephone {
    /// Nothing goes on there.
    var isIdle: Bool { (activity == .free || activity == .unlisted) && agent?.supervision == nil }
}

/// What the line of one telephone says.
private struct TelephoneWords {
    let telephone: OwnTelephone
    let scene: Scene

    init(_ telephone: OwnTelephone, _ scene: Scene) {
        self.telephone = telephone
        self.scene = scene
    }

    private var facts: Facts { scene.facts }
    private var appearance: Appearance { scene.appearance }

    var isRinging: Bool { if case .ringing = telephone.activity { true } else { false } }

    /// Whose telephone it is, what it does, since when, and who listens.
    var parts: [Label] {
        [
            Label(who, siteScope), Label("\(appearance.glyph(scope)) \(state)", scope), Label(doing, scope),
            Label(listener, "telephone.supervised"),
        ]
    }

    private var siteScope: String? { scene.showsSites ? facts.siteScope(telephone.site) : nil }

    /// `hq 2008`
    var short: SafeText { SafeText(scene.showsSites ? "\(telephone.site.rawValue) \(telephone.number)" : telephone.number) }

    var shortParts: [Label] {
        [
            Label(
                "\(short) \(appearance.glyph(scope)) \(telephone.activity == .unlisted ? SafeText(appearance.word(scope)) : state)",
                siteScope)
        ]
    }
    var shortestParts: [Label] { [Label("\(short) \(appearance.glyph(scope))", siteScope)] }

    private var who: SafeText {
        guard let name = telephone.agent?.name, !name.isEmpty, name.string != telephone.number else { return short }
        return "\(short) \(name)"
    }

    private var scope: String {
        switch telephone.activity {
        case .unlisted: "agent.unknown"
        case .free: telephone.agent?.scope ?? "agent.unknown"
        case .ringing: "agent.ringing"
        case .calling: "call.dialing"
        case .talking, .consulting, .inRoom, .supervising: "agent.talking"
        case .held: "agent.held"
        }
    }

    /// The word of the state, with the reason or how long it has lasted.
    private var state: SafeText {
        switch telephone.activity {
        case .unlisted: return appearance.say("the exchange tells nothing of this telephone")
        case .supervising(_, let how): return appearance.say(how.title)
        case .consulting: return appearance.say("consulting")
        case .inRoom(let room): return appearance.say("in room %1$@", room.name.isEmpty ? room.id : room.name.string)
        default: break
        }
        let word = SafeText(appearance.word(scope))
        guard case .free = telephone.activity, let reason = telephone.agent?.reason else { return word }
        return "\(word): \(facts.phrases(reason))"
    }

    /// With whom, through which queue, and how long.
    private var doing: SafeText {
        switch telephone.activity {
        case .unlisted, .inRoom: ""
        case .free: duration(telephone.agent?.since)
        case .ringing(let call), .talking(let call), .held(let call): conversation(call)
        case .calling(let call): conversation(call)
        case .consulting(let call, let held):
            SafeText(appearance.phrases("%1$@, while %2$@ waits", conversation(call).string, party(of: held).string))
        case .supervising(let agent, _): "\(facts.party(agent.extension, at: telephone.site)) \(duration(telephone.agent?.since))"
        }
    }

    private func conversation(_ call: Call?) -> SafeText {
        guard let call else { return duration(telephone.agent?.since) }
        if call.isSupervision {
            return SafeText(appearance.phrases("pick it up to supervise %1$@", facts.party(call.callee, at: call.site).string))
        }
        let queue = call.queue.map { ", \(facts.queueName($0, at: call.site))" } ?? ""
        return SafeText("\(party(of: call))\(queue) \(duration(call.begun))")
    }

    private func party(of call: Call) -> SafeText {
        let isCaller = [telephone.number, telephone.agent?.extension, telephone.agent?.id].contains(call.caller)
        if isCaller { return call.callee.isEmpty ? "" : facts.party(call.callee, at: call.site) }
        // A queue hands out whom it has seen by name.
        let name = facts.board.waitingCall(call.site, call.id)?.name
        return name.map { "\(call.caller) \($0)" } ?? facts.party(call.caller, at: call.site)
    }

    private func duration(_ since: Date?) -> SafeText { since.map { TimeWords.duration(facts.elapsed(since: $0)) } ?? "" }

    private var listener: SafeText {
        guard let supervision = telephone.agent?.supervision else { return "" }
        return supervision.words(at: telephone.site, facts)
    }

    // MARK: Keys

    /// The keys that mean something now and that the site takes.
    var hints: [Hint] {
        commands.compactMap { command, action in
            guard scene.refusal?(action, telephone.site) == nil,
                let keys = appearance.keymap.keys(for: command.rawValue, in: .global).first
            else { return nil }
            return Hint(key: keys.display, title: appearance.say(Self.titles[action] ?? action.definition.title))
        }
    }

    /// On this line it goes without saying what is completed. Msgids.
    private static let titles: [Action: String] = [.consultComplete: "Connect them", .consultCancel: "Go back"]

    private var commands: [(ConsoleCommand, Action)] {
        switch telephone.activity {
        case .ringing: [(.ownAnswer, .answer)]
        case .calling: [(.ownHangup, .hangup)]
        case .talking: [(.ownHoldToggle, .hold), (.ownHangup, .hangup)]
        case .held: [(.ownHoldToggle, .unhold), (.ownHangup, .hangup)]
        case .consulting: [(.ownConsultComplete, .consultComplete), (.ownConsultCancel, .consultCancel)]
        case .supervising: [(.ownHangup, .superviseStop)]
        case .inRoom: [(.ownHangup, .hangup)]
        case .unlisted, .free: []
        }
    }
}

extension Supervision.Manner? {
    /// What who supervises does. A msgid.
    var title: String {
        switch self {
        case .listen: "listening to"
        case .whisper: "whispering to"
        case .barge: "barged in on"
        case nil: "supervising"
        }
    }
}

extension Supervision {
    /// `◉ 2008 Alice listens`
    func words(at site: SiteID, _ facts: Facts) -> SafeText { "\(Self.mark) \(sentence(at: site, facts))" }

    /// The same with the number alone, for a column.
    func shortWords(_ facts: Facts) -> SafeText { "\(Self.mark) \(sentence(of: by, facts))" }

    func sentence(at site: SiteID, _ facts: Facts) -> SafeText { sentence(of: facts.party(by, at: site).string, facts) }

    private func sentence(of who: String, _ facts: Facts) -> SafeText {
        let sentence =
            switch how {
            case .listen: "%1$@ listens"
            case .whisper: "%1$@ whispers"
            case .barge: "%1$@ has barged in"
            case nil: "%1$@ supervises"
            }
        return SafeText(facts.phrases(sentence, who))
    }

    /// An eye, for a row that is watched.
    static let mark = "◉"
}
