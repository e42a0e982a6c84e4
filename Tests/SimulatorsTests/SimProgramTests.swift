import Foundation
import Synchronization
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct SimProgramTests {
    @Test(arguments: [
        (["--help"], "Usage: cordboard-sim"), (["--version"], "cordboard-sim 0.1.0"), (["smartpbx", "-h"], "--rate=N"),
    ])
    func saysWhatItIs(_ arguments: [String], _ text: String) async throws {
        let run = try await Program.run(arguments)
        #expect(run.status == 0)
        #expect(run.output.contains(text))
        #expect(run.errors.isEmpty)
    }

    @Test(arguments: [
        ([], "say which kind of exchange to simulate; there is: smartpbx, confserver, yeastar, webcti, icp"),
        (["ipc"], "no simulator for “ipc” yet; there is: smartpbx, confserver, yeastar, webcti, icp"),
        (["--frobnicate", "smartpbx"], "there is no option --frobnicate"),
        (["smartpbx", "--port"], "--port needs a value"),
        (["smartpbx", "--port=0"], "--port takes a whole number from 1 to 65535"),
        (["smartpbx", "--agents", "many"], "--agents takes a whole number"),
        (["smartpbx", "--token", "a/b"], "--token is one segment"),
        (["smartpbx", "--broker", "http://x"], "--broker takes mqtt://"),
        (["smartpbx", "--script", "/nonexistent"], "/nonexistent cannot be read"),
        (["smartpbx", "smartpbx"], "is named twice"),
        (["smartpbx", "confserver", "--port=65535"], "--port leaves no port for “confserver”"),
        (["icp", "--port=65535"], "--port leaves no port for “icp”"),
    ])
    func wrongUsageIsSaid(_ arguments: [String], _ complaint: String) async throws {
        let run = try await Program.run(arguments)
        #expect(run.status == 2)
        #expect(run.errors.contains(complaint), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func aBrokenScriptNamesThePlace() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "lesson-\(UUID().uuidString)")
        try Data("at 5s hostile-name\nat 6s dance\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let run = try await Program.run(["smartpbx", "--script", file.path])
        #expect(run.status == 2)
        #expect(run.errors.contains("\(file.path):2:7: there is no command “dance”"))
    }

    @Test func aScriptForAnotherSystemNamesThePlace() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "lesson-\(UUID().uuidString)")
        try Data("at 5s hostile-name\nat 6s tear 5s\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let run = try await Program.run(["smartpbx", "--script", file.path])
        #expect(run.status == 2)
        #expect(run.errors.contains("\(file.path):2:7: “tear” is for confserver, asterisk, none of which is simulated here"))
    }

    @Test func aTakenPortIsSaid() async throws {
        let server = try LoopbackServer.start(port: nil)
        let run = try await Program.run(["confserver", "--port", "\(server.port)"])
        #expect(run.status == 3)
        #expect(run.errors.contains("port \(server.port) of 127.0.0.1 cannot be served: Address already in use"))
    }

    @Test func severalKindsRunSideBySide() async throws {
        var port = try LoopbackPort.free()
        while !LoopbackPort.isFree(port + 1) { port = try LoopbackPort.free() }
        let program = try Program(["confserver", "smartpbx", "--port", "\(port)", "--seed", "9"])
        let snippet = await program.output(until: "token: demo\n")
        #expect(snippet.contains("    kind: confserver\n    address: 127.0.0.1:\(port)\n    username: sadmin\n"))
        #expect(snippet.contains("    broker: mqtt://127.0.0.1:\(port + 1)\n"))
        #expect(snippet.components(separatedBy: "sites:\n").count == 2)
        let console = try ConferencePeer(port: port)
        #expect(try await console.logIn()["STATUS"] == "OK")
        let peer = try await Peer(port: port + 1)
        #expect(try await peer.ask("system", ["cmd": "extension_list"])["status"] == "Success")
        program.closeInput()
        #expect(await program.status() == 0)
        _ = try await console.rest()
    }

    @Test func aYeastarRunsBesideASmartPBX() async throws {
        var port = try LoopbackPort.free()
        while !LoopbackPort.isFree(port + 1) { port = try LoopbackPort.free() }
        let program = try Program(["smartpbx", "yeastar", "--port", "\(port)", "--seed", "9"])
        let snippet = await program.output(until: "url: 127.0.0.1:8260/report\n")
        #expect(snippet.contains("    kind: yeastar\n    url: http://127.0.0.1:\(port + 1)\n    username: api\n    password: secret\n"))
        let body = #"{"username":"api","password":"\#(YeastarPeer.passwordHash)","port":"9","version":"1.0.2"}"#
        #expect(try await RawHTTP.post(port: port + 1, "/api/v1.1.0/login", body).body.contains("Success"))
        let taken = try await Program.run(["yeastar", "--port", "\(port + 1)"])
        #expect(taken.status == 3)
        #expect(taken.errors.contains("port \(port + 1) cannot be listened on"), "\(taken.errors)")
        program.closeInput()
        #expect(await program.status() == 0)
        await #expect(throws: RawHTTP.Refused.self) { try await RawHTTP.get(port: port + 1, "/") }
    }

    @Test func aPlatformOverHTTP() async throws {
        let port = try LoopbackPort.free()
        let program = try Program(["webcti", "--port", "\(port)", "--webkey", "lesson"])
        let snippet = await program.output(until: "timezone: Asia/Shanghai\n")
        #expect(snippet.contains("    url: http://127.0.0.1:\(port)/webservice2\n    webkey: \"lesson\"\n"))
        #expect(try await RawHTTP.get(port: port, "/webservice2/getqueue.php?json=2").body.hasPrefix("{\"errcode\":9999"))
        let taken = try await Program.run(["webcti", "--port", "\(port)"])
        #expect(taken.status == 3)
        #expect(taken.errors.contains("port \(port) cannot be listened on"))
        program.closeInput()
        #expect(await program.status() == 0)
        #expect(throws: RawHTTP.Refused.self) { try RawHTTP.connect(port: port) }
    }

    @Test func aGatewayAndItsTalkingGroups() async throws {
        var port = try LoopbackPort.free()
        while !LoopbackPort.isFree(port + 1) { port = try LoopbackPort.free() }
        let program = try Program(["icp", "--port", "\(port)", "--seed", "9"])
        let snippet = await program.output(until: "url: http://127.0.0.1:8270/cds}\n")
        #expect(
            snippet.contains(
                "  - id: ecc\n    name: Simulated ICP\n    kind: icp\n    gateway: http://127.0.0.1:\(port)/agentgateway/resource"))
        #expect(
            snippet.contains(
                "    agent: \"291\"\n    password: secret\n    phone: \"40038\"\n    uportal:\n      url: http://127.0.0.1:\(port + 1)\n"))
        let body = #"{"password":"secret","phonenum":"40038"}"#
        let request =
            "PUT /agentgateway/resource/onlineagent/291 HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        #expect(try await RawHTTP.exchange(port: port, request + body).body.contains(#""retcode":"0""#))
        #expect(try await RawHTTP.get(port: port + 1, "/").status > 0)
        let taken = try await Program.run(["icp", "--port", "\(port - 1)"])
        #expect(taken.status == 3)
        program.closeInput()
        #expect(await program.status() == 0)
        for port in [port, port + 1] { #expect(throws: RawHTTP.Refused.self) { try RawHTTP.connect(port: port) } }
    }

    @Test func aBrokerThatIsNotThereIsSaid() async throws {
        let port = try LoopbackPort.free()
        let run = try await Program.run(["smartpbx", "--broker", "mqtt://127.0.0.1:\(port)"])
        #expect(run.status == 3)
        #expect(run.errors.contains("the broker cannot be reached (tcp)"))
    }

    @Test(arguments: [nil, SIGINT, SIGTERM, SIGKILL])
    func itServesAndEndsCleanly(signal: Int32?) async throws {
        let port = try LoopbackPort.free()
        let program = try Program(["smartpbx", "--port", "\(port)", "--token", "lesson", "--seed", "9"])
        let snippet = await program.output(until: "token: lesson\n")
        #expect(snippet.contains("    broker: mqtt://127.0.0.1:\(port)\n"))
        let peer = try await Peer(port: port, token: "lesson")
        #expect(try await peer.ask("system", ["cmd": "extension_list"])["status"] == "Success")
        if let signal { program.send(signal) } else { program.closeInput() }
        let status = await program.status()
        #expect(status == (signal == SIGKILL ? SIGKILL : 0))
        // The broker is gone, however we ended: its link breaks.
        while (try? await peer.raw("event")) != nil {}
    }
}

