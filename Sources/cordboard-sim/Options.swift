import CPlatform
import Foundation
import Simulators

/// What the command line asks for.
struct Options {
    private(set) var kinds: [SimulatorDescriptor] = []
    private var port: Int?
    private var simulation = SimulatorOptions()
    private var scriptFile: String?
    private var scenario: Scenario?
    private(set) var wantsHelp = false
    private(set) var wantsVersion = false

    /// What is wrong with the command line.
    struct Wrong: Error { var reason: String }

    private static let allKinds = SimulatorDescriptor.all.map(\.kind).joined(separator: ", ")

    /// How one of the systems is to be. It has its own ports; where one is named, the first kind takes it and the others those
    /// after it.
    /// - Parameter report: takes sentences for the trainer.
    func options(of system: SimulatorDescriptor, report: @escaping @Sendable (String) -> Void) -> SimulatorOptions {
        var options = simulation
        options.ports = ports(of: system)
        options.report = report
        return options
    }

    private func ports(of system: SimulatorDescriptor) -> [Int] {
        guard let port else { return system.ports }
        let first = kinds.prefix { $0.kind != system.kind }.reduce(port) { $0 + $1.ports.count }
        return system.ports.indices.map { first + $0 }
    }

    private static let usualPorts = SimulatorDescriptor.all
        .map { "\($0.kind) " + $0.ports.map(String.init).joined(separator: " and ") }.joined(separator: ", ")

    private struct Row: Sendable {
        var long: String
        var short: Character
        var value: String?
        var meaning: String
        var read: @Sendable (inout Options, String) throws -> Void
        var letter: Int32 { Int32(short.asciiValue ?? 0) }
    }

    private static let rows: [Row] = common + SimulatorDescriptor.all.flatMap(own) + last

    private static let common: [Row] = [
        Row(
            long: "port", short: "p", value: "N",
            meaning: "the first kind's port, the others take the next ones (default: \(usualPorts))"
        ) {
            $0.port = try whole($1, "--port", 1...65_535)
        },
        Row(long: "seed", short: "s", value: "N", meaning: "same seed, same day (default 1)") {
            guard let seed = UInt64($1) else { throw Wrong(reason: "--seed takes a whole number") }
            $0.simulation.seed = seed
        },
        Row(long: "agents", short: "a", value: "N", meaning: "telephones, 2 to 90000 (default 24)") {
            $0.simulation.agents = try whole($1, "--agents", 2...90_000)
        },
        Row(
            long: "rate", short: "r", value: "N",
            meaning: "calls or rooms a minute (default one for every four telephones, rooms for every twelve; 0 none)"
        ) {
            guard let rate = Double($1), (0...1_000_000).contains(rate) else {
                throw Wrong(reason: "--rate takes a number of calls a minute, 0 to 1000000")
            }
            $0.simulation.rate = rate
        },
        Row(long: "script", short: "f", value: "FILE", meaning: "what is to happen when, one line each (below)") {
            $0.scriptFile = $1
        },
        Row(long: "scenario", short: "c", value: "NAME", meaning: "the same, from the list of scenarios below, with rate 0") {
            guard let scenario = Scenario.named($1) else { throw Wrong(reason: "there is no scenario “\($1)”") }
            $0.scenario = scenario
            $0.simulation.rate = 0
        },
    ]

    /// What one kind alone takes.
    private static func own(_ system: SimulatorDescriptor) -> [Row] {
        system.options.map { option in
            Row(
                long: option.name, short: option.letter, value: option.placeholder, meaning: "\(system.kind): \(option.meaning)"
            ) { options, text in
                do throws(SimulatorOptionError) { try option.check(text) } catch { throw Wrong(reason: "\(error)") }
                options.simulation.values[option.name] = text
            }
        }
    }

    private static let last: [Row] = [
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
            \(TrainingScript.summary(of: SimulatorDescriptor.all))

            Scenarios, for --scenario:
            \(Scenario.summary)

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
        simulation.environment = ProcessInfo.processInfo.environment
        try take(kinds: (Int(cordboard_optind())..<Int(count)).compactMap { arguments[$0].map { String(cString: $0) } })
        if let scriptFile { try read(script: scriptFile) }
        if let scenario {
            guard kinds.contains(where: { $0.kind == scenario.kind }) else {
                throw Wrong(reason: "“\(scenario.name)” is for \(scenario.kind), which is not simulated here")
            }
            simulation.script += try scenario.script()
        }
    }

    private mutating func take(kinds names: [String]) throws {
        let available = "there is: \(Self.allKinds)"
        guard !names.isEmpty else { throw Wrong(reason: "say which kind of exchange to simulate; \(available)") }
        for name in names {
            guard let system = SimulatorDescriptor.of(kind: name) else {
                throw Wrong(reason: "no simulator for “\(name)” yet; \(available)")
            }
            guard !kinds.contains(where: { $0.kind == name }) else { throw Wrong(reason: "“\(name)” is named twice") }
            kinds.append(system)
        }
        if let full = kinds.first(where: { ports(of: $0).contains { $0 > 65_535 } }) {
            throw Wrong(reason: "--port leaves no port for “\(full.kind)”")
        }
    }

    private mutating func read(script file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw Wrong(reason: "\(file) cannot be read") }
        do {
            simulation.script = try TrainingScript.parse(String(decoding: data, as: UTF8.self), file: file, for: kinds)
        } catch { throw Wrong(reason: "\(error)") }
    }

    private static func whole(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw Wrong(reason: "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
