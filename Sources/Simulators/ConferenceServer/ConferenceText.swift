import Foundation

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
            return ConferenceMessage(
                "MEMBERRING",
                [
                    "NUMBER": member.number, "ISOPERATOR": flag(member.isOperator), "OPERATORNAME": room.owner,
                    "LOCALCONFROOMID": room.localID, "SERVERROOMID": String(room.id),
                ])
        case .connects(let member, let room): return connected(member, room, in: world)
        case .fails(let member, let room, let reason): return failed(member, room, reason)
        case .quits(let member, let room):
            return ConferenceMessage(
                "QUITCONFROOM",
                [
                    "ISOPERATOR": flag(member.isOperator), "OPERATORNAME": room.owner, "LOCALCONFROOMID": room.localID,
                    "SERVERROOMID": String(room.id), "NUMBER": member.number,
                ])
        case .released(let room):
            return ConferenceMessage(
                "SERVERRELEASECONFROOM",
                ["OPERATORNAME": room.owner, "LOCALCONFROOMID": room.localID, "SERVERROOMID": String(room.id)])
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

    /// Undocumented; with the description, because nothing else tells it to other operators.
    private static func newRoom(_ room: Room) -> ConferenceMessage {
        ConferenceMessage(
            "NEWCONFROOM",
            [
                "OPERATORNAME": room.owner, "LOCALCONFROOMID": room.localID, "SERVERROOMID": String(room.id),
                "OPERATORNUMBER": room.number, "CONFROOMDESC": room.description,
            ])
    }

    /// Undocumented.
    private static func offer(_ room: Room) -> ConferenceMessage {
        if case .incoming(let caller) = room.origin {
            return ConferenceMessage(
                "SERVERCREATEINCOMINGCONFROOM",
                [
                    "OPERATORNAME": room.owner, "LOCALCONFROOMID": room.localID, "SERVERROOMID": String(room.id),
                    "OPERATORNUMBER": room.number, "NUMBER": caller,
                ])
        }
        return ConferenceMessage(
            "SERVERCREATECONFROOM",
            [
                "OPERATORNAME": room.owner, "LOCALCONFROOMID": room.localID, "SERVERROOMID": String(room.id),
                "OPERATORNUMBER": room.number, "CONFROOMDESC": room.description,
            ])
    }

    private static func connected(_ member: Member, _ room: Room, in world: World) -> ConferenceMessage {
        let isForeign = member.network.isPushToTalk
        return ConferenceMessage(
            "MEMBERCONNECTED",
            [
                "NUMBER": member.number, "ISOPERATOR": flag(member.isOperator), "OPERATORNAME": room.owner,
                "LOCALCONFROOMID": room.localID, "SERVERROOMID": String(room.id),
                "ANSWERTIME": isForeign ? "" : time(member.since, in: world), "ENABLEVIDEO": isForeign ? "NO" : "0",
            ])
    }

    /// The document's example has no reason; the gateway adds one, and has another order.
    private static func failed(_ member: Member, _ room: Room, _ reason: World.CallFailure) -> ConferenceMessage {
        if reason == .network {
            return ConferenceMessage(
                "MEMBERCALLFAILED",
                [
                    "NUMBER": member.number, "CONFTYPE": "0", "OPERATORNAME": room.owner, "SERVERROOMID": String(room.id),
                    "LOCALCONFROOMID": room.localID, "REASIONCODE": "602", "ISOPERATOR": flag(member.isOperator),
                ])
        }
        var message = ConferenceMessage(
            "MEMBERCALLFAILED",
            [
                "ISOPERATOR": flag(member.isOperator), "OPERATORNAME": room.owner, "LOCALCONFROOMID": room.localID,
                "SERVERROOMID": String(room.id), "NUMBER": member.number,
            ])
        // The codes of SIP stand in for codes that nobody has written down.
        let reasons: [World.CallFailure: (code: String, words: String)] = [
            .busy: ("486", "busy"), .unknownNumber: ("404", "no such number"),
        ]
        if let (code, words) = reasons[reason] {
            message.fields += [.init(key: "REASIONCODE", value: code), .init(key: "REASIONDESC", value: words)]
        }
        return message
    }

    /// CONFROOMINFO. Members behind the gateway are rows of the gateway: ten fields, not counted, the index jumps.
    static func info(_ room: Room, in world: World) -> ConferenceMessage {
        let own = room.members.filter { !$0.network.isPushToTalk }
        var message = ConferenceMessage(
            "CONFROOMINFO",
            [
                "OPERATORNAME": room.owner, "OPERATORNUMBER": room.number, "LOCALCONFROOMID": room.localID,
                "SERVERROOMID": String(room.id), "CONFTYPE": "0", "CONFSTARTTIME": time(room.started, in: world),
                "CONFNUMBER": String(own.count),
            ])
        for (index, member) in own.enumerated() {
            let seconds = member.state == .talking ? (world.now - member.since) / 1_000 : 0
            let row = [
                room.number, member.number, member.state.rawValue, time(member.since, in: world), duration(seconds), member.display,
            ]
            message.fields.append(.init(key: "CONFMEMBER\(index + 1)", value: row.joined(separator: ";") + ";0;0;0;0;0;"))
        }
        let foreign = room.members.filter { $0.network.isPushToTalk && $0.state == .talking }
        for (index, member) in foreign.enumerated() {
            let row = "123456;\(member.number);TALKING;;\(member.number);0;0;1;1;1;"
            message.fields.append(.init(key: "CONFMEMBER\(own.count + 10 + index)", value: row))
        }
        return message
    }

    /// OPERATORINFO, of which only the name is known. We took the form of CONFROOMINFO: the number of operators (not called
    /// NUMBER, which is a telephone everywhere else), then an OPERATORn for each with the fields name; first phone; state, or
    /// OFFLINE for who has not logged in; second phone, or nothing; level; and a ';' at the end.
    static func operators(for viewer: String, in world: World) -> ConferenceMessage {
        var message = ConferenceMessage("OPERATORINFO", ["OPERATORNAME": viewer, "OPERATORCOUNT": String(world.operators.count)])
        for (index, row) in world.operators.enumerated() {
            let phones = row.phones.map(\.number) + ["", ""]
            let fields = [row.name, phones[0], row.isLoggedIn ? row.state : "OFFLINE", phones[1], String(row.level)]
            message.fields.append(.init(key: "OPERATOR\(index + 1)", value: fields.joined(separator: ";") + ";"))
        }
        return message
    }

    static func flag(_ value: Bool) -> String { value ? "1" : "0" }

    /// Local time without a zone.
    static func time(_ moment: Milliseconds, in world: World) -> String {
        var seconds = time_t(moment / 1_000 + world.utcOffset)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S", &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func duration(_ seconds: Int) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }
}
