/// Every operation of the document under its path below `/api/{version}/`.
struct YeastarOperation: Sendable {
    /// Changes or reads the world; what it returns beside `status` is the answer.
    typealias Body = @Sendable (inout YeastarWorld, YeastarRequest) throws(YeastarRefusal) -> YeastarNode

    var path: String
    var run: Body

    private init(_ path: String, _ run: @escaping Body) {
        self.path = path
        self.run = run
    }

    static let all: [String: YeastarOperation] = Dictionary(
        (system + extensions + routes + conferences + queues + paging + calls + supervision + prompts + voicemail + hotel)
            .map { ($0.path, $0) },
        uniquingKeysWith: { first, _ in first })

    private static let nothing: YeastarNode = [:]

    /// A command that answers with nothing but its status.
    private static func command(
        _ path: String, _ act: @escaping @Sendable (inout YeastarWorld, YeastarRequest) throws(YeastarRefusal) -> Void
    ) -> YeastarOperation {
        YeastarOperation(path) { world, request throws(YeastarRefusal) in
            try act(&world, request)
            return nothing
        }
    }

    private static func query(_ kind: YeastarBooks.Kind, wantsKey: Bool) -> YeastarOperation {
        YeastarOperation("\(kind.rawValue)/query") { world, request throws(YeastarRefusal) in
            let rows = try world.books.query(kind, request, wantsKey: wantsKey)
            return .fields([.init(name: kind.form.container, value: .list(rows.map { YeastarNode($0, kind.form.fields) }))])
        }
    }

    private static func add(_ kind: YeastarBooks.Kind, _ needed: [String]) -> YeastarOperation {
        command("\(kind.rawValue)/add") { world, request throws(YeastarRefusal) in
            for name in needed { _ = try request.required(name) }
            _ = try world.books.add(kind, request, defaults: kind == .siptrunk ? ["tech": "pjsip"] : [:])
        }
    }

    private static func update(_ kind: YeastarBooks.Kind) -> YeastarOperation {
        command("\(kind.rawValue)/update") { world, request throws(YeastarRefusal) in
            _ = try world.books.update(kind, request)
        }
    }

    private static func delete(_ kind: YeastarBooks.Kind) -> YeastarOperation {
        command("\(kind.rawValue)/delete") { world, request throws(YeastarRefusal) in
            _ = try world.books.delete(kind, request, mayAll: true)
        }
    }

    /// A command for one extension, named by extid.
    private static func onExtension(
        _ path: String, _ act: @escaping @Sendable (inout YeastarWorld, String) throws(YeastarRefusal) -> Void
    ) -> YeastarOperation {
        command(path) { world, request throws(YeastarRefusal) in try act(&world, try request.required("extid")) }
    }

    // MARK: - System, extensions

    private static let system: [YeastarOperation] = [
        YeastarOperation("deviceinfo/query") { world, _ throws(YeastarRefusal) in
            let registered = world.phones.values.count { $0.isRegistered }
            return [
                "deviceinfo": [
                    "devicename": "UC501", "sn": .text(world.serialNumber), "hardwarever": "3.1", "firmwarever": "4.3.4",
                    "systemtime": .text(world.localTime(world.now)),
                    "uptime": .text(world.localTime(world.started, "%Y-%b-%d-%H:%M:%S")),
                    "extensionstatus": .text("\(registered)/\(world.phones.count)"),
                ]
            ]
        },
    ]

    private static let extensions: [YeastarOperation] = [
        YeastarOperation("extensionlist/query") { world, _ throws(YeastarRefusal) in
            let rows = world.books[.extension].map { row -> YeastarNode in
                let number = row["extnumber"] ?? ""
                let fields: [String: String?] = [
                    "extnumber": number, "status": world.listedStatus(number), "type": row["type"], "port": row["port"],
                    "username": row["username"], "agentid": "",
                ]
                return YeastarNode(
                    fields.compactMapValues { $0 }, ["extnumber", "status", "type", "port", "username", "agentid"])
            }
            return ["extlist": .list(rows)]
        },
        YeastarOperation("extension/query") { world, request throws(YeastarRefusal) in
            let fields = YeastarBooks.Kind.extension.form.fields
            let rows = try world.books.query(.extension, request, wantsKey: false).map { row -> YeastarNode in
                let number = row["extnumber"] ?? ""
                return YeastarNode(row.merging(["status": world.listedStatus(number)]) { $1 }, fields) + world.callOf(number)
            }
            return ["extinfos": .list(rows)]
        },
        command("extension/add") { world, request throws(YeastarRefusal) in try world.addExtension(request) },
        command("extension/update") { world, request throws(YeastarRefusal) in try world.updateExtension(request) },
        command("extension/delete") { world, request throws(YeastarRefusal) in try world.deleteExtension(request) },
    ]

