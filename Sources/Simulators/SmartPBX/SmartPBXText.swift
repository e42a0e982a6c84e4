import Foundation

/// How the exchange writes: its words, figures, times and events.
enum SmartPBXText {
    typealias Fields = [String: Any]

    /// One JSON object; JSONSerialization writes a slash as `\/`, and so does the device.
    static func encode(_ fields: Fields) -> [UInt8] {
        guard let data = try? JSONSerialization.data(withJSONObject: fields, options: .sortedKeys) else { return [] }
        return Array(data)
    }

    /// A figure: text in the examples, a number where the other form is wanted.
    static func figure(_ value: Int, _ spelling: SmartPBXSpelling) -> Any {
        spelling == .examples ? String(value) : value
    }

    static func number(_ text: String, _ name: String) throws(Refusal) -> Int {
        guard let value = Int(text), value >= 0 else { throw Refusal("\(name) is not a number") }
        return value
    }

    /// HH:MM:SS.
    static func duration(_ seconds: Int) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// A moment in the device's local time, which names no zone.
    static func time(_ moment: Milliseconds, in world: SmartPBXWorld, _ format: String) -> String {
        var seconds = time_t(moment / 1_000 + world.utcOffset)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func status(of queue: SmartPBXWorld.Queue, in world: SmartPBXWorld, _ spelling: SmartPBXSpelling) -> Fields {
        func average(_ sum: Int) -> Int { queue.completed == 0 ? 0 : sum / queue.completed }
        var figures: Fields = [
            "max": figure(queue.limit, spelling), "strategy": queue.strategy.rawValue,
            "calls": figure(queue.waiting.count, spelling), "holdtime": figure(average(queue.heldSeconds), spelling),
            // Empty as long as nobody has talked, as printed.
            "talktime": queue.talkedSeconds == 0 ? "" : figure(average(queue.talkedSeconds), spelling),
            "completed": figure(queue.completed, spelling), "abandoned": figure(queue.abandoned, spelling),
        ]
        let members: [Fields] = queue.members.map { member in
            [
                "agent": member.number, "status": figure(world.extension(member.number)?.memberStatus ?? 4, spelling),
                spelling == .examples ? "pused" : "paused": figure(member.isPaused ? 1 : 0, spelling),
            ]
        }
        guard spelling == .tables else { return ["queue": queue.number, "params": figures, "members": members] }
        figures["members"] = members
        return ["queue": queue.number, "params": [figures]]
    }

    static func members(of room: SmartPBXWorld.Room, in world: SmartPBXWorld, _ spelling: SmartPBXSpelling) -> [Fields] {
        func flag(_ value: Bool) -> String { value ? "Yes" : "No" }
        return room.members.map { member in
            let isModerator = room.isModerator(member)
            return [
                "callerid": member.number, "channel": member.channel, "admin": flag(isModerator),
                "markeduser": flag(isModerator && room.waitsForModerator),
                "waitmarked": flag(!isModerator && room.waitsForModerator), "waiting": flag(room.isWaiting),
                "muted": flag(member.isMuted), "talking": flag(member.isTalking),
                "answeredtime": figure((world.now - member.joined) / 1_000, spelling),
            ]
        }
    }

    /// An event's last topic segment and its payload.
    static func event(
        _ event: SmartPBXEvent, in world: SmartPBXWorld, _ spelling: SmartPBXSpelling
    ) -> (topic: String, payload: [UInt8]) {
        let callKey = spelling == .examples ? "callid" : "called"
        switch event {
        case .extensionStatus(let number, let status, let address):
            var fields: Fields = ["event": "extension_status", "extension": number, "status": status]
            fields["ipaddr"] = address
            return ("event", encode(fields))
        case .invite(let from, let to, let call):
            return ("event", encode(["event": "invite", "from": from, "to": to, callKey: call]))
        case .keyPressed(let menu, let caller, let key, let call):
            return ("event", encode(["event": "ivrdtmf", "ivr": menu, "caller": caller, "dtmf": key, callKey: call]))
        case .record(let record), .legRecord(let record):
            return ("cdr", encode(fields(of: record, in: world, spelling)))
        }
    }

    private static func fields(of record: SmartPBXCallRecord, in world: SmartPBXWorld, _ spelling: SmartPBXSpelling) -> Fields {
        let call = record.call
        let start = time(call.since, in: world, "%Y-%m-%d %H:%M:%S")
        let end = time(record.end, in: world, "%Y-%m-%d %H:%M:%S")
        var fields: Fields = [
            "callid": call.id, "src": call.caller, "srctech": call.source, "dst": call.called, "dsttech": call.destination,
            "start": start, "end": end, "billsec": figure(record.billedSeconds, spelling), "direction": call.direction.rawValue,
            "dtmf": call.keys.isEmpty ? "0" : call.keys,
        ]
        let (event, disposition, recording) =
            spelling == .examples ? ("event", "disposition", "recordfile") : ("Event", "dispositon", "recordurl")
        fields[event] = "cdr"
        fields[disposition] = record.disposition
        fields[recording] = call.recording ?? ""
        // As in the document's only example, some records are shifted: a channel stands in dst and in start, the called
        // number in dsttech, and the start is lost.
        if spelling == .examples, call.serial % 7 == 3 {
            fields.merge(["dst": call.source, "dsttech": call.called, "start": call.destination]) { $1 }
        }
        return fields
    }
}
