import Exchange
import Foundation
import JSON
import Simulators
import Testing
import Wire

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(1))) struct RecordingFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "icp-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func site(_ server: SimulatedHTTPServer) -> ICPSite {
        let gateway = "http://127.0.0.1:\(server.port)/agentgateway/resource"
        return ICPSite(.init(id: "icp", name: "icp", gateway: gateway, agent: "291", password: Secret("x"), phone: "40038"))
    }

    @Test(arguments: ["path", "address", "member"])
    func `A recording comes from wherever the gateway says`(form: String) async throws {
        let server = try await SimulatedHTTPServer.start { request in
            request.path == "/recordings/x.wav" ? .init(body: Array("RIFF".utf8)) : .init(status: 404)
        }
        let address = JSONValue.string("http://127.0.0.1:\(server.port)/recordings/x.wav")
        let answer: JSONValue =
            switch form {
            case "path": "/recordings/x.wav"
            case "address": address
            default: ["name": "x", "url": address]
            }
        let file = folder.appending(path: "x.wav").path
        let (outcome, facts) = await site(server).fetch(answer, to: .init(file)) { _, _ in }
        #expect(outcome == .done("4 bytes in \(file)", reference: file))
        #expect(facts == ["file": .string(file), "bytes": .number(4)])
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "RIFF")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.wav"])
        await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `What does not come leaves nothing`() async throws {
        let server = try await SimulatedHTTPServer.start { _ in .init(status: 404, body: Array("gone".utf8)) }
        let site = site(server)
        let file = folder.appending(path: "x.wav").path
        #expect(
            await site.fetch("/recordings/x.wav", to: .init(file), { _, _ in }).0 == .refused(code: "404", "the gateway has no such file"))
        #expect(await site.fetch(["name": "x"], to: .init(file), { _, _ in }).0 == .unknown("the gateway told no address of the file"))
        await server.stop()
        let (outcome, _) = await site.fetch("/recordings/x.wav", to: .init(file)) { _, _ in }
        guard case .unknown = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try FileManager.default.removeItem(at: folder)
    }
}
