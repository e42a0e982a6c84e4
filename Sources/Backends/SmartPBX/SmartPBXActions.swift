import BackendSupport
import Exchange
import JSON

/// One request of an action, with the word that tells it from its sisters.
private struct Step {
    var name: String
    var command: Command
    var fields: [String: String]
}

extension SmartPBXSite {
    static let reasons: [Action: SafeText] = {
        let table: [(SafeText, [Action])] = [
            ("Smart PBX has no answer command", [.answer]),
            ("Smart PBX has no hold command", [.hold, .unhold]),
            ("Smart PBX mutes only in conference rooms", [.mute, .unmute]),
            ("Smart PBX has no transfer command", [.transfer]),
            ("Smart PBX has no attended transfer", [.consult, .consultComplete, .consultCancel]),
            ("Smart PBX has no park command", [.park, .unpark]),
            ("Smart PBX has no pickup command", [.pickup]),
            ("Smart PBX has no command to take a call over", [.intercept]),
            ("Smart PBX has no command to take a caller out of a queue", [.take]),
            ("Smart PBX has no agent states to force; pause the agent instead", [.forceIdle, .forceBusy, .forceLogout]),
            ("Smart PBX rooms are set up on its own web page", [.roomCreate]),
            ("Smart PBX has no talking groups", Action.ofTalkingGroups),
            ("Smart PBX has no three-party calls", [.merge]),
            ("Smart PBX has no command to send digits into a call", [.dtmf]),
            ("Smart PBX rooms have no chair to hand over", [.roomHandOver]),
            ("Smart PBX has no notes", [.note]),
            ("Smart PBX asks nothing when it is signed in to", [.signInHere]),
        ]
        return Dictionary(uniqueKeysWithValues: table.flatMap { reason, actions in actions.map { ($0, reason) } })
    }()

    public func perform(_ request: ActionRequest) async -> Outcome {
        switch request.action {
        case .dial: await dial(from: request["FROM"] ?? "", to: request["TO"] ?? "")
        case .hangup: await hangUp(request["CALL"] ?? "")
        case .listen: await supervise(request["EXTENSION"] ?? "", "listen")
        case .whisper: await supervise(request["EXTENSION"] ?? "", "whisper")
        case .barge: await supervise(request["EXTENSION"] ?? "", "barge")
        case .superviseStop: await stopSupervising(request["EXTENSION"])
        case .queueLogin: await member(.queueAdd, request)
        case .queueLogout: await member(.queueRemove, request)
        case .pause: await pause(request, "yes")
        case .unpause: await pause(request, "no")
        case .roomInvite: await invite(request.all("MEMBER"), to: request["ROOM"] ?? "")
        case .roomKick: await inRoom(.roomKick, request)
        case .roomMute: await inRoom(.roomMute, request)
        case .roomUnmute: await inRoom(.roomUnmute, request)
        case .roomEnd: await endRoom(request["ROOM"] ?? "")
        default: .unsupported(Self.reasons[request.action] ?? "Smart PBX has no such command")
        }
    }

    // MARK: Calls

    private func dial(from caller: String, to callee: String) async -> Outcome {
        var fields = ["caller": caller, "callee": callee]
        // An extension dials with its own permission; anything else must borrow one to reach the outside.
        if picture.phones[caller] == nil, let lender = configuration.operatorExtension { fields["dialpermission"] = lender }
        return await send(.dial, fields).0
    }

    private func hangUp(_ word: String) async -> Outcome {
        guard reporter.isSynchronised else { return await hangUpUnseen(word) }
        if picture.live[word] == nil, picture.phones[word] != nil {
            guard let call = picture.published.agents[word]?.call else { return .refused(code: nil, "\(word) is in no call") }
            return await hangUp(call: call)
        }
        // A call too young to be on the board is not known here; the exchange is, and answers for itself.
        return await hangUp(call: word)
    }