    // MARK: - Trunks, routes, menus

    private static let routes: [YeastarOperation] = [
        YeastarOperation("trunklist/query") { world, _ throws(YeastarRefusal) in
            // The table calls the array trunklist, the wire trunkname.
            ["trunkname": .list(world.books[.siptrunk].map {
                ["trunkname": .text($0["trunkname"] ?? ""), "status": .text(world.trunkStates[$0["trunkname"] ?? ""] ?? "Registered"), "type": "SIP"]
            })]
        },
        query(.siptrunk, wantsKey: true), add(.siptrunk, ["trunkname", "trunktype"]), update(.siptrunk), delete(.siptrunk),
        query(.inroute, wantsKey: true), add(.inroute, ["name", "desttype"]), update(.inroute), delete(.inroute),
        query(.outroute, wantsKey: true), add(.outroute, ["name", "matchpattern", "trunks"]), update(.outroute),
        delete(.outroute),
        query(.ivr, wantsKey: false), update(.ivr),
    ]

    // MARK: - Rooms

    private static let conferences: [YeastarOperation] = [
        query(.conference, wantsKey: true), update(.conference),
        command("conference/insert") { world, request throws(YeastarRefusal) in try world.insertRoom(request) },
        command("conference/delete") { world, request throws(YeastarRefusal) in try world.deleteRoom(request) },
        YeastarOperation("conference/query_in_session") { world, request throws(YeastarRefusal) in
            let rooms = YeastarRequest.items(try request.required("number"))
            guard rooms == ["all"] || rooms.allSatisfy({ world.books.row(.conference, $0) != nil }) else { throw .unknown }
            let meant = world.books[.conference].compactMap { $0["number"] }.filter { rooms == ["all"] || rooms.contains($0) }
            let running = meant.filter { world.rooms[$0]?.isEmpty == false }
            // Without content there is only the status.
            guard !running.isEmpty else { return nothing }
            return ["conference": .list(running.map { ["conferencenumber": .text($0), "member": .list(world.members(of: $0))] })]
        },
        command("conference/add_member") { world, request throws(YeastarRefusal) in
            try world.invite(YeastarRequest.items(try request.required("invitemember")), try request.required("number"))
        },
        command("conference/kick_member") { world, request throws(YeastarRefusal) in
            try world.kick(YeastarRequest.items(try request.required("membernumber")), try request.required("number"))
        },
        muting("conference/mute_member", true), muting("conference/unmute_member", false),
    ]

    private static func muting(_ path: String, _ isMuted: Bool) -> YeastarOperation {
        command(path) { world, request throws(YeastarRefusal) in
            let members = YeastarRequest.items(try request.required("membernumber"))
            guard members != ["all"] else { throw .unknown }
            try world.muteMembers(members, try request.required("number"), isMuted)
        }
    }

    // MARK: - Queues

    private static let queues: [YeastarOperation] = [
        query(.queue, wantsKey: false), update(.queue),
        YeastarOperation("queuestatus/query") { world, request throws(YeastarRefusal) in
            let number = try request.required("queueid")
            guard let life = world.queues[number] else { throw .unknown }
            let members = world.agents(of: number).map { agent -> YeastarNode in
                ["agent": .text(agent), "agentstatus": .text(String(world.agentStatus(agent, in: number)))]
            }
            return [
                "queue": [
                    "queuenumber": .text(number),
                    // The one figure that is a JSON number.
                    "queuestatus": ["members": .list(members), "callercount": .number(life.waiting.count)],
                ]
            ]
        },
        command("queue/add_dynamicagent") { world, request throws(YeastarRefusal) in
            try world.logIn(try request.required("extid"), try request.required("queueid"), password: request["password"])
        },
        command("queue/del_dynamicagent") { world, request throws(YeastarRefusal) in
            try world.logOut(try request.required("extid"), try request.required("queueid"), password: request["password"])
        },
        command("queue/pause_agent") { world, request throws(YeastarRefusal) in
            try world.pause(try request.required("extid"), try request.required("queueid"), true)
        },
        command("queue/unpause_agent") { world, request throws(YeastarRefusal) in
            try world.pause(try request.required("extid"), try request.required("queueid"), false)
        },
    ]

    // MARK: - Paging

