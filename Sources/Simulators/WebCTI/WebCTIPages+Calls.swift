extension WebCTIPages {
    /// What shows calls and channels.
    static let calls: [String: Page] = [
        "getcalls": { world, request throws(WebCTIRefusal) in
            let rows: [WebCTIRow] = WebCTIText.links(in: world).map { source, destination in
                [
                    "createtime": WebCTIText.field(source.linked ?? source.created, in: world),
                    "srcchannel": .text(source.name), "dstchannel": .text(destination.name),
                    "callstate": .text(WebCTIText.callState(source)), "srccallerid": .text(source.number),
                    "srccalleridname": .text(source.caption), "dstcallerid": .text(destination.number),
                    "dstcalleridname": .text(destination.caption), "srcchannelstate": .text(source.state.rawValue),
                    "dstchannelstate": .text(destination.state.rawValue), "srcuniqueid": .id(source.uniqueID),
                    "dstuniqueid": .id(destination.uniqueID), "dialtime": WebCTIText.field(source.created, in: world),
                    "linktime": WebCTIText.field(source.linked, in: world), "unlinktime": "0000-00-00 00:00:00",
                    "clearflag": "0",
                ]
            }
            return .rows(WebCTITables.select(rows, request))
        },
        "getchannel": { world, request throws(WebCTIRefusal) in
            let rows: [WebCTIRow] = world.liveChannels.map { channel in
                let peer = channel.peer.flatMap { world.channels[$0] }
                let application = WebCTIText.application(channel, in: world)
                return [
                    "createtime": WebCTIText.field(channel.created, in: world), "channel": .text(channel.name),
                    "state": .text(channel.state.rawValue), "callerid": .text(channel.number),
                    "calleridname": .text(channel.caption), "uniqueid": .text(channel.uniqueID),
                    "callingpres": "0 (Presentation Allowed, Not Screened)", "cause": "0", "causetxt": "",
                    "musichold": channel.isHeld ? "default" : "", "hold": channel.isHeld ? "1" : "0",
                    "application": .text(application.name), "appdata": .text(application.data), "lastevent": "Newstate",
                    "refchannel": .text(peer?.name ?? ""), "refuniqueid": .text(peer?.uniqueID ?? ""),
                    "refcallerid": .text(peer?.number ?? ""), "refcalleridname": .text(peer?.caption ?? ""),
                    "refcallingpres": "", "hanguptime": "0000-00-00 00:00:00", "clearflag": "0",
                ]
            }
            // Two filters are joined with OR (4.56).
            guard request["channel"] != nil || request["refchannel"] != nil else { return .rows(rows) }
            return .rows(
                rows.filter { row in ["channel", "refchannel"].contains { request[$0] != nil && row[$0] == request[$0] } })
        },
        "getpopupscreen": { world, request throws(WebCTIRefusal) in
            let device = request["channel"].flatMap { world.device(ofInterface: $0) }
            let chosen = world.liveChannels.filter { channel in
                channel.device != nil && (request["channel"] == nil || channel.device == device?.number)
            }
            return .rows(chosen.map { popup($0, in: world, withDetail: request["withdetail"] == "1" && device != nil) })
        },
        "getparkedcall": { world, _ throws(WebCTIRefusal) in
            .rows(world.parkedCalls.map { WebCTIText.parked($0, in: world) })
        },
        "getagentcalls": { world, request throws(WebCTIRefusal) in
            .rows(
                world.liveChannels.compactMap { agent in
                    guard !agent.isOrigin, let queue = agent.queue, let caller = agent.peer.flatMap({ world.channels[$0] }),
                        request["queue"] == nil || request["queue"] == queue,
                        request["agentname"] == nil || request["agentname"] == agent.device
                    else { return nil }
                    return agentCall(agent, from: caller, queue: queue, in: world)
                })
        },
        "ctigetchanneldetail": { world, request throws(WebCTIRefusal) in
            let name = try request.required("channel")
            guard let channel = world.channels[name] else { throw WebCTIRefusal(1111, "channel \(name) is not exists.") }
            let peer = channel.peer.flatMap { world.channels[$0] }
            return .rows([
                [
                    "channel": .text(name), "uniqueid": .text(channel.uniqueID), "dstchannel": .text(peer?.name ?? ""),
                    "datachannel": .text(name), "dstuniqueid": .text(peer?.uniqueID ?? ""), "did": "",
                    "monitorfile": .text(channel.recording), "dialednum": .text(channel.dialed),
                    "queuenum": .text(channel.queue ?? ""), "agentno": "", "ivrhist": "", "holdtime": "",
                    "caller": .text(channel.isOrigin ? channel.number : peer?.number ?? ""),
                    "callee": .text(channel.isOrigin ? channel.dialed : channel.number), "areacode": "", "city": "",
                    "province": "", "simcardtype": "",
                ]
            ])
        },
        "ctigetvar": { world, request throws(WebCTIRefusal) in
            let (channel, name) = (try request.required("channel"), try request.required("variable"))
            return .rows([["result": .text(world.channels[channel]?.variables[name] ?? "")]])
        },
        "ctigetvars": { world, request throws(WebCTIRefusal) in
            let channel = world.channels[try request.required("channel")]
            let names = (0..<10).compactMap { request["variable\($0)"] }
            return .rows([WebCTIRow(names.map { ($0, .text(channel?.variables[$0] ?? "")) })])
        },
        "ctisetvar": { world, request throws(WebCTIRefusal) in
            let (channel, name) = (try request.required("channel"), try request.required("variable"))
            guard world.channels[channel] != nil else { throw WebCTIRefusal(1401, "Set variable failed: No such channel") }
            world.channels[channel]?.variables[name] = try request.required("value")
            return .done("Variable Set")
        },
        "ctisetvars": { world, request throws(WebCTIRefusal) in
            let channel = try request.required("channel")
            guard world.channels[channel] != nil else { throw WebCTIRefusal(1401, "Set variable failed: No such channel") }
            let pairs = (0..<10).compactMap { index in request["variable\(index)"].map { ($0, request["value\(index)"] ?? "") } }
            for (name, value) in pairs { world.channels[channel]?.variables[name] = value }
            return .rows([WebCTIRow(pairs.map { ($0.0, .text($0.1)) })])
        },
        "ctiwaitauth": { world, request throws(WebCTIRefusal) in
            guard world.channels[try request.required("channel")] != nil else {
                throw WebCTIRefusal(1451, "Get CALLDATA failed: No such channel")
            }
            // The rows of its sister, in capitals but for the beginning, as printed.
            let rows = world.tables["ctiwaitcalldata"].map { row in
                WebCTIRow(row.fields.map { .init(name: "CALldata_" + $0.name.dropFirst(9).uppercased(), value: $0.value) })
            }
            return .rows(rows)
        },
    ]

    private static func popup(_ channel: WebCTIWorld.Channel, in world: WebCTIWorld, withDetail: Bool) -> WebCTIRow {
        let row = WebCTIText.popup(channel, in: world)
        let peer = channel.peer.flatMap { world.channels[$0] }
        func copy(_ name: String) -> OrderedJSON { .text(row[name] ?? "") }
        var fields: WebCTIRow = [
            "createtime": WebCTIText.field(channel.created, in: world), "channel": .text(channel.name),
            "uniqueid": .text(channel.uniqueID), "callerid": copy("callerid"), "calleridname": .text(peer?.caption ?? ""),
            "direct": .text(channel.isOrigin ? "OUT" : "IN"), "miscdata": copy("refchannel"), "miscuniqueid": copy("refuniqueid"),
            "state": .text(channel.state.rawValue), "did": copy("did"), "dialstring": copy("dialstring"),
            "queuenum": copy("queue"), "agentno": copy("agentno"), "holdtime": copy("holdtime"), "ivridhist": "", "ivrhist": "",
            "calldata": copy("calldata"),
        ]
        guard withDetail else { return fields }
        fields.fields +=
            WebCTIRow([
                ("dstchannel", copy("refchannel")), ("dstuniqueid", copy("refuniqueid")), ("monitorfile", .text(channel.recording)),
                ("dialednum", .text(channel.dialed)),
            ]).fields
        return fields
    }

    private static func agentCall(
        _ agent: WebCTIWorld.Channel, from caller: WebCTIWorld.Channel, queue: String, in world: WebCTIWorld
    ) -> WebCTIRow {
        let interface = agent.device.flatMap { world.device($0)?.interface } ?? ""
        let talked = agent.linked.map { WebCTIText.seconds(since: $0, in: world) } ?? 0
        return [
            "createtime": WebCTIText.field(agent.created, in: world), "queue": .text(queue),
            "queuestart": "\(caller.queueStart / 1_000)", "channel": .text(agent.name), "uniqueid": .text(agent.uniqueID),
            "callingchannel": .text(caller.name), "callinguniqueid": .text(caller.uniqueID), "agent": .text(interface),
            "agentname": .text(agent.device ?? ""), "callerid": .text(caller.number), "calleridname": .text(caller.caption),
            "callstate": agent.linked == nil ? "Called" : "Connect", "context": "from-internal", "extension": .text(queue),
            "priority": "15", "connecttime": WebCTIText.field(agent.linked, in: world), "completetime": "0000-00-00 00:00:00",
            "holdtime": "\(((agent.linked ?? world.now) - caller.queueStart) / 1_000)",
            "ringtime": "\(((agent.linked ?? world.now) - agent.created) / 1_000)", "talktime": "\(talked)", "reason": "",
        ]
    }
}
