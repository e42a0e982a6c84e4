import BackendSupport
import Exchange

/// A call, or an extension, that an action is about.
struct Target {
    /// The legs of the call, in the order in which they were made.
    var legs: [Leg]
    /// The leg of the extension that was named; nil where the call was.
    var own: Leg?
    var call: Call

    /// Those of them at which there is somebody.
    var people: [Leg]

    /// On whose behalf the call is transferred, parked or consulted for: the extension that was named, or the operator's, or whoever
    /// was called.
    func side(of operatorLeg: Leg?) -> Leg? { own ?? operatorLeg ?? people.last ?? legs.last }
}

extension AsteriskSite {
    /// What a word means: a call by its identifier, by a leg's, or by a channel; or the call of an extension.
    func target(_ word: String) -> Result<Target, RefusedTarget> {
        if let call = picture.published.calls[word] ?? picture.call(ofLeg: word) { return .success(picture.target(call)) }
        if let call = picture.calls[word]?.compactMap({ picture.published.calls[$0] }).min(by: {
            ($0.state == .talking ? 0 : 1) < ($1.state == .talking ? 0 : 1)
        }) {
            return .success(picture.target(call, of: word))
        }
        let isTelephone = picture.members[word] != nil
        return .failure(RefusedTarget(outcome: .refused(code: nil, isTelephone ? "\(word) is in no call" : "there is no call \(word)")))
    }

    /// The operator's own leg of a call.
    private func operatorLeg(in legs: [Leg]) -> Leg? {
        guard let own = configuration.operatorExtension else { return nil }
        return legs.last { picture.telephone(of: $0) == own }
    }

    private func with(_ word: String, _ work: (Target) async -> Outcome) async -> Outcome {
        switch target(word) {
        case .success(let target): await work(target)
        case .failure(let refusal): refusal.outcome
        }
    }

    // MARK: Simple ones

    func dial(from number: String, to other: String) async -> Outcome {
        if let problem = await problem(with: other, in: configuration.dialContext) { return problem }
        return await ring(
            configuration.telephones.channel.text(number), shown: "<\(number)>",
            [("Context", configuration.dialContext), ("Exten", other), ("Priority", "1")])
    }

    func hangUp(_ word: String) async -> Outcome {
        await with(word) { target in
            guard let leg = target.own ?? target.people.first ?? target.legs.first else {
                return .refused(code: nil, "\(word) is in no call")
            }
            return await hangUp(leg)
        }
    }

    /// A name that begins with a slash is a regular expression to Hangup, and could end any number of calls.
    func hangUp(_ leg: Leg) async -> Outcome {
        guard !leg.name.text.hasPrefix("/") else {
            return .refused(code: nil, "the channel's name begins with a slash; it cannot be hung up by its name")
        }
        return await send(Request("Hangup", ["Channel": leg.name.text, "Cause": "16"]))
    }

    func mute(_ word: String, _ isMuted: Bool) async -> Outcome {
        await with(word) { target in
            guard let leg = target.own ?? operatorLeg(in: target.legs) ?? target.people.first else {
                return .refused(code: nil, "\(word) is in no call")
            }
            return await send(Request("MuteAudio", ["Channel": leg.name.text, "Direction": "in", "State": isMuted ? "on" : "off"]))
        }
    }

