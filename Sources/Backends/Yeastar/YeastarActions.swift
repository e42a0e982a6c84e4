import BackendSupport
import Exchange
import Foundation
import JSON

extension YeastarSite {
    static let reasons: [Action: SafeText] = {
        let table: [(SafeText, [Action])] = [
            ("Yeastar has no answer command", [.answer]),
            ("Yeastar has no attended transfer", [.consult, .consultComplete, .consultCancel]),
            ("Yeastar has no park command", [.park, .unpark]),
            ("Yeastar has no pickup command", [.pickup]),
            ("Yeastar has no command to take a call over", [.intercept]),
            ("Yeastar has no command to take a caller out of a queue", [.take]),
            ("Yeastar has no agent states to force; pause the agent instead", [.forceIdle, .forceBusy, .forceLogout]),
            ("Yeastar has no talking groups", Action.ofTalkingGroups),
            ("Yeastar has no three-party calls", [.merge]),
            ("Yeastar has no command to send digits into a call", [.dtmf]),
            ("Yeastar rooms have no chair to hand over", [.roomHandOver]),
            ("Yeastar has no notes", [.note]),
            ("Yeastar asks nothing when it is signed in to", [.signInHere]),
        ]
        return Dictionary(uniqueKeysWithValues: table.flatMap { reason, actions in actions.map { ($0, reason) } })
    }()

    public func perform(_ request: ActionRequest) async -> Outcome {
        switch request.action {
        case .dial: await dial(from: request["FROM"] ?? "", to: request["TO"] ?? "")
        case .hangup: await hangUp(request["CALL"] ?? "")
        case .hold: await atExtension("call.hold", request) { $0.hold($1, true, at: $2) }
        case .unhold: await atExtension("call.unhold", request) { $0.hold($1, false, at: $2) }
        case .mute: await atExtension("call.mute", request) { _, _, _ in [] }
        case .unmute: await atExtension("call.unmute", request) { _, _, _ in [] }
        case .transfer: await transfer(request["CALL"] ?? "", to: request["TO"] ?? "")
        case .listen: await supervise("supervision.listen", ("listener", "listenedext"), request)
        case .whisper: await supervise("supervision.whisper", ("whisperer", "whisperedext"), request)
        case .barge: await supervise("supervision.barge", ("bargein", "bargedext"), request)
        case .superviseStop: await stopSupervising(request["EXTENSION"])
        case .queueLogin, .queueLogout: await member(request)
        case .pause: await pause("agent.pause", request)
        case .unpause: await pause("agent.unpause", request)
        case .roomCreate: await createRoom(inviting: request.all("NUMBER"))
        case .roomInvite:
            await send(
                "conference.add_member",
                ["number": request["ROOM"] ?? "", "invitemember": request.all("MEMBER").joined(separator: ",")])
        case .roomKick: await kick(request.all("MEMBER"), from: request["ROOM"] ?? "")
        case .roomMute: await mute("conference.mute_member", true, request)
        case .roomUnmute: await mute("conference.unmute_member", false, request)
        case .roomEnd: await endRoom(request["ROOM"] ?? "")
        default: .unsupported(Self.reasons[request.action] ?? "Yeastar has no such command")
        }
    }

    // MARK: Calls

    /// A number of the exchange's own is called as such, any other over its routes (sections 2.46 and 2.47).
    private func dial(from caller: String, to callee: String) async -> Outcome {
        let isInside = picture.phones[callee] != nil || picture.queueRows[callee] != nil || picture.published.rooms[callee] != nil
        return isInside
            ? await send("call.dial_extension", ["caller": caller, "callee": callee])
            : await send("call.dial_outbound", ["extid": caller, "outto": callee])
    }

    private func hangUp(_ word: String) async -> Outcome {
        if let call = picture.live[word] {
            if call.direction == .inbound, CallNumber(call.id) != nil {
                return await send("call.inbound_hangup", ["inboundid": call.id])
            }
            if call.direction == .outbound, CallNumber(call.id) != nil {
                return await send("call.outbound_hangup", ["outboundid": call.id])
            }
            let party = call.parties.contains(call.caller) ? call.caller : call.extensions.sorted().first
            guard let party else { return .refused(code: nil, "no extension is known in call \(word)") }
            return await send("call.extension_hangup", ["extid": party])
        }
        guard picture.phones[word] != nil else { return .refused(code: nil, "no call and no extension is named \(word)") }
        return await send("call.extension_hangup", ["extid": word])
    }

