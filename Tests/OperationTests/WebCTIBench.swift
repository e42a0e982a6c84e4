import Exchange
import Foundation
import Testing
import WebCTI

@testable import Simulators

/// A simulated MVB2000, whose requests we see.
final class WebCTIBench: Bench {
    let site: any Site
    private let simulator: WebCTISimulator
    private let serving: Task<Void, Never>
    private let running: RunningSite
    private let tap = HTTPTap()
    private let file = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)").path

    /// `context` and `application` exclude each other (4.24).
    static let refusals = ["calls.ctioriginate with everything": "1231"]

    init() async throws {
        // A minute a second: some requests wait until somebody lifts his telephone.
        let (start, begin) = (1_673_071_399_000, ContinuousClock.now)
        let time = SimulatorTime(
            now: { start + (ContinuousClock.now - begin).milliseconds * 60 }, sleep: { try await Task.sleep(for: $0 / 60) })
        simulator = WebCTISimulator(world: WebCTIWorld(seed: 1, rate: 0, start: start), defects: WebCTIDefects.none, time: time)
        let port = try await simulator.start { [tap] in tap.note($0) }
        serving = Task { [simulator] in await simulator.serve() }
        site = Self.site(port: port)
        running = try await RunningSite(site, id: "bench", kind: .webcti)
        try Data("RIFF".utf8).write(to: URL(filePath: file))
    }

    static func site(port: Int) -> WebCTISite {
        WebCTISite(
            WebCTIConfiguration(
                id: "bench", name: "bench", url: "http://127.0.0.1:\(port)/webservice2", webKey: Secret("0866089e569bbd3d"),
                timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt, deadline: .seconds(60), pollInterval: .seconds(3_600),
                reconcileInterval: .seconds(3_600)))
    }

    func isLocal(_ parameter: String, of operation: String) -> Bool { operation == "recordings.putrecordings" && parameter == "ivrfiile" }

    func subjects(of operation: String) async throws -> [String: String] {
        let numbers = await simulator.act { world in
            for channel in world.liveChannels { try? world.hangUp(channel.name) }
            return world.devices.map(\.number)
        }
        return ["to": file + ".got", "ivrfiile": file, "extension": numbers[0]]
    }

    func arrived() async throws -> [WireRequest] { tap.take().map(Self.read) }

    private static func read(_ request: SimulatedHTTPServer.Request) -> WireRequest {
        let own: Set<String> = ["webkey", "json"]
        let fields = request.query + form(request)
        return WireRequest(
            native: "\(request.method) \(request.path)",
            fields: fields.filter { !own.contains($0.0) }.map { .init(name: $0.0, value: $0.1) },
            setByAdapter: Dictionary(fields.filter { own.contains($0.0) }, uniquingKeysWith: { $1 }))
    }

    /// What stands in the body of a log-in to an administration page.
    private static func form(_ request: SimulatedHTTPServer.Request) -> [(String, String)] {
        guard request.header("Content-Type") == "application/x-www-form-urlencoded" else { return [] }
        let components = URLComponents(string: "?" + String(decoding: request.body, as: UTF8.self))
        return (components?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
    }

    func close() async {
        await running.stop()
        serving.cancel()
        await serving.value
        for path in [file, file + ".got"] { try? FileManager.default.removeItem(atPath: path) }
    }
}
