/// Every operation of the document under its path below `/api/{version}/`.
struct YeastarOperation: Sendable {
    /// Changes or reads the world; what it returns beside `status` is the answer.
    typealias Body = @Sendable (inout YeastarWorld, YeastarRequest) throws(YeastarRefusal) -> OrderedJSON

    var path: String
    var run: Body

    init(_ path: String, _ run: @escaping Body) {
        self.path = path
        self.run = run
    }

    static let all: [String: YeastarOperation] = Dictionary(
        (system + extensions + routes + conferences + queues + paging + calls + supervision + prompts + voicemail + hotel)
            .map { ($0.path, $0) },
        uniquingKeysWith: { first, _ in first })

    static let nothing: OrderedJSON = [:]

    /// A command that answers with nothing but its status.
    static func command(
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
            return .fields([.init(name: kind.form.container, value: .list(rows.map { OrderedJSON($0, kind.form.fields) }))])
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
    static func onExtension(
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
        }
    ]

    private static let extensions: [YeastarOperation] = [
        YeastarOperation("extensionlist/query") { world, _ throws(YeastarRefusal) in
            let rows = world.books[.extension].map { row -> OrderedJSON in
                let number = row["extnumber"] ?? ""
                let fields: [String: String?] = [
                    "extnumber": number, "status": world.listedStatus(number), "type": row["type"], "port": row["port"],
                    "username": row["username"], "agentid": "",
                ]
                return OrderedJSON(
                    fields.compactMapValues { $0 }, ["extnumber", "status", "type", "port", "username", "agentid"])
            }
            return ["extlist": .list(rows)]
        },
        YeastarOperation("extension/query") { world, request throws(YeastarRefusal) in
            let fields = YeastarBooks.Kind.extension.form.fields
            let rows = try world.books.query(.extension, request, wantsKey: false).map { row -> OrderedJSON in
                let number = row["extnumber"] ?? ""
                return OrderedJSON(row.merging(["status": world.listedStatus(number)]) { $1 }, fields) + world.callOf(number)
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
            let rows = world.books[.siptrunk].compactMap { $0["trunkname"] }.map { name -> OrderedJSON in
                ["trunkname": .text(name), "status": .text(world.trunkStates[name] ?? "Registered"), "type": "SIP"]
            }
            return ["trunkname": .list(rows)]
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
        query(.queue, wantsKey: false),
        command("queue/update") { world, request throws(YeastarRefusal) in
            let queue = try world.books.update(.queue, request)
            world.queues[queue]?.fixed = YeastarRequest.items(world.books.row(.queue, queue)?["agents"] ?? "")
        },
        YeastarOperation("queuestatus/query") { world, request throws(YeastarRefusal) in
            let number = try request.required("queueid")
            guard let life = world.queues[number] else { throw .unknown }
            let members = world.agents(of: number).map { agent -> OrderedJSON in
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
            ["paginggrouplist": .list(world.books[.paginggroup].map { OrderedJSON($0, ["number", "name"]) })]
        }
    }
}
