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
    case expireTokens
    case reboot
}

/// A kind of system that can be simulated; the raw value is its name on the command line.
public enum SimulatedKind: String, Sendable, CaseIterable {
    case smartpbx, yeastar, webcti
}

public struct ScriptLine: Sendable, Equatable {
    /// Counted from the start of the simulator.
    public var time: Milliseconds
    public var command: ScriptCommand
    /// The line in the file, from 1.
    public var number: Int
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
    /// - Parameter file: how the file is called in errors.
    /// - Throws: `ScriptError`.
    public static func parse(_ text: String, file: String) throws(ScriptError) -> [ScriptLine] {
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
            let command = try form.read(&words)
            try words.end(of: form)
            lines.append(ScriptLine(time: time, command: command, number: index + 1))
        }
        return lines
    }

    /// The commands, as `--help` prints them.
    public static var summary: String {
        let width = forms.map { $0.usage.count }.max() ?? 0
        return forms.map { "  " + $0.usage.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.meaning }
            .joined(separator: "\n")
    }

    struct Form: Sendable {
        var usage: String
        var meaning: String
        var read: @Sendable (inout Words) throws(ScriptError) -> ScriptCommand
        var verb: String { String(usage.prefix { $0 != " " }) }
    }

    static let yeastarForms: [Form] = [
        Form(usage: "expire-tokens", meaning: "yeastar: every application must log in again") { _ throws(ScriptError) in
            .expireTokens
        },
        Form(usage: "reboot", meaning: "yeastar: the exchange restarts; calls and tokens are gone") { _ throws(ScriptError) in
            .reboot
        },
    ]

    static let forms: [Form] = yeastarForms + [
        Form(usage: "call CALLER queue|extension|menu|room NUMBER", meaning: "somebody calls from outside") {
            words throws(ScriptError) in
            let caller = try words.next("CALLER").text
            try words.keyword(["queue", "extension", "menu", "room"])
            return .call(caller, to: try words.next("NUMBER").text)
        },
        Form(usage: "dial EXTENSION NUMBER", meaning: "the extension's telephone rings, then NUMBER") {
            words throws(ScriptError) in
            .dial(try words.next("EXTENSION").text, to: try words.next("NUMBER").text)
        },
        Form(usage: "hangup CALLER|all", meaning: "ends that caller's calls") { words throws(ScriptError) in
            let caller = try words.next("CALLER").text
            return .hangUp(caller == "all" ? nil : caller)
        },
        Form(usage: "pause EXTENSION QUEUE", meaning: "the agent pauses") { words throws(ScriptError) in
            .pause(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, true)
        },
        Form(usage: "unpause EXTENSION QUEUE", meaning: "the agent is back") { words throws(ScriptError) in
            .pause(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, false)
        },
        Form(usage: "login EXTENSION QUEUE", meaning: "the extension joins the queue") { words throws(ScriptError) in
            .member(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, true)
        },
        Form(usage: "logout EXTENSION QUEUE", meaning: "the extension leaves the queue") { words throws(ScriptError) in
            .member(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, false)
        },
        Form(usage: "register EXTENSION", meaning: "the telephone is plugged in") { words throws(ScriptError) in
            .register(try words.next("EXTENSION").text, true)
        },
        Form(usage: "unregister EXTENSION", meaning: "the telephone is unplugged") { words throws(ScriptError) in
            .register(try words.next("EXTENSION").text, false)
        },
        Form(usage: "join EXTENSION ROOM", meaning: "the extension dials into the room") { words throws(ScriptError) in
            .join(try words.next("EXTENSION").text, room: try words.next("ROOM").text)
        },
        Form(usage: "leave NUMBER ROOM", meaning: "somebody leaves the room") { words throws(ScriptError) in
            .leave(try words.next("NUMBER").text, room: try words.next("ROOM").text)
        },
        Form(usage: "rate CALLS", meaning: "so many calls a minute from now on") { words throws(ScriptError) in
            let word = try words.next("CALLS")
            guard let rate = Double(word.text), rate >= 0, rate.isFinite else {
                throw words.error("CALLS is a number of calls a minute", at: word.column)
            }
            return .rate(rate)
        },
        Form(usage: "silent DURATION", meaning: "commands are not answered") { words throws(ScriptError) in
            .silent(try words.duration("DURATION"))
        },
        Form(usage: "delay DURATION", meaning: "answers come late; 0s ends it") { words throws(ScriptError) in
            .delay(try words.duration("DURATION"))
        },
        Form(usage: "lose N", meaning: "every N-th event is lost; 0 ends it") { words throws(ScriptError) in
            .lose(try words.count("N"))
        },
        Form(usage: "double N", meaning: "every N-th event comes twice; 0 ends it") { words throws(ScriptError) in
            .double(try words.count("N"))
        },
        Form(usage: "invalid-json", meaning: "an event that is no JSON") { _ throws(ScriptError) in .invalidJSON },
        Form(usage: "invalid-utf8", meaning: "an event that is no UTF-8") { _ throws(ScriptError) in .invalidUTF8 },
        Form(usage: "payload BYTES", meaning: "an event of that size") { words throws(ScriptError) in
            .payload(try words.count("BYTES"))
        },
        Form(usage: "hostile-name", meaning: "a caller and an extension with a name made to fool terminals") {
            _ throws(ScriptError) in .hostileName
        },
        Form(usage: "offline DURATION", meaning: "the exchange leaves the broker") { words throws(ScriptError) in
            .offline(try words.duration("DURATION"))
        },
        Form(usage: "restart-broker [DURATION]", meaning: "the broker dies and comes back (where it is ours)") {
            words throws(ScriptError) in .restartBroker(words.isEmpty ? 0 : try words.duration("DURATION"))
        },
    ]

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
