/// The polls of agents that are held until there is an event.
struct ICPGatewayPolls: Sendable {
    enum End: Sendable { case event(ICPEvent), nothing, refused(ICPRefusal), thrownOut }

    struct Poll: Sendable {
        let key: Int
        let token: String?
        let deadline: Milliseconds
    }

    struct Ended: Sendable {
        let agent: String
        let token: String?
        let how: End
    }

    private var polls: [String: Poll] = [:]
    /// What has ended and is still to be answered.
    private var ended: [Int: Ended] = [:]
    private var count = 0
    /// How often an agent polled while an earlier poll was still held.
    private(set) var overlapping = 0

    subscript(agent: String) -> Poll? { polls[agent] }

    func held(_ key: Int) -> (agent: String, poll: Poll)? { polls.first { $0.value.key == key }.map { ($0.key, $0.value) } }

    /// - Returns: the poll's key.
    mutating func hold(_ agent: String, token: String?, until deadline: Milliseconds) -> Int {
        count += 1
        polls[agent] = Poll(key: count, token: token, deadline: deadline)
        return count
    }

    mutating func end(_ agent: String, _ how: End) {
        guard let poll = polls.removeValue(forKey: agent) else { return }
        ended[poll.key] = Ended(agent: agent, token: poll.token, how: how)
    }

    /// The agent polls once more: an earlier poll that is held is refused.
    mutating func overtake(_ agent: String) {
        guard polls[agent] != nil else { return }
        overlapping += 1
        end(agent, .refused(.repeated))
    }

    mutating func takeEnd(_ key: Int) -> Ended? { ended.removeValue(forKey: key) }
}
