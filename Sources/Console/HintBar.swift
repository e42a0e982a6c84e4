import Desk
import Exchange
import Foundation
import Settings

/// The bottom line while nothing is asked: what the keys do here, or how a begun sequence goes on.
enum HintBar {
    private struct Hint {
        var key: String
        var title: SafeText
        var isRefused: Bool
    }

    static func draw(on canvas: inout Canvas, _ area: Area, _ state: ConsoleState, _ scene: Scene) {
        guard !area.isEmpty else { return }
        let appearance = scene.appearance
        canvas.fill(area, appearance.style("ui.hint"))
        var column = area.column
        let end = area.column + area.width
        let section = state.overlay.map(\.section) ?? state.focus.section
        if !state.pendingKeys.isEmpty {
            column += canvas.draw("\(state.pendingKeys.display) ", at: column, area.row, width: end - column, appearance.style("ui.prompt"))
            column += 1
            draw(continuations(of: state.pendingKeys, in: section, scene), on: &canvas, from: column, area.row, to: end, appearance)
            return
        }
        // Help keeps its place at the right edge.
        var help = hint(for: .help, in: section, scene)
        help?.title = appearance.say("Help")
        let helpWidth = help.map { CellWidth.of($0.key) + 1 + CellWidth.of($0.title) } ?? 0
        let hasRoom = helpWidth > 0 && helpWidth + 20 < area.width
        draw(hints(in: section, scene), on: &canvas, from: column, area.row, to: hasRoom ? end - helpWidth - 2 : end, appearance)
        if let help, hasRoom { draw([help], on: &canvas, from: end - helpWidth, area.row, to: end, appearance) }
    }

    private static func draw(
        _ hints: [Hint], on canvas: inout Canvas, from start: Int, _ row: Int, to end: Int, _ appearance: Appearance
    ) {
        var column = start
        for hint in hints {
            guard column + CellWidth.of(hint.key) + 1 + CellWidth.of(hint.title) <= end else { return }
            column += canvas.draw(SafeText(hint.key), at: column, row, appearance.style(hint.isRefused ? "ui.disabled" : "ui.hint.key")) + 1
            column += canvas.draw(hint.title, at: column, row, appearance.style(hint.isRefused ? "ui.disabled" : "ui.hint")) + 2
        }
    }

    private static func continuations(of keys: [Key], in section: Keymap.Section, _ scene: Scene) -> [Hint] {
        guard case .prefix(let continuations) = scene.appearance.keymap.lookup(keys, in: section) else { return [] }
        return continuations.map {
            Hint(
                key: $0.key.display, title: $0.commands.isEmpty ? "…" : scene.title(of: $0.commands),
                isRefused: scene.refusal(of: $0.commands) != nil)
        }
    }

    /// What the section binds itself, then the console's own commands; moving about goes without saying.
    private static func hints(in section: Keymap.Section, _ scene: Scene) -> [Hint] {
        let keymap = scene.appearance.keymap
        var seen: Set<[String]> = []
        let own = keymap.bindings(in: section).filter { binding in
            // Elsewhere the floor can only be given back, and its own strip says how.
            if binding.commands == [ConsoleCommand.pttToggle.rawValue], section != .groups { return false }
            guard case .action? = binding.commands.first.flatMap({ Verb(name: $0) }) else {
                return binding.commands.first.flatMap { ConsoleCommand(rawValue: $0)?.toggle } != nil && seen.insert(binding.commands).inserted
            }
            return seen.insert(binding.commands).inserted
        }
        if section == .form || section == .answer {
            var told: Set<[String]> = []
            let isForm = section == .form
            let hints = keymap.bindings(in: section).filter { binding in
                let name = binding.commands.first ?? ""
                let isTold = OverlayCommand(rawValue: name).map { !$0.isMoving } ?? (InputCommand.title(of: name) != nil)
                return isTold && told.insert(binding.commands).inserted
            }.map { Hint(key: $0.keys.display, title: scene.title(of: $0.commands), isRefused: false) }
            return hints + (isForm ? [.back] : [.copy, .back]).compactMap { hint(for: $0, in: section, scene) }
        }
        let isOverlay = section == .details || section == .help
        let common: [ConsoleCommand] = isOverlay ? [.back, .moveDown, .moveUp] : [.filter, .command, .details, .sort, .zoom, .quit]
        let actions = isOverlay
            ? []
            : own.map { Hint(key: $0.keys.display, title: scene.title(of: $0.commands), isRefused: scene.refusal(of: $0.commands) != nil) }
        return actions + common.compactMap { hint(for: $0, in: section, scene) }
    }

    private static func hint(for command: ConsoleCommand, in section: Keymap.Section, _ scene: Scene) -> Hint? {
        guard let keys = scene.appearance.keymap.keys(for: command.rawValue, in: section).first else { return nil }
        return Hint(key: keys.display, title: scene.title(of: [command.rawValue]), isRefused: false)
    }
}

extension Overlay {
    /// Whose keys count while it is open.
    var section: Keymap.Section {
        switch self {
        case .help: .help
        case .details, .messages, .trunks: .details
        case .form: .form
        case .answer: .answer
        case .keys: .help
        }
    }
}
