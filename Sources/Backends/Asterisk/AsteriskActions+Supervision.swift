import BackendSupport
import Exchange

// Listening, whispering, barging in: a leg of the operator's telephone that runs ChanSpy on one channel.
extension AsteriskSite {
    /// The options of ChanSpy: by Uniqueid or exact name only (`u`; a beginning would match others), without a tone (`q`), ending
    /// with the channel (`E`, `S`), switched by digits (`d`): 4 listens, 5 whispers, 6 barges in.
    private static let modes: [Action: (option: String, digit: String)] = [
        .listen: ("uqESd", "4"), .whisper: ("uqESdw", "5"), .barge: ("uqESdB", "6"),
    ]

    func supervise(_ number: String, _ action: Action) async -> Outcome {
        guard configuration.operatorExtension != nil else { return .invalid(Self.noOwnExtension) }
        guard let mode = Self.modes[action] else { return .unsupported("Asterisk has no such command") }
        guard let leg = talkingLeg(of: number) else {
            return .refused(code: nil, picture.members[number] == nil ? "there is no telephone \(number)" : "\(number) is in no call")
        }
        if let own = ownSpies().first(where: { $0.spy.number == number }) { return await switchTo(action, mode.digit, own.leg) }
        if let problem = await endOwnSpies() { return problem }
        let rung = await ringOwn(
            shown: "\"\(number)\" <\(number)>", [("Application", "ChanSpy"), ("Data", "\(leg.id),\(mode.option)")])
        guard case .done(_, let own?) = rung else { return rung }
        let end = await until(within: configuration.deadline) { picture in
            if picture.spies[own] != nil { return .done(nil, reference: own) }
            return picture.legs[own] == nil ? .refused(code: nil, "\(number) is in no call any more") : nil
        }
        if case .done = end { note(action, of: own) }
        return end ?? .unknown("the telephone was answered, but the exchange did not say that it listens")
    }

    /// The telephone does not ring again: the digit is pressed for it.
    private func switchTo(_ action: Action, _ digit: String, _ leg: Leg) async -> Outcome {
        if let spy = picture.spies[leg.id], spy.isHowOurs, spy.how?.rawValue == action.rawValue {
            return .done("already so", reference: leg.id)
        }
        let sent = await send(Request("PlayDTMF", ["Channel": leg.name.text, "Digit": digit, "Receive": "true"]))
        guard case .done = sent else { return sent }
        note(action, of: leg.id)
        return .done(nil, reference: leg.id)
    }

    /// No event tells how a leg listens.
    private func note(_ action: Action, of leg: String) {
        guard var spy = picture.spies[leg] else { return }
        (spy.how, spy.isHowOurs) = (Supervision.Manner(rawValue: action.rawValue), true)
        picture.put(spy, of: leg)
        publish(at: environment.now())
    }

    /// The leg with which a telephone talks; behind a Local channel an agent may have no leg of his own.
    private func talkingLeg(of number: String) -> Leg? {
        let legs = picture.legs.all.values.filter { $0.isUp && (picture.telephone(of: $0) == number || $0.name.localExtension == number) }
        let talking = legs.filter { picture.legs.bridged(with: $0).count > 1 || $0.application == "ConfBridge" }
        // Between the answer and the bridge lies a moment; who is up then will talk.
        let candidates = talking.isEmpty ? legs.filter { $0.dialer != nil } : talking
        return candidates.first { !$0.name.isLocal } ?? candidates.min { $0.order < $1.order }
    }

    /// Whom the operator's telephone supervises, also where an earlier process began it: the exchange says what a channel runs.
    private func ownSpies() -> [(leg: Leg, spy: Spy)] {
        guard let own = configuration.operatorExtension else { return [] }
        return picture.spies.compactMap { id, spy in
            guard let leg = picture.legs[id], configuration.telephones.endpoint(of: leg.name.text) == own else { return nil }
            return (leg, spy)
        }.sorted { $0.leg.order < $1.leg.order }
    }

    /// - Returns: what stands in the way; nil where nobody is supervised any more.
    private func endOwnSpies() async -> Outcome? {
        for (leg, _) in ownSpies() {
            let ended = await hangUp(leg)
            guard case .done = ended else { return ended }
            _ = await until(within: configuration.deadline) { $0.legs[leg.id] == nil ? .done(nil) : nil }
        }
        return nil
    }

    func stopSupervising(_ number: String?) async -> Outcome {
        let found = ownSpies().filter { number == nil || $0.spy.number == number }
        guard let one = found.last else {
            return .refused(code: nil, number.map { "\($0) is not being supervised" } ?? "nobody is being supervised")
        }
        return await hangUp(one.leg)
    }
}
