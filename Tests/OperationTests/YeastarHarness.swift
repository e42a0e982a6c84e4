import Exchange
import Foundation
import JSON
import Testing
import Yeastar

@testable import Simulators

/// A simulated Yeastar-style exchange, whose requests we see.
final class YeastarHarness: OperationHarness {
    let site: any Site
    private let simulator: YeastarSimulator
    private let running: RunningSite
    private let tap = HTTPTap()
    private let file = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)").path

    static let refusals: [String: String] = [:]

    init() async throws {
        let time = SimulatorTime.byHand()
        simulator = YeastarSimulator(world: YeastarWorld(seed: 1, rate: 0, start: time.now()), time: time)
        try await simulator.listen { [tap] in tap.note($0) }
        site = Self.site(port: await simulator.port)
        running = try await RunningSite(site, id: "harness", kind: .yeastar)
    }

    static func site(port: Int) -> YeastarSite {
        YeastarSite(
            YeastarConfiguration(
                id: "harness", name: "harness", url: "http://127.0.0.1:\(port)", username: "api", password: Secret("secret"),
                reports: .init(host: "127.0.0.1", port: 0), deadline: .seconds(60), pollInterval: .seconds(3_600),
                reconcileInterval: .seconds(3_600),
                heartbeatInterval: .seconds(3_600)))
    }

    private static let outside = "1613800138000"
    private static let period = ["starttime": "2023-01-01 00:00:00", "endtime": "2023-12-31 23:59:59"]

    /// What goes by the same name wherever it stands.
    private func common() async -> [String: String] {
        let world = await simulator.act { world in
            world.hangUp(caller: nil)
            for number in world.extensions { world.phones[number]?.watches = nil }
            return world
        }
        let numbers = world.extensions
        return Self.period.merging(
            [
                "extid": numbers[0], "queueid": "9998", "caller": numbers[0], "callee": numbers[1], "outto": Self.outside,
                "prompt": "music1",
                "ringgroupid": "6200",
                "password": world.books.row(.queue, "9998")?["password"] ?? "", "ivrid": "7000", "to": file,
                "listener": numbers[2], "listenedext": numbers[0], "whisperer": numbers[2], "whisperedext": numbers[0],
                "bargein": numbers[2],
                "bargedext": numbers[0], "trunks": "to-18-16-2", "transferor": numbers[0], "transferto": numbers[3],
            ]) { $1 }
    }

    func subjects(of operation: String) async throws -> [String: String] {
        var subjects = await common()
        let numbers = await simulator.world.extensions
        subjects.merge(try await special(operation, numbers)) { $1 }
        return subjects
    }

    private func special(_ operation: String, _ numbers: [String]) async throws -> [String: String] {
        switch operation {
        // The digest of “secret”. Nobody listens at port 1.
        case "session.login": return ["username": "api", "password": "5ebe2294ecd0e0f08eab7690d2a6ee69", "url": "127.0.0.1:1", "port": "1"]
        case "session.heartbeat": return ["ipaddr": "127.0.0.1", "url": "127.0.0.1:1", "port": "1"]
        case "extension.add": return ["number": await simulator.world.phones["2002"] == nil ? "2002" : "2003"]
        case "extension.update": return ["extid": numbers[9], "extnumber": numbers[9], "password": "x"]
        case "extension.delete": return ["number": numbers[9]]
        case "siptrunk.add", "siptrunk.update":
            return ["id": await simulator.world.books[.siptrunk][0]["id"] ?? "", "password": "x", "trunkname": "new-\(UUID().uuidString)"]
        case "siptrunk.delete": return ["trunkname": await simulator.world.books[.siptrunk][0]["trunkname"] ?? ""]
        case "inroute.add": return ["name": UUID().uuidString]
        case "inroute.update", "inroute.delete": return ["name": "test"]
        case "outroute.add": return ["name": UUID().uuidString, "prefix": "55"]
        case "outroute.update":
            let route = await simulator.world.books[.outroute][0]
            return ["id": route["id"] ?? "", "name": route["name"] ?? "", "prefix": "16"]
        case "outroute.delete": return ["name": "to-pbx"]
        case "conference.insert": return ["number": "20260101"]
        case "conference.query", "conference.update", "conference.delete": return ["number": "8000"]
        case "conference.add_member": return ["number": "8000", "invitemember": numbers[4]]
        case "conference.query_in_session", "conference.kick_member", "conference.mute_member", "conference.unmute_member":
            try await simulator.act { try $0.invite([numbers[0]], "8000") }
            await simulator.advance(by: .seconds(30))
            return ["number": "8000", "membernumber": numbers[0]]
        case "ivr.query": return ["name": "7000"]
        case "queue.update":
            return ["agents": numbers.prefix(4).joined(separator: ","), "dynamicagents": numbers[4...5].joined(separator: ",")]
        case "agent.queue_login":
            await simulator.act { $0.queues["9998"]?.loggedIn = [] }
            return ["extid": numbers[4]]
        case "agent.queue_logout":
            await simulator.act { $0.queues["9998"]?.loggedIn = [numbers[5]] }
            return ["extid": numbers[5]]
        case "paging.add": return ["number": "88" + String(Int.random(in: 1_000...9_999)), "member": numbers[0]]
        case "paging.query", "paging.update", "paging.delete": return ["number": "8891", "member": numbers[0]]
        case "call.inbound_query", "call.inbound_hangup":
            await simulator.act { _ = $0.begin(fromOutside: "13800138000", to: numbers[0]) }
            return ["inboundid": await simulator.world.calls(.inbound).first?.id ?? ""]
        case "call.outbound_query", "call.outbound_hangup":
            try await simulator.act { try $0.dialOutside(numbers[0], Self.outside, autoAnswer: true) }
            return ["outboundid": await simulator.world.calls(.outbound).first?.id ?? ""]
        case "call.outbound_dial_outbound": return ["caller": "1613900139000"]
        case "call.transfer":
            try await converse(numbers)
            return ["callid": await simulator.world.calls.values.first?.id ?? ""]
        case "call.extension_hangup", "call.hold", "call.unhold", "call.mute", "call.unmute", "supervision.listen", "supervision.whisper",
            "supervision.barge":
            try await converse(numbers)
            if operation == "call.unhold" { try await simulator.act { try $0.hold(numbers[0], true) } }
            return [:]
        case "voicemail.query", "voicemail.delete", "voicemail.get_random", "voicemail.download":
            let message = ["extid": numbers[1], "voicemailfile": "msg0000.wav"]
            return operation == "voicemail.download" ? try await withKey("voicemail.get_random", message) : message
        case "recording.get_random", "recording.download":
            await simulator.act { _ = $0.recordings.insert("talk.wav") }
            let recording = ["recording": "talk.wav"]
            return operation == "recording.download" ? try await withKey("recording.get_random", recording) : recording
        case "cdr.get_random": return ["extid": "all"]
        case "cdr.download": return try await withKey("cdr.get_random", Self.period.merging(["extid": "all"]) { $1 })
        case "wakeup.create", "wakeup.query", "wakeup.update", "wakeup.delete", "hotel.checkout":
            if operation != "wakeup.create" {
                try await simulator.act {
                    try $0.setWakeup(nil, YeastarRequest(["number": numbers[0], "type": "onetime", "time": "07:00"]))
                }
            }
            return ["number": numbers[0], "wakeupid": await simulator.world.wakeups.last?.id ?? "", "prompt": "custom/test"]
        default: return [:]
        }
    }

    /// Dials until somebody answers; not everybody does.
    private func converse(_ numbers: [String]) async throws {
        for _ in 0..<50 {
            try await simulator.act { try $0.dial(numbers[0], numbers[1], autoAnswer: true) }
            for _ in 0..<15 {
                await simulator.advance(by: .seconds(2))
                let talk = await simulator.world.calls.values.first { $0.extensions.contains(numbers[1]) }
                if talk?.answered != nil, talk?.phase == .talking { return }
            }
            await simulator.act { $0.hangUp(caller: nil) }
        }
    }

    /// The same, with the key that opens the file.
    private func withKey(_ operation: String, _ file: [String: String]) async throws -> [String: String] {
        let question = try #require(site.operations.first { $0.id == operation })
        let (_, answer) = await site.perform(question, .object(file.mapValues { .string($0) }))
        return file.merging(["random": answer?["random"]?.text ?? "", "to": self.file]) { $1 }
    }

    func arrived() async throws -> [WireRequest] { tap.take().map(Self.read) }

    private static func read(_ request: SimulatedHTTPServer.Request) -> WireRequest {
        let place = request.path.split(separator: "/").dropFirst(2).joined(separator: "/")
        let body = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        let isOwn = { (name: String) in name == "token" || name == "type" && request.method == "POST" }
        return WireRequest(
            native: "\(request.method) /api/{version}/\(place)",
            fields: request.query.filter { !isOwn($0.0) }.map { .init(name: $0.0, value: $0.1) } + fields(of: body ?? [:]),
            setByAdapter: Dictionary(
                request.query.filter { isOwn($0.0) }.map { ($0.0 == "type" ? "type in the URL" : $0.0, $0.1) }, uniquingKeysWith: { $1 }))
    }

    func close() async {
        await running.stop()
        await simulator.stop()
        try? FileManager.default.removeItem(atPath: file)
    }
}
