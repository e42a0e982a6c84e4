import Diagnostics
import Exchange
import Settings
import Translations

/// What may stand in the place of a command line's last word.
struct ShellCompletion {
    struct Candidate: Equatable {
        var word: String
        var note = ""
    }

    let adapters: [AdapterDescriptor]
    /// The configured sites.
    var sites: [(id: SiteID, kind: SystemKind, name: String)]
    var phrases = TranslationCatalog(.en)

    /// - Parameter words: those after the program's name; the last is the one being typed, perhaps empty.
    func candidates(_ words: [String]) -> [Candidate] {
        let partial = words.last ?? ""
        let line = Line(words.dropLast())
        let all: [Candidate] =
            if let option = line.open {
                values(of: option)
            } else if partial.hasPrefix("-"), !line.isLiteral {
                options(of: line.command)
            } else {
                operands(line, partial)
            }
        return all.filter { $0.word.hasPrefix(partial) }
    }

    /// The words before the one being typed, with the options taken out.
    private struct Line {
        private(set) var operands: [String] = []
        /// The option whose value is to come.
        private(set) var open: Options.Row?
        /// After `--`.
        private(set) var isLiteral = false

        init(_ words: some Sequence<String>) {
            for word in words {
                if open != nil {
                    open = nil
                } else if isLiteral || !word.hasPrefix("-") || word == "-" {
                    operands.append(word)
                } else if word == "--" {
                    isLiteral = true
                } else if !word.contains("=") {
                    open = Options.rows.first { word == "--\($0.long)" || $0.short.map { word == "-\($0)" } ?? false }
                    if open?.value == nil { open = nil }
                }
            }
        }

        var command: Command { operands.first.flatMap(Command.init) ?? .console }
    }

    private func values(of option: Options.Row) -> [Candidate] {
        switch option.long {
        case "site": sites.map { Candidate(word: $0.id.rawValue, note: $0.name) }
        case "log-level": LogLevel.allCases.map { Candidate(word: $0.rawValue) }
        default: []
        }
    }

    private func options(of command: Command) -> [Candidate] {
        Options.rows.filter { $0.commands.contains(command) }.map { Candidate(word: "--" + $0.long, note: $0.meaning) }
    }

    private func operands(_ line: Line, _ partial: String) -> [Candidate] {
        guard !line.operands.isEmpty else {
            return Command.rows.filter { !$0.isHidden && $0.command != .console }
                .map { Candidate(word: $0.command.rawValue, note: $0.summary) }
        }
        let (row, given) = (line.command.row, Array(line.operands.dropFirst()))
        // What stands there is what the table of commands calls it.
        let position = row.repeats ? min(given.count, row.operands.count - 1) : given.count
        guard row.operands.indices.contains(position) else { return [] }
        switch row.operands[position].trimmingPrefix("[").prefix(while: { $0 != "]" }) {
        case "SITE": return sites.map { Candidate(word: $0.id.rawValue, note: $0.name) }
        case "ACTION": return Action.definitions.map { Candidate(word: $0.action.rawValue, note: $0.title) }
        case "OPERATION", "KEY=VALUE": return operationWords(given, partial)
        case "KIND": return adapters.map { Candidate(word: $0.kind.rawValue, note: $0.title) }
        case "SHELL": return CompletionScript.allCases.map { Candidate(word: $0.rawValue) }
        default: return []
        }
    }

    private func operationWords(_ operands: [String], _ partial: String) -> [Candidate] {
        guard let kind = sites.first(where: { $0.id.rawValue == operands[0] })?.kind, let adapter = adapters[kind] else { return [] }
        let operations = adapter.operations.filter { $0.unavailable == nil }
        guard operands.count > 1 else {
            return operations.map { Candidate(word: $0.id, note: phrases($0.title, context: $0.native)) }
        }
        guard let operation = operations.first(where: { $0.id == operands[1] }) else { return [] }
        let given = Set(operands.dropFirst(2).compactMap { $0.split(separator: "=").first.map(String.init) })
        return operation.parameters.filter { !given.contains($0.name) }.flatMap { parameter -> [Candidate] in
            let name = parameter.name + "="
            guard partial.hasPrefix(name) else { return [Candidate(word: name, note: parameter.doc)] }
            return parameter.values.sorted { $0.key < $1.key }.map { Candidate(word: name + $0.key, note: $0.value) }
        }
    }
}

/// `cordboard complete`: what the scripts ask.
@MainActor
struct CompleteCommand {
    let program: Program
    let invocation: Invocation
    let output: Output

    func run() async -> ExitStatus {
        let words = invocation.operands
        let file = try? Configuration.locate(
            given: Self.configuration(in: words), searchPath: Configuration.searchPath(environment: program.environment))
        let adapters = program.adapters
        let sites = await Task.detached { file.map { Configuration.sites(inFile: $0, adapters: adapters) } ?? [] }.value
        let completion = ShellCompletion(
            adapters: adapters, sites: sites.map { ($0.id, $0.kind, $0.name.string) }, phrases: program.phrases)
        output.write(
            completion.candidates(words).map { candidate in
                let note = SafeText(program.phrases(candidate.note)).string
                return note.isEmpty ? candidate.word : "\(candidate.word)\t\(note)"
            })
        return .done
    }

    private static func configuration(in words: [String]) -> String? {
        for (word, next) in zip(words, words.dropFirst()) where ["-c", "--config"].contains(word) { return next }
        return words.first { $0.hasPrefix("--config=") }.map { String($0.dropFirst(9)) }
    }
}
