import Foundation

/// The exchange's commands: what each does to the world, and what it answers.
enum SmartPBXAnswers {
    typealias Fields = [String: Any]

    struct Command: Sendable {
        /// The last segment of the topic it is taken from.
        var subcommand: String
        /// The document spells it Failed for some commands and failed for others.
        var refusal: String
        var perform: @Sendable (inout SmartPBXWorld, SmartPBXRequest, SmartPBXSpelling) throws(Refusal) -> Fields
    }

    /// Answers a payload of a command topic.
    /// - Returns: the answer, or nil when the payload is no JSON object: then the exchange says nothing.
    static func answer(
        _ payload: [UInt8], subcommand: String, world: inout SmartPBXWorld, spelling: SmartPBXSpelling,
        faults: SmartPBXFaults = SmartPBXFaults()
    ) -> [UInt8]? {
        guard let request = SmartPBXRequest.read(payload) else { return nil }
        let name = request["cmd"] ?? ""
        var answer: Fields
        if let command = commands[name], command.subcommand == subcommand {
            do {
                answer = faults.told(try command.perform(&world, request, spelling))
                answer["status"] = "Success"
            } catch {
                answer = ["status": command.refusal, "message": error.message]
            }
        } else {
            answer = ["status": "Failed", "message": name.isEmpty ? "Missing parameter: cmd" : "Unknown command"]
        }
        // As printed, the trunk list's request_id comes back with a blank before it.
        let blank = name == "trunk_list" && spelling == .examples ? " " : ""
        if let id = request["request_id"] { answer["request_id"] = blank + id }
        return SmartPBXText.encode(answer)
    }

