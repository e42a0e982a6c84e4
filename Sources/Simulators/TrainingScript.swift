import Foundation

/// What a line of a training script asks for. Durations are milliseconds.
public enum ScriptCommand: Sendable, Equatable {
    case call(String, to: String)
    case dial(String, to: String)
    /// nil hangs up everybody.
    case hangUp(String?)
    case pause(String, queue: String, Bool)
    case member(String, queue: String, Bool)
    case register(String, Bool)
    case join(String, room: String)
    case leave(String, room: String)
    case rate(Double)
    case silent(Milliseconds)
    case delay(Milliseconds)
    case lose(Int)
    case double(Int)
    case invalidJSON, invalidUTF8
    case payload(Int)
    case hostileName
    case offline(Milliseconds)
    case restartBroker(Milliseconds)
    case incoming(String)
    case open(String, members: [String])
    case offer(String, members: [String])
    case noAnswers(Milliseconds)
    case halfOpen(Milliseconds)
    case tear(Milliseconds)
    case glue(Milliseconds)
    case garbage, absurdLength, unknownMessage
    /// nil cuts everybody off.
    case kickOut(String?)
    case expireTokens
    case reboot
}

/// A kind of system that can be simulated; the raw value is its name on the command line.
public enum SimulatedKind: String, Sendable, CaseIterable {
    case smartpbx, confserver, yeastar, webcti, icp
}

public struct ScriptLine: Sendable, Equatable {
    /// Counted from the start of the simulator.
    public var time: Milliseconds
    public var command: ScriptCommand
    /// The line in the file, from 1.
    public var number: Int
    /// The systems that it is for; the others, which may run beside them, let it pass.
    public var kinds: [SimulatedKind]
}

extension [ScriptLine] {
    /// What is for one kind of system, in the order of time.
    func sorted(for kind: SimulatedKind) -> ArraySlice<ScriptLine> {
        filter { $0.kinds.contains(kind) }.sorted { $0.time < $1.time }[...]
    }
}

/// What is wrong with a script, and where: lines and columns count from 1.
public struct ScriptError: Error, Equatable, CustomStringConvertible, Sendable {
    public var file: String
    public var line: Int
    public var column: Int
    public var reason: String

    public var description: String { "\(file):\(line):\(column): \(reason)" }
}

/// Reads training scripts: one event a line, `at TIME COMMAND ARGUMENT…`, in any order; `#` begins a comment.
/// TIME is a duration such as `5s`, `500ms`, `2m` or `1m30s`.
public enum TrainingScript {
    /// - Parameters:
    ///   - file: how the file is called in errors.
    ///   - kinds: the systems that it is for; a command that none of them knows is an error.
    /// - Throws: `ScriptError`.
    public static func parse(
        _ text: String, file: String, for kinds: [SimulatedKind] = SimulatedKind.allCases
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
            guard kinds.contains(where: form.kinds.contains) else {
                let names = form.kinds.map(\.rawValue).joined(separator: ", ")
                let absent = form.kinds.count == 1 ? "which is not simulated here" : "none of which is simulated here"
                throw words.error("“\(form.verb)” is for \(names), \(absent)", at: verb.column)
            }
            let command = try form.read(&words)
            try words.end(of: form)
            lines.append(ScriptLine(time: time, command: command, number: index + 1, kinds: form.kinds))
        }
        return lines
    }

    /// The commands, as `--help` prints them.
    public static var summary: String {
        let width = forms.map { $0.usage.count }.max() ?? 0
        func table(_ kinds: [SimulatedKind]) -> String {
            forms.filter { $0.kinds == kinds }
                .map { "  " + $0.usage.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.meaning }
                .joined(separator: "\n")
        }
        // What most kinds know comes first.
        var groups: [[SimulatedKind]] = []
        for form in forms where !groups.contains(form.kinds) { groups.append(form.kinds) }
        groups = SimulatedKind.allCases.indices.reversed().flatMap { size in groups.filter { $0.count == size + 1 } }
        return groups.map { kinds in
            let heading = kinds == SimulatedKind.allCases ? "" : "Only \(kinds.map(\.rawValue).joined(separator: ", ")):\n"
            return heading + table(kinds)
        }.joined(separator: "\n")
    }

    struct Form: Sendable {
        var usage: String
        var meaning: String
        /// The systems that know the command.
        var kinds: [SimulatedKind] = [.smartpbx]
        var read: @Sendable (inout Words) throws(ScriptError) -> ScriptCommand
        var verb: String { String(usage.prefix { $0 != " " }) }
    }

    static let forms = smartPBXForms + conferenceForms + yeastarForms + sharedForms

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
