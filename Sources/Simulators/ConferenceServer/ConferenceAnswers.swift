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
            return [
                acknowledge(request, "STOPCONFROOMACK", &world) { request, world throws(Refusal) in
                    try world.stop(try request.roomID(in: world), by: request.name, naming: request.list("OTHERS"))
                }
            ]
        },
        "ADDCONFMEMBER": { request, world in
            if let network = World.Network(rawValue: request["SPTYPE"]), network.isPushToTalk {
                for number in request.list("OTHERS") where world.subscriber(number) == nil {
                    world.register(number, network: network)
                }
            }
            return [
                acknowledge(request, "ADDCONFMEMBERACK", &world) { request, world throws(Refusal) in
                    try world.add(
                        request.list("OTHERS"), to: try request.roomID(in: world), by: request.name,
                        muted: request["MUTEFLAG"] == "1")
                }
            ]
        },
        "KICKCONFMEMBER": kick,
        "MUTECONFMEMBER": { request, world in [mute(request, &world, true)] },
        "UNMUTECONFMEMBER": { request, world in [mute(request, &world, false)] },
        "SETCONFBROADCAST": { request, world in [broadcast(request, &world, true)] },
        "UNSETCONFBROADCAST": { request, world in [broadcast(request, &world, false)] },
        "SWITCHCONFROOM": { request, world in
            [
                acknowledge(request, "SWITCHCONFROOMACK", &world) { request, world throws(Refusal) in
                    try world.switchOperator(to: try request.roomID(in: world), by: request.name)
                }
            ]
        },
        "SETCONFHOSTVIDEO": { request, world in
            [
                acknowledge(request, "SETCONFHOSTVIDEOACK", &world, names: ["NUMBER"]) { request, world throws(Refusal) in
                    try world.show(request["NUMBER"], in: try request.roomID(in: world), by: request.name)
                }
            ]
        },
        "CHANGEPASSWORD": { request, world in
            [
                acknowledge(request, "CHANGEPASSWORDACK", &world, isAboutRoom: false) { request, world throws(Refusal) in
                    try world.changePassword(of: request.name, from: request["PASS"], to: request["NEWPASS"])
                }
            ]
        },
        "SETOPERATORSTATE": { request, world in
            [
                acknowledge(request, "SETOPERATORSTATEACK", &world, isAboutRoom: false) { request, world throws(Refusal) in
                    try world.setState(of: request.name, request["STATE"])
                }
            ]
        },
        "SETOPERATORNUMBER": { request, world in
            [
                acknowledge(request, "SETOPERATORNUMBERACK", &world, isAboutRoom: false) { request, world throws(Refusal) in
                    try world.setPhones(of: request.name, request.phones)
                }
            ]
        },
        // No answer to any of the following is known.
        "CHANGEOPERATORNUMBEER": { request, world in
            world.useNumber(request["NUMBER"], of: request.name)
            return []
        },
        "SERVERCREATECONFROOMACK": { request, world in answerOffer(request, &world) },
        "SERVERCREATEINCOMINGCONFROOMACK": { request, world in answerOffer(request, &world) },
        "RESTARTCONFMODEL": { _, world in
            world.restart()
            return []
        },
        "ADDMEMBERNOTIFY": { request, world in
            world.register(request["NUMBER"], network: World.Network(rawValue: request["TYPE"]) ?? .sip)
            return []
        },
        "DELETEMEMBERNOTIFY": { request, world in
            world.unregister(request["NUMBER"])
            return []
        },
    ]

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

    /// Members of the push-to-talk networks are reported in the gateway's words.
    private static let kick: Handler = { request, world in
        let number = request["NUMBER"]
        let room = request.room(in: world)
        if let network = room?.member(number)?.network, network.isPushToTalk {
            let answer = acknowledge(request, "OPERATION:DELETEMEMBERACK", &world, kicks)
            return [
                Message(
                    answer.name,
                    [
                        "OPERATORNAME": request.name, "SERVERROOMID": request["SERVERROOMID"],
                        "LOCALCONFROOMID": room?.localID ?? "", "TYPE": network.rawValue, "STATUS": answer["STATUS"] ?? "",
                        "NUMBER": number,
                    ])
            ]
        }
        return [acknowledge(request, "KICKCONFMEMBERACK", &world, names: ["NUMBER"], kicks)]
    }

    private static let kicks: @Sendable (Request, inout World) throws(Refusal) -> Void = { request, world throws(Refusal) in
        try world.kick(request["NUMBER"], from: try request.roomID(in: world), by: request.name)
    }

    private static func mute(_ request: Request, _ world: inout World, _ muted: Bool) -> Message {
        acknowledge(request, request.message.name + "ACK", &world, names: ["NUMBER"]) { request, world throws(Refusal) in
            try world.mute(request["NUMBER"], in: try request.roomID(in: world), by: request.name, muted)
        }
    }

    private static func broadcast(_ request: Request, _ world: inout World, _ isBroadcast: Bool) -> Message {
        acknowledge(request, request.message.name + "ACK", &world) { request, world throws(Refusal) in
            try world.broadcast(try request.roomID(in: world), by: request.name, isBroadcast)
        }
    }

    private static func answerOffer(_ request: Request, _ world: inout World) -> [Message] {
        // An answer too late is nobody's business: there is no message to say so.
        if let room = request.room(in: world) { try? world.answerOffer(room.id, by: request.name, accepted: request.isOK) }
        return []
    }

    /// The form of STOPCONFROOMACK and ADDCONFMEMBERACK, which we take for all acknowledgements that the document does not
    /// print; those that name no room leave its two lines out.
    private static func acknowledge(
        _ request: Request, _ name: String, _ world: inout World, isAboutRoom: Bool = true, names extra: [String] = [],
        _ act: (Request, inout World) throws(Refusal) -> Void
    ) -> Message {
        let room = request.room(in: world)
        var reason: String?
        do throws(Refusal) { try act(request, &world) } catch { reason = error.message }
        var message = Message(name, ["OPERATORNAME": request.name])
        if isAboutRoom {
            message.fields += [
                .init(key: "SERVERROOMID", value: room.map { String($0.id) } ?? request["SERVERROOMID"]),
                .init(key: "LOCALCONFROOMID", value: room?.localID ?? request["LOCALCONFROOMID"]),
            ]
        }
        message.fields += [
            .init(key: "STATUS", value: reason == nil ? "OK" : "FAILED"), .init(key: "REASIONDESC", value: reason ?? "success"),
        ]
        message.fields += extra.map { .init(key: $0, value: request[$0]) }
        return message
    }
}
