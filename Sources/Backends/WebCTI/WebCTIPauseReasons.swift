import BackendSupport

/// Why queue members are paused, by the queue log's rows (document, section 6.11): the state of a member says only that it is
/// (section 4.84, `paused` 0 or 1).
struct PauseReasons: Sendable, Equatable {
    /// A row that began a pause.
    struct Pause: Sendable, Equatable {
        var time: String
        /// 示忙值, a number of `getpausetype`; empty where a row tells none.
        var value: String
        /// 原因描述, in words.
        var text: String
    }

    /// By queue, then by the member's number and by its interface.
    private var pauses: [String: [String: Pause]] = [:]
    /// Pauses in all queues at once.
    private var everywhere: [String: Pause] = [:]

    /// - Parameter entries: of any order and of any events; those told before do no harm.
    mutating func take(_ entries: [QueueLog.Entry]) {
        for entry in entries.sorted(by: { $0.time < $1.time }) {
            let members = Set([entry.agentNumber, Telephones.interface(of: entry.agent)]).subtracting(["", "NONE"])
            switch entry.event {
            case "PAUSE":
                let pause = Pause(time: entry.time, value: entry.arguments[1], text: entry.arguments[2])
                for member in members where !isOlder(pause, pauses[entry.queue]?[member]) {
                    pauses[entry.queue, default: [:]][member] = pause
                }
            case "PAUSEALL":
                let pause = Pause(time: entry.time, value: "", text: entry.arguments[0])
                for member in members where !isOlder(pause, everywhere[member]) { everywhere[member] = pause }
            case "UNPAUSE", "UNPAUSEALL", "LOGOFF":
                for member in members { end(of: member, in: entry.event == "UNPAUSEALL" ? nil : entry.queue, at: entry.time) }
            default: break
            }
        }
    }

    private func isOlder(_ pause: Pause, _ other: Pause?) -> Bool { other.map { pause.time < $0.time } ?? false }

    private mutating func end(of member: String, in queue: String?, at time: String) {
        for name in queue.map({ [$0] }) ?? Array(pauses.keys) where pauses[name]?[member].map({ $0.time < time }) == true {
            pauses[name]?[member] = nil
        }
        if everywhere[member].map({ $0.time < time }) == true { everywhere[member] = nil }
    }

    /// What is known of a member's present pause.
    func pause(of member: QueueStatusRow.Member, in queue: String) -> Pause? {
        let own = pauses[queue].flatMap { $0[member.agent] ?? $0[member.interface] }
        let all = everywhere[member.agent] ?? everywhere[member.interface]
        guard let own else { return all }
        return all.map { isOlder(own, $0) ? $0 : own } ?? own
    }
}

extension PauseReasons.Pause {
    /// The reason in words, where there is one.
    /// - Parameter names: of the reasons, by their numbers.
    func words(_ names: [String: String]) -> String? {
        if !text.isEmpty { return text }
        if value.isEmpty || value == "0" { return nil }
        return names[value] ?? (value == "1" ? nil : value)
    }
}