    func dtmf(_ word: String, _ digits: String) async -> Outcome {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ "0123456789*#ABCDabcd".utf8.contains($0) }) else {
            return .invalid("“\(digits)” are no digits")
        }
        return await with(word) { target in
            // Into the ear of the other end.
            guard let leg = target.people.last(where: { $0.id != target.own?.id }) else {
                return .refused(code: nil, "\(word) is in no call")
            }
            return await Outcome.inTurn(digits.map { (String($0), String($0)) }) { digit in
                await send(Request("PlayDTMF", ["Channel": leg.name.text, "Digit": digit]))
            }
        }
    }

    // MARK: Transfer and consultation

    func transfer(_ word: String, to number: String) async -> Outcome {
        if let problem = await problem(with: number, in: configuration.transferContext) { return problem }
        return await with(word) { target in
            let context = [("Context", configuration.transferContext), ("Exten", number)]
            if target.call.state == .talking || target.call.state == .held, let side = target.side(of: operatorLeg(in: target.legs)),
                picture.legs.bridged(with: side).count > 1
            {
                return await send(Request("BlindTransfer", fields: [("Channel", side.name.text)] + context))
            }
            guard let caller = target.people.first else { return .refused(code: nil, "nobody is there to be transferred") }
            return await send(Request("Redirect", fields: [("Channel", caller.name.text)] + context + [("Priority", "1")]))
        }
    }

    /// Atxfer only presses the feature code for the telephone: the consultation is there when both talk.
    func consult(_ word: String, with number: String) async -> Outcome {
        if let problem = await problem(with: number, in: configuration.transferContext) { return problem }
        return await with(word) { target in
            guard let side = target.side(of: operatorLeg(in: target.legs)), picture.legs.bridged(with: side).count > 1 else {
                return .refused(code: nil, "\(word) is in no conversation")
            }
            let before = Set(target.legs.map(\.id))
            let sent = await send(
                Request("Atxfer", fields: [("Channel", side.name.text), ("Context", configuration.transferContext), ("Exten", number)]))
            guard case .done = sent else { return sent }
            let left = side.bridge
            var hasLeft = false
            let end = await until(within: configuration.ringing + configuration.deadline) { picture in
                guard let leg = picture.legs[side.id] else { return .refused(code: nil, "the telephone hung up") }
                if leg.bridge != left { hasLeft = true }
                let others = picture.legs.together(with: leg).filter { !before.contains($0.id) && $0.isUp }
                if leg.bridge != nil, leg.bridge != left, others.contains(where: picture.legs.isPerson) {
                    return .done("\(number) has answered")
                }
                return hasLeft && leg.bridge == left ? .refused(code: nil, "\(number) did not answer; the caller is back") : nil
            }
            return end ?? .unknown("\(number) has not answered yet; the caller waits")
        }
    }

    /// The telephone hangs up, whereupon Asterisk connects the two others.
    func completeConsultation(_ word: String) async -> Outcome {
        await with(word) { target in
            guard let side = consulting(target) else { return .refused(code: nil, "\(word) consults nobody") }
            return await hangUp(side)
        }
    }

    func cancelConsultation(_ word: String) async -> Outcome {
        await with(word) { target in
            guard let side = consulting(target) else { return .refused(code: nil, "\(word) consults nobody") }
            return await send(Request("CancelAtxfer", ["Channel": side.name.text]))
        }
    }

    /// The leg that consults: a caller of the same Linkedid waits alone in another bridge.
    private func consulting(_ target: Target) -> Leg? {
        let legs = target.legs.flatMap { picture.legs.linked($0.linked) }
        let alone = legs.filter { leg in leg.bridge != nil && picture.legs.bridged(with: leg).count == 1 }
        guard !alone.isEmpty else { return nil }
        let busy = legs.filter { leg in !leg.name.isLocal && picture.legs.bridged(with: leg).count > 1 }
        return busy.first { leg in leg.id == target.own?.id } ?? busy.min { $0.order < $1.order }
    }

    // MARK: Parking

    func park(_ word: String) async -> Outcome {
        await with(word) { target in
            let side = target.side(of: operatorLeg(in: target.legs))
            guard let other = target.people.first(where: { $0.id != side?.id }) ?? target.people.first else {
                return .refused(code: nil, "nobody is there to be parked")
            }
            let sent = await send(Request("Park", ["Channel": other.name.text]))
            guard case .done = sent else { return sent }
            let parked = await until(within: configuration.deadline) { picture in
                picture.legs[other.id]?.slot.map { .done("parked at \($0)", reference: $0) }
            }
            return parked ?? .unknown("the exchange did not say where the call is parked")
        }
    }

    func unpark(_ slot: String) async -> Outcome {
        if reporter.isSynchronised, !picture.legs.all.values.contains(where: { $0.slot == slot }) {
            return .refused(code: nil, "nothing is parked at \(slot)")
        }
        return await ringOwn(shown: "<\(slot)>", [("Context", configuration.parkContext), ("Exten", slot), ("Priority", "1")])
    }

    // MARK: Picking up, intercepting, taking

    func pickUp(_ number: String) async -> Outcome {
        let ringing = picture.legs.all.values.filter { leg in
            (picture.telephone(of: leg) == number || leg.name.localExtension == number) && leg.state == Leg.ringing
        }
        guard let leg = ringing.first(where: { !$0.name.isLocal }) ?? ringing.first else {
            return .refused(code: nil, "nothing rings at \(number)")
        }
        let rung = await ringOwn(shown: "<\(number)>", [("Application", "PickupChan"), ("Data", leg.name.text)])
        guard case .done(_, let own?) = rung else { return rung }
        let end = await until(within: configuration.deadline) { picture in
            // The leg that rang takes over the name of ours, or ours is in a bridge; where ours went away nothing was picked up.
            if let mine = picture.legs[own] { return mine.bridge == nil ? nil : .done(nil) }
            return picture.legs[leg.id]?.bridge != nil ? .done(nil) : nil
        }
        return end ?? .refused(code: nil, "nothing was picked up: the call was answered elsewhere, or may not be picked up")
    }

    func intercept(_ number: String) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        return await with(number) { target in
            let side = target.own ?? target.people.last
            guard let other = target.people.first(where: { $0.id != side?.id }) else {
                return .refused(code: nil, "\(number) is in no conversation")
            }
            return await redirect(other, to: own)
        }
    }

    /// A caller who waits, out of turn. The queue counts him as one who gave up.
    func take(_ word: String, from queue: String) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        let waiter = picture.waiting[word] ?? picture.waiting.values.first { $0.caller == word && $0.queue == queue }
        guard let waiter, waiter.queue == queue, let leg = picture.legs[waiter.id] else {
            return .refused(code: nil, "\(word) does not wait in \(queue)")
        }
        return await redirect(leg, to: own)
    }

    private func redirect(_ leg: Leg, to number: String) async -> Outcome {
        if let problem = await problem(with: number, in: configuration.dialContext) { return problem }
        return await send(
            Request("Redirect", ["Channel": leg.name.text, "Context": configuration.dialContext, "Exten": number, "Priority": "1"]))
    }
}

/// Why a word names nothing that can be acted on.
struct RefusedTarget: Error { var outcome: Outcome }

extension Picture {
    /// - Parameter number: the extension that was named.
    func target(_ call: Call, of number: String? = nil) -> Target {
        let all = call.channels.compactMap(legs.named).sorted { $0.order < $1.order }
        return Target(
            legs: all, own: number.flatMap { number in all.last { telephone(of: $0) == number } }, call: call,
            people: all.filter(legs.isPerson))
    }

    func call(ofLeg word: String) -> Call? {
        guard let leg = legs[word] ?? legs.named(word) else { return nil }
        return published.calls.values.first { $0.channels.contains(leg.name.text) }
    }
}
