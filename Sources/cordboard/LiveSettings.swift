import Console
import Desk
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
    private let desk: Desk
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
        desk = session.desk
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
        var hasChanged = false
        while !Task.isCancelled {
            let changes: AsyncStream<Set<String>>
            do {
                changes = try SettingsWatcher.changes(of: files)
            } catch {
                app.show(problem: text(of: error.problems))
                return
            }
            if hasChanged {
                // Watched anew before it is read, so that no change falls between: a file may inherit from others now, and a
                // link lead elsewhere.
                let watched = files
                await reload(app)
                if files != watched { continue }
            }
            for await _ in changes { break }
            hasChanged = true
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
            self.appearance = appearance
            files = Self.files(of: appearance, file)
            app.apply(appearance: appearance, confirm: wanted.confirm, lockPassword: wanted.lockPassword)
            app.show(problem: text(of: warnings + more))
            await applySites(of: wanted)
        } catch let problems as SettingsProblems {
            app.show(problem: text(of: problems.problems))
        } catch {}
    }

    /// Brings the desk its operator and its sites as they are wanted now. A site whose settings are as before keeps its session.
    private func applySites(of wanted: Configuration) async {
        let before = configuration
        configuration = wanted
        desk.operator = wanted.operator
        guard wanted.sites != before.sites || wanted.operator != before.operator else { return }
        let hasSameTelephone = wanted.operator.extension == before.operator.extension
        let kept = wanted.sites.filter { site in
            before.sites.contains(site) && (hasSameTelephone || !desk.ringsUsualTelephone(at: site.id))
        }
        let keptIDs = Set(kept.map(\.id))
        await desk.reconfigure(
            keeping: keptIDs,
            adding: wanted.sites.filter { !keptIDs.contains($0.id) }.map { $0.configuredSite(for: wanted.operator) },
            order: wanted.sites.map(\.id))
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
                theme: theme, keymap: keymap, phrases: phrases, depth: traits.depth, encoding: traits.encoding,
                reachesClipboard: traits.reachesClipboard)
            return (appearance, themeWarnings + keymapWarnings)
        }.value
    }
}
