import Console
import Desk
import Exchange
import Foundation
import Settings
import Terminal

/// `cordboard` alone: opens the console.
@MainActor
struct ConsoleCommandEntry {
    let program: Program
    let invocation: Invocation

    func run() async throws -> Int32 {
        guard TerminalSession.canOpen() else { return try await withoutTerminal() }
        return try await Session.with(program, invocation.options) { session in
            let terminal: TerminalSession
            do {
                terminal = try TerminalSession(logFile: logFile, environment: program.environment)
            } catch {
                throw Fault(status: .usage, sentences: ["\(String(describing: error))"])
            }
            let folders = SettingsFolders.standard(environment: program.environment)
            let (look, warnings) = try look(of: session.configuration, on: terminal.traits, folders)
            program.tell(warnings)
            let app = ConsoleApp(desk: session.desk, look: look, confirm: session.configuration.confirm)
            session.desk.open()
            return await terminal.run(app).status
        }
    }

    /// Theme, keymap and language as the configuration names them.
    private func look(
        of configuration: Configuration, on traits: TerminalTraits, _ folders: SettingsFolders
    ) throws(SettingsProblems) -> (ConsoleLook, [SettingsProblem]) {
        let (theme, themeWarnings) = try Theme.load(configuration.theme, from: folders)
        let (keymap, keymapWarnings) = try Keymap.load(configuration.keymap, from: folders, commands: ConsoleApp.commandNames)
        let look = ConsoleLook(
            theme: theme, keymap: keymap, phrases: program.phrases, depth: traits.depth, usesUnicode: traits.usesUnicode)
        return (look, themeWarnings + keymapWarnings)
    }

    /// What libraries print while the console is on screen.
    private var logFile: String { StateFolder.path(environment: program.environment) + "/console.log" }

    /// A demo without a terminal shows what there is to see and how to see more; anything else needs one.
    private func withoutTerminal() async throws -> Int32 {
        guard invocation.options.demo else {
            throw Fault.usage("the console needs a terminal; “cordboard state” prints a snapshot without one")
        }
        let status = try await program.printing(to: nil) { output in
            try await program.interruption.guarding(output) {
                try await StateCommand(program: program, options: invocation.options, output: output).run()
            }
        }
        program.complain("this is the demo's snapshot; run “cordboard --demo” in a terminal to open the console on it")
        return status
    }
}

extension TerminalSession.ExitReason {
    /// A console that was told to end has done what it should.
    fileprivate var status: Int32 {
        switch self {
        case .quit: ExitStatus.done.rawValue
        case .hungUp: 128 + SIGHUP
        case .terminated: 128 + SIGTERM
        }
    }
}
