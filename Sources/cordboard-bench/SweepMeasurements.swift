import Exchange
import Foundation
import Simulators
import WebCTI
import Wire

/// A polled exchange's whole state, decoded and compared with what is known.
enum Sweep {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        let body = Array(state(devices: 1_000, queues: 100, calls: 200).utf8)
        let now = Date()
        var sample = SweepSample(site: "care")
        _ = try sample.take(body, at: now)
        var times: [Double] = []
        let other = Array(state(devices: 1_000, queues: 100, calls: 200, busyFrom: 950).utf8)
        var timesWithNews: [Double] = []
        for round in 0..<place.count(50) {
            let begun = ContinuousClock.now
            let changes = try sample.take(round.isMultiple(of: 2) ? other : body, at: now)
            timesWithNews.append((.now - begun).milliseconds)
            guard changes.count >= 50 else { throw Unmeasurable("fifty telephones changed and the board did not") }
        }
        _ = try sample.take(body, at: now)
        for _ in 0..<place.count(50) {
            let begun = ContinuousClock.now
            let changes = try sample.take(body, at: now)
            times.append((.now - begun).milliseconds)
            guard changes.isEmpty else { throw Unmeasurable("the same state changed the board") }
        }
        let server = try await SimulatedHTTPServer.start { _ in .init(headers: [("Content-Type", "application/json")], body: body) }
        let alone = try (0..<place.count(20)).map { _ in try transfer(port: server.port) }
        let whole = try await fetches(port: server.port, place.count(20)) { _ = try sample.take($0, at: now) }
        await server.stop()
        return [
            Figure(
                "sweep of 1,000 devices, 100 queues, 200 calls decoded and applied", "ms", times,
                note: "\(body.count / 1_000) kB; nothing changed, so nothing reaches the screen"),
            Figure("  with 50 telephones in another state each time", "ms", timesWithNews),
            Figure("  decoded and applied", "MB/s", times.map { Double(body.count) / 1_000 / $0 }),
            Figure("  fetched over HTTP, decoded and applied", "ms", whole),
            Figure("  curl alone, the transfer of the same body over HTTP", "ms", alone),
        ]
    }

    /// What curl says the transfer took, its own start left out.
    private static func transfer(port: Int) throws -> Double {
        let child = try Child("curl", ["-s", "-o", "/dev/null", "-w", "%{time_total}\n", "http://127.0.0.1:\(port)/getallstatus.php"])
        defer { child.waitForEnd() }
        guard let seconds = child.firstLine().flatMap(Double.init) else { throw Unmeasurable("curl said nothing") }
        return seconds * 1_000
    }

    @MainActor private static func fetches(port: Int, _ count: Int, _ take: ([UInt8]) throws -> Void) async throws -> [Double] {
        let client = HTTPClient(tls: nil)
        var times: [Double] = []
        for _ in 0..<count {
            let begun = ContinuousClock.now
            let answer = try await client.send(HTTPRequest(url: "http://127.0.0.1:\(port)/getallstatus.php"), deadline: .seconds(5))
            try take(answer.body)
            times.append((.now - begun).milliseconds)
        }
        await client.close()
        return times
    }

    /// - Parameter busyFrom: telephones from this place on are busy.
    private static func state(devices: Int, queues: Int, calls: Int, busyFrom: Int = .max) -> String {
        func leg(_ own: Int, _ other: Int, _ direction: String) -> String {
            """
            {"createtime":"2026-11-21 09:59:04","channel":"SIP/\(own)-b7c15808","refchannel":"SIP/\(other)-b7c15808","callstate":"Link",\
            "callerid":"\(own)","refcallerid":"\(other)","channelstate":"Up","refchannelstate":"Up","uniqueid":1421960697.\(own),\
            "refuniqueid":1421960697.\(other),"dialtime":"2026-11-21 09:58:57","linktime":"2026-11-21 09:59:04","direct":"\(direction)"}
            """
        }
        let telephones = (0..<devices).map { index in
            let number = 10_000 + index
            let call = index >= 2 * calls ? "" : index.isMultiple(of: 2) ? leg(number, number + 1, "OUT") : leg(number, number - 1, "IN")
            return """
                {"device":"\(number)","interface":"SIP/\(number)","devicetype":"fixed","context":"from-internal","popupcalls":[],\
                "calls":[\(call)], "status":\(index >= busyFrom ? 2 : call.isEmpty ? 0 : 1)}
                """
        }
        let lines = (0..<queues).map { queue in
            let members = (0..<10).map { place in
                """
                {"createtime":"2026-11-21 09:00:00","interface":"SIP/\(10_000 + (queue * 10 + place) % devices)","agentno":"","agenttype":"dynamic",\
                "penalty":"0","callstaken":"7","lastcall":"2026-11-21 09:58:00","status":"1","paused":"0"}
                """
            }
            return #"{"queue":"\#(queue)","members":[\#(members.joined(separator: ","))], "waitingcalls":[]}"#
        }
        return """
            {"errcode":0,"message":"SUCCESS","data":[{"requesttime":"2026-11-21 10:00:00","devices":[\(telephones.joined(separator: ","))],\
            "users":[],"queues":[\(lines.joined(separator: ","))],"conferences":[],"parks":[],"responsetime":"2026-11-21 10:00:00"}]}
            """
    }
}
