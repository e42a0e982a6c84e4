import ConferenceServer
import Exchange
import Simulators
import Synchronization

/// A simulated conference server, whose incoming bytes we see.
final class ConferenceServerHarness: OperationHarness {
    let site: any Site
    private let simulator: ConferenceServerSimulator
    private let serving: Task<Void, Never>
    private let running: RunningSite
    private let heard: Heard

    private final class Heard: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// We are logged in already, and one session a name is all that the server takes.
    static let refusals = ["session.login": "4"]

    init() async throws {
        let time = SimulatorTime.byHand(), heard = Heard()
        simulator = ConferenceServerSimulator(world: ConferenceServerWorld(seed: 1, rate: 0, start: time.now()), time: time)
        let port = try await simulator.listen { bytes in heard.bytes.withLock { $0 += bytes } }
        serving = Task { [simulator] in await simulator.serve() }
        site = Self.site(port: port)
        running = try await RunningSite(site, id: "harness", kind: .confserver)
        self.heard = heard
    }

    static func site(port: Int) -> ConferenceServerSite {
        ConferenceServerSite(
            ConferenceServerConfiguration(
                id: "harness", name: "harness", host: "127.0.0.1", port: port, username: "sadmin", password: Secret("sadmin"),
                phones: ["101", "123"], deadline: .seconds(60), listingLimit: .milliseconds(50), silence: .seconds(3_600),
                gathering: .milliseconds(50),
                reconcileInterval: .seconds(3_600)))
    }

    func subjects(of operation: String) async throws -> [String: String] {
        await simulator.act { world in
            for room in world.liveRooms { try? world.stop(room.id, by: room.owner) }
        }
        await simulator.advance(by: .seconds(1))
        let guests = await simulator.world.subscribers.filter { $0.network == .sip }.map(\.number)
        var subjects = ["OPERATORNAME": "sadmin", "PASS": "sadmin", "OTHERS": guests[1]]
        switch operation {
        case "conferences.server_room_ack", "conferences.incoming_room_ack":
            try await simulator.act { try $0.offerRoom(to: "sadmin", description: "offered", members: [guests[0]]) }
        case "conferences.create": break
        default:
            _ = try await simulator.act { try $0.openRoom(by: "sadmin", description: "harness", members: [guests[0]]) }
            await simulator.advance(by: .seconds(30))
        }
        if let room = await simulator.world.liveRooms.first {
            subjects["SERVERROOMID"] = String(room.id)
            subjects["LOCALCONFROOMID"] = room.localID
            if operation.hasPrefix("conferences.") { subjects["NUMBER"] = room.members.first?.number }
        }
        return subjects
    }

    func arrived() async throws -> [WireRequest] {
        // What has no answer has come when the next question is answered.
        if let question = site.operations.first(where: { $0.id == "agents.operators" }) { _ = await site.perform(question, [:]) }
        let bytes = heard.bytes.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
        return Self.frames(bytes).map(Self.read)
    }

    /// Eight magic bytes, four that say how long the text is, and the text.
    private static func frames(_ bytes: [UInt8]) -> [String] {
        var frames: [String] = []
        var rest = bytes[...]
        while rest.count >= 12, Array(rest.prefix(8)) == [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE] {
            let length = rest.dropFirst(8).prefix(4).reduce(0) { $0 << 8 | Int($1) }
            frames.append(String(decoding: rest.dropFirst(12).prefix(length), as: UTF8.self))
            rest = rest.dropFirst(12 + length)
        }
        return frames
    }

    private static func read(_ text: String) -> WireRequest {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: true)
        return WireRequest(
            native: lines.first.map(String.init) ?? "",
            fields: lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return .init(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
            })
    }

    func close() async {
        await running.stop()
        serving.cancel()
        await serving.value
    }
}
