/// How the platform writes down what is in the world: rows of fields, times in its own zone.
enum WebCTIText {
    /// A moment as the platform's clock shows it, without a zone.
    static func time(_ moment: Milliseconds, in world: WebCTIWorld, _ format: String = "%Y-%m-%d %H:%M:%S") -> String {
        Texts.time(moment + world.clockAhead, ahead: world.utcOffset, format)
    }

    /// What has not happened is all zeros.
    static func field(_ moment: Milliseconds?, in world: WebCTIWorld) -> OrderedJSON {
        moment.map { .text(time($0, in: world)) } ?? "0000-00-00 00:00:00"
    }

    static func seconds(since moment: Milliseconds, in world: WebCTIWorld) -> Int { (world.now - moment) / 1_000 }

    // MARK: - Calls

    static func callState(_ channel: WebCTIWorld.Channel) -> String {
        switch channel.place {
        case .talking: "Link"
        case .consulted, .parked: "UnLink"
        default: "Dialing"
        }
    }

    /// A call as one of its two devices sees it (4.106).
    static func call(_ channel: WebCTIWorld.Channel, with peer: WebCTIWorld.Channel, in world: WebCTIWorld) -> WebCTIRow {
        [
            "createtime": field(channel.linked ?? channel.created, in: world), "channel": .text(channel.name),
            "refchannel": .text(peer.name), "callstate": .text(callState(channel)), "callerid": .text(channel.number),
            "refcallerid": .text(peer.number), "channelstate": .text(channel.state.rawValue),
            "refchannelstate": .text(peer.state.rawValue), "uniqueid": .id(channel.uniqueID), "refuniqueid": .id(peer.uniqueID),
            "dialtime": field(channel.created, in: world), "linktime": field(channel.linked, in: world),
            "direct": .word(channel.isOrigin ? "OUT" : "IN"),
        ]
    }

    /// A channel for the screen pop (4.106).
    static func popup(_ channel: WebCTIWorld.Channel, in world: WebCTIWorld) -> WebCTIRow {
        let peer = channel.peer.flatMap { world.channels[$0] }
        return [
            "channel": .text(channel.name), "uniqueid": .id(channel.uniqueID),
            "callerid": .text(peer?.number ?? channel.dialed), "refchannel": .text(peer?.name ?? ""),
            "refuniqueid": .id(peer?.uniqueID ?? ""), "direct": .word(channel.isOrigin ? "OUT" : "IN"),
            "state": .text(channel.state.rawValue), "isdefault": "0", "did": .text(channel.queue ?? ""),
            "queue": .text(channel.queue ?? ""), "agentno": .text(channel.queue == nil ? "" : channel.device ?? ""),
            "ivridhist": "", "ivrhist": "", "calldata": .text(channel.variables["CALLDATA"] ?? ""),
            "dialstring": .text(channel.device.flatMap { world.device($0)?.interface } ?? ""),
            "holdtime": .bare("\(holdTime(channel, peer))"),
        ]
    }

    private static func holdTime(_ channel: WebCTIWorld.Channel, _ peer: WebCTIWorld.Channel?) -> Int {
        guard let caller = [channel, peer].compactMap({ $0 }).first(where: { $0.queueStart > 0 }), let linked = caller.linked
        else { return 0 }
        return (linked - caller.queueStart) / 1_000
    }

    /// The links between channels, each once, the caller's end first.
    static func links(in world: WebCTIWorld) -> [(source: WebCTIWorld.Channel, destination: WebCTIWorld.Channel)] {
        world.liveChannels.compactMap { channel in
            guard let peer = channel.peer.flatMap({ world.channels[$0] }) else { return nil }
            let isSource = channel.isOrigin == peer.isOrigin ? channel.serial < peer.serial : channel.isOrigin
            return isSource ? (channel, peer) : nil
        }
    }

    static func application(_ channel: WebCTIWorld.Channel, in world: WebCTIWorld) -> (name: String, data: String) {
        switch channel.place {
        case .spying(let device, let options):
            ("ChanSpy", "\(world.device(device)?.interface ?? device),\(options)")
        case .meeting(let room): ("MeetMe", "\(room),dMqx")
        case .waiting(let queue): ("Queue", queue)
        case .parked(let slot): ("Parked Call", slot)
        case .calling where channel.isOrigin: ("Dial", channel.dialed)
        case .talking where channel.isOrigin: (channel.queue == nil ? "Dial" : "Queue", channel.dialed)
        default: ("", "")
        }
    }

    // MARK: - Queues

    static func member(_ member: WebCTIWorld.Queue.Member, in world: WebCTIWorld) -> WebCTIRow {
        [
            "createtime": field(member.since, in: world),
            "interface": .text(world.device(member.device)?.interface ?? member.device), "agentno": .text(member.device),
            "agenttype": member.isDynamic ? "dynamic" : "static", "penalty": "\(member.penalty)",
            "callstaken": "\(member.callsTaken)", "lastcall": field(member.lastCall, in: world),
            "status": "\(world.memberStatus(of: member.device))",
            "paused": "\(world.showsPauseCodes ? member.paused : min(member.paused, 1))",
        ]
    }

