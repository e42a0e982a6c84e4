/// The exchange's commands: what each does to the world, and what it answers.
enum SmartPBXAnswers {
    typealias World = SmartPBXWorld

    struct Command: Sendable {
        /// The last segment of the topic it is taken from.
        var subcommand: String
        /// The document spells it Failed for some commands and failed for others.
        var refusal: String
        /// What the answer says beside `status` and `request_id`.
        var perform: @Sendable (inout World, SmartPBXRequest, SmartPBXText) throws -> OrderedJSON

        /// A command that acts, and says so in these words.
        static func acting(
            _ subcommand: String, _ refusal: String, _ words: String = "success",
            _ act: @escaping @Sendable (inout World, SmartPBXRequest) throws -> Void
        ) -> Command {
            Command(subcommand: subcommand, refusal: refusal) { world, request, _ in
                try act(&world, request)
                return ["message": .text(words)]
            }
        }

        /// A command that begins a call.
        static func calling(_ begin: @escaping @Sendable (inout World, SmartPBXRequest) throws -> String) -> Command {
            Command(subcommand: "call", refusal: "Failed") { world, request, _ in
                ["message": "success", "callid": .text(try begin(&world, request))]
            }
        }

        /// A query of all there is of something.
        static func list(
            _ name: String, _ subcommand: String, _ refusal: String,
            _ rows: @escaping @Sendable (World, SmartPBXText) -> [OrderedJSON]
        ) -> Command {
            Command(subcommand: subcommand, refusal: refusal) { world, _, text in
                [name: .list(rows(world, text)), "message": "success"]
            }
        }
    }

    /// Answers a payload of a command topic.
    /// - Returns: the answer, or nil when the payload is no JSON object: then the exchange says nothing.
    static func answer(
        _ payload: [UInt8], subcommand: String, world: inout World, text: SmartPBXText = SmartPBXText()
    ) -> [UInt8]? {
        guard let request = SmartPBXRequest(payload) else { return nil }
        let name = request["cmd"] ?? ""
        var answer: OrderedJSON = ["status": "Failed", "message": .text(name.isEmpty ? "Missing parameter: cmd" : "Unknown command")]
        if let command = commands[name], command.subcommand == subcommand {
            do {
                answer = ["status": "Success"] + (try command.perform(&world, request, text))
            } catch {
                answer = ["status": .text(command.refusal), "message": .text((error as? Refusal)?.message ?? "\(error)")]
            }
        }
        // As printed, the trunk list's request_id comes back with a blank before it.
        let blank = name == "trunk_list" && text.spelling == .examples ? " " : ""
        return SmartPBXText.encode(answer + (request["request_id"].map { ["request_id": .text(blank + $0)] } ?? [:]))
    }

    static let commands: [String: Command] = [
        "deviceInfo": Command(subcommand: "system", refusal: "failed") { world, _, _ in
            [
                "deviceinfo": [
                    "devicename": "SPX1006O16S", "sn": "XR18132110000787", "firmwarever": "0.0.1-beta-20220610",
                    "systemtime": .text(Texts.time(world.now, ahead: world.utcOffset, "%a %b %e %H:%M:%S %Y")),
                    "uptime": .text(Texts.duration((world.now - world.started) / 1_000)),
                ], "message": "success",
            ]
        },
        "extension_list": .list("extlist", "system", "failed") { world, text in world.extensions.map(text.row) },
        "trunk_list": .list("trunklist", "system", "Failed") { world, text in world.trunks.map(text.row) },
        "livecall": .list("livecall", "system", "Failed") { world, text in world.liveCalls.map { text.row($0, in: world) } },
        "queue_list": .list("queuelist", "queue", "Failed") { world, _ in
            world.queues.map { queue in
                [
                    "number": .text(queue.number), "description": .text(queue.description),
                    "members": .text(queue.members.map(\.number).joined(separator: ",")), "strategy": .text(queue.strategy.rawValue),
                ]
            }
        },
        "conf_list": .list("conflist", "conf", "failed") { world, text in world.rooms.map(text.row) },
        "queue_status": Command(subcommand: "queue", refusal: "failed") { world, request, text in
            guard let queue = world.queue(try request.required("queue")) else { throw Refusal("Queue is not existing") }
            return text.status(of: queue, in: world)
        },
        "conf_status": Command(subcommand: "conf", refusal: "failed") { world, request, text in
            let room = try world.running(request.required("conf"))
            return ["conf": .text(room.number), "members": .list(room.members.map { text.member($0, of: room, in: world) })]
        },
        "extension_set": .acting("cfg", "Failed") {
            try $0.configure(
                $1.required("extension"), loggedOut: $1.setting("logout_status") == "1", name: $1.optionalSetting("fullname"),
                permission: $1.figure("permission"))
        },
        "alarm_set": .acting("cfg", "Failed") {
            let alarm = World.Alarm(
                start: try $1.setting("start"), sound: try $1.setting("clock_sound"), cycle: try $1.figure("cycle"),
                times: try $1.figure("times"), days: try $1.figure("days"))
            try $0.setAlarm(alarm, on: $1.required("extension"))
        },
        "hangup": .acting("call", "Failed", "Channel Hungup") { try $0.hangUp($1.required("callid")) },
        "dial": .calling { try $0.dial($1.required("caller"), $1.required("callee"), permission: $1["dialpermission"]) },
        "listen": .calling { try $0.supervise($1.required("extension"), by: $1.required("monitor"), mode: $1.required("type")) },
        "queue_add": .acting("queue", "failed", "Added interface to queue") {
            try $0.add($1.required("extension"), to: $1.required("queue"))
        },
        "queue_remove": .acting("queue", "failed", "Remove interface to queue") {
            try $0.remove($1.required("extension"), from: $1.required("queue"))
        },
        "queue_paused": Command(subcommand: "queue", refusal: "Failed") { world, request, _ in
            let word = try request.required("paused")
            guard ["yes", "no"].contains(word) else { throw Refusal("paused must be yes or no") }
            try world.pause(request.required("extension"), in: request.required("queue"), word == "yes")
            return ["message": word == "yes" ? " Interface paused successfully" : " Interface unpaused successfully"]
        },
        "conf_invite": .acting("conf", "failed") {
            try $0.invite($1.required("member"), to: $1.required("conf"), permission: $1.required("dialpermission"))
        },
        "conf_kick": .acting("conf", "failed", "User kicked") { try $0.kick($1.required("channel"), from: $1.required("conf")) },
        "conf_mute": .acting("conf", "failed", "User muted") { try $0.mute($1.required("channel"), in: $1.required("conf"), true) },
        "conf_unmute": .acting("conf", "failed", "User unmuted") {
            try $0.mute($1.required("channel"), in: $1.required("conf"), false)
        },
    ]
}
