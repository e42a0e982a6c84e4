import CPlatform
import Foundation
import Simulators
import Wire

/// What the command line asks for.
struct Options {
    var kinds: [SimulatedKind] = []
    private var port: Int?
    var seed: UInt64 = 1
    var agents = 24
    var rate: Double?
    private var scriptFile: String?
    private(set) var script: [ScriptLine] = []
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
    private static let allKinds = SimulatedKind.allCases.map(\.rawValue).joined(separator: ", ")

    /// A port of a kind: its own by default; where one is named, the first kind takes it and the others those after it.
    /// - Parameter place: which of the kind's ports.
    func port(of kind: SimulatedKind, _ place: Int = 0) -> Int {
        guard let port else { return Self.usualPorts(of: kind)[place] }
        return port + kinds.prefix { $0 != kind }.map { Self.usualPorts(of: $0).count }.reduce(place, +)
    }

    private static func usualPorts(of kind: SimulatedKind) -> [Int] {
        switch kind {
        case .smartpbx: [1883]
        case .confserver: [9100]
        case .yeastar: [9011]
        case .webcti: [8080]
        // The gateway and the dispatch service.
        case .icp: [8043, 8443]
        }
    }

    private static let usualPorts = SimulatedKind.allCases
        .map { kind in "\(kind.rawValue) " + usualPorts(of: kind).map(String.init).joined(separator: " and ") }
        .joined(separator: ", ")

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
            meaning: "the first kind's port, the others take the next ones (default: \(usualPorts))"
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
            meaning: "calls or rooms a minute (default one for every four telephones, rooms for every twelve; 0 none)"
        ) {
            guard let rate = Double($1), (0...1_000_000).contains(rate) else {
                throw Wrong(reason: "--rate takes a number of calls a minute, 0 to 1000000")
            }
            $0.rate = rate
        },
        Row(long: "script", short: "f", value: "FILE", meaning: "what is to happen when, one line each (below)") {
            $0.scriptFile = $1
        },
        Row(
            long: "broker", short: "b", value: "URL",
            meaning: "smartpbx: use this broker: mqtt[s]://[USER@]HOST[:PORT], with the password in \(passwordVariable)"
        ) {
            try $0.use(broker: $1)
        },
        Row(long: "token", short: "t", value: "T", meaning: "smartpbx: the token of the topics (default demo)") {
            guard !$1.isEmpty, !$1.contains(where: { "/+#\0".contains($0) }) else {
                throw Wrong(reason: "--token is one segment of an MQTT topic: not empty, without / + #")
            }
            $0.token = $1
        },
        Row(long: "webkey", short: "w", value: "K", meaning: "webcti: its WEB key (default 0866089e569bbd3d)") {
            guard !$1.isEmpty, $1.allSatisfy({ $0.isLetter || $0.isNumber }) else {
                throw Wrong(reason: "--webkey takes letters and digits")
            }
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
            Pretends to be telephone exchanges, for practice, training and load. KIND: \(allKinds).
            Runs until interrupted, or until the program at the other end of its standard input closes it.

            \(table.joined(separator: "\n"))

            A script has one event a line, in any order; “#” begins a comment:
              at TIME COMMAND ARGUMENT…      as in: at 1m30s call 13800138000 queue 6666
            \(TrainingScript.summary)

            Exit status: 0 done, 2 wrong usage, 3 a broker or a port could not be had.
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
        guard !wantsHelp && !wantsVersion else { return }
        try take(kinds: (Int(cordboard_optind())..<Int(count)).compactMap { arguments[$0].map { String(cString: $0) } })
        if let scriptFile { try read(script: scriptFile) }
    }

    private mutating func take(kinds names: [String]) throws {
        let available = "there is: \(Self.allKinds)"
        guard !names.isEmpty else { throw Wrong(reason: "say which kind of exchange to simulate; \(available)") }
        for name in names {
            guard let kind = SimulatedKind(rawValue: name) else {
                throw Wrong(reason: "no simulator for “\(name)” yet; \(available)")
            }
            guard !kinds.contains(kind) else { throw Wrong(reason: "“\(name)” is named twice") }
            kinds.append(kind)
        }
        if port != nil, let full = kinds.first(where: { port(of: $0, Self.usualPorts(of: $0).count - 1) > 65_535 }) {
            throw Wrong(reason: "--port leaves no port for “\(full.rawValue)”")
        }
    }

    private mutating func read(script file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw Wrong(reason: "\(file) cannot be read") }
        do {
            script = try TrainingScript.parse(String(decoding: data, as: UTF8.self), file: file, for: kinds)
        } catch { throw Wrong(reason: "\(error)") }
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