    static func waiting(_ name: String, at place: Int, in world: WebCTIWorld) -> WebCTIRow? {
        guard let channel = world.channels[name] else { return nil }
        return [
            "createtime": field(channel.queueStart, in: world), "queuestart": "\(channel.queueStart / 1_000)",
            "channel": .text(channel.name), "uniqueid": .text(channel.uniqueID), "callerid": .text(channel.number),
            "position": "\(place + 1)", "wait": "\(seconds(since: channel.queueStart, in: world))",
        ]
    }

    static func logRow(_ row: WebCTIWorld.LogRow, in world: WebCTIWorld) -> WebCTIRow {
        var fields: WebCTIRow = [
            "eventtime": field(row.time, in: world), "callid": .text(row.call), "queuename": .text(row.queue),
            "queuestart": "\(row.start)", "agent": .text(row.agent), "agentno": .text(row.agentNumber), "event": .text(row.event),
        ]
        for (index, argument) in row.arguments.enumerated() { fields.fields.append(.init(name: "arg\(index + 1)", value: .text(argument))) }
        return fields
    }

    /// What an agent has done (4.50); `arguments` are those of the queue log's row.
    static func activity(
        _ event: String, of device: WebCTIWorld.Device, _ member: WebCTIWorld.Queue.Member?, queue: String, _ arguments: [String],
        in world: WebCTIWorld
    ) -> WebCTIRow {
        [
            "createtime": field(world.now, in: world), "agent": .text(device.interface), "agentname": .text(device.number),
            "queue": .text(queue), "channel": "", "uniqueid": "", "logintime": field(member?.since, in: world),
            "event": .text(event), "actionid": "\((member?.since ?? world.now) / 1_000)", "actionseconds": .text(arguments[0]),
            "conseconds": "0", "unpauseseconds": "0", "pauseseconds": "\(member?.pausedSeconds ?? 0)",
            "pausetype": .text(event == "paused" ? arguments[1] : "0"),
        ]
    }

    static func lostCall(_ channel: WebCTIWorld.Channel, queue: String, waited: Int, in world: WebCTIWorld) -> WebCTIRow {
        [
            "createtime": field(world.now, in: world), "calltime": field(channel.queueStart, in: world), "queue": .text(queue),
            "channel": .text(channel.name), "queuestart": "\(channel.queueStart / 1_000)", "uniqueid": .text(channel.uniqueID),
            "callerid": .text(channel.number), "waittime": "\(waited)", "times": "1", "processapp": "",
            "processtime": "0000-00-00 00:00:00", "processflag": "0", "processmark": "",
        ]
    }

    // MARK: - Rooms and the parking lot

    static func parked(_ call: WebCTIWorld.ParkedCall, in world: WebCTIWorld) -> WebCTIRow {
        func ended(_ state: WebCTIWorld.ParkedCall.State) -> OrderedJSON {
            field(call.state == state ? call.ended : nil, in: world)
        }
        return [
            "createtime": field(call.since, in: world), "exten": .text(call.slot), "channel": .text(call.channel),
            "srcchannel": .text(call.source), "timeout": "\(call.timeout)", "callerid": .text(call.number),
            "calleridname": .text(call.name), "state": .text(call.state.rawValue), "parkedtime": field(call.since, in: world),
            "giveuptime": ended(.gaveUp), "timeouttime": ended(.timedOut), "unparkedtime": ended(.unparked),
        ]
    }

    // MARK: - Records

    static func record(
        _ channel: WebCTIWorld.Channel, with peer: WebCTIWorld.Channel?, _ disposition: String?, in world: WebCTIWorld
    ) -> WebCTIRow {
        let outcome = channel.linked != nil ? "ANSWERED" : disposition ?? "NO ANSWER"
        let inbound = channel.trunk != nil
        let direct = inbound ? "IN" : peer?.trunk != nil || !world.isInside(channel.dialed) ? "OUT" : ""
        return [
            "pbxid": "1", "calldate": field(channel.created, in: world),
            "clid": .text("\"\(channel.caption)\"<\(channel.number)>"), "areacode": "", "location": "", "src": .text(channel.number),
            "dst": .text(channel.dialed), "dcontext": inbound ? "from-pstn" : "from-internal", "channel": .text(channel.name),
            "dstchannel": .text(peer?.name ?? ""), "lastapp": channel.queue == nil ? "Dial" : "Queue",
            "lastdata": .text(channel.dialed), "duration": "\(seconds(since: channel.created, in: world))",
            "billsec": "\(channel.linked.map { seconds(since: $0, in: world) } ?? 0)", "disposition": .text(outcome),
            "amaflags": "3", "accountcode": .text(channel.device ?? ""), "uniqueid": .text(channel.uniqueID),
            "userfield": "DIALSTATUS:\(outcome == "ANSWERED" ? "ANSWER" : outcome) ", "answertime": field(channel.linked, in: world),
            "endtime": field(world.now, in: world), "caller": .text(channel.number), "callee": .text(channel.dialed), "dnid": "",
            "rdnis": "", "ani": .text(channel.number), "monitor": .text(channel.recording), "direct": .text(direct),
            "transfer": "", "trunk": .text(channel.trunk ?? peer?.trunk ?? ""),
            "hangupcause": outcome == "ANSWERED" ? "16" : outcome == "BUSY" ? "17" : "19",
            "hasmonitorfile": channel.recording.isEmpty ? "0" : "1",
        ]
    }
}
