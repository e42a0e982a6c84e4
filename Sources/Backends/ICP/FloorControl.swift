import BackendSupport
import Exchange
import Foundation
import Wire

/// The floor that is ours, or that we are on the way to.
struct FloorHolding {
    let group: String
    /// The steps that were taken for it, in their order; what held before is not among them, and stays.
    var asked: [FloorStep] = []
    /// The platform has said that we may talk.
    var isGranted = false
}

/// Taking the floor and giving it back. There is one floor at a time, and one act on it at a time.
extension TalkingGroupService {
    /// How long the platform's word is awaited after it has accepted a step, and how often it is asked meanwhile.
    static let confirmation = Duration.seconds(5)
    private static let lookAgain = Duration.milliseconds(500)
    /// Before the floor is given back once more, where the platform did not take it at the end of the talk time.
    private static let insistence = Duration.seconds(2)
    /// How long it shows why there is no floor. It hides who has it meanwhile.
    private static let reading = Duration.seconds(10)

    /// Subscribes, monitors, selects and asks for the floor, as far as that has not been done; what was done for it is undone
    /// where it fails. The floor is ours only when the platform has said so.
    func takeFloor(of group: String) async -> Outcome {
        if let held = holding, held.group != group, !held.isGranted {
            isGivenUp = true
            noticeSignal.wake()
        }
        return await inFloorTurn { await self.take(group) }
    }

    /// Gives back the floor and all that taking it has added; also while it is still being asked for.
    func releaseFloor(of group: String) async -> Outcome {
        let isBeingAskedFor = holding?.group == group && holding?.isGranted == false
        if isBeingAskedFor { isGivenUp = true }
        noticeSignal.wake()
        return await inFloorTurn { await self.release(group, isGivenUp: isBeingAskedFor) }
    }

    /// Runs an act on the floor after those before it, to its end even where whoever asked has gone.
    private func inFloorTurn(_ act: @escaping @Sendable () async -> Outcome) async -> Outcome {
        let before = floorTurn
        let turn = Task {
            await withTaskCancellationHandler {
                _ = await before?.value
            } onCancel: {
                before?.cancel()
            }
            return await act()
        }
        floorTurn = turn
        return await turn.value
    }

    // MARK: Taking

    private func take(_ group: String) async -> Outcome {
        isGivenUp = isLeaving
        if let held = holding, held.group != group || !held.isGranted {
            let outcome = await giveBack()
            guard case .done = outcome else { return outcome }
        }
        guard holding == nil else { return .done("the floor is yours already") }
        if picture.rows[group]?.isReceiveOnly == true {
            let code = TalkingGroupCodes.receiveOnly
            return deny(group, .refused(code: code, TalkingGroupCodes.words(for: code)))
        }
        if picture.rows[group]?.isMixed == true, !picture.hasMixedCall(group) {
            return deny(group, .refused(code: nil, "a mixed group has a floor only while it is called: call it first"))
        }
        holding = FloorHolding(group: group)
        show(.requesting(picture.steps(in: group).first { !picture.holds($0, in: group) } ?? .floor), in: group)
        // What holds already may have been lost without a word.
        try? await look(at: group)
        for step in picture.steps(in: group) where !picture.holds(step, in: group) {
            if isGivenUp { break }
            show(.requesting(step), in: group)
            holding?.asked.append(step)
            let outcome = await move(step, in: group, taking: true)
            if case .done = outcome { continue }
            if isGivenUp { break }
            switch outcome {
            case .refused, .notOnline: holding?.asked.removeLast()
            default: break  // it may have been taken all the same
            }
            _ = await giveBack()
            return deny(group, outcome)
        }
        guard !isGivenUp else {
            _ = await giveBack()
            return .refused(code: nil, "given back before it was granted")
        }
        let limit = picture.talkLimit(in: group, atMost: configuration.talkLimit)
        // However it came to be ours: at the end it is given back.
        if holding?.asked.contains(.floor) == false { holding?.asked.append(.floor) }
        holding?.isGranted = true
        picture.talkEnds[group] = environment.now().addingTimeInterval(limit / .seconds(1))
        limitTalk(in: group, to: limit)
        show(nil, in: group)
        return .done(nil)
    }