    /// Before the first snapshot the exchange is asked what the word means.
    private func hangUpUnseen(_ word: String) async -> Outcome {
        let (outcome, body) = await send(.liveCall, [:])
        guard case .done = outcome, let body else { return outcome }
        let rows = CallRow.list(body)
        if rows.contains(where: { $0.id == word }) { return await hangUp(call: word) }
        let calls = rows.filter { $0.involves(word) }
        return await hangUp(call: calls.first { $0.state == .talking }?.id ?? calls.first?.id ?? word)
    }

    private func hangUp(call: String) async -> Outcome { await send(.hangup, ["callid": call]).0 }

    // MARK: Supervision

    private func supervise(_ number: String, _ type: String) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        // The exchange cannot switch: a telephone that listens is busy. What began before is ended first.
        let earlier = supervisions.last
        if let earlier {
            let ending = await end(earlier)
            guard ending.isDone || ending.isRefused else { return ending }
            await untilGone(earlier.call)
        }
        let outcome = await send(.listen, ["monitor": own, "extension": number, "type": type]).0
        if case .done(_, let call?) = outcome {
            supervisions.append((number, call))
            picture.supervisionCalls[call] = SupervisionLeg(extension: number, how: Supervision.Manner(rawValue: type))
        }
        guard let earlier else { return outcome }
        let told: SafeText = "the supervision of \(earlier.extension) was ended first"
        return switch outcome {
        case .done(let words, let reference): .done(words.map { "\(told) — \($0)" } ?? told, reference: reference)
        case .refused(let code, let words): .refused(code: code, "\(words) — \(told)")
        default: outcome
        }
    }

    private func end(_ supervision: (extension: String, call: String)) async -> Outcome {
        let outcome = await hangUp(call: supervision.call)
        // Else it may still be up: it is remembered.
        if outcome.isDone || outcome.isRefused { supervisions.removeAll { $0.call == supervision.call } }
        return outcome
    }

    /// A call that was hung up is there for a moment longer, and the telephone busy as long.
    private func untilGone(_ call: String) async {
        for _ in 0..<10 {
            let (_, body) = await send(.liveCall, [:])
            guard let body, CallRow.list(body).contains(where: { $0.id == call }) else { return }
            guard (try? await environment.sleep(.milliseconds(200))) != nil else { return }
        }
    }

    private func stopSupervising(_ number: String?) async -> Outcome {
        let remembered = number.map { number in supervisions.last { $0.extension == number } } ?? supervisions.last
        guard let supervision = remembered else { return await stopSupervisionAtExchange(of: number) }
        return await end(supervision)
    }

    /// Another process may have begun it: it is looked for among the calls of our telephone, and nothing else is hung up.
    private func stopSupervisionAtExchange(of number: String?) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        let (outcome, body) = await send(.liveCall, [:])
        guard case .done = outcome, let body else { return outcome }
        let found = picture.supervisions(by: own, in: CallRow.list(body)).filter { number == nil || $0.extension == number }
        guard let one = found.first else {
            return .refused(code: nil, number.map { "\($0) is not being supervised" } ?? "nobody is being supervised")
        }
        guard found.count == 1 else {
            return .refused(code: nil, "several are being supervised: \(found.map(\.extension).joined(separator: ", ")); name one")
        }
        return await hangUp(call: one.call)
    }

    private static let noOwnExtension: SafeText = "no extension of your own is configured; set operator.extension"

    // MARK: Queues

    private func member(_ command: Command, _ request: ActionRequest) async -> Outcome {
        await send(command, ["queue": request["QUEUE"] ?? "", "extension": request["EXTENSION"] ?? ""]).0
    }

    /// In one queue, or in all the extension is in. The exchange takes no reason.
    private func pause(_ request: ActionRequest, _ paused: String) async -> Outcome {
        let number = request["EXTENSION"] ?? ""
        var queues = request["QUEUE"].map { [$0] } ?? picture.memberships[number, default: [:]].keys.sorted()
        if queues.isEmpty, !reporter.isSynchronised {
            let (outcome, body) = await send(.queueList, [:])
            guard case .done = outcome, let body else { return outcome }
            queues = QueueRow.list(body).filter { $0.members.contains(number) }.map(\.number)
        }
        guard !queues.isEmpty else { return .refused(code: nil, "\(number) is in no queue") }
        return await perform(
            queues.map { Step(name: $0, command: .queuePaused, fields: ["queue": $0, "extension": number, "paused": paused]) })
    }

    // MARK: Rooms

    private func invite(_ numbers: [String], to room: String) async -> Outcome {
        var steps: [Step] = []
        for number in numbers {
            // Required here in any case; without a telephone of the operator's an extension can only lend its own.
            guard let lender = configuration.operatorExtension ?? (picture.phones[number] == nil ? nil : number) else {
                return .invalid(Self.noOwnExtension)
            }
            steps.append(Step(name: number, command: .roomInvite, fields: ["conf": room, "dialpermission": lender, "member": number]))
        }
        return await perform(steps)
    }

    private func inRoom(_ command: Command, _ request: ActionRequest) async -> Outcome {
        let room = request["ROOM"] ?? ""
        var members: [RoomMemberRow]?
        var steps: [Step] = []
        for word in request.all("MEMBER") {
            if Channel(word) != nil {
                steps.append(Step(name: word, command: command, fields: ["conf": room, "channel": word]))
                continue
            }
            if members == nil {
                switch await present(in: room) {
                case .success(let rows): members = rows
                case .failure(let failure): return failure.outcome
                }
            }
            let channels = (members ?? []).filter { $0.goes(by: word) }.map(\.channel)
            guard !channels.isEmpty else { return .refused(code: nil, "\(word) is not in room \(room)") }
            steps += channels.map { Step(name: word, command: command, fields: ["conf": room, "channel": $0]) }
        }
        return await perform(steps)
    }

    private func endRoom(_ room: String) async -> Outcome {
        switch await present(in: room) {
        case .failure(let failure): return failure.outcome
        case .success(let rows) where rows.isEmpty: return .done("the room is empty")
        case .success(let rows):
            return await perform(
                rows.map { Step(name: $0.number, command: .roomKick, fields: ["conf": room, "channel": $0.channel]) })
        }
    }

    private struct Unanswered: Error { var outcome: Outcome }

    /// Who is in a room right now: a member who dialled in again has a new channel.
    private func present(in room: String) async -> Result<[RoomMemberRow], Unanswered> {
        let (outcome, body) = await send(.roomStatus, ["conf": room])
        if case .done = outcome, let body { return .success(RoomMemberRow.list(body)) }
        return .failure(Unanswered(outcome: outcome))
    }
}

