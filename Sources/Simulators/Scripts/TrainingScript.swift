import Foundation

/// Reads training scripts: one event a line, `at TIME COMMAND ARGUMENT…`, in any order; `#` begins a comment.
/// TIME is a duration such as `5s`, `500ms`, `2m` or `1m30s`.
public enum TrainingScript {
    /// - Parameters:
    ///   - file: how the file is called in errors.
    ///   - systems: those that it is for; a command that none of them knows is an error.
    ///   - all: every system there is.
    /// - Throws: `ScriptError`.
    public static func parse(
        _ text: String, file: String, for systems: [SimulatorDescriptor], of all: [SimulatorDescriptor]
    ) throws(ScriptError) -> [ScriptLine] {
        var lines: [ScriptLine] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var words = Words(line, file: file, line: index + 1)
            guard !words.isEmpty else { continue }
            try words.keyword(["at"])
            let time = try words.duration("TIME")
            let verb = try words.next("COMMAND")
            guard let form = forms.first(where: { $0.verb == verb.text }) else {
                let nearest = forms.map(\.verb).min { distance($0, verb.text) < distance($1, verb.text) } ?? ""
                throw words.error("there is no command “\(visible(verb.text))”; did you mean “\(nearest)”?", at: verb.column)
            }
            let kinds = kinds(that: form, isKnownTo: all)
            guard systems.contains(where: { kinds.contains($0.kind) }) else {
                let names = kinds.joined(separator: ", ")
                let absent = kinds.count == 1 ? "which is not simulated here" : "none of which is simulated here"
                throw words.error("“\(form.verb)” is for \(names), \(absent)", at: verb.column)
            }
            let command = try form.read(&words)
            try words.end(of: form)
            lines.append(ScriptLine(time: time, command: command, number: index + 1, kinds: kinds))
        }
        return lines
    }

    private static func kinds(that form: Form, isKnownTo systems: [SimulatorDescriptor]) -> [String] {
        systems.filter { $0.commands.contains(form.verb) }.map(\.kind)
    }

    /// The commands, as `--help` prints them: what most systems know first.
    /// - Parameter all: every system there is.
    public static func summary(of all: [SimulatorDescriptor]) -> String {
        let width = forms.map { $0.usage.count }.max() ?? 0
        let rows = forms.map { form in
            (
                kinds: kinds(that: form, isKnownTo: all),
                text: "  " + form.usage.padding(toLength: width + 2, withPad: " ", startingAt: 0) + form.meaning
            )
        }
        var groups: [[String]] = []
        for row in rows where !groups.contains(row.kinds) { groups.append(row.kinds) }
        groups = all.indices.reversed().flatMap { size in groups.filter { $0.count == size + 1 } }
        return groups.map { kinds in
            let heading = kinds.count == all.count ? "" : "Only \(kinds.joined(separator: ", ")):\n"
            return heading + rows.filter { $0.kinds == kinds }.map(\.text).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// How many letters must change to make one word of the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let goal = Array(right)
        var row = Array(0...goal.count)
        for (index, letter) in left.enumerated() {
            var next = [index + 1]
            for place in goal.indices {
                next.append(min(row[place] + (goal[place] == letter ? 0 : 1), row[place + 1] + 1, next[place] + 1))
            }
            row = next
        }
        return row[goal.count]
    }

    /// A word of a stranger's file, fit for an error message.
    static func visible(_ text: String) -> String {
        String(text.unicodeScalars.map { [.control, .format].contains($0.properties.generalCategory) ? "?" : Character($0) })
    }
}