    /// Shows why there is no floor, until it has been read or until the next act.
    private func deny(_ group: String, _ outcome: Outcome) -> Outcome {
        // It hides who has the floor: so that says it, too.
        let talker = picture.talker(in: group).flatMap { $0 == picture.own ? nil : $0 }
        show(.denied(talker.map { "\($0) has it: \(outcome.reason)" } ?? outcome.reason), in: group)
        return outcome
    }

    func show(_ act: Floor?, in group: String) {
        picture.acts[group] = act
        readers.removeValue(forKey: group)?.cancel()
        if case .denied = act { takeDown(act, in: group) }
        if case .revoked = act { takeDown(act, in: group) }
        publish()
    }

    /// Shows the platform's word again after a while.
    private func takeDown(_ act: Floor?, in group: String) {
        readers[group] = Task {
            guard (try? await environment.sleep(Self.reading)) != nil, picture.acts[group] == act, holding?.group != group else { return }
            show(nil, in: group)
        }
    }

    // MARK: One step

    /// Takes a step or takes it back, and waits until the platform says that it is so.
    func move(_ step: FloorStep, in group: String, taking isTaking: Bool) async -> Outcome {
        if !isTaking { forget(step, in: group) }
        do {
            let answer = try await send(step.request(in: group, taking: isTaking, subscription(isOn: isTaking)))
            picture.age(group)
            guard answer.isDone || step.isDoneAlready(answer.code, taking: isTaking) else {
                if !isTaking { remember(step, in: group) }
                return .refused(code: answer.code, TalkingGroupCodes.words(for: answer.code, saying: answer.words))
            }
            if isTaking { remember(step, in: group) }
            return try await confirmation(of: step, in: group, taking: isTaking)
        } catch {
            if !isTaking { remember(step, in: group) }
            refreshes.want(.everything)
            return Outcome(ofGroupRequest: error)
        }
    }

    private func confirmation(of step: FloorStep, in group: String, taking isTaking: Bool) async throws -> Outcome {
        let end = environment.uptime() + Self.confirmation
        var wasInProcess = false
        while true {
            if picture.holds(step, in: group) == isTaking { return .done(nil) }
            try await look(at: group)
            if picture.holds(step, in: group) == isTaking { return .done(nil) }
            switch picture.state(of: picture.own, step.operation, in: group) {
            case .inProcess: wasInProcess = true
            case .notInOperation where wasInProcess && isTaking:
                return .refused(code: nil, "the platform has not granted it")
            default: break
            }
            guard environment.uptime() < end, !(isTaking && isGivenUp) else {
                return .unknown("the platform has accepted it and does not say that it is so")
            }
            await noticeSignal.wait(atMost: Self.lookAgain, environment)
            try Task.checkCancellation()
        }
    }

    // MARK: Giving back

    /// - Parameter isGivenUp: it was being asked for when this was wished; then there may be nothing left to give back.
    private func release(_ group: String, isGivenUp: Bool) async -> Outcome {
        if holding?.group == group { return await giveBack() }
        if picture.holds(.floor, in: group) {
            // Taken by an earlier run, or at the dispatcher's telephone.
            show(.releasing, in: group)
            let outcome = await move(.floor, in: group, taking: false)
            show(nil, in: group)
            return outcome
        }
        let hadAct = picture.acts[group] != nil
        show(nil, in: group)
        return hadAct || isGivenUp ? .done(nil) : .refused(code: nil, "the floor of this group is not yours")
    }

