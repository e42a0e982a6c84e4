import CPlatform
import Foundation
import Simulators
import Wire

/// What the command line asks for.
struct Options {
    /// What to simulate, in the order of the command line.
    var kinds: [SimulatedKind] = []
    /// The first kind's port, where it is not to be the usual one.
    var port: Int?
    var seed: UInt64 = 1
    var agents = 24
    var rate: Double?
    var script: [ScriptLine] = []
    /// Another's broker; nil starts a private one.
    var broker: MQTTEndpoint?
    /// The broker's address as it was given, without its password.
    var brokerText: String?
    var token = "demo"
    var webKey = "0866089e569bbd3d"
    var wantsHelp = false
    var wantsVersion = false

    /// What is wrong with the command line.
    struct Wrong: Error { var reason: String }

    static let passwordVariable = "CORDBOARD_SIM_PASSWORD"

    private struct Row: Sendable {
        var long: String
        var short: Character
        var value: String?
        var meaning: String
        var read: @Sendable (inout Options, String) throws -> Void
        var letter: Int32 { Int32(short.asciiValue ?? 0) }
    }

    private static let rows: [Row] = [
        Row(
            long: "port", short: "p", value: "N",
            meaning: "the port of the first KIND (default: \(SimulatedKind.all.map { "\($0.name) \($0.port)" }.joined(separator: ", ")))"
        ) {
            $0.port = try whole($1, "--port", 1...65_535)
        },
        Row(long: "seed", short: "s", value: "N", meaning: "same seed, same day (default 1)") {
            guard let seed = UInt64($1) else { throw Wrong(reason: "--seed takes a whole number") }
            $0.seed = seed
        },
        Row(long: "agents", short: "a", value: "N", meaning: "telephones, 2 to 90000 (default 24)") {
            $0.agents = try whole($1, "--agents", 2...90_000)
        },
        Row(
            long: "rate", short: "r", value: "N",
            meaning: "calls a minute, of five events each (default one for every four telephones; 0 none)"
        ) {
            guard let rate = Double($1), (0...1_000_000).contains(rate) else {
                throw Wrong(reason: "--rate takes a number of calls a minute, 0 to 1000000")
            }
            $0.rate = rate
        },
        Row(long: "script", short: "f", value: "FILE", meaning: "what is to happen when, one line each (below)") {
            guard let data = FileManager.default.contents(atPath: $1) else { throw Wrong(reason: "\($1) cannot be read") }
            do {
                $0.script = try TrainingScript.parse(String(decoding: data, as: UTF8.self), file: $1)
            } catch { throw Wrong(reason: "\(error)") }
        },
        Row(
            long: "broker", short: "b", value: "URL",
            meaning: "use this broker: mqtt[s]://[USER@]HOST[:PORT], with the password in \(passwordVariable)"
        ) {
            try $0.use(broker: $1)
        },
        Row(long: "token", short: "t", value: "T", meaning: "the token of the topics (default demo)") {
            guard !$1.isEmpty, !$1.contains(where: { "/+#\0".contains($0) }) else {
                throw Wrong(reason: "--token is one segment of an MQTT topic: not empty, without / + #")
            }
            $0.token = $1
        },
        Row(long: "webkey", short: "w", value: "K", meaning: "the WEB key of webcti (default 0866089e569bbd3d)") {
            guard !$1.isEmpty else { throw Wrong(reason: "--webkey is not empty") }
            $0.webKey = $1
        },
        Row(long: "help", short: "h", value: nil, meaning: "this text") { options, _ in options.wantsHelp = true },
        Row(long: "version", short: "V", value: nil, meaning: "the version") { options, _ in options.wantsVersion = true },
    ]

    static var help: String {
        let names = rows.map { "  -\($0.short), --\($0.long)" + ($0.value.map { "=\($0)" } ?? "") }
        let width = (names.map(\.count).max() ?? 0) + 2
        let table = zip(names, rows).map { $0.padding(toLength: width, withPad: " ", startingAt: 0) + $1.meaning }
        return """
            Usage: cordboard-sim KIND… [OPTION]…
            Pretends to be telephone exchanges, for practice, training and load. KIND: \(SimulatedKind.all.map(\.name).joined(separator: ", ")).
            Runs until interrupted, or until the program at the other end of its standard input closes it.

            \(table.joined(separator: "\n"))

            A script has one event a line, in any order; “#” begins a comment:
              at TIME COMMAND ARGUMENT…      as in: at 1m30s call 13800138000 queue 6666
            \(TrainingScript.summary)

            Exit status: 0 done, 2 wrong usage, 3 no broker could be started or reached.
            """
    }

    /// - Throws: `Wrong`.
    init(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) throws {
        let names = Self.rows.map { strdup($0.long) }
        defer { names.forEach { free($0) } }
        var table = zip(names, Self.rows).map { name, row in
            option(
                name: UnsafePointer(name), has_arg: row.value == nil ? no_argument : required_argument, flag: nil,
                val: row.letter)
        }
        table.append(option())
        let short = ":" + Self.rows.map { "\($0.short)" + ($0.value == nil ? "" : ":") }.joined()
        cordboard_reset_getopt()
        while true {
            let letter = getopt_long(count, arguments, short, table, nil)
            if letter == -1 { break }
            guard let row = Self.rows.first(where: { $0.letter == letter }) else {
                if letter == Int32(UInt8(ascii: ":")), let row = Self.rows.first(where: { $0.letter == cordboard_optopt() }) {
                    throw Wrong(reason: "--\(row.long) needs a value")
                }
                // What getopt has just passed over.
                let word = arguments[Int(cordboard_optind()) - 1].map { String(cString: $0) } ?? ""
                throw Wrong(reason: "there is no option \(word)")
            }
            try row.read(&self, cordboard_optarg().map { String(cString: $0) } ?? "")
        }
        if !wantsHelp && !wantsVersion {
            try read(kinds: (Int(cordboard_optind())..<Int(count)).compactMap { arguments[$0].map { String(cString: $0) } })
        }
    }

    private mutating func read(kinds names: [String]) throws {
        let available = "there is: \(SimulatedKind.all.map(\.name).joined(separator: ", "))"
        guard !names.isEmpty else { throw Wrong(reason: "say which kind of exchange to simulate; \(available)") }
        for name in names {
            guard let kind = SimulatedKind.all.first(where: { $0.name == name }) else {
                throw Wrong(reason: "no simulator for “\(name)” yet; \(available)")
            }
            guard !kinds.contains(where: { $0.name == name }) else { throw Wrong(reason: "“\(name)” is named twice") }
            kinds.append(kind)
        }
    }

    private mutating func use(broker text: String) throws {
        let schemes = ["mqtt": 1883, "mqtts": 8883]
        guard let url = URLComponents(string: text), let scheme = url.scheme, let standard = schemes[scheme],
            let host = url.host, !host.isEmpty, url.path.isEmpty || url.path == "/"
        else { throw Wrong(reason: "--broker takes mqtt://[USER@]HOST[:PORT] or mqtts://[USER@]HOST[:PORT]") }
        broker = MQTTEndpoint(
            host: host.trimmingCharacters(in: ["[", "]"]), port: url.port ?? standard, username: url.user,
            password: ProcessInfo.processInfo.environment[Self.passwordVariable] ?? url.password,
            tls: scheme == "mqtts" ? TLSPolicy() : nil)
        brokerText = "\(scheme)://\(host):\(url.port ?? standard)"
    }

    private static func whole(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw Wrong(reason: "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