    private static let paging: [YeastarOperation] = [
        // The endpoint line has the first path, the example the second.
        pagingList("paginggroup/lists"), pagingList("paginggrouplist/lists"),
        query(.paginggroup, wantsKey: true), add(.paginggroup, ["number", "type", "member"]), update(.paginggroup),
        delete(.paginggroup),
    ]

    private static func pagingList(_ path: String) -> YeastarOperation {
        YeastarOperation(path) { world, _ throws(YeastarRefusal) in
            ["paginggrouplist": .list(world.books[.paginggroup].map { YeastarNode($0, ["number", "name"]) })]
        }
    }

    // MARK: - Calls

    private static let calls: [YeastarOperation] = [
        trunkCalls(.inbound, isNeeded: true), trunkCalls(.outbound, isNeeded: false),
        command("extension/dial_extension") { world, request throws(YeastarRefusal) in
            try world.dial(
                try request.required("caller"), try request.required("callee"), autoAnswer: request["autoanswer"] == "yes")
        },
        command("extension/dial_outbound") { world, request throws(YeastarRefusal) in
            try world.dialOutside(
                try request.required("extid"), try request.required("outto"), autoAnswer: request["autoanswer"] == "yes")
        },
        command("queue/dial_outbound") { world, request throws(YeastarRefusal) in
            let queue = try request.required("queueid")
            let members = world.queues[queue] == nil ? nil : world.agents(of: queue)
            try world.dialOutside(group: queue, members: members, try request.required("outto"))
        },
        command("ringgroup/dial_outbound") { world, request throws(YeastarRefusal) in
            let group = try request.required("ringgroupid")
            try world.dialOutside(group: group, members: world.ringGroups[group], try request.required("outto"))
        },
        command("outbound/dial_outbound") { world, request throws(YeastarRefusal) in
            try world.connectOutside(try request.required("caller"), try request.required("outto"))
        },
        onExtension("extension/hangup") { world, number throws(YeastarRefusal) in try world.hangUp(extension: number) },
        command("inbound/hangup") { world, request throws(YeastarRefusal) in
            try world.hangUp(try request.required("inboundid"), .inbound)
        },
        command("outbound/hangup") { world, request throws(YeastarRefusal) in
            try world.hangUp(try request.required("outboundid"), .outbound)
        },
        YeastarOperation("extension/hold") { world, request throws(YeastarRefusal) in
            let number = try request.required("extid")
            try world.hold(number, true)
            // The example answers with the request, and with no status.
            return ["extid": .text(number)]
        },
        onExtension("extension/unhold") { world, number throws(YeastarRefusal) in try world.hold(number, false) },
        onExtension("extension/mute") { world, number throws(YeastarRefusal) in try world.mute(number, true) },
        onExtension("extension/unmute") { world, number throws(YeastarRefusal) in try world.mute(number, false) },
        command("calltransfer") { world, request throws(YeastarRefusal) in
            try world.transfer(
                try request.required("callid"), by: try request.required("transferor"), to: try request.required("transferto"))
        },
    ]

    private static func trunkCalls(_ direction: YeastarWorld.Call.Direction, isNeeded: Bool) -> YeastarOperation {
        let name = direction == .inbound ? "inbound" : "outbound"
        return YeastarOperation("\(name)/query") { world, request throws(YeastarRefusal) in
            let ids = request.list("\(name)id")
            if isNeeded, ids == nil { throw .missing }
            let calls = world.calls(direction).filter { ids?.contains($0.id) ?? true }
            guard ids == nil || !calls.isEmpty else { throw .unknown }
            return .fields([.init(name: name, value: .bareList(calls.map { world.trunkCall($0) }))])
        }
    }

    // MARK: - Supervision

    private static let supervision: [YeastarOperation] = [
        watching("extension/listen", by: "listener", target: "listenedext", mode: "Listen"),
        watching("extension/whisper", by: "whisperer", target: "whisperedext", mode: "Whisper"),
        watching("extension/barge", by: "bargein", target: "bargedext", mode: "Barge-in"),
    ]

    private static func watching(_ path: String, by supervisor: String, target: String, mode: String) -> YeastarOperation {
        command(path) { world, request throws(YeastarRefusal) in
            try world.watch(try request.required(supervisor), try request.required(target), mode: mode)
        }
    }

    // MARK: - Prompts, voice messages, hotel

    private static let prompts: [YeastarOperation] = [
        command("extension/playprompt") { world, request throws(YeastarRefusal) in
            try world.playPrompt(try request.required("prompt"), extension: try request.required("extid"))
        },
        command("outbound/playprompt") { world, request throws(YeastarRefusal) in
            try world.playPrompt(try request.required("prompt"), outside: try request.required("outto"))
        },
    ]