// MARK: - Sending

extension SmartPBXSite {
    /// Sends one command and puts its end into the words of an outcome.
    private func send(_ command: Command, _ fields: [String: String]) async -> (Outcome, JSONValue?) {
        await send(command, values: JSONMembers(fields.mapValues { .string($0) }))
    }

    /// - Returns: the outcome, and the answer where one came.
    func send(_ command: Command, values: JSONMembers) async -> (Outcome, JSONValue?) {
        do {
            let answer = try await ask(command, values).value
            guard answer.isSuccess else { return (.refused(code: nil, answer.message ?? "the exchange gave no reason"), answer.body) }
            polls.want(.moving)
            let call = answer.body.member("callid").trimmedText
            return (.done(answer.message, reference: call.isEmpty ? nil : call), answer.body)
        } catch {
            if case RequestFailure.noAnswer = error { polls.want(.moving) }
            return (Outcome(error), nil)
        }
    }

    private func perform(_ steps: [Step]) async -> Outcome {
        await Outcome.inTurn(steps.map { ($0.name, $0) }) { await send($0.command, $0.fields).0 }
    }
}

extension Outcome {
    fileprivate var isDone: Bool { if case .done = self { true } else { false } }
    fileprivate var isRefused: Bool { if case .refused = self { true } else { false } }
}
