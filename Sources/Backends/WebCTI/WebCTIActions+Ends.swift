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
    func end(of word: String, _ end: End) throws(ActionRefusal) -> String {
        if let call = picture.calls[word] { return try channel(of: call, end, at: preferredOwner(of: call)) }
        if let agent = picture.published.agents[word] {
            if let call = agent.call.flatMap({ picture.calls[$0] }) { return try channel(of: call, end, at: word) }
            if let lone = loneChannel(at: word, end) { return lone }
            throw ActionRefusal(reason: "\(word) is in no call")
        }
        // An active channel is a device with something behind a dash: SIP/2011-b7c0d208.
        if word.contains("/"), Telephones.interface(of: word) != word {
            if let call = picture.callsByChannel[word].flatMap({ picture.calls[$0] }), end == .own {
                return try channel(of: call, end, at: preferredOwner(of: call))
            }
            return word
        }
        throw ActionRefusal(reason: "no call and no extension is named \(word)")
    }

    /// The channel of a telephone that is in no call of the lists: with an application, as a conference room, or not yet listed.
    private func loneChannel(at number: String, _ end: End) -> String? {
        let rows = picture.channels.filter { picture.telephones.agent(behind: $0.channel) == number }
        guard let row = rows.first(where: \.isUp) ?? rows.first else { return nil }
        if end == .other { return row.partner.isEmpty ? nil : row.partner }
        return row.channel
    }

    /// Of several telephones of ours in one call, the one that acts: the operator's, else who was called, else who called.
    private func preferredOwner(of call: LiveCall) -> String? {
        let callees = call.calleeChannels.compactMap { picture.telephones.agent(behind: $0) }
        let caller = picture.telephones.agent(behind: call.callerChannel)
        if let own = configuration.operatorExtension, callees.contains(own) || caller == own { return own }
        return callees.first ?? caller
    }

    private func channel(of call: LiveCall, _ end: End, at owner: String?) throws(ActionRefusal) -> String {
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
            throw ActionRefusal(reason: end == .own ? "no telephone of this exchange is in \(call.id)" : "\(call.id) has no second party")
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
    func send(_ operation: String, _ parameters: [(String, String)], within limit: Duration? = nil) async -> Outcome {
        await sending(operation, parameters, within: limit).0
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