    private static let voicemail: [YeastarOperation] = [
        YeastarOperation("voicemail/query") { world, request throws(YeastarRefusal) in
            let numbers = request.list("extid") ?? world.extensions
            guard numbers.allSatisfy({ world.phones[$0] != nil }) else { throw .unknown }
            let boxes = numbers.filter { world.mail[$0]?.isEmpty == false }.map { number -> YeastarNode in
                let messages = world.messages(number).map { file, message -> YeastarNode in
                    [
                        "voicemailfile": .text(file), "messagefrom": .text(message.from),
                        "voicemaildate": .text(world.localTime(message.time)), "voicemaillength": .text(String(message.seconds)),
                    ]
                }
                return ["extid": .text(number), "voicemail": .list(messages)]
            }
            return boxes.isEmpty ? nothing : ["voicemails": .list(boxes)]
        },
        command("voicemail/delete") { world, request throws(YeastarRefusal) in
            try world.deleteMessages(
                try request.required("extid"), YeastarRequest.items(try request.required("voicemailfile")))
        },
    ]

    private static let hotel: [YeastarOperation] = [
        command("wakeupcall/create") { world, request throws(YeastarRefusal) in try world.setWakeup(nil, request) },
        command("wakeupcall/update") { world, request throws(YeastarRefusal) in
            try world.setWakeup(try request.required("wakeupid"), request)
        },
        command("wakeupcall/delete") { world, request throws(YeastarRefusal) in
            try world.deleteWakeups(request.list("wakeupid"))
        },
        YeastarOperation("wakeupcall/query") { world, request throws(YeastarRefusal) in
            let number = try request.required("number")
            guard world.phones[number] != nil else { throw .unknown }
            let rows = world.wakeups.filter { $0.number == number }.map { row in
                YeastarNode(row.settings.merging(["wakeupid": row.id]) { $1 }, ["wakeupid", "type", "weekdays", "time", "prompt"])
            }
            return rows.isEmpty ? nothing : ["wakeups": [["number": .text(number), "wakeup": .list(rows)]]]
        },
        command("hotel/checkout") { world, request throws(YeastarRefusal) in try world.checkOut(try request.required("number")) },
    ]
}

// MARK: - What answers tell of calls and members

extension YeastarWorld {
    func listedStatus(_ number: String) -> String {
        let status = phones[number]?.listedStatus ?? "Unavailable"
        let isBusy = books.row(.extension, number)?["dnd"] == "on" && phones[number]?.isFree == true
        return isBusy ? "Busy" : status
    }

    /// The call objects that `extension/query` has in its table: inbound, outbound or ext.
    func callOf(_ number: String) -> YeastarNode {
        guard let serial = phones[number]?.call, let call = calls[serial] else { return [:] }
        guard call.direction == .internal else {
            let name = call.direction == .inbound ? "inbound" : "outbound"
            return .fields([
                .init(
                    name: name,
                    value: [
                        "\(name)id": .text(call.id), "from": .text(call.from), "to": .text(call.to), "trunk": .text(call.trunk),
                    ])
            ])
        }
        let other = (call.extensions + call.ringing).first { $0 != number } ?? call.to
        return ["ext": ["extid": .text(other)]]
    }

    /// A row of `inbound/query` or `outbound/query`. Of the states the document prints only Talking.
    func trunkCall(_ call: Call) -> YeastarNode {
        let name = call.direction == .inbound ? "inboundid" : "outboundid"
        var fields: [YeastarNode.Field] = [
            .init(name: name, value: .text(call.id)), .init(name: "from", value: .text(call.from)),
            .init(name: "to", value: .text(call.to)), .init(name: "trunk", value: .text(call.trunk)),
        ]
        if call.direction == .inbound, let callee = call.callee ?? call.ringing.first {
            fields.append(.init(name: "callee", value: ["extid": .text(callee)]))
        }
        let status = switch call.phase {
        case .talking, .room, .voicemail, .prompt: "Talking"
        case .waiting, .menu: "Waiting"
        case .ringing, .callerRings: "Ringing"
        }
        return .fields(fields + [.init(name: "status", value: .text(status))])
    }

    func members(of room: String) -> [YeastarNode] {
        rooms[room, default: []].map {
            [
                "number": .text($0.number), "channelid": .text($0.channel), "memberstatus": $0.isWaiting ? "HOLD" : "Up",
            ]
        }
    }
}
