import CPlatform
import Desk
import Diagnostics
import Exchange
import Foundation
import Settings
import Terminal
import Text
import Wire

/// What a maintainer asks for first, in sections, and how it becomes one text file without a secret.
@MainActor
struct MaintainerReport {
    let sections: [Section]

    /// English; also the key of the translation.
    static let warning =
        "Passwords, keys and tokens are masked. Names and telephone numbers are not: read it before you send it."

    /// The name of the file where none is given.
    static func fileName(at time: Date) -> String {
        "cordboard-report-\(time.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted)).replacing("Z", with: "")).txt"
    }

    static func gather(_ program: Program, _ options: Options) async -> MaintainerReport {
        MaintainerReport(sections: await ReportGatherer(program: program, options: options).sections())
    }

    /// Writes the report, readable by its owner alone.
    /// - Throws: `CommandError` when the file cannot be opened or written.
    func write(to file: String) throws(CommandError) {
        let text = DiagnosticLog.program.masked(sections.map(\.text).joined(separator: "\n"))
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandError(status: .usage, sentences: ["\(file) cannot be written: \(String(cString: strerror(errno)))"])
        }
        defer { close(descriptor) }
        if let error = StandardStream.write(text, to: descriptor) {
            throw CommandError(status: .unwritable, sentences: ["\(file) cannot be written: \(String(cString: strerror(error)))"])
        }
    }

    struct Section {
        /// English; also the key of the translation.
        var title: String
        var lines: [String]

        var isEmpty: Bool { lines.isEmpty }
        var text: String { "=== \(title)\n" + lines.map { $0 + "\n" }.joined() }
    }
}

/// Gathers the sections of a report.
@MainActor
private struct ReportGatherer {
    let program: Program
    let options: Options

    /// Lines of a log that go into the report, the last.
    private static let mostLogLines = 2_000

    typealias Section = MaintainerReport.Section

    func sections() async -> [Section] {
        let state = StateFolder.path(environment: program.environment)
        let configuration = await configuration()
        return [
            Section(title: "versions", lines: versions()), Section(title: "terminal", lines: terminal()),
            Section(title: "settings folders", lines: folders(state)), configuration,
            Section(title: "diagnostic log", lines: log()),
            Section(title: "what libraries printed", lines: Self.tail(of: state + "/console.log")),
            Section(title: "last screens", lines: Self.tail(of: state + "/screens.txt")),
        ]
    }

    /// The log's file; where this run keeps its log in memory alone (a console that was started without `--log`), that.
    private func log() -> [String] {
        let log = DiagnosticLog.program
        if log.level != nil, log.file == nil { return log.latestLines.map(\.string) }
        return Self.tail(of: options.log ?? program.standardLogFile)
    }

    private func versions() -> [String] {
        var system = utsname()
        uname(&system)
        let kernel = withUnsafeBytes(of: system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let machine = withUnsafeBytes(of: system.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let release =
            Self.tail(of: "/etc/os-release").first { $0.hasPrefix("PRETTY_NAME=") }.map { String($0.dropFirst(12)) } ?? "unknown system"
        return [HelpText.version, "\(release), Linux \(kernel) \(machine)"] + WireLibraries.versions
    }

    private func terminal() -> [String] {
        let names = [
            "TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE", "SSH_TTY", "TMUX", "STY",
            "TERM_PROGRAM",
        ]
        let variables = names.compactMap { name in program.environment[name].map { "\(name)=\(SafeText($0).string)" } }
        var size = winsize()
        let hasSize = cordboard_window_size(STDOUT_FILENO, &size) == 0
        let traits = (try? TerminalTraits(environment: program.environment)).map {
            "colours: \($0.depth), Unicode: \($0.usesUnicode), remote: \($0.isRemote)"
        }
        return variables + [
            hasSize ? "\(size.ws_col) columns, \(size.ws_row) rows" : "standard output is no terminal",
            traits ?? "TERM names no usable terminal",
        ]
    }

    private func folders(_ state: String) -> [String] {
        let folders = SettingsFolders.standard(environment: program.environment)
        let settings = folders.roots.map { root in
            let files = ["themes", "keymaps"].flatMap { folder in Self.files(in: "\(root)/\(folder)").map { "\(folder)/\($0)" } }
            return "\(root): " + (files.isEmpty ? "nothing" : files.joined(separator: ", "))
        }
        return settings + ["\(state): " + Self.files(in: state).joined(separator: ", ")]
    }

    private func configuration() async -> Section {
        guard let file = try? Configuration.file(program, options) else { return Section(title: "configuration", lines: []) }
        let masked = MaskedSettings(file: file, isSecret: { SecretMask.isSecret(name: $0) }, mask: SecretMask.dots)
        var problems = masked.problems
        do {
            let loaded = try await Configuration.loaded(file: file, program)
            problems += loaded.warnings
        } catch {
            problems += (error as? SettingsProblems)?.problems ?? []
        }
        return Section(title: "configuration", lines: ["# \(file)"] + masked.lines + problems.map { "# " + $0.text { $0 }.string })
    }

    private static func files(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { SafeText($0).string }
    }

    /// The last lines of a file, safe to show; none where it cannot be read.
    private static func tail(of file: String) -> [String] {
        guard let handle = FileHandle(forReadingAtPath: file) else { return [] }
        defer { try? handle.close() }
        let end = (try? handle.seekToEnd()) ?? 0
        try? handle.seek(toOffset: end > 1 << 20 ? end - 1 << 20 : 0)
        let bytes = (try? handle.readToEnd()) ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(mostLogLines).map { SafeText(String($0)).string }
    }
}
