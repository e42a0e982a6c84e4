import BackendSupport
import Exchange

// Listening in. WEBCTI2 has no operation of its own for it: the operator's telephone is rung and given to an application, whose
// channel says whom it listens to (document, section 4.55: `application`, `appdata`). That is also how it is found again.
extension WebCTISite {
    func supervise(_ number: String, how: Action) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        // The exchange cannot switch: a telephone that listens is busy. What began before is ended first.
        let earlier: [LiveSupervision]
        do {
            earlier = try await presentSupervisions(by: own)
        } catch {
            earlier = []
        }
        if earlier.contains(where: { $0.watched == number && $0.how == how }) { return .done("\(number) is being supervised so already") }
        if !earlier.isEmpty {
            let ending = await end(earlier)
            guard case .done = ending else { return ending }
            await untilNobodyIsSupervised(by: own)
        }
        let outcome = await originate(own, destination(number, how, own), callerID: own, ["MVB_CALLER=\(own)", "MVB_CALLEE=\(number)"])
        guard let last = earlier.last else { return outcome }
        let told: SafeText = "the supervision of \(last.watched) was ended first"
        return switch outcome {
        case .done(let words, let reference): .done(words.map { "\(told) — \($0)" } ?? told, reference: reference)
        case .refused(let code, let words): .refused(code: code, "\(words) — \(told)")
        default: outcome
        }
    }

    private func destination(_ number: String, _ how: Action, _ own: String) -> [(String, String)] {
        let supervision = configuration.supervision
        switch how == .barge ? supervision.barge : how == .whisper ? supervision.whisper : supervision.listen {
        case .application(let name, let options):
            let data = [interface(of: number), options].filter { !$0.isEmpty }.joined(separator: configuration.separator)
            return [("application", name), ("data", data)]
        case .featureCode(let code):
            return [("context", context(of: own)), ("exten", code + number), ("priority", "1")]
        }
    }

    /// Ends what the operator's telephone listens to, whoever began it, and nothing else.
    func stopSupervising(_ number: String?) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        let present: [LiveSupervision]
        do {
            present = try await presentSupervisions(by: own)
        } catch {
            return error is ActionRefusal ? .refused(code: nil, Self.unseen) : Outcome(error)
        }
        let chosen = number.map { number in present.filter { $0.watched == number } } ?? present
        guard !chosen.isEmpty else {
            return .refused(code: nil, number.map { "\($0) is not being supervised" } ?? "nobody is being supervised")
        }
        return await end(chosen)
    }

    private static let unseen: SafeText = "the exchange does not tell which channel listens in; hang up at the telephone"

    private func end(_ supervisions: [LiveSupervision]) async -> Outcome {
        await inTurn(supervisions.map { ($0.watched, $0.channel) }) { await self.send("calls.ctihangup", [("channel", $0)]) }
    }

    /// Whom the operator's telephone listens to at this moment.
    /// - Throws: `ActionRefusal` where the exchange does not show its channels, and what `ask` throws.
    private func presentSupervisions(by own: String) async throws -> [LiveSupervision] {
        let answer: Answer
        do {
            answer = try await ask("calls.getchannel")
        } catch RequestFailure.absent {
            throw ActionRefusal(reason: Self.unseen)
        }
        guard answer.isSuccess else { throw ActionRefusal(reason: Self.unseen) }
        let telephone = interface(of: own)
        return picture.telephones.supervisions(on: answer.rows.compactMap(ChannelRow.init), configuration.supervision).filter {
            $0.by == own || Telephones.interface(of: $0.channel) == telephone
        }
    }

    /// A channel that was hung up is there for a moment longer, and the telephone busy as long.
    private func untilNobodyIsSupervised(by own: String) async {
        for _ in 0..<20 {
            guard let present = try? await presentSupervisions(by: own), !present.isEmpty else { return }
            guard (try? await environment.sleep(.milliseconds(100))) != nil else { return }
        }
    }
}
