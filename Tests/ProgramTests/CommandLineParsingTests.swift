import Exchange
import Foundation
import JSON
import Testing
import Translations

@testable import cordboard

@Suite struct CommandLineParsingTests {
    static let read: [(String, Command, [String])] = [
        ("", .console, []), ("state", .state, []), ("do hq dial 1 2", .act, ["hq", "dial", "1", "2"]), ("ops smartpbx", .ops, ["smartpbx"]),
        ("op hq calls.live", .op, ["hq", "calls.live"]), ("check", .check, []), ("watch", .watch, []),
        // Options stand anywhere, and `--` ends them.
        ("-c x.yaml do hq -t 3 note 2001 -- -call -me", .act, ["hq", "note", "2001", "-call", "-me"]),
        ("do hq dial -- 2001 -1", .act, ["hq", "dial", "2001", "-1"]),
    ]

    @Test(arguments: read) func commandsAndOperands(_ line: String, _ command: Command, _ operands: [String]) throws {
        let invocation = try Invocation(line.split(separator: " ").map(String.init))
        #expect(invocation.command == command)
        #expect(invocation.operands == operands)
    }

    static let options: [(String, Options)] = [
        ("--config x state", Options(config: "x")), ("state --config=x", Options(config: "x")), ("state -cx", Options(config: "x")),
        ("state -c x", Options(config: "x")), ("--demo --seed 5", Options(demo: true, seed: 5)),
        ("state --site a --site=b -s c", Options(sites: ["a", "b", "c"])), ("state --timeout 5", Options(timeout: .seconds(5))),
        ("state --timeout=1.5s", Options(timeout: .milliseconds(1_500))), ("state -t 500ms", Options(timeout: .milliseconds(500))),
        ("do a b --for 1m", Options(hold: .seconds(60))), ("ops --json", Options(json: true)),
        // The GNU manner lets long options be shortened.
        ("ops --js", Options(json: true)), ("state --out f", Options(output: "f")), ("op a b -i -", Options(input: "-")),
        ("--help", Options(help: true)), ("do -h", Options(help: true)), ("-V", Options(version: true)),
    ]

    @Test(arguments: options) func optionsAreRead(_ line: String, _ options: Options) throws {
        #expect(try Invocation(line.split(separator: " ").map(String.init)).options == options)
    }

    static let wrong: [(String, String)] = [
        ("bogus", "there is no command “bogus”"), ("wach", "did you mean “watch”?"), ("stat", "did you mean “state”?"),
        ("--tiemout 3", "did you mean “--timeout”?"), ("--bogus", "there is no option “--bogus”"), ("-x", "there is no option “-x”"),
        ("state --s x", "“--s” may be any of --seed, --site"), ("state --timeout", "--timeout needs a value: TIME"),
        ("state -t", "--timeout needs a value: TIME"), ("--demo=yes", "--demo takes no value"),
        ("state --timeout soon", "--timeout takes a time such as 500ms, 5s or 1m, not “soon”"),
        ("--demo --seed x", "--seed takes a whole number, not “x”"), ("--seed 1", "--seed is for --demo"),
        ("state --json", "--json is not for “state”"), ("--json", "--json needs a command: kinds, ops"),
        ("check --demo", "--demo is not for “check”"), ("--demo -c x", "--demo needs no configuration"),
        ("do", "SITE is missing; usage: cordboard do [OPTION]… SITE ACTION [ARG]…"), ("do hq", "ACTION is missing"),
        ("op hq", "OPERATION is missing"), ("state hq", "“hq” is one word too many"), ("ops a b", "“b” is one word too many"),
    ]

    @Test(arguments: wrong) func whatIsWrongIsNamed(_ line: String, _ words: String) {
        let error = #expect(throws: CommandError.self) { try Invocation(line.split(separator: " ").map(String.init)) }
        #expect(error?.status == .usage)
        #expect(error?.pointsToHelp == true)
        let text = error?.sentences.map { $0.text() }.joined(separator: "; ") ?? ""
        #expect(text.contains(words), "\(text)")
    }

