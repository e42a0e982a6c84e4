import Console
import Desk
import Diagnostics
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
        // Until the terminal is taken over, signals end what is being waited for; then they are the terminal session's.
        let session = try await program.interruption.guarding {
            try await Session.prepare(program, invocation.options, sites: [], borrows: false)
        }
        return try await session.closing { session in
            let terminal = try openTerminal(session.configuration)
            let settings = try await LiveSettings.load(program, session, traits: terminal.traits)
            let app = ConsoleApp(
                desk: session.desk, appearance: settings.appearance, confirm: session.configuration.confirm,
                isReadOnly: invocation.options.readOnly, lockPassword: session.configuration.lockPassword,
                diagnostics: diagnostics(terminal))
            let file = SessionFile(environment: program.environment, configuration: session.file)
            if let earlier = file.session { app.restore(earlier) }
            terminal.willSuspend = { [weak app] in
                if let app { file.keep(app.session) }
                await app?.giveBackFloors()
            }
            session.desk.open()
            let following = Task { await settings.follow(app) }
            let recalling = Task { app.recall(await session.desk.latestMessages(ConsoleApp.mostMessages)) }
            let reason = await session.lending { await terminal.run(app) }
            file.keep(app.session)
            following.cancel()
            recalling.cancel()
            return reason.exitStatus
        }
    }

    /// What `:log` shows and `:report` does.
    private func diagnostics(_ terminal: TerminalSession) -> ConsoleDiagnostics {
        ConsoleDiagnostics(
            log: {
                let log = DiagnosticLog.program
                return LogExcerpt(
                    level: log.level?.rawValue, file: log.file.map { SafeText($0) }, trouble: log.trouble, lines: log.latestLines)
            },
            writeReport: { [weak terminal] in
                terminal?.writeLastScreens()
                return await writeReport()
            })
    }

    private func writeReport() async -> ConsoleDiagnostics.ReportResult {
        let phrases = program.phrases
        await DiagnosticLog.program.finish()
        let report = await MaintainerReport.gather(program, invocation.options)
        // The whole path: nobody looks at a console and knows in which folder it was started.
        let file = URL(fileURLWithPath: MaintainerReport.fileName(at: Date())).path
        do {
            try report.write(to: file)
            let text = phrases("The report is in %1$@.", file) + " " + phrases(MaintainerReport.warning)
            return .init(text: SafeText(text), isWritten: true)
        } catch {
            return .init(text: SafeText(error.sentences.map { $0.text { phrases($0) } }.joined(separator: "; ")), isWritten: false)
        }
    }

    private func openTerminal(_ configuration: Configuration) throws -> TerminalSession {
        do {
            let folder = StateFolder.path(environment: program.environment)
            return try TerminalSession(
                logFile: folder + "/console.log", stateFolder: folder, escapeDelay: configuration.escapeDelay,
                holdToTalk: configuration.holdToTalk, notifications: configuration.notifications, environment: program.environment)
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
            try await program.interruption.guarding(output) { try await tables(to: output) }
        }
        program.complain("this is the demo's board; run “cordboard --demo” in a terminal to open the console on it")
        return status
    }

    private func tables(to output: Output) async throws -> ExitStatus {
        try await Session.with(program, invocation.options) { session in
            session.desk.open()
            let limit = invocation.options.timeout ?? Session.defaultTimeout
            let isComplete = await session.desk.wait(atMost: limit) { $0.sites.values.allSatisfy(\.synced) }
            try Task.checkCancellation()
            let settings = try await LiveSettings.load(
                program, session, traits: TerminalTraits(depth: .mono, usesUnicode: true, isRemote: false))
            output.write(BoardTables.lines(session.desk, settings.appearance))
            return isComplete ? .done : .unreachable
        }
    }
}

extension TerminalSession.ExitReason {
    /// As shells count it where a signal ended the console.
    fileprivate var exitStatus: Int32 {
        switch self {
        case .quit: ExitStatus.done.rawValue
        case .hungUp: 128 + SIGHUP
        case .terminated(let signal): 128 + signal
        }
    }
}
