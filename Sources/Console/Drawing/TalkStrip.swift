import Desk
import Exchange
import Foundation
import Settings

/// The lines below the status bar about the floor: loud while it is ours, quieter while it is asked for, and about calls for
/// help that nobody here has answered. Nothing ever covers them.
enum TalkStrip {
    struct Line: Equatable {
        enum Matter: Equatable {
            case mine(since: Date, until: Date?)
            /// It was ours when the site was last heard.
            case unsure
            case emergency(TalkingGroup.Emergency)
            /// On the way to the floor, or from it.
            case underWay
        }
        var group: TalkingGroup
        var matter: Matter
    }

    /// An open microphone before a call for help, and that before a request; then in the order of sites and groups.
    static func lines(on board: Board) -> [Line] {
        let groups = board.sorted(.group).compactMap { if case .group(let group) = $0 { group } else { nil } }
        let floors = groups.compactMap { floor(of: $0, isOnline: board.sites[$0.site]?.link == .online) }
        let alarms = groups.compactMap { group in
            group.emergency.flatMap { $0.isAnswered ? nil : Line(group: group, matter: .emergency($0)) }
        }
        return floors.filter { $0.matter != .underWay } + alarms + floors.filter { $0.matter == .underWay }
    }

    /// The group that the strip names first of those that call for help.
    static func unansweredEmergency(on board: Board) -> TalkingGroup? {
        lines(on: board).first { if case .emergency = $0.matter { true } else { false } }?.group
    }

    private static func floor(of group: TalkingGroup, isOnline: Bool) -> Line? {
        switch group.floor {
        case .mine(_, let since, let until): Line(group: group, matter: isOnline ? .mine(since: since, until: until) : .unsure)
        case .requesting, .queued, .releasing: isOnline ? Line(group: group, matter: .underWay) : nil
        case .idle, .other, .denied, .revoked, .unknown: nil
        }
    }

    /// - Parameter isHeld: the floor goes back when the key is let go of.
    static func draw(on canvas: inout Canvas, _ area: Area, _ scene: Scene, isHeld: Bool) {
        guard !area.isEmpty else { return }
        let lines = lines(on: scene.board)
        for (offset, line) in lines.prefix(area.height).enumerated() {
            let style = scene.appearance.style(line.matter == .unsure ? "ui.banner" : scope(of: line))
            var text = text(of: line, scene, isHeld: isHeld)
            let hidden = lines.count - area.height
            if offset == area.height - 1, hidden > 0 { text = "\(scene.appearance.say("and %1$@ more", "\(hidden)")) · \(text)" }
            let row = Area(column: area.column, row: area.row + offset, width: area.width, height: 1)
            canvas.fill(row, style)
            // Where there is room for nothing else, the glyph still tells.
            canvas.draw(SafeText(scene.appearance.glyph(scope(of: line))), at: row.column, row.row, style)
            canvas.draw(text, at: row.column + 2, row.row, width: row.width - 2, style)
        }
    }

    private static func scope(of line: Line) -> String {
        switch line.matter {
        case .mine: "floor.mine"
        case .unsure: "floor.unknown"
        case .emergency: "group.emergency"
        case .underWay: line.group.floor.scope
        }
    }

    /// `YOU HAVE THE FLOOR of Patrol · for 00:12 · 00:48 left · Space gives it back`
    private static func text(of line: Line, _ scene: Scene, isHeld: Bool) -> SafeText {
        let appearance = scene.appearance
        let name = scene.showsSites ? "\(line.group.isKnownAs) @\(line.group.site)" : line.group.isKnownAs.string
        var parts: [String]
        switch line.matter {
        case .mine(let since, let until):
            parts = [
                appearance.phrases("YOU HAVE THE FLOOR of %1$@", name),
                appearance.phrases("for %1$@", TimeWords.duration(scene.facts.elapsed(since: since)).string),
            ]
            if let until {
                let left = until.timeIntervalSince(scene.now).asDuration.rounded(.up)
                parts.append(appearance.phrases("%1$@ left", TimeWords.duration(left).string))
            }
            if let key = key(for: .pttToggle, .global, scene) ?? key(for: .pttToggle, .groups, scene) {
                parts.append(
                    isHeld ? appearance.phrases("let go of %1$@ to give it back", key) : appearance.phrases("%1$@ gives it back", key))
            }
        case .unsure:
            parts = [appearance.phrases("Whether you still have the floor of %1$@ is not known", name)]
        case .emergency(let emergency):
            // What to do stands before what may be long.
            let who = scene.facts.party(emergency.number, at: line.group.site).string
            parts = [appearance.phrases("EMERGENCY"), name, who]
            if let key = key(for: .answerEmergency, .global, scene) { parts.insert(appearance.phrases("%1$@ answers", key), at: 1) }
            parts.append(appearance.phrases("for %1$@", TimeWords.duration(scene.facts.elapsed(since: emergency.since)).string))
            if !emergency.takenBy.isEmpty {
                let helpers = emergency.takenBy.map { scene.facts.party($0, at: line.group.site).string }.joined(separator: ", ")
                parts.append(appearance.phrases("taken by %1$@", helpers))
            }
        case .underWay:
            parts = [name, appearance.wordsAlone(of: line.group.floor.label(scene.facts))]
        }
        return SafeText(parts.joined(separator: " · "))
    }

    private static func key(for command: ConsoleCommand, _ section: Keymap.Section, _ scene: Scene) -> String? {
        scene.appearance.keymap.keys(for: command.rawValue, in: section).first?.display
    }
}
