import Foundation
import Testing
import Wire

@testable import Simulators

/// A JSON object as paths and texts: `livecall.0.caller` → `2005`. Numbers keep a mark: `#50`.
typealias Flat = [String: String]

func flat(_ payload: [UInt8]) -> Flat? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any] else { return nil }
    var all: Flat = [:]
    func add(_ value: Any, _ path: String) {
        switch value {
        case let fields as [String: Any]: for (name, inner) in fields { add(inner, path.isEmpty ? name : path + "." + name) }
        case let rows as [Any]: for (index, inner) in rows.enumerated() { add(inner, "\(path).\(index)") }
        case let text as String: all[path] = text
        default: all[path] = "#\(value)"
        }
    }
    add(object, "")
    return all
}

struct LinkEnded: Error {}

/// An application on the other side of the broker, with nothing but MQTT and Foundation.
final class Peer {
    private let link: MQTTLink
    private let token: String
    private var unread: [MQTTMessage] = []
    private var asked = 0

    init(port: Int, token: String = "demo") async throws {
        self.token = token
        link = try await MQTTLink.open(
            MQTTEndpoint(host: "127.0.0.1", port: port),
            // Our own commands too: they tell when the broker has them.
            subscribing: ["response", "event", "cdr", "command/+"].map { "device/\(token)/api/v1.0/\($0)" },
            deadline: .seconds(20))
    }

    /// Sends a command and waits for its answer.
    func ask(_ subcommand: String, _ fields: [String: Any]) async throws -> Flat {
        try await answer(to: send(subcommand, fields))
    }

    @discardableResult
    func send(_ subcommand: String, _ fields: [String: Any]) throws -> String {
        asked += 1
        let id = "r\(asked)"
        let request = fields.merging(["request_id": id]) { $1 }
        try send(raw: Array(JSONSerialization.data(withJSONObject: request)), to: subcommand)
        return id
    }

    func send(raw: [UInt8], to subcommand: String) throws {
        try link.publish(raw, to: "device/\(token)/api/v1.0/command/\(subcommand)")
    }

    func answer(to id: String) async throws -> Flat {
        try await next("response") { $0["request_id"]?.trimmingCharacters(in: .whitespaces) == id }
    }

    /// The next message of a topic that is as wanted; what comes before it is dropped.
    func next(_ topic: String, where isWanted: (Flat) -> Bool = { _ in true }) async throws -> Flat {
        while true {
            let message = try await raw(topic)
            if let fields = flat(message), isWanted(fields) { return fields }
        }
    }

    /// The next payload of a topic, whatever it is.
    func raw(_ topic: String) async throws -> [UInt8] { try await message(topic).payload }

    /// The next message of a topic, whatever it is.
    func message(_ topic: String) async throws -> MQTTMessage {
        while true {
            while !unread.isEmpty {
                let message = unread.removeFirst()
                if message.topic.hasSuffix("/" + topic) { return message }
            }
            guard let batch = await link.nextBatch() else { throw LinkEnded() }
            unread = batch
        }
    }
}

/// A quiet exchange behind a broker of its own; time moves only by hand.
struct Bench {
    let broker: PrivateBroker
    let simulator: SmartPBXSimulator
    let peer: Peer
    private let serving: Task<Void, Never>

    init(
        spelling: SmartPBXSpelling = .examples, rate: Double = 0, script: String = ""
    ) async throws {
        let broker = try await PrivateBroker.start()
        let time = SimulatorTime.byHand()
        let simulator = SmartPBXSimulator(
            world: SmartPBXWorld(seed: 1, rate: rate, start: time.now()), spelling: spelling, time: time,
            script: try TrainingScript.parse(script, file: "script"), broker: broker)
        try await simulator.connect(to: MQTTEndpoint(host: "127.0.0.1", port: broker.port))
        serving = Task { await simulator.serve() }
        self.broker = broker
        self.simulator = simulator
        peer = try await Peer(port: broker.port)
    }

    func end() async {
        serving.cancel()
        await serving.value
        broker.stop()
    }
}
