import Exchange
import Foundation
import Simulators
import SmartPBX
import Synchronization
import Wire

/// A simulated Smart PBX behind a broker, whose commands we subscribe to beside it.
final class SmartPBXHarness: OperationHarness {
    let site: any Site
    private let broker: PrivateBroker
    private let simulator: SmartPBXSimulator
    private let serving: Task<Void, Never>
    private let running: RunningSite
    private let wire: MQTTLink

    static let refusals = ["hotel.alarm_set": "clock sound is not existing"]

    init() async throws {
        broker = try await PrivateBroker.start()
        let endpoint = MQTTEndpoint(host: "127.0.0.1", port: broker.port)
        let time = SimulatorTime.byHand()
        simulator = SmartPBXSimulator(world: SmartPBXWorld(seed: 1, agents: 12, rate: 0, start: time.now()), token: "harness", time: time)
        try await simulator.connect(to: endpoint)
        serving = Task { [simulator] in await simulator.serve() }
        wire = try await MQTTLink.open(endpoint, subscribing: ["device/harness/api/v1.0/command/+", Self.marker], deadline: .seconds(30))
        site = Self.site(port: broker.port)
        running = try await RunningSite(site, id: "harness", kind: .smartpbx)
    }

    static func site(port: Int) -> SmartPBXSite {
        // Looks of its own would stand between the requests that are counted.
        SmartPBXSite(
            SmartPBXConfiguration(
                id: "harness", name: "harness", broker: MQTTEndpoint(host: "127.0.0.1", port: port), token: "harness",
                deadline: .seconds(60),
                pollInterval: .seconds(3_600), reconcileInterval: .seconds(3_600)))
    }

    func subjects(of operation: String) async throws -> [String: String] {
        // What came of the operation before must not stand in the way.
        let world = await simulator.act { world in
            for call in world.liveCalls { try? world.hangUp(call.id) }
            return world
        }
        let (first, second, third) = (world.extensions[0].number, world.extensions[1].number, world.extensions[2].number)
        let queue = world.queues[0], room = world.rooms[0].number
        var subjects = [
            "extension": first, "caller": first, "callee": second, "dialpermission": third, "queue": queue.number, "conf": room,
            "member": second, "monitor": third,
        ]
        switch operation {
        case "calls.dial_ivr": subjects["callee"] = world.menus[0]
        case "calls.dial_queue": subjects["caller"] = queue.number
        case "calls.hangup": subjects["callid"] = try await simulator.act { try $0.dial(first, second) }
        case "queues.member_add":
            subjects["extension"] = world.extensions.first { row in !queue.members.contains { $0.number == row.number } }?.number
        case "queues.member_remove", "queues.member_pause": subjects["extension"] = queue.members[0].number
        case "supervision.listen": try await busy(first, with: second)
        case "conferences.status", "conferences.kick", "conferences.mute", "conferences.unmute":
            try await busy(first, with: room)
            subjects["channel"] = await simulator.world.room(room)?.members.first?.channel
        default: break
        }
        return subjects
    }

    /// Dials until somebody answers; not everybody does.
    private func busy(_ caller: String, with callee: String) async throws {
        for _ in 0..<50 {
            let call = try await simulator.act { try $0.dial(caller, callee) }
            for _ in 0..<15 {
                await simulator.advance(by: .seconds(2))
                let world = await simulator.world
                if world.extension(caller)?.status == "InUse", world.room(callee)?.members.isEmpty != true { return }
            }
            await simulator.act { try? $0.hangUp(call) }
        }
    }

    private static let marker = "harness/marker"

    func arrived() async throws -> [WireRequest] {
        // The broker keeps the order: what was sent before the marker comes before it.
        try wire.publish([], to: Self.marker)
        var found: [WireRequest] = []
        while let batch = await wire.nextBatch() {
            found += batch.compactMap(Self.read)
            if batch.contains(where: { $0.topic == Self.marker }) { break }
        }
        return found
    }

    private static func read(_ message: MQTTMessage) -> WireRequest? {
        guard let body = try? JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any] else { return nil }
        let own: Set<String> = ["cmd", "request_id"]
        let subcommand = message.topic.split(separator: "/").last.map(String.init) ?? ""
        return WireRequest(
            native: "\(subcommand) \(body["cmd"] ?? "")", fields: fields(of: body.filter { !own.contains($0.key) }),
            setByAdapter: body.filter { own.contains($0.key) }.compactMapValues { $0 as? String })
    }

    func close() async {
        await running.stop()
        await wire.close()
        serving.cancel()
        await serving.value
        broker.stop()
    }
}

/// The fields of a JSON object with nested names dotted. All documents but one want every value as text: what is no text
/// is marked, so that nobody takes it for one.
func fields(of object: [String: Any], under prefix: String = "") -> [WireRequest.Field] {
    object.flatMap { name, value in
        switch value {
        case let inner as [String: Any]: fields(of: inner, under: "\(prefix)\(name).")
        case let text as String: [WireRequest.Field(name: prefix + name, value: text)]
        default: [WireRequest.Field(name: prefix + name, value: "no text: \(value)")]
        }
    }
}
