import BackendSupport
import Exchange

// Queues and their members, rooms and their members, notes.
extension AsteriskSite {
    /// Names and reasons are cut at so many octets; a character that is cut in two makes the event vanish (page, Actions).
    private static let longestReason = 79

    /// QueueAdd takes any nonsense for an interface: the telephone must be known.
    func logIn(_ number: String, to queue: String) async -> Outcome {
        guard picture.queues[queue] != nil || !reporter.isSynchronised else { return .refused(code: nil, "there is no queue \(queue)") }
        guard let telephone = picture.members[number] else { return .refused(code: nil, "there is no telephone \(number)") }
        guard telephone.memberships[queue] == nil else { return .refused(code: nil, "\(number) is in \(queue) already") }
        let name = (telephone.name.isEmpty ? number : telephone.name).prefix(octets: Self.longestReason)
        return await send(
            Request(
                "QueueAdd",
                [
                    "Queue": queue, "Interface": configuration.telephones.interface.text(number), "MemberName": name,
                    "StateInterface": "hint:" + configuration.telephones.hint.text(number),
                ]))
    }

    func logOut(_ number: String, of queue: String?) async -> Outcome {
        let memberships = picture.members[number]?.memberships.values.filter { queue == nil || $0.queue == queue } ?? []
        guard !memberships.isEmpty else {
            return .refused(code: nil, queue.map { "\(number) is not in \($0)" } ?? "\(number) is in no queue")
        }
        return await Outcome.inTurn(memberships.sorted { $0.queue < $1.queue }.map { ($0.queue, $0) }) { member in
            await send(Request("QueueRemove", ["Queue": member.queue, "Interface": member.location]))
        }
    }

    func pause(_ number: String, _ isPaused: Bool, in queue: String?, _ reason: String?) async -> Outcome {
        let memberships = picture.members[number]?.memberships.values.filter { queue == nil || $0.queue == queue } ?? []
        guard !memberships.isEmpty else {
            return .refused(code: nil, queue.map { "\(number) is not in \($0)" } ?? "\(number) is in no queue")
        }
        let words = reason.map { $0.prefix(octets: Self.longestReason) }
        // One request for each interface pauses it in all queues; a person may be a member under two.
        var steps: [(String, Request)] = []
        for (location, rows) in Dictionary(grouping: memberships, by: \.location).sorted(by: { $0.key < $1.key }) {
            var fields = [("Interface", location), ("Paused", isPaused ? "true" : "false")]
            if queue != nil, let row = rows.first { fields.append(("Queue", row.queue)) }
            if let words, isPaused { fields.append(("Reason", words)) }
            steps.append((location, Request("QueuePause", fields: fields)))
        }
        let outcome = await Outcome.inTurn(steps) { await send($0) }
        polls.want(.everything)
        return outcome
    }

    // MARK: Rooms

    func createRoom(_ numbers: [String]) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        let others = numbers.filter { $0 != own }
        let outcome = await invite([own] + others, to: own)
        if case .done(let words, _) = outcome { return .done(words, reference: own) }
        return outcome
    }

    /// A room comes into being with who enters it first.
    func invite(_ numbers: [String], to room: String) async -> Outcome {
        await Outcome.inTurn(numbers.map { ($0, $0) }) { number in
            guard number.utf8.allSatisfy({ $0 > 0x20 && !"(),$@/;".utf8.contains($0) }), !number.isEmpty else {
                return .invalid("“\(number)” is no number")
            }
            let isTelephone = picture.members[number] != nil
            if !isTelephone, let problem = await problem(with: number, in: configuration.dialContext) { return problem }
            let channel = isTelephone ? configuration.telephones.channel.text(number) : "Local/\(number)@\(configuration.dialContext)/n"
            return await ring(channel, shown: "<\(room)>", [("Application", "ConfBridge"), ("Data", room)])
        }
    }

    func each(_ words: [String], in room: String, _ command: String) async -> Outcome {
        guard let facts = picture.rooms[room] else { return .refused(code: nil, "there is no room \(room)") }
        return await Outcome.inTurn(words.map { ($0, $0) }) { word in
            guard let member = facts.members.first(where: { $0.channel == word || $0.number == word || $0.id == word }) else {
                return .refused(code: nil, "\(word) is not in room \(room)")
            }
            return await send(Request(command, ["Conference": room, "Channel": member.channel]))
        }
    }

    func endRoom(_ room: String) async -> Outcome {
        guard picture.rooms[room] != nil || !reporter.isSynchronised else { return .refused(code: nil, "there is no room \(room)") }
        return await send(Request("ConfbridgeKick", ["Conference": room, "Channel": "all"]))
    }

    // MARK: Notes

    /// Into the call where there is one, else to the telephone. That it was sent does not mean that anybody read it.
    func note(_ text: String, to number: String) async -> Outcome {
        let words: SafeText = "sent; nothing tells whether it was read"
        if let leg = picture.legs.all.values.first(where: { picture.telephone(of: $0) == number && $0.isUp && !$0.name.isLocal }) {
            return await send(Request("SendText", ["Channel": leg.name.text, "Message": text]), done: words)
        }
        guard rights.allows("MessageSend") else {
            return .refused(code: nil, "\(number) is in no call, and this account lacks the write class message")
        }
        return await send(
            Request(
                "MessageSend",
                ["Destination": "pjsip:\(number)", "From": "<sip:\(configuration.operatorExtension ?? "cordboard")>", "Body": text]),
            done: words)
    }
}
