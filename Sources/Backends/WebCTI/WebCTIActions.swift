import BackendSupport
import Exchange
import Foundation

extension WebCTISite {
    static let reasons: [Action: SafeText] = {
        let table: [(SafeText, [Action])] = [
            ("WEBCTI2 has no answer command", [.answer]),
            ("WEBCTI2 mutes only in conference rooms", [.mute, .unmute]),
            ("WEBCTI2 only starts an attended transfer; hang up at the telephone to complete it", [.consultComplete, .consultCancel]),
            ("WEBCTI2 has no command to take a call over", [.intercept]),
            ("WEBCTI2 makes a room when the first is invited into it", [.roomCreate]),
            ("WEBCTI2 has no talking groups", Action.ofTalkingGroups),
            ("WEBCTI2 has no three-party calls", [.merge]),
            ("WEBCTI2 has no command to send digits into a call", [.dtmf]),
            ("WEBCTI2 rooms have no chair to hand over", [.roomHandOver]),
            ("WEBCTI2 has no notes", [.note]),
            ("WEBCTI2 asks nothing when it is signed in to", [.signInHere]),
        ]
        return Dictionary(uniqueKeysWithValues: table.flatMap { reason, actions in actions.map { ($0, reason) } })
    }()

    public func perform(_ request: ActionRequest) async -> Outcome {
        let call = request["CALL"] ?? ""
        let number = request["EXTENSION"] ?? request["AGENT"] ?? ""
        let outcome: Outcome
        do throws(ActionRefusal) {
            outcome =
                switch request.action {
                case .dial: await dial(from: request["FROM"] ?? "", to: request["TO"] ?? "")
                case .hangup: await send("calls.ctihangup", [("channel", try end(of: call, .either))])
                case .hold: await send("calls.ctihold", [("channel", try end(of: call, .other))])
                case .unhold: await send("calls.ctiunhold", [("channel", try end(of: call, .other))])
                case .transfer: await blindTransfer(try end(of: call, .other), to: request["TO"] ?? "")
                case .consult: await consult(call, with: request["TO"] ?? "")
                case .park: await park(call)
                case .unpark: await unpark(request["SLOT"] ?? "")
                case .pickup: await pickUp(number)
                case .listen, .whisper, .barge: await supervise(number, how: request.action)
                case .superviseStop: await stopSupervising(request["EXTENSION"])
                case .queueLogin: await member("queues.ctiqueueadd", number, in: request["QUEUE"] ?? "")
                case .queueLogout: await member("queues.ctiqueueremove", number, in: request["QUEUE"] ?? "")
                case .pause: await pause(request)
                case .unpause: await pause(number, in: request["QUEUE"], value: "0")
                case .take: await take(call, from: request["QUEUE"] ?? "")
                case .forceIdle: await pause(number, in: nil, value: "0")
                case .forceBusy: await pause(number, in: nil, value: "1")
                case .forceLogout: await forceLogout(number)
                case .roomInvite: await invite(request.all("MEMBER"), to: request["ROOM"] ?? "")
                case .roomKick: await inRoom("kick", request)
                case .roomMute: await inRoom("mute", request)
                case .roomUnmute: await inRoom("unmute", request)
                case .roomEnd: await console("meetme kick \(request["ROOM"] ?? "") all")
                default: .unsupported(Self.reasons[request.action] ?? "WEBCTI2 has no such command")
                }
        } catch {
            return .refused(code: nil, error.reason)
        }
        want()
        return outcome
    }

    /// Why an action cannot be done as things stand.
    struct ActionRefusal: Error { var reason: SafeText }

    // MARK: Calls

    private func dial(from caller: String, to callee: String) async -> Outcome {
        var variables = ["MVB_CALLER=\(caller)", "MVB_CALLEE=\(callee)"]
        // Without a word on the direction the record says internal (section 4.23).
        if !isOurs(callee) { variables.append("MVB_DIRECT=OUT") }
        return await originate(
            caller, [("context", context(of: caller)), ("exten", callee), ("priority", "1")], callerID: caller, variables)
    }

    private func transfer(_ channel: String, to number: String) async -> Outcome {
        await send("calls.ctiredirect", [("channel", channel), ("context", configuration.context), ("exten", number), ("priority", "1")])
    }

    /// The exchange leads a channel anywhere, and where nobody is it ends the call: the target is looked up first.
    private func blindTransfer(_ channel: String, to number: String) async -> Outcome {
        if let reason = await reasonAgainst(target: number) { return .refused(code: nil, reason) }
        return await transfer(channel, to: number)
    }

    private func consult(_ word: String, with number: String) async -> Outcome {
        do {
            let channel = try end(of: word, .own)
            return await send("calls.ctiatxfer", [("channel", channel), ("exten", number), ("context", configuration.context)])
        } catch {
            return .refused(code: nil, error.reason)
        }
    }

    private func park(_ word: String) async -> Outcome {
        let (channel, parker): (String, String)
        do {
            (channel, parker) = (try end(of: word, .other), try end(of: word, .own))
        } catch {
            return .refused(code: nil, error.reason)
        }
        guard channel != parker else { return .refused(code: nil, "\(word) has no second party") }
        let outcome = await send("calls.ctipark", [("channel", channel), ("srcchannel", parker)])
        guard case .done(let words, _) = outcome else { return outcome }
        return .done(words, reference: await slot(of: channel))
    }

    /// The exchange does not say where it parked a call: it is looked for, for a little while.
    private func slot(of channel: String) async -> String? {
        for attempt in 0..<5 {
            if attempt > 0 { try? await environment.sleep(.milliseconds(200)) }
            guard let answer = try? await ask("calls.getparkedcall"), answer.isSuccess else { return nil }
            if let row = answer.rows.map(ParkRow.init).first(where: { $0.isParked && $0.channel == channel }), !row.slot.isEmpty {
                return row.slot
            }
        }
        return nil
    }

