import Console
import Exchange
import Foundation
import Settings
import Terminal
import Translations

/// The settings of an open console, followed while it runs: a file that changes is taken at once, a broken one leaves the
/// last good one in force and says what is wrong with it.
@MainActor
final class LiveSettings {
    private let program: Program
    private let traits: TerminalTraits
    private let folders = SettingsFolders.standard()
    /// The configuration file; nil for the demo, which has none.
    private let file: String?
    private var configuration: Configuration
    private var files: Set<String>
    private(set) var appearance: Appearance

    private init(
        _ program: Program, _ session: Session, traits: TerminalTraits, appearance: Appearance
    ) {
        self.program = program
        self.traits = traits
        file = session.file
        configuration = session.configuration
        self.appearance = appearance
        files = Self.files(of: appearance, session.file)
    }

    /// - Throws: `SettingsProblems` of the theme and the keymap: a console that cannot be read or worked is not opened.
    static func load(_ program: Program, _ session: Session, traits: TerminalTraits) async throws -> LiveSettings {
        let (appearance, warnings) = try await appearance(
            session.configuration, program.phrases, traits: traits, folders: SettingsFolders.standard())
        program.tell(warnings)
        return LiveSettings(program, session, traits: traits, appearance: appearance)
    }

    /// Brings `app` every change until the task is cancelled.
    func follow(_ app: ConsoleApp) async {
        while !Task.isCancelled {
            let changes: AsyncStream<Set<String>>
            do {
                changes = try SettingsWatcher.changes(of: files)
            } catch {
                app.show(problem: text(of: error.problems))
                return
            }
            let watched = files
            for await _ in changes {
                await reload(app)
                // A file may inherit from others now: watch anew what is in use.
                if files != watched { break }
            }
        }
    }

    private func reload(_ app: ConsoleApp) async {
        do {
            var warnings: [SettingsProblem] = []
            var wanted = configuration
            if let file {
                let loaded = try await Configuration.loaded(file: file, program, folders: folders)
                (wanted, warnings) = (loaded.configuration, loaded.warnings)
            }
            program.speak(wanted.language)
            let (appearance, more) = try await Self.appearance(wanted, program.phrases, traits: traits, folders: folders)
            if wanted.sites != configuration.sites || wanted.operator != configuration.operator {
                warnings.append(
                    SettingsProblem(.warning, file: file ?? "", "changes of the operator and of sites count from the next start"))
            }
            self.appearance = appearance
            files = Self.files(of: appearance, file)
            app.apply(appearance: appearance, confirm: wanted.confirm)
            app.show(problem: text(of: warnings + more))
        } catch let problems as SettingsProblems {
            app.show(problem: text(of: problems.problems))
        } catch {}
    }

    /// The first problem, and how many more there are; nil for none.
    private func text(of problems: [SettingsProblem]) -> SafeText? {
        guard let first = problems.first(where: { $0.severity == .error }) ?? problems.first else { return nil }
        let phrases = program.phrases
        let more = problems.count > 1 ? " " + phrases("(and %1$@ more: run “cordboard check”)", String(problems.count - 1)) : ""
        return SafeText(first.text { phrases($0) }.string + more)
    }

    private static func files(of appearance: Appearance, _ file: String?) -> Set<String> {
        appearance.theme.sources.union(appearance.keymap.sources).union(file.map { [$0] } ?? [])
    }

    private static func appearance(
        _ configuration: Configuration, _ phrases: TranslationCatalog, traits: TerminalTraits, folders: SettingsFolders
    ) async throws -> (Appearance, [SettingsProblem]) {
        let names = ConsoleApp.commandNames
        return try await Task.detached {
            let (theme, themeWarnings) = try Theme.load(configuration.theme, from: folders)
            let (keymap, keymapWarnings) = try Keymap.load(configuration.keymap, from: folders, commands: names)
            let appearance = Appearance(
                theme: theme, keymap: keymap, phrases: phrases, depth: traits.depth, usesUnicode: traits.usesUnicode)
            return (appearance, themeWarnings + keymapWarnings)
        }.value
    }
}