    /// Gives back what was taken for the floor, the last first. Where the floor itself cannot be given back, it is held still.
    /// - Parameter act: what shows meanwhile.
    private func giveBack(showing act: Floor = .releasing) async -> Outcome {
        guard let group = holding?.group else { return .done(nil) }
        show(act, in: group)
        while let step = holding?.asked.last {
            // Then everything is given back in one go.
            guard !isLeaving else { return .unknown("the link is being closed") }
            let outcome = await move(step, in: group, taking: false)
            if case .done = outcome {
            } else if step == .floor {
                // A refusal does not matter where the platform says that there is nothing to give back.
                if case .refused = outcome { try? await look(at: group) } else { return keep(outcome, in: group) }
                if picture.holds(.floor, in: group) { return keep(outcome, in: group) }
            } else {
                // It stays among what we took, and is given back at the end at the latest.
                tell("trouble", "group \(picture.rows[group]?.title ?? "") could not be given back altogether: \(outcome.reason)")
            }
            holding?.asked.removeLast()
        }
        talkTimer?.cancel()
        holding = nil
        picture.talkEnds[group] = nil
        show(act == .releasing ? nil : act, in: group)
        return .done(nil)
    }

    /// The floor could not be given back: shows the platform's word again.
    private func keep(_ outcome: Outcome, in group: String) -> Outcome {
        show(nil, in: group)
        return outcome
    }

    /// Sees that the platform has taken the floor away while we talked, and gives back what was taken for it.
    func noticeRevocation() {
        guard let held = holding, held.isGranted, picture.acts[held.group] == nil, picture.isReachable else { return }
        let state = picture.state(of: picture.own, .ptt, in: held.group)
        guard state == nil || state == .notInOperation else { return }
        let talker = picture.lives[held.group]?.talker?.number
        let reason: SafeText = talker.map { "the platform has given the floor to \($0)" } ?? "the platform has taken the floor away"
        holding?.isGranted = false
        holding?.asked.removeAll { $0 == .floor }
        talkTimer?.cancel()
        picture.talkEnds[held.group] = nil
        picture.acts[held.group] = .revoked(reason)
        Task { await self.inFloorTurn { await self.holding == nil ? .done(nil) : self.giveBack(showing: .revoked(reason)) } }
    }

    /// Gives back what is left of an attempt that the loss of the link cut short.
    func clearFloor() async {
        guard let held = holding, !held.isGranted else { return }
        _ = await inFloorTurn { await self.holding?.isGranted == false ? self.giveBack() : .done(nil) }
    }

    // MARK: Talk time

    /// Gives the floor back when the time is over, and insists.
    private func limitTalk(in group: String, to limit: Duration) {
        talkTimer?.cancel()
        talkTimer = Task { [environment] in
            try? await environment.sleep(limit)
            while !Task.isCancelled, await !self.endTalk(in: group, after: limit) {
                try? await environment.sleep(Self.insistence)
            }
        }
    }

    /// - Returns: whether the floor is not ours any more.
    private func endTalk(in group: String, after limit: Duration) async -> Bool {
        guard let held = holding, held.group == group, held.isGranted else { return true }
        let seconds = Int(limit / .seconds(1))
        guard case .done = await releaseFloor(of: group) else { return false }
        tell(
            "floor", "the talk time of \(seconds) s is over: the floor of group \(picture.rows[group]?.title ?? "") was given back",
            ["group": group])
        return true
    }
}

extension Outcome {
    /// Why nothing came of it, in words.
    var reason: SafeText {
        switch self {
        case .refused(_, let words), .unknown(let words), .invalid(let words), .unsupported(let words): words
        case .noAnswer: "the platform did not answer"
        case .done, .notOnline, .forbidden: "the uPortal is out of reach"
        }
    }

    /// What is known of a request to the talking groups that failed so. Where signing in failed on the way, nothing was done.
    init(ofGroupRequest failure: any Error) {
        self = (failure as? LinkFailure).map { .refused(code: nil, $0.reason) } ?? Outcome(failure)
    }
}
