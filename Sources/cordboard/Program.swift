import Adapters
import Desk
import Diagnostics
import Exchange
import Foundation
import Settings
import Terminal
import Translations

/// What every command works with: the environment, the language it speaks, and standard error.
@MainActor
final class Program {
    let environment: [String: String]
    /// The kinds of exchange that it speaks to.
    let adapters: [AdapterDescriptor]
    private(set) var phrases: TranslationCatalog
    /// How this terminal writes text.
    let encoding: LocaleEncoding
    let interruption = Interruption()

    init(environment: [String: String], adapters: [AdapterDescriptor] = .all) {
        self.environment = environment
        self.adapters = adapters
        encoding = LocaleEncoding(environment: environment)
        phrases = TranslationCatalog(encoding.speakable(.preferred(in: environment)))
    }

    /// Runs work that prints, and sees to it that all is printed.
    func printing(to file: String?, _ work: @MainActor (Output) async throws -> ExitStatus) async throws -> Int32 {
        let output = try Output(file: file, encoding: encoding)
        let status = try await work(output)
        // Whoever interrupted does not want to wait for a reader who takes nothing any more.
        if interruption.status == nil {
            try await output.finish()
        } else {
            try? await Environment.system.withinOrLeft(.seconds(1)) { try await output.finish() }
        }
        return status.rawValue
    }

    /// Speaks the configuration's language from now on.
    func speak(_ language: Configuration.Language) {
        let wanted: Language =
            switch language {
            case .auto: .preferred(in: environment)
            case .en: .en
            case .zh_CN: .zh_CN
            }
        // Words that the terminal cannot write help nobody.
        phrases = TranslationCatalog(encoding.speakable(wanted))
    }

    /// Gives the terminal back where an earlier console on it was killed, and says so.
    func restoreTerminal() {
        guard TerminalSession.restoreAfterKill(stateFolder: StateFolder.path(environment: environment)) else { return }
        complain(
            "an earlier console on this terminal was killed; the terminal's settings were put back. Where it still looks wrong, type: reset"
        )
    }

    // MARK: Diagnostics

    /// One sentence on standard error.
    func complain(_ sentence: Wording) {
        tell("cordboard: " + SafeText(sentence.text { phrases($0) }).string)
    }

    func complain(_ error: CommandError) {
        tell("cordboard: " + error.sentences.map { SafeText($0.text { phrases($0) }).string }.joined(separator: "; "))
        if error.pointsToHelp { tell(phrases("Try 'cordboard --help'.")) }
    }

    /// Problems of settings files, one a line as compilers print theirs.
    func tell(_ problems: [SettingsProblem]) {
        for problem in problems { tell(problem.text { phrases($0) }.string) }
    }

    private func tell(_ line: String) {
        StandardStream.tell(encoding.octets(of: line + "\n"))
        DiagnosticLog.program.write(.error) { line }
    }
}

extension Environment {
    /// Waits for `work`, and goes on without it after `limit`.
    func withinOrLeft(_ limit: Duration, _ work: @escaping @Sendable () async throws -> Void) async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let worker = Task { [end] in
            try? await work()
            end.finish()
        }
        let timer = Task { [sleep, end] in
            try? await sleep(limit)
            end.finish()
        }
        for await _ in ends {}
        worker.cancel()
        timer.cancel()
    }
}
