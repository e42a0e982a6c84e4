import BackendSupport
import Exchange

// What people ask for. Asterisk says yes to much that then does not happen: an action is done when its effect has been seen.
extension AsteriskSite {
    static let reasons: [Action: SafeText] = {
        let table: [(SafeText, [Action])] = [
            ("Asterisk's manager interface cannot answer for a telephone; use pickup", [.answer]),
            ("Asterisk's manager interface cannot hold for a telephone; use park", [.hold, .unhold]),
            ("Asterisk has no three-party calls of its own; use a room", [.merge]),
            ("Asterisk's rooms have no chair to hand over", [.roomHandOver]),
            ("Asterisk has no talking groups", Action.ofTalkingGroups),
            ("Asterisk asks nothing when it is signed in to", [.signInHere]),
        ]
        return Dictionary(uniqueKeysWithValues: table.flatMap { reason, actions in actions.map { ($0, reason) } })
    }()

    func perform(_ request: ActionRequest) async -> Outcome {
        // A command of a moment ago is there before the lists are: words are looked up in them, which takes some milliseconds.
        await untilSynchronised()
        let call = request["CALL"] ?? ""
        let number = request["EXTENSION"] ?? request["AGENT"] ?? ""
        let room = request["ROOM"] ?? ""
        return switch request.action {
        case .dial: await dial(from: request["FROM"] ?? "", to: request["TO"] ?? "")
        case .hangup: await hangUp(call)
        case .mute, .unmute: await mute(call, request.action == .mute)
        case .dtmf: await dtmf(call, request["DIGITS"] ?? "")
        case .transfer: await transfer(call, to: request["TO"] ?? "")
        case .consult: await consult(call, with: request["TO"] ?? "")
        case .consultComplete: await completeConsultation(call)
        case .consultCancel: await cancelConsultation(call)
        case .park: await park(call)
        case .unpark: await unpark(request["SLOT"] ?? "")
        case .pickup: await pickUp(number)
        case .listen, .whisper, .barge: await supervise(number, request.action)
        case .intercept: await intercept(number)
        case .superviseStop: await stopSupervising(request["EXTENSION"])
        case .take: await take(call, from: request["QUEUE"] ?? "")
        case .queueLogin: await logIn(number, to: request["QUEUE"] ?? "")
        case .queueLogout: await logOut(number, of: request["QUEUE"])
        case .forceLogout: await logOut(number, of: nil)
        case .pause, .unpause: await pause(number, request.action == .pause, in: request["QUEUE"], request["REASON"])
        case .forceBusy, .forceIdle: await pause(number, request.action == .forceBusy, in: nil, nil)
        case .roomCreate: await createRoom(request.all("NUMBER"))
        case .roomInvite: await invite(request.all("MEMBER"), to: room)
        case .roomKick: await each(request.all("MEMBER"), in: room, "ConfbridgeKick")
        case .roomMute: await each(request.all("MEMBER"), in: room, "ConfbridgeMute")
        case .roomUnmute: await each(request.all("MEMBER"), in: room, "ConfbridgeUnmute")
        case .roomEnd: await endRoom(room)
        case .note: await note(request.all("TEXT").joined(separator: " "), to: number)
        default: .unsupported(Self.reasons[request.action] ?? "Asterisk has no such command")
        }
    }

    static let noOwnExtension: SafeText = "no extension of your own is configured; set operator.extension"

    // MARK: Sending

    /// Sends one action and puts its end into the words of an outcome.
    func send(_ request: Request, done words: SafeText? = nil) async -> Outcome {
        if let problem = request.problem { return .invalid(problem) }
        do {
            let reply = try await ask(request)
            guard reply.isSuccess else { return .refused(code: nil, Self.explanation(reply)) }
            return .done(words ?? reply.message)
        } catch {
            return Outcome(error)
        }
    }

    private static func explanation(_ reply: Reply) -> SafeText {
        switch reply.answer["Message"] {
        case "": "the exchange gave no reason"
        case "Permission denied": "this account lacks the write class for it; see manager.conf"
        case "Member not dynamic": "the member stands in the exchange's configuration and cannot be taken out (Member not dynamic)"
        case let words: SafeText(words)
        }
    }

    /// Lets a telephone ring, and connects it when it is answered.
    /// - Parameters:
    ///   - what: where it goes then: `Context`, `Exten` and `Priority`, or `Application` and `Data`.
    ///   - caller: what the telephone shows.
    /// - Returns: done when the telephone has answered, with the Uniqueid that its leg has.
    func ring(_ channel: String, shown caller: String, _ what: [(String, String)]) async -> Outcome {
        let id = nextID()
        let request = Request(
            "Originate",
            fields: [("Channel", channel)] + what + [
                ("CallerID", caller), ("Timeout", String(Int(configuration.ringing / .milliseconds(1)))), ("Async", "true"),
                ("ChannelId", id),
                // Local channels have two legs, of which the second must have an identifier of its own.
                ("OtherChannelId", id + "-2"),
            ])
        if let problem = request.problem { return .invalid(problem) }
        do {
            let reply = try await ask(request, id: id)
            guard reply.isSuccess else { return .refused(code: nil, Self.explanation(reply)) }
        } catch {
            return Outcome(error)
        }
        let answer = await until(within: configuration.ringing + configuration.deadline) { [self] _ in
            assumeIsolated { $0.originated.removeValue(forKey: id) }.map { Self.outcome(of: $0, id) }
        }
        return answer ?? .noAnswer(after: configuration.ringing + configuration.deadline)
    }

    private static func outcome(of response: Message, _ id: String) -> Outcome {
        switch response["Reason"] {
        case "4": .done("answered", reference: id)
        case "3", "1": .refused(code: response["Reason"], "the telephone was not answered")
        case "5": .refused(code: "5", "the telephone is busy")
        case "8": .refused(code: "8", "the exchange is congested, or there is no such telephone")
        case "0": .refused(code: "0", "the telephone is unknown or not registered")
        case let reason: .refused(code: reason.isEmpty ? nil : reason, "the telephone could not be had")
        }
    }

    /// Lets the operator's own telephone ring.
    func ringOwn(shown caller: String, _ what: [(String, String)]) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        return await ring(configuration.telephones.channel.text(own), shown: caller, what)
    }

    /// Whether a number leads anywhere: Asterisk says yes to a transfer to one that does not, and the call dies.
    /// - Returns: nil where it does.
    func problem(with number: String, in context: String) async -> Outcome? {
        guard !number.isEmpty, number.utf8.allSatisfy({ !"(),$".utf8.contains($0) && $0 > 0x20 }) else {
            return .invalid("“\(number)” is no number")
        }
        guard rights.allows("Getvar") else { return nil }
        do {
            let reply = try await ask(Request("Getvar", ["Variable": "DIALPLAN_EXISTS(\(context),\(number),1)"]))
            return reply.answer["Value"] == "0" ? .refused(code: nil, "\(number) leads nowhere in the dialplan (\(context))") : nil
        } catch {
            return Outcome(error)
        }
    }
}