    private struct Ambiguous: Error { var outcome: Outcome }

    /// The extension that an action on a call means: the one named, the operator's own, or the only one in the call.
    private func theExtension(_ word: String) -> Result<String, Ambiguous> {
        guard let call = picture.live[word] else {
            guard picture.phones[word] != nil else {
                return .failure(Ambiguous(outcome: .refused(code: nil, "no call and no extension is named \(word)")))
            }
            return .success(word)
        }
        if let own = configuration.operatorExtension, call.parties.contains(own) { return .success(own) }
        let parties = call.parties.sorted()
        if parties.count == 1 { return .success(parties[0]) }
        return .failure(
            Ambiguous(
                outcome: .refused(
                    code: nil,
                    parties.isEmpty ? "no extension talks in call \(word)" : "name the extension: \(parties.joined(separator: ", "))")))
    }

    /// - Parameter remember: no query tells what this does, so that the picture has to.
    private func atExtension(
        _ operation: String, _ request: ActionRequest, _ remember: (inout Picture, String, Date) -> [Change]
    ) async -> Outcome {
        switch theExtension(request["CALL"] ?? "") {
        case .failure(let ambiguous): return ambiguous.outcome
        case .success(let number):
            let outcome = await send(operation, ["extid": number])
            if case .done = outcome { reporter.report(remember(&picture, number, environment.now())) }
            return outcome
        }
    }

    /// Blind; the transferor is cut off at once (section 2.56). The call goes by the identifier of its trunk call.
    private func transfer(_ word: String, to target: String) async -> Outcome {
        let call = picture.live[word] ?? picture.presentCall(of: word)
        guard let call else {
            return .refused(code: nil, picture.phones[word] == nil ? "no call and no extension is named \(word)" : "\(word) is in no call")
        }
        guard let id = ([call.id] + call.legs.sorted()).first(where: { CallNumber($0) != nil }) else {
            return .refused(code: nil, "the exchange has told no identifier of this call yet")
        }
        switch theExtension(word) {
        case .failure(let ambiguous): return ambiguous.outcome
        case .success(let transferor):
            let outcome = await send("call.transfer", ["callid": id, "transferor": transferor, "transferto": target])
            // A transfer from here is not reported: the old call would stay on the board, and be hung up by mistake.
            if case .done = outcome {
                reporter.report(picture.handOn(call.id, from: transferor, to: target, at: environment.now()))
                polls.want(.everything)
            }
            return outcome
        }
    }

    // MARK: Supervision

    private static let noOwnExtension: SafeText = "no extension of your own is configured; set operator.extension"

