import BackendSupport
import Exchange
import JSON

extension ConferenceServerSite {
    static let reasons: [Action: SafeText] = {
        let table: [(SafeText, [Action])] = [
            ("The conference server ends calls by kicking members from their room", [.hangup]),
            ("The conference server has no answer command", [.answer]),
            ("The conference server has no hold command", [.hold, .unhold]),
            ("The conference server mutes only in conference rooms", [.mute, .unmute]),
            ("The conference server has no transfer command; invite into a room instead", [.transfer]),
            ("The conference server has no attended transfer; invite into a room instead", [.consult, .consultComplete, .consultCancel]),
            ("The conference server has no park command", [.park, .unpark]),
            ("The conference server has no pickup command", [.pickup]),
            ("The conference server has no supervision", [.listen, .whisper, .barge, .intercept, .superviseStop]),
            ("The conference server has no queues to log in to", [.queueLogin, .queueLogout]),
            ("The conference server documents no pause", [.pause, .unpause]),
            ("The conference server has no command to take a caller out of a queue", [.take]),
            ("The conference server has no states to force on others", [.forceIdle, .forceBusy, .forceLogout]),
            ("The conference server has no talking groups", Action.ofTalkingGroups),
            ("The conference server has no three-party calls", [.merge]),
            ("The conference server has no command to send digits into a call", [.dtmf]),
            ("Conference server rooms have no chair to hand over", [.roomHandOver]),
            ("The conference server has no notes", [.note]),
            ("The conference server asks nothing when it is signed in to", [.signInHere]),
        ]
        return Dictionary(uniqueKeysWithValues: table.flatMap { reason, actions in actions.map { ($0, reason) } })
    }()

    /// Longest duration of rooms and calls, presumably in seconds; the document's own figure.
    static let longest = "3600"
    static let description = "Cordboard"

    public func perform(_ request: ActionRequest) async -> Outcome {
        let room = request["ROOM"] ?? ""
        return switch request.action {
        case .dial: await create(by: request["FROM"] ?? "", with: [request["TO"] ?? ""])
        case .roomCreate: await create(by: phones.first ?? "", with: request.all("NUMBER"))
        case .roomInvite: await invite(request.all("MEMBER"), to: room)
        case .roomKick: await each("KICKCONFMEMBER", request.all("MEMBER"), in: room)
        case .roomMute: await each("MUTECONFMEMBER", request.all("MEMBER"), in: room)
        case .roomUnmute: await each("UNMUTECONFMEMBER", request.all("MEMBER"), in: room)
        case .roomEnd: await stop(room)
        default: .unsupported(Self.reasons[request.action] ?? "The conference server has no such command")
        }
    }

    private func create(by number: String, with others: [String]) async -> Outcome {
        guard !number.isEmpty else { return .invalid("no telephone of your own is configured; set the site's phones") }
        if let problem = problem(in: [number] + others) { return problem }
        guard phones.contains(number) else {
            return .refused(code: nil, "\(number) is no telephone of this log-in, which has \(phones.joined(separator: ", "))")
        }
        return await send(
            Message(
                "CREATECONFROOM",
                [
                    "OPERATORNAME": configuration.username, "OPERATORNUMBER": number, "LOCALCONFROOMID": nextLocalRoom(number),
                    "CONFROOMDESC": Self.description, "OTHERS": others.joined(separator: ";"), "MAXDURATION": Self.longest,
                ])
        ).0
    }

    private func invite(_ numbers: [String], to word: String) async -> Outcome {
        guard let room = await room(word) else { return unknown(word) }
        if let problem = problem(in: numbers) { return problem }
        let outcome = await send(
            Message(
                "ADDCONFMEMBER",
                [
                    "OPERATORNAME": configuration.username, "LOCALCONFROOMID": local(room), "SERVERROOMID": room, "MUTEFLAG": "0",
                    "OTHERS": numbers.joined(separator: ";"), "MAXDURATION": Self.longest, "SPTYPE": "SIP",
                ])
        ).0
        // Whether they come is told by each member's own message.
        if case .done(_, let reference) = outcome { return .done("accepted", reference: reference) }
        return outcome
    }

    private func each(_ name: String, _ numbers: [String], in word: String) async -> Outcome {
        guard let room = await room(word) else { return unknown(word) }
        if let problem = problem(in: numbers) { return problem }
        let local = local(room)
        return await Outcome.inTurn(numbers.map { ($0, $0) }) { number in
            await send(
                Message(
                    name,
                    [
                        "OPERATORNAME": configuration.username, "LOCALCONFROOMID": local, "SERVERROOMID": room, "NUMBER": number,
                    ])
            ).0
        }
    }

    /// Ends a room for all who are in it or on the way: those that OTHERS names are sent away. The room is gone with the server's
    /// own word, SERVERRELEASECONFROOM.
    private func stop(_ word: String) async -> Outcome {
        guard let room = await room(word) else { return unknown(word) }
        let others = others(in: room)
        guard !others.isEmpty else { return .invalid("no telephone of your own is configured; set the site's phones") }
        return await send(
            Message(
                "STOPCONFROOM",
                ["OPERATORNAME": configuration.username, "SERVERROOMID": room, "LOCALCONFROOMID": local(room), "OTHERS": others])
        ).0
    }

    /// A room by one of its ids. One that is not known is looked for in the list of rooms, where that is still awaited.
    private func room(_ word: String) async -> String? {
        if picture.roomID(word) == nil, !reporter.isSynchronised { await untilListed() }
        return picture.roomID(word)
    }

    func local(_ room: String) -> String { picture.rooms[room]?.local ?? "" }

    /// All who are sent away with a room, its operator first: the public gateway needs one number at least.
    func others(in room: String) -> String {
        let facts = picture.rooms[room]
        let known = facts?.operatorNumber ?? ""
        let first = known.isEmpty ? phones.first ?? "" : known
        let members = (facts?.members ?? []).filter { ![.failed, .left].contains($0.state) && $0.number.isWireNumber }.map(\.number)
        return ([first] + members.filter { $0 != first }).filter { !$0.isEmpty }.joined(separator: ";")
    }

    func unknown(_ room: String) -> Outcome { .refused(code: nil, "there is no room \(room)") }

    private func problem(in numbers: [String]) -> Outcome? {
        numbers.first { !$0.isWireNumber }.map { .invalid("“\($0)” is no number") }
    }
}

// MARK: - Sending

extension ConferenceServerSite {
    /// Sends one message and puts its end into the words of an outcome.
    /// - Returns: the outcome, and the answer where one came.
    func send(_ message: Message) async -> (Outcome, Message?) {
        if message.acknowledgements.isEmpty {
            return (post(message) ? .done("sent; no answer to this message is known") : .notOnline(.offline), nil)
        }
        do {
            let answer = try await ask(message)
            guard answer.isSuccess else { return (.refused(code: answer.reasonCode, answer.explanation), answer) }
            let created = message.name == "CREATECONFROOM" && !answer.serverRoom.isEmpty ? answer.serverRoom : nil
            return (.done(answer.reason, reference: created), answer)
        } catch {
            return (Outcome(error), nil)
        }
    }
}
