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
            let terminal = try openTerminal()
            let settings = try await LiveSettings.load(program, session, traits: terminal.traits)
            let app = ConsoleApp(
                desk: session.desk, appearance: settings.appearance, confirm: session.configuration.confirm,
                isLocked: invocation.options.readOnly)
            terminal.willSuspend = { [weak app] in await app?.giveBackFloors() }
            session.desk.open()
            let following = Task { await settings.follow(app) }
            let recalling = Task { app.recall(await session.desk.latestMessages(ConsoleApp.mostMessages)) }
            let reason = await terminal.run(app)
            following.cancel()
            recalling.cancel()
            return reason.exitStatus
        }
    }

    private func openTerminal() throws -> TerminalSession {
        do {
            return try TerminalSession(
                logFile: StateFolder.path(environment: program.environment) + "/console.log", environment: program.environment)
        } catch let error as TerminalError {
            throw CommandError(status: .usage, sentences: ["\(error.description)"])
        }
    }

    /// A demo without a terminal shows what there is to see and how to see more; anything else needs one.
    private func withoutTerminal() async throws -> Int32 {
        guard invocation.options.demo else {
            throw CommandError.usage("the console needs a terminal; “cordboard state” prints a snapshot without one")
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
    /// As shells count it where a signal ended the console.
    fileprivate var exitStatus: Int32 {
        switch self {
        case .quit: ExitStatus.done.rawValue
        case .hungUp: 128 + SIGHUP
        case .terminated: 128 + SIGTERM
        }
    }
}