    static let commands: [String: Command] = [
        "deviceInfo": Command(subcommand: "system", refusal: "failed") { world, _, _ throws(Refusal) in
            let up = (world.now - world.started) / 1_000
            let info: Fields = [
                "devicename": "SPX1006O16S", "sn": "XR18132110000787", "firmwarever": "0.0.1-beta-20220610",
                "systemtime": SmartPBXText.time(world.now, in: world, "%a %b %e %H:%M:%S %Y"), "uptime": SmartPBXText.duration(up),
            ]
            return ["deviceinfo": info, "message": "success"]
        },
        "extension_list": Command(subcommand: "system", refusal: "failed") { world, _, spelling throws(Refusal) in
            let rows = world.extensions.map { row in
                var fields: Fields = [
                    "type": row.port == nil ? "SIP" : "FXS", "number": row.number, "username": row.name, "status": row.status,
                ]
                if let port = row.port { fields["port"] = SmartPBXText.figure(port, spelling) }
                return fields
            }
            return ["extlist": rows, "message": "success"]
        },
        "trunk_list": Command(subcommand: "system", refusal: "Failed") { world, _, spelling throws(Refusal) in
            let rows = world.trunks.map { trunk in
                var fields: Fields = ["type": trunk.port == nil ? "SIP" : "FXO", "name": trunk.name, "status": trunk.status]
                if let port = trunk.port {
                    fields["port"] = String(port)
                    // The table calls it text, the example shows a number.
                    fields["vbat"] = spelling == .examples ? trunk.voltage as Any : String(trunk.voltage)
                }
                return fields
            }
            return ["trunklist": rows, "message": "success"]
        },
        "livecall": Command(subcommand: "system", refusal: "Failed") { world, _, spelling throws(Refusal) in
            let rows = world.liveCalls.map { call in
                let fields: Fields = [
                    "caller": call.caller, "source": call.source, "called": call.called, "destination": call.destination,
                    "callid": call.id, "state": call.answered == nil ? "Ringing" : "Up", "direction": call.direction.rawValue,
                    "recording": call.recording ?? "no",
                    spelling == .examples ? "duration" : "Duration": SmartPBXText.duration((world.now - call.since) / 1_000),
                ]
                return fields
            }
            return ["livecall": rows, "message": "success"]
        },
        "extension_set": Command(subcommand: "cfg", refusal: "Failed") { world, request, _ throws(Refusal) in
            let permission = try SmartPBXText.number(request.setting("permission"), "permission")
            try world.configure(
                request.required("extension"), loggedOut: request.setting("logout_status") == "1",
                name: request.optionalSetting("fullname"), permission: permission)
            return ["message": "success"]
        },
        "alarm_set": Command(subcommand: "cfg", refusal: "Failed") { world, request, _ throws(Refusal) in
            let alarm = SmartPBXWorld.Alarm(
                start: try request.setting("start"), sound: try request.setting("clock_sound"),
                cycle: try SmartPBXText.number(request.setting("cycle"), "cycle"),
                times: try SmartPBXText.number(request.setting("times"), "times"),
                days: try SmartPBXText.number(request.setting("days"), "days"))
            try world.setAlarm(alarm, on: request.required("extension"))
            return ["message": "success"]
        },
        "hangup": Command(subcommand: "call", refusal: "Failed") { world, request, _ throws(Refusal) in
            try world.hangUp(request.required("callid"))
            return ["message": "Channel Hungup"]
        },
        "dial": Command(subcommand: "call", refusal: "Failed") { world, request, _ throws(Refusal) in
            let id = try world.dial(
                request.required("caller"), request.required("callee"), permission: request["dialpermission"])
            return ["message": "success", "callid": id]
        },
        "listen": Command(subcommand: "call", refusal: "Failed") { world, request, _ throws(Refusal) in
            let id = try world.supervise(
                request.required("extension"), by: request.required("monitor"), mode: request.required("type"))
            return ["message": "success", "callid": id]
        },
        "queue_list": Command(subcommand: "queue", refusal: "Failed") { world, _, _ throws(Refusal) in
            let rows: [Fields] = world.queues.map { queue in
                [
                    "number": queue.number, "description": queue.description, "strategy": queue.strategy.rawValue,
                    "members": queue.members.map(\.number).joined(separator: ","),
                ]
            }
            return ["queuelist": rows, "message": "success"]
        },
        "queue_status": Command(subcommand: "queue", refusal: "failed") { world, request, spelling throws(Refusal) in
            let number = try request.required("queue")
            guard let queue = world.queue(number) else { throw Refusal("Queue is not existing") }
            return SmartPBXText.status(of: queue, in: world, spelling)
        },
        "queue_add": Command(subcommand: "queue", refusal: "failed") { world, request, _ throws(Refusal) in
            try world.add(request.required("extension"), to: request.required("queue"))
            return ["message": "Added interface to queue"]
        },
        "queue_remove": Command(subcommand: "queue", refusal: "failed") { world, request, _ throws(Refusal) in
            try world.remove(request.required("extension"), from: request.required("queue"))
            return ["message": "Remove interface to queue"]
        },
        "queue_paused": Command(subcommand: "queue", refusal: "Failed") { world, request, _ throws(Refusal) in
            let word = try request.required("paused")
            guard ["yes", "no"].contains(word) else { throw Refusal("paused must be yes or no") }
            try world.pause(request.required("extension"), in: request.required("queue"), word == "yes")
            return ["message": word == "yes" ? " Interface paused successfully" : " Interface unpaused successfully"]
        },
        "conf_list": Command(subcommand: "conf", refusal: "failed") { world, _, _ throws(Refusal) in
            let rows: [Fields] = world.rooms.map { room in
                [
                    "description": room.description, "number": room.number,
                    "moderators": room.moderators.joined(separator: ","), "participantpassword": room.participantPassword,
                    "moderatorpassword": room.moderatorPassword, "allowinvite": room.allowsInvite ? "yes" : "no",
                    "waitformoderator": room.waitsForModerator ? "yes" : "no",
                ]
            }
            return ["conflist": rows, "message": "success"]
        },
        "conf_status": Command(subcommand: "conf", refusal: "failed") { world, request, spelling throws(Refusal) in
            let room = try world.running(request.required("conf"))
            return ["conf": room.number, "members": SmartPBXText.members(of: room, in: world, spelling)]
        },
        "conf_invite": Command(subcommand: "conf", refusal: "failed") { world, request, _ throws(Refusal) in
            try world.invite(
                request.required("member"), to: request.required("conf"), permission: request.required("dialpermission"))
            return ["message": "success"]
        },
        "conf_kick": Command(subcommand: "conf", refusal: "failed") { world, request, _ throws(Refusal) in
            try world.kick(request.required("channel"), from: request.required("conf"))
            return ["message": "User kicked"]
        },
        "conf_mute": Command(subcommand: "conf", refusal: "failed") { world, request, _ throws(Refusal) in
            try world.mute(request.required("channel"), in: request.required("conf"), true)
            return ["message": "User muted"]
        },
        "conf_unmute": Command(subcommand: "conf", refusal: "failed") { world, request, _ throws(Refusal) in
            try world.mute(request.required("channel"), in: request.required("conf"), false)
            return ["message": "User unmuted"]
        },
    ]
}
