/// How the exchange writes: its words, figures, times and events.
struct SmartPBXText {
    var spelling = SmartPBXSpelling.examples
    var faults = SmartPBXFaults()

    /// One JSON object; the device writes a slash as `\/`.
    static func encode(_ fields: OrderedJSON) -> [UInt8] { Array(fields.written(JSONStyle(escapesSlashes: true)).utf8) }

    /// A figure: text in the examples, a number where the other form is wanted.
    func figure(_ value: Int) -> OrderedJSON { spelling == .examples ? .digits(value) : .number(value) }

    /// A name that the examples print otherwise than the tables.
    func name(_ printed: String, _ tabled: String) -> String { spelling == .examples ? printed : tabled }

    /// Who calls, as far as it is told.
    private func caller(_ call: SmartPBXWorld.Call) -> OrderedJSON {
        .text(faults.hidesCallers && call.direction == .inbound ? "" : call.caller)
    }

    // MARK: - Rows

    func row(_ row: SmartPBXWorld.Extension) -> OrderedJSON {
        let isHidden = faults.tellsPrintedStatesOnly && row.status == "Ringing"
        let fields: OrderedJSON = [
            "status": .text(isHidden ? "Idle" : row.status), "type": row.port == nil ? "SIP" : "FXS", "number": .text(row.number),
            "username": .text(row.name),
        ]
        return fields + (row.port.map { ["port": figure($0)] } ?? [:])
    }

    func row(_ trunk: SmartPBXWorld.Trunk) -> OrderedJSON {
        let fields: OrderedJSON = [
            "status": .text(trunk.status), "name": .text(trunk.name), "type": trunk.port == nil ? "SIP" : "FXO",
        ]
        // The table calls the voltage text, the example shows a number.
        let voltage: OrderedJSON = spelling == .examples ? .number(trunk.voltage) : .digits(trunk.voltage)
        return fields + (trunk.port.map { ["port": .digits($0), "vbat": voltage] } ?? [:])
    }

    func row(_ call: SmartPBXWorld.Call, in world: SmartPBXWorld) -> OrderedJSON {
        [
            "caller": caller(call), "source": .text(call.source), "called": .text(call.called), "destination": .text(call.destination),
            name("duration", "Duration"): .text(Texts.duration((world.now - call.since) / 1_000)), "callid": .text(call.id),
            "state": call.answered == nil ? "Ringing" : "Up", "direction": .text(call.direction.rawValue),
            "recording": .text(call.recording ?? "no"),
        ]
    }

    func row(_ room: SmartPBXWorld.Room) -> OrderedJSON {
        [
            "description": .text(room.description), "number": .text(room.number),
            "moderators": .text(room.moderators.joined(separator: ",")), "participantpassword": .text(room.participantPassword),
            "allowinvite": room.allowsInvite ? "yes" : "no", "moderatorpassword": .text(room.moderatorPassword),
            "waitformoderator": room.waitsForModerator ? "yes" : "no",
        ]
    }

    func status(of queue: SmartPBXWorld.Queue, in world: SmartPBXWorld) -> OrderedJSON {
        func average(_ sum: Int) -> OrderedJSON { figure(queue.completed == 0 ? 0 : sum / queue.completed) }
        let figures: OrderedJSON = [
            "max": figure(queue.limit), "strategy": .text(queue.strategy.rawValue), "calls": figure(queue.waiting.count),
            "holdtime": average(queue.heldSeconds),
            // Empty as long as nobody has talked, as printed.
            "talktime": queue.talkedSeconds == 0 ? "" : average(queue.talkedSeconds),
            "completed": figure(queue.completed), "abandoned": figure(queue.abandoned),
        ]
        let members: OrderedJSON = .list(
            queue.members.map { member in
                [
                    "agent": .text(member.number), "status": figure(world.extension(member.number)?.memberStatus ?? 4),
                    name("pused", "paused"): figure(member.isPaused ? 1 : 0),
                ]
            })
        if spelling == .examples { return ["queue": .text(queue.number), "params": figures, "members": members] }
        return ["queue": .text(queue.number), "params": [figures + ["members": members]]]
    }

    func member(_ member: SmartPBXWorld.Room.Member, of room: SmartPBXWorld.Room, in world: SmartPBXWorld) -> OrderedJSON {
        func flag(_ value: Bool) -> OrderedJSON { value ? "Yes" : "No" }
        let isModerator = room.isModerator(member)
        return [
            "callerid": .text(member.number), "channel": .text(member.channel), "admin": flag(isModerator),
            "markeduser": flag(isModerator && room.waitsForModerator), "waitmarked": flag(!isModerator && room.waitsForModerator),
            "waiting": flag(room.isWaiting), "muted": flag(member.isMuted), "talking": flag(member.isTalking),
            "answeredtime": figure((world.now - member.joined) / 1_000),
        ]
    }

    // MARK: - Events

    /// An event's last topic segment and its payload; nil for what is not told.
    func event(_ event: SmartPBXEvent, in world: SmartPBXWorld) -> (topic: String, payload: OrderedJSON)? {
        let callKey = name("callid", "called")
        switch event {
        case .extensionStatus(_, "Ringing", _) where faults.tellsPrintedStatesOnly: return nil
        case .extensionStatus(let number, let status, let address):
            let fields: OrderedJSON = ["event": "extension_status", "extension": .text(number), "status": .text(status)]
            return ("event", fields + (address.map { ["ipaddr": .text($0)] } ?? [:]))
        case .invite(let from, let to, let call):
            let caller = world.calls[call].map(caller) ?? .text(from)
            return ("event", ["event": "invite", "from": caller, "to": .text(to), callKey: .text(call)])
        case .keyPressed(let menu, let caller, let key, let call):
            return (
                "event",
                ["event": "ivrdtmf", "ivr": .text(menu), "caller": .text(caller), "dtmf": .text(key), callKey: .text(call)]
            )
        case .legRecord where !faults.recordsLegs: return nil
        case .record(let record), .legRecord(let record): return ("cdr", fields(of: record, in: world))
        }
    }

    private func fields(of record: SmartPBXCallRecord, in world: SmartPBXWorld) -> OrderedJSON {
        let call = record.call
        let (start, end) = (Texts.time(call.since, ahead: world.utcOffset), Texts.time(record.end, ahead: world.utcOffset))
        // As in the document's only example, some records are shifted: a channel stands in dst and in start, the called
        // number in dsttech, and the start is lost.
        let isShifted = spelling == .examples && call.serial % 7 == 3
        return [
            name("event", "Event"): "cdr", "callid": .text(call.id), "src": caller(call), "srctech": .text(call.source),
            "dst": .text(isShifted ? call.source : call.called), "dsttech": .text(isShifted ? call.called : call.destination),
            "start": .text(isShifted ? call.destination : start), "end": .text(end), "billsec": figure(record.billedSeconds),
            name("disposition", "dispositon"): .text(record.disposition), "direction": .text(call.direction.rawValue),
            "dtmf": .text(call.keys.isEmpty ? "0" : call.keys), name("recordfile", "recordurl"): .text(call.recording ?? ""),
        ]
    }
}
