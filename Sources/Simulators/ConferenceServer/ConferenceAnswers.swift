/// What the server does about a message of a logged-in operator. LOGIN, LOGOUT and KEEPALIVEACK are about the connection
/// and are the simulator's.
enum ConferenceAnswers {
    typealias World = ConferenceServerWorld
    typealias Message = ConferenceMessage
    typealias Handler = @Sendable (Request, inout World) throws -> [Message]

    struct Request {
        var message: Message
        /// Who has logged in on this connection, whatever OPERATORNAME says.
        var name: String

        subscript(key: String) -> String { message[key] ?? "" }
        var isOK: Bool { self["STATUS"] == "OK" }
        func list(_ key: String) -> [String] { self[key].split(separator: ";").map(String.init) }

        /// The server's number, else the client's.
        func room(in world: World) -> World.Room? {
            if let id = message["SERVERROOMID"], !id.isEmpty { return Int(id).flatMap { world.room($0) } }
            return world.liveRooms.first { $0.localID == self["LOCALCONFROOMID"] }
        }

        /// The room that both numbers name: every request of the document about a room bears both.
        func roomID(in world: World) throws(Refusal) -> Int {
            guard let room = room(in: world), room.localID == self["LOCALCONFROOMID"] else { throw Refusal("no such room") }
            return room.id
        }

        /// PHONE1, STATE1, PHONE2, STATE2.
        var phones: [World.Operator.Phone] {
            [1, 2].compactMap { place in
                let number = self["PHONE\(place)"]
                return number.isEmpty ? nil : .init(number: number, state: message["STATE\(place)"] ?? "1")
            }
        }
    }

    /// What public gateway and server cannot bear; they close the connection.
    struct Break: Error {}

    /// - Throws: `Break`.
    static func answer(_ request: Request, _ world: inout World) throws(Break) -> [Message] {
        guard let handler = handlers[request.message.name] else { throw Break() }
        do { return try handler(request, &world) } catch { throw Break() }
    }

    private static let handlers: [String: Handler] = [
        "GETOPERATORINFOR": { request, world in [ConferenceText.operators(for: request.name, in: world)] },
        "GETCONFROOMINFO": { request, world in
            // The query selects by operator; we let operators of level 1 see everybody's rooms.
            let seesAll = world.operator(request.name)?.level == 1
            return world.liveRooms.filter { seesAll || $0.owner == request.name }.map { ConferenceText.info($0, in: world) }
        },
        "CREATECONFROOM": create,
        "STOPCONFROOM": { request, world in
            guard !request.list("OTHERS").isEmpty else { throw Break() }
            return try stop(request, &world)
        },
        "ADDCONFMEMBER": { request, world in
            if let network = World.Network(rawValue: request["SPTYPE"]), network.isPushToTalk {
                for number in request.list("OTHERS") where world.subscriber(number) == nil {
                    world.register(number, network: network)
                }
            }
            return try add(request, &world)
        },
        "KICKCONFMEMBER": { request, world in
            let network = request.room(in: world)?.member(request["NUMBER"])?.network
            let answers = try kick(request, &world)
            guard let network, network.isPushToTalk else { return answers }
            // Members of the push-to-talk networks are reported in the gateway's words.
            return answers.map { answer in
                let named = ["OPERATORNAME", "SERVERROOMID", "LOCALCONFROOMID"].map { Message.Field(key: $0, value: answer[$0] ?? "") }
                let rest = Message("", ["TYPE": network.rawValue, "STATUS": answer["STATUS"] ?? "", "NUMBER": request["NUMBER"]])
                return Message("OPERATION:DELETEMEMBERACK", named + rest.fields)
            }
        },
        "MUTECONFMEMBER": acknowledged(naming: "NUMBER") { try $1.mute($0["NUMBER"], in: $0.roomID(in: $1), by: $0.name, true) },
        "UNMUTECONFMEMBER": acknowledged(naming: "NUMBER") { try $1.mute($0["NUMBER"], in: $0.roomID(in: $1), by: $0.name, false) },
        "SETCONFBROADCAST": acknowledged { try $1.broadcast($0.roomID(in: $1), by: $0.name, true) },
        "UNSETCONFBROADCAST": acknowledged { try $1.broadcast($0.roomID(in: $1), by: $0.name, false) },
        "SWITCHCONFROOM": acknowledged { try $1.switchOperator(to: $0.roomID(in: $1), by: $0.name) },
        "SETCONFHOSTVIDEO": acknowledged(naming: "NUMBER") { try $1.show($0["NUMBER"], in: $0.roomID(in: $1), by: $0.name) },
        "CHANGEPASSWORD": acknowledged(isAboutRoom: false) { try $1.changePassword(of: $0.name, from: $0["PASS"], to: $0["NEWPASS"]) },
        "SETOPERATORSTATE": acknowledged(isAboutRoom: false) { try $1.setState(of: $0.name, $0["STATE"]) },
        "SETOPERATORNUMBER": acknowledged(isAboutRoom: false) { try $1.setPhones(of: $0.name, $0.phones) },
        "CHANGEOPERATORNUMBEER": unanswered { $1.useNumber($0["NUMBER"], of: $0.name) },
        "SERVERCREATECONFROOMACK": unanswered(answerOffer),
        "SERVERCREATEINCOMINGCONFROOMACK": unanswered(answerOffer),
        "RESTARTCONFMODEL": unanswered { $1.restart() },
        "ADDMEMBERNOTIFY": unanswered { $1.register($0["NUMBER"], network: World.Network(rawValue: $0["TYPE"]) ?? .sip) },
        "DELETEMEMBERNOTIFY": unanswered { $1.unregister($0["NUMBER"]) },
    ]

