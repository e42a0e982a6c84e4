/// How the server writes. Spellings and the order of keys are the document's, which differ from message to message;
/// bodies that it does not print are marked. What reaches the push-to-talk networks goes through a gateway, and is
/// written in the gateway's hand.
enum ConferenceText {
    typealias World = ConferenceServerWorld
    typealias Room = World.Room
    typealias Member = World.Member

    /// What an operator at his console hears of it, if anything: at level 1 everything, at level 2 his own rooms only.
    static func message(_ event: ConferenceEvent, for viewer: World.Operator, in world: World) -> ConferenceMessage? {
        if let owner = event.owner, owner != viewer.name, viewer.level != 1 { return nil }
        switch event {
        case .roomCreated(let room): return room.owner == viewer.name ? nil : newRoom(room)
        case .roomOffered(let room): return room.owner == viewer.name ? offer(room) : newRoom(room)
        case .rings(let member, let room):
            return message("MEMBERRING", "NUMBER ISOPERATOR OPERATORNAME LOCALCONFROOMID SERVERROOMID", room, member)
        case .connects(let member, let room):
            let isForeign = member.network.isPushToTalk
            return message(
                "MEMBERCONNECTED", "NUMBER ISOPERATOR OPERATORNAME LOCALCONFROOMID SERVERROOMID ANSWERTIME ENABLEVIDEO", room, member,
                ["ANSWERTIME": isForeign ? "" : time(member.since, in: world), "ENABLEVIDEO": isForeign ? "NO" : "0"])
        case .fails(let member, let room, let reason): return failed(member, room, reason)
        case .quits(let member, let room):
            return message("QUITCONFROOM", "ISOPERATOR OPERATORNAME LOCALCONFROOMID SERVERROOMID NUMBER", room, member)
        case .released(let room): return message("SERVERRELEASECONFROOM", "OPERATORNAME LOCALCONFROOMID SERVERROOMID", room)
        // The names of the following are known, their bodies are ours.
        case .loggedIn(let name): return name == viewer.name ? nil : ConferenceMessage("OPERATORLOGIN", ["OPERATORNAME": name])
        case .loggedOut(let name): return name == viewer.name ? nil : ConferenceMessage("OPERATORLOGOUT", ["OPERATORNAME": name])
        case .newState(let name, let state):
            return name == viewer.name ? nil : ConferenceMessage("OPERATORNEWSTATE", ["OPERATORNAME": name, "STATE": state])
        case .phoneState(let name, let number, let state):
            return ConferenceMessage("OPERATORNUMBERSTATE", ["OPERATORNAME": name, "NUMBER": number, "STATE": state])
        case .callerWaits(let caller, let waits, let count):
            return ConferenceMessage(
                "INCOMINGCALLQUEUESTATE",
                ["OPERATORNAME": viewer.name, "NUMBER": caller, "STATE": waits ? "WAITING" : "QUIT", "WAITING": String(count)])
        }
    }

    /// A message about a room: its lines by their keys.
    private static func message(
        _ name: String, _ keys: String, _ room: Room, _ member: Member? = nil, _ more: [String: String] = [:]
    ) -> ConferenceMessage {
        let values = more.merging([
            "NUMBER": member?.number ?? "", "ISOPERATOR": member?.isOperator == true ? "1" : "0", "OPERATORNAME": room.owner,
            "OPERATORNUMBER": room.number, "LOCALCONFROOMID": room.localID, "SERVERROOMID": String(room.id),
            "CONFROOMDESC": room.description,
        ]) { given, _ in given }
        return ConferenceMessage(name, keys.split(separator: " ").map { .init(key: String($0), value: values[String($0)] ?? "") })
    }

    /// Undocumented; with the description, because nothing else tells it to other operators.
    private static func newRoom(_ room: Room) -> ConferenceMessage {
        message("NEWCONFROOM", "OPERATORNAME LOCALCONFROOMID SERVERROOMID OPERATORNUMBER CONFROOMDESC", room)
    }

