extension WebCTIPages {
    /// What shows queues.
    static let queues: [String: Page] = [
        "getqueue": { world, request throws(WebCTIRefusal) in
            .rows(
                chosen(world, request).map { queue in
                    let level = queue.answered == 0 ? 0 : Double(queue.answeredInTime * 1_000 / queue.answered) / 10
                    return [
                        "createtime": WebCTIText.field(world.started, in: world), "queue": .text(queue.number),
                        "max": "\(queue.limit)", "calls": "\(queue.waiting.count)",
                        "holdtime": "\(queue.answered == 0 ? 0 : queue.heldSeconds / queue.answered)",
                        "completed": "\(queue.completed)", "abandoned": "\(queue.abandoned)",
                        "serviceLevel": "\(queue.serviceLevel)", "servicelevelperf": "\(level)", "weight": "0",
                    ]
                })
        },
        "getqueuelist": { world, _ throws(WebCTIRefusal) in
            .rows(world.queues.map { ["queueno": .text($0.number), "description": .text($0.name)] })
        },
        "getqueuegeneral": { world, request throws(WebCTIRefusal) in
            let wanted = numbers(request["queuenos"])
            return .rows(world.queues.filter { wanted?.contains($0.number) ?? true }.map { general($0, in: world) })
        },
        "getqueuecalls": { world, request throws(WebCTIRefusal) in
            .rows(
                chosen(world, request).flatMap { queue in
                    queue.waiting.enumerated().compactMap { place, name -> WebCTIRow? in
                        guard let channel = world.channels[name] else { return nil }
                        return [
                            "createtime": WebCTIText.field(channel.queueStart, in: world), "queue": .text(queue.number),
                            "queuestart": "\(channel.queueStart / 1_000)", "channel": .text(name),
                            "uniqueid": .text(channel.uniqueID), "callerid": .text(channel.number),
                            "calleridname": .text(channel.caption), "position": "\(place + 1)",
                            // Not kept up: as when the row was made.
                            "wait": "0", "count": "\(queue.waiting.count)",
                        ]
                    }
                })
        },
        "getqueuemember": { world, request throws(WebCTIRefusal) in
            .rows(
                chosen(world, request).flatMap { queue in
                    queue.members.filter { request["agentname"] == nil || $0.device == request["agentname"] }.map { member in
                        let row = WebCTIText.member(member, in: world)
                        func copy(_ name: String) -> OrderedJSON { .text(row[name] ?? "") }
                        return [
                            "createtime": copy("createtime"), "queue": .text(queue.number), "agent": copy("interface"),
                            "agentname": copy("agentno"), "agentship": copy("agenttype"), "penalty": copy("penalty"),
                            "callstaken": copy("callstaken"), "lastcall": copy("lastcall"), "status": copy("status"),
                            "pausetime": WebCTIText.field(member.paused == 0 ? nil : member.pauseChanged, in: world),
                            "paused": copy("paused"),
                        ]
                    }
                })
        },
        // The page has no page of its own: the latest two hundred rows.
        "getqueuelog": { world, request throws(WebCTIRefusal) in
            .rows(Array(log(world, request).suffix(200)))
        },
        "getqueueloglist": { world, request throws(WebCTIRefusal) in
            .rows([["result": .rows(log(world, request))]])
        },
        "getqueuelogcount": { world, request throws(WebCTIRefusal) in .rows([["result": "\(log(world, request).count)"]]) },
        "report/getqueuecalldetail": { world, request throws(WebCTIRefusal) in
            .rows(log(world, request).map { row in WebCTIRow(row.fields.filter { $0.name != "arg5" }) })
        },
        "report/getqueuecallcount": { world, request throws(WebCTIRefusal) in
            .rows([["result": "\(log(world, request).count)"]])
        },
    ]

    /// What acts on queues.
    static let queueActions: [String: Page] = [
        "ctiqueueadd": { world, request throws(WebCTIRefusal) in
            try world.add(
                request.required("interface"), to: request.required("queue"), penalty: Int(request["penalty"] ?? "") ?? 0)
            return .done("Added interface to queue")
        },
        "ctiqueueremove": { world, request throws(WebCTIRefusal) in
            try world.remove(request.required("interface"), from: request.required("queue"))
            return .done("Removed interface from queue")
        },
        "ctiqueuepause": { world, request throws(WebCTIRefusal) in
            let device = world.device(ofInterface: try request.required("interface"))?.number ?? ""
            try world.pause(device, in: request.required("queue"), Int(request.required("paused")) ?? -1)
            // The same words for ready and not ready, as printed.
            return .done("Interface paused successfully")
        },
        "ctiqueuecallerwithdraw": { world, request throws(WebCTIRefusal) in
            try world.withdraw(request.required("caller"), from: request.required("queue"), reason: request["withdrawinfo"] ?? "")
            return .done("SUCCESS")
        },
    ]

    private static func chosen(_ world: WebCTIWorld, _ request: WebCTIRequest) -> [WebCTIWorld.Queue] {
        world.queues.filter { request["queue"] == nil || $0.number == request["queue"] }
    }

    private static func log(_ world: WebCTIWorld, _ request: WebCTIRequest) -> [WebCTIRow] {
        var request = request
        // What other pages call by the fields' names.
        let names = [
            "queue": "queuename", "uniqueid": "callid", "queueevent": "event", "calldate1": "eventtime1", "calldate2": "eventtime2",
        ]
        request.query = request.query.map { (names[$0.name] ?? $0.name, $0.value) }
        return WebCTITables.select(world.queueLog.map { WebCTIText.logRow($0, in: world) }, request)
    }

    private static func general(_ queue: WebCTIWorld.Queue, in world: WebCTIWorld) -> WebCTIRow {
        let states = queue.members.map { (paused: $0.paused != 0, state: world.memberStatus(of: $0.device)) }
        func count(_ body: ((paused: Bool, state: Int)) -> Bool) -> OrderedJSON { .bare("\(states.count(where: body))") }
        return [
            "queue": .text(queue.number), "membercount": .bare("\(states.count)"), "waitings": .bare("\(queue.waiting.count)"),
            "usable": count { !$0.paused && ![0, 4, 5].contains($0.state) },
            "unusable": count { $0.paused || [0, 4, 5].contains($0.state) }, "inuse": count { [2, 3, 6].contains($0.state) },
            "usableidle": count { !$0.paused && $0.state == 1 }, "invalid": count { [0, 4, 5].contains($0.state) },
            "pause": count { $0.paused }, "unpause": count { !$0.paused },
        ]
    }
}
