import BackendSupport
import Exchange
import JSON

/// What a sweep covers.
struct Scope: PollScope {
    let rawValue: Int

    /// The calls in progress.
    static let calls = Scope(rawValue: 1)
    /// All that moves: calls, queues, rooms.
    static let moving = Scope(rawValue: 3)
    /// That, and the lists of what there is.
    static let everything = Scope(rawValue: 7)
}

/// One question of a sweep.
struct Query: Hashable, Sendable {
    var command: Command
    /// The queue or room it is about, and the field that names it.
    var subject: String?
    var field: String?

    static func plain(_ command: Command) -> Query { Query(command: command) }
    static func queue(_ number: String) -> Query { Query(command: .queueStatus, subject: number, field: "queue") }
    static func room(_ number: String) -> Query { Query(command: .roomStatus, subject: number, field: "conf") }

    var fields: JSONMembers {
        if let field, let subject { [field: .string(subject)] } else { [:] }
    }
    var title: String { subject.map { "\(command.name) \($0)" } ?? command.name }
}

// Keeping in step: a snapshot, then polls of what no event tells, until the exchange falls silent; then questions until it
// speaks, and a snapshot again.
extension SmartPBXSite {
    /// How many requests are under way at once: the exchange is a small machine with calls to handle.
    private static let window = 8
    /// How long a burst of events may gather before the calls are looked at.
    static let gathering = Duration.milliseconds(100)
    /// A query that went unanswered this often, while others were answered, is not asked again on this link.
    private static let mostStrikes = 2
    /// A silent exchange is asked at least this often whether it is there.
    private static let longestProbeInterval = Duration.seconds(1)

    /// Runs until the link is gone or the task is cancelled.
    func keepInStep() async {
        try? await polls.run {
            try await synchronise()
        } look: { scope in
            let findings = try await sweep(scope)
            picture.ended.advance(to: environment.uptime())
            reporter.report(picture.apply(findings, at: environment.now()))
        } recover: { error in
            guard case RequestFailure.noAnswer(let command, let limit) = error else { throw error }
            isSilent = true
            reporter.degraded(reporter.isSynchronised ? "no answer to \(command) within \(limit.inSeconds) s" : Self.noAnswerAtAll)
        }
    }

    private static let noAnswerAtAll: SafeText = "the exchange does not answer: it is off line, or the token is wrong"

    private func synchronise() async throws {
        try await untilHeard()
        // There is no log-in: an exchange that answers takes commands, before all of it is known.
        isSilent = false
        reporter.online()
        let findings = try await sweep(.everything)
        picture.ended.advance(to: environment.uptime())
        _ = picture.apply(findings, at: environment.now())
        reporter.synchronised(picture.published.listings())
    }

    /// Asks again and again until the exchange answers anything.
    ///
    /// It may come back to the broker after us, or long after: what was asked before is lost, and its answer need not be waited
    /// for. At any other sign of life it is asked at once.
    private func untilHeard() async throws {
        let (begun, before) = (environment.uptime(), lastAnswer)
        let interval = min(configuration.pollInterval, Self.longestProbeInterval)
        // Where one of them is unknown to the exchange the other is not.
        var probes: [Command] = [.deviceInfo, .liveCall]
        var (sent, due, signs) = (begun, begun, signsOfLife)
        while lastAnswer <= before {
            try Task.checkCancellation()
            let now = environment.uptime()
            if now >= due {
                Task { [probe = probes[0]] in _ = try? await ask(probe) }
                probes.swapAt(0, 1)
                (sent, due) = (now, now + interval)
            }
            if !isSilent, now - begun >= configuration.deadline {
                isSilent = true
                reporter.degraded(unreadable.map { "\(Self.noAnswerAtAll); what comes cannot be read: \($0)" } ?? Self.noAnswerAtAll)
            }
            await lifeSignal.wait(atMost: due - now, environment)
            if signsOfLife != signs {
                signs = signsOfLife
                due = min(due, sent + Self.gathering)
            }
        }
    }
}

// MARK: - One sweep

extension SmartPBXSite {
    private func sweep(_ scope: Scope) async throws -> Findings {
        var findings = Findings()
        var queues = picture.queueRows.keys.sorted()
        var rooms = picture.published.rooms.keys.sorted()
        if scope.isSuperset(of: .everything) {
            let lists: [Command] = [.extensionList, .queueList, .roomList, .trunkList]
            for (query, reply) in try await askAll(lists.map(Query.plain)) {
                switch query.command {
                case .extensionList: findings.extensions = reply.map { ExtensionRow.list($0.body) }
                case .queueList: findings.queues = QueueRow.list(reply.value.body)
                case .roomList: findings.rooms = RoomRow.list(reply.value.body)
                case .trunkList: findings.trunks = TrunkRow.list(reply.value.body)
                default: break
                }
            }
            queues = findings.queues?.map(\.number) ?? queues
            rooms = findings.rooms?.map(\.number) ?? rooms
        }
        let statuses = scope.isSuperset(of: .moving) ? queues.map(Query.queue) + rooms.map(Query.room) : []
        for (query, reply) in try await askAll([.plain(.liveCall)] + statuses) {
            let answer = reply.value
            switch (query.command, query.subject) {
            case (.queueStatus, let queue?): findings.queueStatus[queue] = .some(answer.isSuccess ? QueueStatus(answer.body) : nil)
            case (.roomStatus, let room?): findings.roomMembers[room] = answer.isSuccess ? RoomMemberRow.list(answer.body) : []
            default: findings.calls = reply.map { CallRow.list($0.body) }
            }
        }
        return findings
    }

    /// Asks several things, a few at a time.
    /// - Returns: the answers in the order they came; a list that was refused is left out, and the refusal told.
    /// - Throws: `RequestFailure`, at the first silence that means the exchange is silent altogether.
    private func askAll(_ queries: [Query]) async throws -> [(Query, Asked<Answer>)] {
        var rest = queries.filter { strikes[$0, default: 0] < Self.mostStrikes }[...]
        return try await withThrowingTaskGroup(of: (Query, Asked<Answer>?).self) { tasks in
            for query in rest.prefix(Self.window) { tasks.addTask { (query, try await self.inquire(query)) } }
            rest = rest.dropFirst(Self.window)
            var replies: [(Query, Asked<Answer>)] = []
            while let (query, reply) = try await tasks.next() {
                if let reply { replies.append((query, reply)) }
                if let next = rest.popFirst() { tasks.addTask { (next, try await self.inquire(next)) } }
            }
            return replies
        }
    }

    private func inquire(_ query: Query) async throws -> Asked<Answer>? {
        let begun = picture.sequence.next()
        do {
            let reply = try await ask(query.command, query.fields)
            strikes[query] = nil
            if reply.value.isSuccess {
                reporter.forget(query.title)
                return reply
            }
            // A room in which nobody is has no status to give; that is no trouble.
            if query.command == .roomStatus { return reply }
            reporter.tell("\(query.title): \(reply.value.message ?? "refused")", once: query.title)
            return query.command == .queueStatus ? reply : nil
        } catch RequestFailure.noAnswer where lastAnswer > begun {
            // It answered others meanwhile: this one question it does not know, or it was lost.
            strikes[query, default: 0] += 1
            reporter.tell("no answer to \(query.title)", once: query.title)
            return nil
        }
    }
}