    // MARK: Queues

    private func member(_ operation: String, _ number: String, in queue: String) async -> Outcome {
        await send(operation, [("queue", queue), ("interface", interface(of: number))])
    }

    private func forceLogout(_ number: String) async -> Outcome {
        await inQueues(of: number, nil) { await self.member("queues.ctiqueueremove", number, in: $0) }
    }

    /// `pause EXTENSION [QUEUE] [REASON]`: a reason may stand in the queue's place, where all queues are meant.
    private func pause(_ request: ActionRequest) async -> Outcome {
        var queue = request["QUEUE"]
        var reason = request["REASON"]
        if reason == nil, let word = queue, picture.published.queues[word] == nil, value(ofReason: word) != nil {
            (queue, reason) = (nil, word)
        }
        guard let reason else { return await pause(request["EXTENSION"] ?? "", in: queue, value: "1") }
        guard let value = value(ofReason: reason) else {
            let known = picture.reasons.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.map { "\($0.key) \($0.value)" }
            return .refused(code: nil, "no reason “\(reason)”; the exchange knows: \(known.joined(separator: ", "))")
        }
        return await pause(request["EXTENSION"] ?? "", in: queue, value: value)
    }

    /// The number of a reason, by its number or its name; 1 to 99 are reasons, 0 means ready.
    private func value(ofReason word: String) -> String? {
        if picture.reasons[word] != nil { return word }
        if let number = Int(word), (1...99).contains(number), picture.reasons.isEmpty || number == 1 { return String(number) }
        return picture.reasons.first { $0.value.lowercased() == word.lowercased() }?.key
    }

    private func pause(_ number: String, in queue: String?, value: String) async -> Outcome {
        await inQueues(of: number, queue) { queue in
            await self.send("queues.ctiqueuepause", [("queue", queue), ("interface", self.interface(of: number)), ("paused", value)])
        }
    }

    /// One request after the other; of several that are refused each is told with its own code.
    func inTurn(_ steps: [(name: String, step: String)], _ work: (String) async -> Outcome) async -> Outcome {
        await Outcome.inTurn(steps) { withCode(await work($0), among: steps.count) }
    }

    /// A refusal with its code among the words, where it is one of several.
    private nonisolated func withCode(_ outcome: Outcome, among count: Int) -> Outcome {
        guard count > 1, case .refused(let code?, let words) = outcome else { return outcome }
        return .refused(code: code, "\(words) (\(code))")
    }

    /// There is no form for all queues at once.
    private func inQueues(of number: String, _ queue: String?, _ work: (String) async -> Outcome) async -> Outcome {
        let queues = queue.map { [$0] } ?? picture.memberships[number, default: [:]].keys.sorted()
        guard !queues.isEmpty else { return .refused(code: nil, "\(number) is in no queue") }
        return await inTurn(queues.map { ($0, $0) }, work)
    }

    /// A waiting caller goes straight to the operator: withdrawn first it would go where the queue sends those it fails.
    private func take(_ call: String, from queue: String) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        guard let channel = picture.waitingChannel(call) else { return .refused(code: nil, "\(call) does not wait in \(queue)") }
        // A telephone that cannot ring would lose the caller.
        if let reason = await reasonNotToTake(at: own) { return .refused(code: nil, reason) }
        return await transfer(channel, to: own)
    }

    // MARK: Rooms

    /// All at once: each telephone rings until somebody lifts its receiver.
    private func invite(_ numbers: [String], to room: String) async -> Outcome {
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, number) in numbers.enumerated() {
                group.addTask { (index, self.withCode(await self.invite(number, to: room), among: numbers.count)) }
            }
            var outcomes: [Int: Outcome] = [:]
            for await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes
        }
        return Outcome(of: numbers.indices.compactMap { index in outcomes[index].map { (numbers[index], $0) } })
    }

    private func invite(_ number: String, to room: String) async -> Outcome {
        await originate(
            number, [("application", "MeetMe"), ("data", room)], callerID: room, ["MVB_CALLER=\(room)", "MVB_CALLEE=\(number)"])
    }

    private func inRoom(_ verb: String, _ request: ActionRequest) async -> Outcome {
        let room = request["ROOM"] ?? ""
        var steps: [(name: String, step: String)] = []
        for word in request.all("MEMBER") {
            let rows = picture.status.conferences.filter { $0.room == room }
            let found = rows.filter { $0.participant == word }
            let participants = (found.isEmpty ? rows.filter { $0.number == word || $0.channel == word } : found).map(\.participant)
            guard !participants.isEmpty else { return .refused(code: nil, "\(word) is not in room \(room)") }
            steps += participants.map { (word, "meetme \(verb) \(room) \($0)") }
        }
        return await inTurn(steps) { await self.console($0) }
    }

    /// A command of the exchange's console. It says in its text, not in its code, that it did nothing.
    private func console(_ command: String) async -> Outcome {
        let (outcome, answer) = await sending("system.cticommand", [("command", command)])
        guard case .done = outcome, let text = answer?.rows.first?["result"] else { return outcome }
        let words = text.lowercased()
        let isDenied = ["no such", "no active", "not found", "unable to", "invalid", "usage:"].contains { words.contains($0) }
        return isDenied ? .refused(code: answer?.code, SafeText(text)) : .done(nil)
    }

    static let noOwnExtension: SafeText = "no extension of your own is configured; set operator.extension"
}
