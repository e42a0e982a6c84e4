import BackendSupport
import Exchange
import Foundation

// Whom a word means: numbers, calls and channels, and how the exchange names them.
extension WebCTISite {
    enum End {
        /// Whose telephone it is, or the side of the call that is ours.
        case own
        /// The party at the other end of it.
        case other
        case either
    }

    /// The active channel at one end of a call, which may be named by its identifier, by an extension or by a channel.
    func end(of word: String, _ end: End) throws(Fault) -> String {
        if let call = picture.calls[word] { return try channel(of: call, end, at: preferredOwner(of: call)) }
        if let agent = picture.published.agents[word] {
            guard let call = agent.call.flatMap({ picture.calls[$0] }) else { throw Fault(reason: "\(word) is in no call") }
            return try channel(of: call, end, at: word)
        }
        // An active channel is a device with something behind a dash: SIP/2011-b7c0d208.
        if word.contains("/"), Telephones.interface(of: word) != word {
            if let call = picture.callsByChannel[word].flatMap({ picture.calls[$0] }), end == .own {
                return try channel(of: call, end, at: preferredOwner(of: call))
            }
            return word
        }
        throw Fault(reason: "no call and no extension is named \(word)")
    }

    /// Of several telephones of ours in one call, the one that acts: the operator's, else who was called, else who called.
    private func preferredOwner(of call: LiveCall) -> String? {
        let callees = call.calleeChannels.compactMap { picture.telephones.agent(behind: $0) }
        let caller = picture.telephones.agent(behind: call.callerChannel)
        if let own = configuration.operatorExtension, callees.contains(own) || caller == own { return own }
        return callees.first ?? caller
    }

    private func channel(of call: LiveCall, _ end: End, at owner: String?) throws(Fault) -> String {
        let channels = call.channels
        let own = owner.flatMap { owner in channels.first { picture.telephones.agent(behind: $0) == owner } }
        let found: String? =
            switch end {
            case .own: own
            case .either: own ?? channels.first
            case .other where own != nil && own == call.callerChannel: call.calleeChannels.first
            case .other: call.callerChannel.isEmpty ? channels.first { $0 != own } : call.callerChannel
            }
        // Who talks with an announcement has no other party; it is that one's own channel then.
        guard let found = found ?? (end == .other && channels.count == 1 ? channels.first : nil) else {
            throw Fault(reason: end == .own ? "no telephone of this exchange is in \(call.id)" : "\(call.id) has no second party")
        }
        return found
    }

    func isOurs(_ number: String) -> Bool {
        picture.telephones.numbers.contains(number) || picture.queueNames[number] != nil
    }

    /// How the exchange rings a number; one outside goes the way of the dial plan (section 4.23).
    func interface(of number: String) -> String {
        if number.contains("/") { return number }
        return picture.telephones.interface(of: number) ?? "Local/\(number)@\(configuration.context)"
    }

    /// Where a call for or from this number enters the dial plan.
    func context(of number: String) -> String { picture.telephones.context(of: number) ?? configuration.context }
}

// MARK: - Sending

extension WebCTISite {
    /// Sends one command and puts its end into the words of an outcome.
    func send(_ operation: String, _ parameters: [(String, String)]) async -> Outcome {
        await sending(operation, parameters).0
    }

    /// - Returns: the outcome, and the answer where one came.
    func sending(_ operation: String, _ parameters: [(String, String)], within limit: Duration? = nil) async -> (Outcome, Answer?) {
        do {
            let answer = try await ask(operation, parameters, within: limit)
            guard answer.isSuccess else { return (.refused(code: answer.code, WebCTIErrors.words(for: answer)), answer) }
            return (.done(answer.message.isEmpty ? nil : answer.message), answer)
        } catch {
            return (Outcome(error), nil)
        }
    }
}