    /// Undocumented.
    private static func offer(_ room: Room) -> ConferenceMessage {
        let keys = "OPERATORNAME LOCALCONFROOMID SERVERROOMID OPERATORNUMBER "
        guard case .incoming(let caller) = room.origin else { return message("SERVERCREATECONFROOM", keys + "CONFROOMDESC", room) }
        return message("SERVERCREATEINCOMINGCONFROOM", keys + "NUMBER", room, nil, ["NUMBER": caller])
    }

    /// The document's example has no reason; the gateway adds one, and has another order. The codes of SIP stand in for codes
    /// that nobody has written down.
    private static func failed(_ member: Member, _ room: Room, _ reason: World.CallFailure) -> ConferenceMessage {
        func failure(_ keys: String, _ more: [String: String] = [:]) -> ConferenceMessage {
            message("MEMBERCALLFAILED", keys, room, member, more)
        }
        let keys = "ISOPERATOR OPERATORNAME LOCALCONFROOMID SERVERROOMID NUMBER"
        return switch reason {
        case .network:
            failure(
                "NUMBER CONFTYPE OPERATORNAME SERVERROOMID LOCALCONFROOMID REASIONCODE ISOPERATOR",
                ["CONFTYPE": "0", "REASIONCODE": "602"])
        case .busy: failure(keys + " REASIONCODE REASIONDESC", ["REASIONCODE": "486", "REASIONDESC": "busy"])
        case .unknownNumber: failure(keys + " REASIONCODE REASIONDESC", ["REASIONCODE": "404", "REASIONDESC": "no such number"])
        case .noAnswer: failure(keys)
        }
    }

    /// CONFROOMINFO. Members behind the gateway are rows of the gateway: ten fields, not counted, the index jumps.
    static func info(_ room: Room, in world: World) -> ConferenceMessage {
        let own = room.members.filter { !$0.network.isPushToTalk }
        var info = message(
            "CONFROOMINFO", "OPERATORNAME OPERATORNUMBER LOCALCONFROOMID SERVERROOMID CONFTYPE CONFSTARTTIME CONFNUMBER", room, nil,
            ["CONFTYPE": "0", "CONFSTARTTIME": time(room.started, in: world), "CONFNUMBER": String(own.count)])
        for (index, member) in own.enumerated() {
            let seconds = member.state == .talking ? (world.now - member.since) / 1_000 : 0
            let row = [
                room.number, member.number, member.state.rawValue, time(member.since, in: world), Texts.duration(seconds), member.display,
            ]
            info.append("CONFMEMBER\(index + 1)", row.joined(separator: ";") + ";0;0;0;0;0;")
        }
        let foreign = room.members.filter { $0.network.isPushToTalk && $0.state == .talking }
        for (index, member) in foreign.enumerated() {
            let row = "123456;\(member.number);TALKING;;\(member.number);0;0;1;1;1;"
            info.append("CONFMEMBER\(own.count + 10 + index)", row)
        }
        return info
    }

    /// OPERATORINFO, of which only the name is known. We took the form of CONFROOMINFO: the number of operators (not called
    /// NUMBER, which is a telephone everywhere else), then an OPERATORn for each with the fields name; first phone; state, or
    /// OFFLINE for who has not logged in; second phone, or nothing; level; and a ';' at the end.
    static func operators(for viewer: String, in world: World) -> ConferenceMessage {
        var message = ConferenceMessage("OPERATORINFO", ["OPERATORNAME": viewer, "OPERATORCOUNT": String(world.operators.count)])
        for (index, row) in world.operators.enumerated() {
            let phones = row.phones.map(\.number) + ["", ""]
            let fields = [row.name, phones[0], row.isLoggedIn ? row.state : "OFFLINE", phones[1], String(row.level)]
            message.append("OPERATOR\(index + 1)", fields.joined(separator: ";") + ";")
        }
        return message
    }

    /// Local time without a zone.
    static func time(_ moment: Milliseconds, in world: World) -> String {
        Texts.time(moment, ahead: world.utcOffset)
    }
}
