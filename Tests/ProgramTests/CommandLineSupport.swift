import Foundation
import JSON
import Synchronization
import Testing
import Wire

@testable import Simulators

/// The real program as a process of its own.
final class RunningProgram: Sendable {
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String

        var json: JSONValue? { try? JSONValue(parsing: output) }
    }

    /// Lines of standard output as they come.
    let lines: AsyncStream<String>
    let identifier: pid_t
    private let ended: Task<Outcome, Never>
    /// Our end of standard input; nil once it is closed.
    private let input: Mutex<Int32?>

    /// - Parameters:
    ///   - program: cordboard, where it is left out.
    ///   - folder: holds the run's own `$HOME`, so that nothing of the user's is read or written.
    ///   - input: standard input; nil keeps it open until `closeInput`.
    init(
        _ words: [String], of program: String = executable.path, folder: TestFolder, input: String? = "",
        environment: [String: String] = [:]
    ) throws {
        let (standardInput, standardOutput, standardError) = (try ChildProcess.pipe(), try ChildProcess.pipe(), try ChildProcess.pipe())
        defer { for end in [standardInput.reading, standardOutput.writing, standardError.writing] { close(end) } }
        identifier = try ChildProcess.spawn(
            [program] + words, environment: folder.environment.merging(environment) { _, given in given },
            input: standardInput.reading, output: standardOutput.writing, error: standardError.writing)
        self.input = Mutex(standardInput.writing)
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let output = Self.collect(standardOutput.reading) {
            line.yield($0)
        } onEnd: {
            line.finish()
        }
        let errors = Self.collect(standardError.reading) { _ in
        } onEnd: {
        }
        let status = Self.status(of: identifier)
        ended = Task { Outcome(status: await status.value, output: await output.value, errors: await errors.value) }
        if let input {
            _ = input.withCString { write(standardInput.writing, $0, strlen($0)) }
            closeInput()
        }
    }

    deinit { closeInput() }

    /// Runs the program to its end.
    static func run(
        _ words: [String], folder: TestFolder, input: String? = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await RunningProgram(words, folder: folder, input: input, environment: environment).outcome
    }

    var outcome: Outcome { get async { await ended.value } }

    func send(_ signal: Int32) { kill(identifier, signal) }

    func closeInput() {
        input.withLock { if let open = $0.take() { close(open) } }
    }

    /// The program that was built beside the tests.
    static let executable: URL = {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let bundles = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        let built = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../.build/debug").standardizedFileURL
        let places = ([tests] + bundles + [built]).map { $0.appending(path: "cordboard") }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? places[0]
    }()

    /// The exit status, or the number of the signal that ended it, negative.
    private static func status(of process: pid_t) -> Task<Int32, Never> {
        onThread {
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
        }
    }

    /// Reads to the end: a pipe that nobody empties would stop the program.
    private static func collect(
        _ descriptor: Int32, onLine: @escaping @Sendable (String) -> Void, onEnd: @escaping @Sendable () -> Void
    ) -> Task<String, Never> {
        onThread {
            defer { close(descriptor) }
            var all: [UInt8] = []
            var begun = 0
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                all += buffer[..<count]
                while let end = all[begun...].firstIndex(of: UInt8(ascii: "\n")) {
                    onLine(String(decoding: all[begun..<end], as: UTF8.self))
                    begun = end + 1
                }
            }
            onEnd()
            return String(decoding: all, as: UTF8.self)
        }
    }
}

/// Begins a blocking call on a thread of its own, or the tests beside this one would wait too.
private func onThread<Value: Sendable>(_ call: @escaping @Sendable () -> Value) -> Task<Value, Never> {
    let (values, value) = AsyncStream.makeStream(of: Value.self)
    Thread.detachNewThread {
        value.yield(call())
        value.finish()
    }
    return Task {
        var values = values.makeAsyncIterator()
        return await values.next()!
    }
}

/// A folder for one test, removed with it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/cordboard-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var environment: [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": path, "LANG": "C.UTF-8",
            "XDG_STATE_HOME": path + "/state", "XDG_RUNTIME_DIR": path,
        ]
    }

    /// Writes a file readable by its owner alone, unless told otherwise.
    @discardableResult
    func write(_ text: String, to name: String, permissions: Int = 0o600) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file)
        return file
    }

    /// The outcomes in the audit log; the lines of attempts stand beside them.
    func audit() throws -> [JSONValue] {
        try String(contentsOfFile: path + "/state/cordboard/audit.jsonl", encoding: .utf8).split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
            .filter { $0["outcome"] != nil }
    }
}

/// A simulated exchange where nobody calls by himself, and a configuration that points at it.
struct QuietExchange {
    let demo: Simulation
    let simulator: SmartPBXSimulator
    let folder: TestFolder
    let config: String

    init(role: String = "supervisor") async throws {
        let descriptor = try #require(SimulatorDescriptor.of(kind: "smartpbx"))
        demo = try await descriptor.start(SimulatorOptions(seed: 7, agents: 24, rate: 0))
        simulator = try #require(demo.simulator())
        folder = try TestFolder()
        config = try folder.write(
            """
            operator: {name: alice, extension: "8006", role: \(role)}
            sites:
              - id: hq
                name: Headquarters
                kind: smartpbx
                broker: \(demo.settings["broker"] ?? "")
                token: \(simulator.token)

            """, to: "config.yaml")
    }

    func run(_ words: [String], input: String? = "") async throws -> RunningProgram.Outcome {
        try await RunningProgram.run(["--config", config] + words, folder: folder, input: input)
    }

    func start(_ words: [String], input: String? = "") throws -> RunningProgram {
        try RunningProgram(["--config", config] + words, folder: folder, input: input)
    }
}

/// Takes one line at a time out of a named pipe, and nothing ahead of it.
actor SlowReader {
    private let descriptor: Int32
    private var rest: [UInt8] = []

    /// Waits until somebody writes.
    init(_ fifo: String) async throws {
        descriptor = await onThread { open(fifo, O_RDONLY | O_CLOEXEC) }.value
    }

    deinit { close(descriptor) }

    func line() async -> String {
        while !rest.contains(UInt8(ascii: "\n")) {
            let piece = await onThread { [descriptor] in
                var buffer = [UInt8](repeating: 0, count: 4_096)
                let count = read(descriptor, &buffer, buffer.count)
                return Array(buffer[..<max(0, count)])
            }.value
            guard !piece.isEmpty else { return "" }
            rest += piece
        }
        let end = rest.firstIndex(of: UInt8(ascii: "\n"))!
        defer { rest.removeFirst(end + 1) }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