/// cordboard-sim as a process.
final class Program: Sendable {
    private let process: Process
    private let input = Pipe()
    private let outputPipe = Pipe()
    private let errorPipe = Pipe()

    init(_ arguments: [String]) throws {
        process = Process()
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "cordboard-sim")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = outputPipe
        process.standardError = errorPipe
        try process.run()
    }

    static func run(_ arguments: [String]) async throws -> (status: Int32, output: String, errors: String) {
        let program = try Program(arguments)
        async let output = program.all(of: program.outputPipe)
        async let errors = program.all(of: program.errorPipe)
        return (await program.status(), await output, await errors)
    }

    func closeInput() { try? input.fileHandleForWriting.close() }
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// The exit status, or the number of the signal that ended it.
    func status() async -> Int32 {
        await offThread {
            self.process.waitUntilExit()
            return self.process.terminationStatus
        }
    }

    /// What it has printed when `text` has come, or everything.
    func output(until text: String) async -> String {
        await offThread {
            var printed = ""
            while !printed.contains(text) {
                let more = self.outputPipe.fileHandleForReading.availableData
                if more.isEmpty { break }
                printed += String(decoding: more, as: UTF8.self)
            }
            return printed
        }
    }

    private func all(of pipe: Pipe) async -> String {
        await offThread { String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    }

    private func offThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { done in Thread.detachNewThread { done.resume(returning: body()) } }
    }
}