    private static let stop = acknowledged { try $1.stop($0.roomID(in: $1), by: $0.name, naming: $0.list("OTHERS")) }
    private static let add = acknowledged {
        try $1.add($0.list("OTHERS"), to: $0.roomID(in: $1), by: $0.name, muted: $0["MUTEFLAG"] == "1")
    }
    private static let kick = acknowledged(naming: "NUMBER") { try $1.kick($0["NUMBER"], from: $0.roomID(in: $1), by: $0.name) }

    private static let create: Handler = { request, world in
        var reason = ""
        var id = ""
        do throws(Refusal) {
            let room = try world.create(
                by: request.name, number: request["OPERATORNUMBER"], localID: request["LOCALCONFROOMID"],
                description: request["CONFROOMDESC"], others: request.list("OTHERS"),
                // At most a week.
                longest: min(max(Int(request["MAXDURATION"]) ?? 3_600, 0), 604_800))
            id = String(room.id)
        } catch { reason = error.message }
        return [
            Message(
                "CREATECONFROOMACK",
                [
                    "STATUS": id.isEmpty ? "FAILED" : "OK", "OPERATORNAME": request.name, "REASION": reason,
                    "LOCALROOMID": request["LOCALCONFROOMID"], "SERVERROOMID": id, "OPERATORNUMBER": request["OPERATORNUMBER"],
                ])
        ]
    }

    @Sendable private static func answerOffer(_ request: Request, _ world: inout World) {
        // An answer too late is nobody's business: there is no message to say so.
        if let room = request.room(in: world) { try? world.answerOffer(room.id, by: request.name, accepted: request.isOK) }
    }

    /// What no answer is known of.
    private static func unanswered(_ act: @escaping @Sendable (Request, inout World) -> Void) -> Handler {
        { request, world in
            act(request, &world)
            return []
        }
    }

    /// The form of STOPCONFROOMACK and ADDCONFMEMBERACK, which we take for all acknowledgements that the document does not
    /// print; those that name no room leave its two lines out.
    private static func acknowledged(
        isAboutRoom: Bool = true, naming extra: String? = nil, _ act: @escaping @Sendable (Request, inout World) throws -> Void
    ) -> Handler {
        { request, world in
            let room = request.room(in: world)
            var reason: String?
            do { try act(request, &world) } catch { reason = (error as? Refusal)?.message ?? "\(error)" }
            var answer = Message(request.message.name + "ACK", ["OPERATORNAME": request.name])
            if isAboutRoom {
                answer.append("SERVERROOMID", room.map { String($0.id) } ?? request["SERVERROOMID"])
                answer.append("LOCALCONFROOMID", room?.localID ?? request["LOCALCONFROOMID"])
            }
            answer.append("STATUS", reason == nil ? "OK" : "FAILED")
            answer.append("REASIONDESC", reason ?? "success")
            if let extra { answer.append(extra, request[extra]) }
            return [answer]
        }
    }
}