    @Test func manyLinesAtOnceDoNotDisturbOneAnother() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let invocation = try? Invocation(["do", "hq", "--timeout", "\(number)", "hangup", "\(number)"])
                    return invocation?.options.timeout == .seconds(number) && invocation?.operands == ["hq", "hangup", "\(number)"]
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test(arguments: Command.allCases) func helpIsCompleteAndFitsTheScreen(_ command: Command) {
        let text = HelpText(phrases: TranslationCatalog(.en)).text(of: command)
        #expect(text.hasPrefix("Usage: cordboard"))
        for row in Options.rows where command == .console || row.commands.contains(command) {
            #expect(text.contains("--" + row.long))
        }
        for line in text.split(separator: "\n") {
            #expect(line.count <= 80 || line.hasPrefix("Usage") || line.hasPrefix("  cordboard"), "\(line)")
        }
        if command == .console {
            for other in Command.allCases where other != .console && !other.row.isHidden {
                #expect(text.contains("\n  \(other.rawValue) "))
            }
        }
        if command == .act {
            for action in Action.allCases { #expect(text.contains(action.usage)) }
        }
    }

    static let arguments: [([String], JSONValue)] = [
        ([], [:]), (["queue=6500"], ["queue": "6500"]), (["a=b=c"], ["a": "b=c"]), (["a="], ["a": ""]),
        (["params.start=16:30", "params.days=1"], ["params": ["start": "16:30", "days": "1"]]),
        (["member[0]=2001", "member[2]=2003"], ["member": ["2001", .null, "2003"]]),
        (["params[0].x=1", "params[0].y=2"], ["params": [["x": "1", "y": "2"]]]), (["a=1", "a=2"], ["a": "2"]),
    ]

    @Test(arguments: arguments) func rawArgumentsNest(_ words: [String], _ value: JSONValue) throws {
        #expect(try OpArguments(words).value == value)
    }

    @Test(arguments: [
        ["queue"], ["=x"], [".a=x"], ["a..b=x"], ["a[=x"], ["a[x]=1"], ["a[-1]=x"], ["a[99999]=x"], ["a=1", "a.b=2"], ["a.b=1", "a[0]=2"],
    ])
    func rawArgumentsThatMakeNoSenseAreRefused(_ words: [String]) {
        #expect(throws: CommandError.self) { try OpArguments(words) }
    }

    @Test func rawArgumentsLieOverTheObjectGiven() throws {
        let base: JSONValue = ["queue": "1", "params": ["start": "08:00", "days": .number(2)]]
        #expect(
            try OpArguments(["params.start=16:30"], over: base).value
                == ["queue": "1", "params": ["start": "16:30", "days": .number(2)]])
        #expect(throws: CommandError.self) { try OpArguments([], over: ["a"]) }
    }
}

@Suite struct CommandLineChineseTests {
    @Test func everyHelpTextIsTranslated() {
        let chinese = TranslationCatalog(.zh_CN)
        var sentences = Options.rows.map(\.meaning)
        for row in Command.rows { sentences += [row.summary] + row.details }
        for sentence in sentences { #expect(chinese(sentence) != sentence, "\(sentence)") }
    }

    /// The templates of faults and diagnostics as they stand in the source.
    @Test func everyDiagnosticIsTranslated() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/cordboard")
        let chinese = TranslationCatalog(.zh_CN)
        let sentence = #/(?:usage\(|unknown\(|complain\(|sentences: \[|(?:case .*: |^ +)(?="\\\()|return )"((?:[^"\\]|\\.)*)"/#
        var count = 0
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where file.lastPathComponent != "Output.swift"
            {
                for match in line.matches(of: sentence) {
                    guard let template = Self.template(String(match.1)), template.contains(" ") else { continue }
                    count += 1
                    #expect(chinese(template) != template, "\(file.lastPathComponent): \(template)")
                }
            }
        }
        #expect(count > 30)
    }

    /// The msgid of an interpolated literal: `%@` for each gap; nil where it is nothing but gaps.
    private static func template(_ literal: String) -> String? {
        var text = ""
        var rest = literal[...]
        while let gap = rest.range(of: "\\(") {
            text += rest[..<gap.lowerBound] + "%@"
            rest = rest[gap.upperBound...]
            var depth = 1
            while depth > 0, let character = rest.popFirst() { depth += character == "(" ? 1 : (character == ")" ? -1 : 0) }
        }
        text += rest
        return text.replacingOccurrences(of: "%@", with: "").contains(where: \.isLetter) ? text : nil
    }
}

@Suite struct CommandLineOutputTests {
    static let table: [(String, String)] = [
        (#"{"a":"b"}"#, #"{"a":"b"}"#), (#"{"a":"坐席 é"}"#, #"{"a":"坐席 é"}"#), ("{\n  \"a\": 1\n}", "{\n  \"a\": 1\n}"),
        ("\"a\u{7F}b\u{9B}\"", #""a\u007fb\u009b""#), ("\"\u{202E}x\u{200B}坐\"", #""\u202ex\u200b坐""#),
        ("\"\u{2028}\u{FEFF}\"", #""\u2028\ufeff""#), ("\"\u{E0041}\"", #""\udb40\udc41""#),
    ]

    @Test(arguments: table) func whatIsNotSeenIsEscapedAndMeansTheSame(_ text: String, _ escaped: String) throws {
        #expect(text.escapingUnseen == escaped)
        #expect(try JSONValue(parsing: escaped) == JSONValue(parsing: text))
    }
}
