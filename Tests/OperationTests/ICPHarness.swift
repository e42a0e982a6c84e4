import Exchange
import Foundation
import ICP
import ICPReference
import JSON

@testable import Simulators

/// A simulated Agent Gateway and a simulated uPortal, whose requests we see, and a site that works with both.
final class ICPHarness: Sendable {
    let site: any Site
    private let gateway: ICPGatewaySimulator
    private let uPortal: CDSSimulator
    private let running: RunningSite
    private let tap = HTTPTap()
    /// Both as they are when the site has come online: each operation begins there.
    private let platform: ICPWorld
    private let groups: CDSWorld
    private let file = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)").path

    /// How operations end that the gateway refuses, as the reference says.
    static let refusals = [
        // Into an agent's own queue: “not open”.
        "gateway.transfer": "000-002"
    ]

    /// What the site adds where nobody gives it: it knows who it is and where it is told things.
    static let setByAdapter = ["talkinggroups.subscribe": ["callBackURL", "websocketID"]]

    init() async throws {
        let time = SimulatorTime.byHand()
        gateway = ICPGatewaySimulator(world: ICPWorld(seed: 5, agents: 12, rate: 0, start: time.now()), time: time)
        uPortal = CDSSimulator(world: CDSWorld(seed: 1, agents: 12, rate: 0, start: time.now()), time: time)
        let port = try await gateway.listen { [tap] in tap.note($0) }
        try await uPortal.listen { [tap] in tap.note($0) }
        site = Self.site(port: port, uPortal: await uPortal.port)
        running = try await RunningSite(site, id: "harness", kind: .icp) { !$0.groups.isEmpty }
        platform = await gateway.world
        groups = await uPortal.world
    }

    static func site(port: Int, uPortal: Int) -> ICPSite {
        ICPSite(
            ICPConfiguration(
                id: "harness", name: "harness", gateway: "http://127.0.0.1:\(port)/agentgateway/resource", agent: ICPWorld.inspector,
                password: Secret("secret"), phone: ICPWorld.inspectorPhone, deadline: .seconds(60), pollInterval: .seconds(3_600),
                reconcileInterval: .seconds(3_600),
                talkingGroups: .init(url: "http://127.0.0.1:\(uPortal)", username: "4501", password: Secret("secret"))))
    }

    /// Brings both servers to where the row's operation has something to work on.
    /// - Returns: the row about what is there.
    func prepare(for row: WireRow) async throws -> WireRow {
        let (platform, groups) = (platform, groups)
        let subjects = try await gateway.act { world in
            world = platform
            return try world.prepare(for: row)
        }
        await uPortal.act { world in
            world = groups
            world.prepare(for: row)
        }
        _ = tap.take()
        return try row.about(subjects.merging(["/tmp/x.wav": file]) { $1 })
    }

    /// A request as it was read off the wire, by nobody who shares code with the adapter.
    struct Request: Equatable, CustomStringConvertible {
        var method: String
        /// Decoded.
        var path: String
        /// `name=value`, decoded, in the order of the wire.
        var query: [String]
        var body: JSONValue?

        var description: String { "\(method) \(path) \(query) \(body?.compactText ?? "")" }

        /// What a row says.
        init(_ row: WireRow) {
            method = row.method
            path = (row.isForUPortal ? "/" : "/agentgateway/resource/") + (row.path.removingPercentEncoding ?? row.path)
            query = row.query.split(separator: "&").map(String.init)
            body = row.body
        }

        /// The same without some members of the body, as far as they say anything.
        func leavingOut(_ names: [String]) -> Request {
            guard var members = body?.object else { return self }
            for name in names where members[name]?.text?.isEmpty == false { members[name] = nil }
            var request = self
            request.body = .object(members)
            return request
        }

        fileprivate init(_ request: SimulatedHTTPServer.Request) {
            method = request.method
            path = request.path
            query = request.query.map { "\($0.0)=\($0.1)" }
            body = request.body.isEmpty ? nil : try? JSONValue(parsing: request.body)
        }
    }

    /// The requests that have come since `prepare`.
    func arrived() -> [Request] { tap.take().map(Request.init) }

    /// What a download has written; it is gone then.
    func takeFile() -> Data? {
        defer { try? FileManager.default.removeItem(atPath: file) }
        return FileManager.default.contents(atPath: file)
    }

    func close() async {
        await running.stop()
        await gateway.stop()
        await uPortal.stop()
    }
}