    private func supervise(_ operation: String, _ names: (own: String, other: String), _ request: ActionRequest) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        let number = request["EXTENSION"] ?? ""
        let outcome = await send(operation, [names.own: own, names.other: number])
        if case .done = outcome {
            supervisions.removeAll { $0 == number }
            supervisions.append(number)
        }
        return outcome
    }

    /// No request ends a supervision but cutting off the operator's telephone, which is done only while it supervises.
    private func stopSupervising(_ number: String?) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        guard !supervisions.isEmpty else { return .refused(code: nil, "nobody is being supervised") }
        if let number, !supervisions.contains(number) { return .refused(code: nil, "\(number) is not being supervised") }
        let outcome = await send("call.extension_hangup", ["extid": own])
        switch outcome {
        case .done, .refused: supervisions = []
        default: break  // it may still be up: remember it
        }
        return outcome
    }

    // MARK: Queues

    private func member(_ request: ActionRequest) async -> Outcome {
        let queue = request["QUEUE"] ?? ""
        var fields = ["queueid": queue, "extid": request["EXTENSION"] ?? ""]
        let password = picture.queueRows[queue]?.password.reveal() ?? ""
        guard request.action == .queueLogin else {
            // Required here, even where there is none.
            fields["password"] = password
            return await send("agent.queue_logout", fields)
        }
        if !password.isEmpty { fields["password"] = password }
        return await send("agent.queue_login", fields)
    }

    /// In one queue, or in all the extension is in. The exchange takes no reason.
    private func pause(_ operation: String, _ request: ActionRequest) async -> Outcome {
        let number = request["EXTENSION"] ?? ""
        let queues = request["QUEUE"].map { [$0] } ?? picture.memberships[number, default: [:]].keys.sorted()
        guard !queues.isEmpty else { return .refused(code: nil, "\(number) is in no queue") }
        return await Outcome.inTurn(queues.map { (name: $0, step: $0) }) { queue in
            await send(operation, ["queueid": queue, "extid": number])
        }
    }

    // MARK: Rooms

    /// A room of its own needs a number that nobody has yet (section 2.29, firmware 4.3.4 and later).
    private func createRoom(inviting numbers: [String]) async -> Outcome {
        let day = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: environment.now())
        let stem = (day.year ?? 0) * 10_000 + (day.month ?? 0) * 100 + (day.day ?? 0)
        var room = ""
        repeat { room = String(stem * 1_000 + 100 + Int(environment.random() * 900)) } while picture.published.rooms[room] != nil
        let outcome = await send("conference.insert", ["number": room])
        guard case .done(let message, _) = outcome else { return outcome }
        polls.want(.everything)
        guard !numbers.isEmpty else { return .done(message, reference: room) }
        let invitation = await send("conference.add_member", ["number": room, "invitemember": numbers.joined(separator: ",")])
        if case .done = invitation { return .done(message, reference: room) }
        return .unknown("room \(room) is there, and the invitation failed: \(invitation.message?.string ?? "")")
    }

    private func kick(_ members: [String], from room: String) async -> Outcome {
        await send("conference.kick_member", ["number": room, "membernumber": members.joined(separator: ",")])
    }

    private func mute(_ operation: String, _ isMuted: Bool, _ request: ActionRequest) async -> Outcome {
        let (room, members) = (request["ROOM"] ?? "", request.all("MEMBER"))
        let outcome = await send(operation, ["number": room, "membernumber": members.joined(separator: ",")])
        if case .done = outcome { reporter.report(picture.mute(members, in: room, isMuted)) }
        return outcome
    }

    /// Sends everybody out; the room itself is configuration and stays. `all` only newer firmware knows.
    private func endRoom(_ room: String) async -> Outcome {
        let (outcome, body) = await send("conference.query_in_session", values: ["number": .string(room)])
        guard case .done = outcome, let body else { return outcome }
        let members = SessionRow.list(body).filter { $0.number == room }.flatMap(\.members).map(\.number)
        guard !members.isEmpty else { return .done("the room is empty") }
        return await kick(members, from: room)
    }
}

// MARK: - Sending

extension YeastarSite {
    private func send(_ operation: String, _ fields: [String: String]) async -> Outcome {
        await send(operation, values: fields.mapValues { .string($0) }).0
    }

    /// Sends one operation of the catalog and puts its end into the words of an outcome.
    /// - Returns: the outcome, and the answer where one came.
    func send(_ operation: String, values: [String: JSONValue]) async -> (Outcome, JSONValue?) {
        guard let entry = YeastarOperations.byID[operation] else { return (.unsupported("Yeastar has no such command"), nil) }
        let isCommand = entry.operation.kind == .command
        // What was done in a queue shows in its state, which is looked at before those of others.
        defer { if isCommand, let queue = values["queueid"]?.text { picture.touchedQueues.insert(queue) } }
        return await outcome(isCommand: isCommand) { try await self.ask(entry.path, values, isCommand: true).value }
    }

    func outcome(isCommand: Bool, _ work: () async throws -> Answer) async -> (Outcome, JSONValue?) {
        do {
            let answer = try await work()
            if isCommand { polls.want(.moving) }
            guard answer.isSuccess else { return (.refused(code: answer.errno, ErrorCode.meaning(of: answer.errno)), answer.body) }
            return (.done(nil), answer.body)
        } catch let failure as LinkFailure {
            return (.refused(code: failure.isFinal ? ErrorCode.loginRefused : nil, failure.reason), nil)
        } catch {
            if isCommand { polls.want(.moving) }
            return (Outcome(error), nil)
        }
    }
}
