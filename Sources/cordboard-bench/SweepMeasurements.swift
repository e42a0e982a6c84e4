import Exchange
import Foundation
import WebCTI

/// A polled exchange's whole state, decoded and compared with what is known.
enum Sweep {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        let body = Array(state(devices: 1_000, queues: 100, calls: 200).utf8)
        let now = Date()
        var sample = SweepSample(site: "care")
        _ = try sample.take(body, at: now)
        var times: [Double] = []
        for _ in 0..<place.count(50) {
            let begun = ContinuousClock.now
            let changes = try sample.take(body, at: now)
            times.append((.now - begun).milliseconds)
            guard changes.isEmpty else { throw Unmeasurable("the same state changed the board") }
        }
        let alone = try curl(body, place)
        return [
            Figure(
                "sweep of 1,000 devices, 100 queues, 200 calls decoded and applied", "ms", times,
                note: "\(body.count / 1_000) kB; nothing changed, so nothing reaches the screen"),
            Figure("  decoded and applied", "MB/s", times.map { Double(body.count) / 1_000 / $0 }),
            Figure("  curl alone, the same body from a file", "ms", alone),
        ]
    }

    @MainActor private static func curl(_ body: [UInt8], _ place: Workplace) throws -> [Double] {
        let file = try place.write(String(decoding: body, as: UTF8.self), to: "getallstatus.json")
        return try (0..<place.count(20)).map { _ in
            let begun = ContinuousClock.now
            let child = try Child("curl", ["-s", "-o", "/dev/null", "file://" + file], readsOutput: false)
            child.waitForEnd()
            return (.now - begun).milliseconds
        }
    }

    private static func state(devices: Int, queues: Int, calls: Int) -> String {
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
                "calls":[\(call)], "status":\(call.isEmpty ? 0 : 1)}
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
