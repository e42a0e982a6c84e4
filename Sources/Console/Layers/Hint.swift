import Exchange
import Settings

/// A key of the bottom line with what it does.
struct Hint: Equatable {
    var key: String
    var title: SafeText
    var isRefused = false
}

extension Hint {
    init(_ binding: Keymap.Binding, _ scene: Scene, showsRefusal: Bool = true) {
        self.init(
            key: binding.keys.display, title: scene.title(of: binding.commands),
            isRefused: showsRefusal && scene.refusal(of: binding.commands) != nil)
    }

    /// nil where a section has no key for the command.
    init?(_ command: ConsoleCommand, in section: Keymap.Section, _ scene: Scene) {
        guard let keys = scene.appearance.keymap.keys(for: command.rawValue, in: section).first else { return nil }
        self.init(key: keys.display, title: scene.title(of: [command.rawValue]))
    }

    static func list(_ commands: [ConsoleCommand], in section: Keymap.Section, _ scene: Scene) -> [Hint] {
        commands.compactMap { Hint($0, in: section, scene) }
    }

    /// What only a form or an answer understands; moving about in it goes without saying.
    static func ownCommands(of section: Keymap.Section, _ scene: Scene) -> [Hint] {
        var told: Set<[String]> = []
        return scene.appearance.keymap.bindings(in: section).filter { binding in
            let name = binding.commands.first ?? ""
            let isTold = OverlayCommand(rawValue: name).map { !$0.isMoving } ?? (InputCommand.title(of: name) != nil)
            return isTold && told.insert(binding.commands).inserted
        }.map { Hint($0, scene, showsRefusal: false) }
    }

    /// The actions that a pane binds itself.
    static func actions(of section: Keymap.Section, _ scene: Scene) -> [Hint] {
        var seen: Set<[String]> = []
        // Whoever has a keymap of his own reads its keys, not those that it inherits.
        let bindings = scene.appearance.keymap.bindings(in: section)
        return (bindings.filter { !$0.isInherited } + bindings.filter(\.isInherited)).filter { binding in
            // Elsewhere the floor can only be given back, and its own strip says how.
            if binding.commands == [ConsoleCommand.pttToggle.rawValue], section != .groups { return false }
            guard case .action? = binding.commands.first.flatMap({ Verb(name: $0) }) else {
                return binding.commands.first.flatMap { ConsoleCommand(rawValue: $0)?.toggle } != nil
                    && seen.insert(binding.commands).inserted
            }
            return seen.insert(binding.commands).inserted
        }.map { Hint($0, scene) }
    }
}
