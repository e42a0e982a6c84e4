import Exchange
import Translations

/// The texts of `--help`.
struct HelpText {
    static let version = "cordboard " + BuildVersion.text

    let phrases: TranslationCatalog

    /// The help of one command; that of the console is the help of the whole program.
    func text(of command: Command) -> String {
        let row = command.row
        var parts: [String] = []
        if command == .console {
            parts.append(phrases("Usage: %1$@", "cordboard [OPTION]… [COMMAND [ARG]…]"))
            parts.append(fill(phrases("A keyboard-driven dispatcher console for the terminal, over several telephone exchanges at once.")))
            parts.append(phrases("Commands:") + "\n" + commands)
        } else {
            parts.append(phrases("Usage: %1$@", row.usage))
            parts.append(fill(phrases(row.summary)))
        }
        parts += row.details.map { fill(phrases($0)) }
        if command == .act { parts.append(phrases("Actions:") + "\n" + actions) }
        parts.append(phrases("Options:") + "\n" + options(of: command))
        if !row.examples.isEmpty {
            parts.append(phrases("Examples:") + "\n" + row.examples.map { "  " + $0 }.joined(separator: "\n"))
        }
        if ![.ops, .kinds].contains(command) { parts.append(phrases("Exit status:") + "\n" + exitStatuses(of: command)) }
        return parts.joined(separator: "\n\n")
    }

    private var commands: String {
        table(
            Command.rows.filter { $0.command != .console && !$0.isHidden }.map {
                (([$0.command.rawValue] + $0.placeholders).joined(separator: " "), phrases($0.summary))
            })
    }

    private var actions: String { table(Action.definitions.map { ($0.action.usage, phrases($0.title)) }) }

    private func options(of command: Command) -> String {
        // The program's own help shows every option, a command's only those it takes.
        table(
            Options.rows.filter { command == .console || $0.commands.contains(command) }.map { row in
                let short = row.short.map { "-\($0), " } ?? "    "
                return (short + "--" + row.long + (row.value.map { "=" + $0 } ?? ""), phrases(row.meaning))
            })
    }

    private func exitStatuses(of command: Command) -> String {
        let acting: Set<Command> = [.console, .act, .op]
        return table(
            Self.statuses.filter { acting.contains(command) || [.done, .usage, .unreachable].contains($0.status) }.map {
                (String($0.status.rawValue), phrases($0.meaning))
            })
    }

    private static let statuses: [(status: ExitStatus, meaning: String)] = [
        (.done, "done"), (.refused, "refused, by the exchange or because of how things stand"), (.usage, "wrong usage or configuration"),
        (.unreachable, "could not connect, or timed out"), (.unsupported, "that system has no such action"),
        (.forbidden, "the operator's role does not allow it"),
    ]

    /// Two columns; a long left side pushes its meaning to the next line.
    private func table(_ rows: [(String, String)]) -> String {
        let column = min(rows.map(\.0.count).max() ?? 0, 32) + 4
        return rows.map { left, right in
            let lines = wrapped(right, to: 78 - column).split(separator: "\n", omittingEmptySubsequences: false)
            let indent = String(repeating: " ", count: column)
            let fits = left.count + 4 <= column
            let first = "  " + left + String(repeating: " ", count: fits ? column - left.count - 2 : 0)
            return first + (fits ? "" : "\n" + indent) + lines.joined(separator: "\n" + indent)
        }.joined(separator: "\n")
    }

    private func fill(_ text: String) -> String { wrapped(text, to: 78) }

    private func wrapped(_ text: String, to width: Int) -> String {
        var lines: [String] = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].isEmpty {
                lines[lines.count - 1] = String(word)
            } else if lines[lines.count - 1].count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n")
    }
}
