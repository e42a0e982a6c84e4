import Foundation
import Simulators
import Wire

/// A simulated Smart PBX in a process of its own behind a real broker. Nothing happens on it by itself.
@MainActor
final class SimulatedExchange {
    nonisolated static let token = "bench"
    let broker: PrivateBroker
    private let simulator: Child

    /// Telephones as the simulator numbers them: twelve analogue ones, then SIP.
    let extensions: [String]

    init(agents: Int = 1_000) async throws {
        broker = try await PrivateBroker.start()
        simulator = try Child(
            Workplace.built("cordboard-sim"),
            ["smartpbx", "--broker", "mqtt://127.0.0.1:\(broker.port)", "--token", Self.token, "--agents", "\(agents)", "--rate", "0"])
        guard simulator.firstLine() != nil else { throw Unmeasurable("cordboard-sim does not start") }
        extensions = (2_005...2_016).map(String.init) + (1...(agents - 12)).map { String((agents > 900 ? 80_000 : 8_000) + $0) }
    }

    var endpoint: MQTTEndpoint { MQTTEndpoint(host: "127.0.0.1", port: broker.port) }

    /// A link of our own to the broker.
    func link(subscribing topics: [String] = []) async throws -> MQTTLink {
        try await MQTTLink.open(endpoint, subscribing: topics, deadline: .seconds(5))
    }

    /// A console that shows it.
    func console(_ place: Workplace, pollInterval: String? = nil) throws -> ConsoleOnTerminal {
        let console = try ConsoleOnTerminal(
            place, configuration: try place.configuration(port: broker.port, token: Self.token, pollInterval: pollInterval))
        _ = try console.wait(for: "8000")
        _ = console.untilQuiet(.milliseconds(300))
        return console
    }

    func stop() {
        simulator.end()
        broker.stop()
    }

    /// Runs work on an exchange and stops it, however the work ends.
    static func with<Value>(_ work: @MainActor (SimulatedExchange) async throws -> Value) async throws -> Value {
        let exchange = try await SimulatedExchange()
        defer { exchange.stop() }
        return try await work(exchange)
    }
}

/// The topics and payloads of the exchange's events, as the Smart PBX Manager API prints them (docs/protocols.md).
enum EventText {
    static func topic(_ last: String) -> String { "device/\(SimulatedExchange.token)/api/v1.0/\(last)" }

    static func status(_ number: String, _ word: String) -> String {
        #"{"event":"extension_status","extension":"\#(number)","status":"\#(word)"}"#
    }

    static func invite(_ call: String, from: String, to: String) -> String {
        #"{"event":"invite","callid":"\#(call)","from":"\#(from)","to":"\#(to)"}"#
    }

    static func record(_ call: String, from: String, to: String) -> String {
        #"{"callid":"\#(call)","src":"\#(from)","srctech":"PJSIP/trunk-1","dst":"\#(to)","dsttech":"PJSIP/\#(to)-1","#
            + #""start":"2026-01-01 08:00:00","end":"2026-01-01 08:00:01","billsec":"1","disposition":"ANSWERED","#
            + #""direction":"inbound","dtmf":"","recordfile":""}"#
    }
}
