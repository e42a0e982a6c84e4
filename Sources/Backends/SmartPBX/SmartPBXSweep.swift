import BackendSupport
import Exchange
import Foundation
import JSON

/// How much a sweep covers.
enum Scope: Int, Comparable {
    /// The calls in progress.
    case calls
    /// All that moves: calls, queues, rooms.
    case moving
    /// That, and the lists of what there is.
    case everything

    static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
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

// Keeping in step: a snapshot, then polls of what no event tells, until the exchange falls silent; then probes until it
// speaks, and a snapshot again.
extension SmartPBXSite {
    /// How many requests are under way at once: the exchange is a small machine with calls to handle.
    private static let window = 8
    /// How long a burst of events may gather before the calls are looked at.
    private static let gathering = Duration.milliseconds(100)
    /// A query that went unanswered this often, while others were answered, is not asked again on this link.
    private static let patience = 2

    func keepInStep() async {
        while !Task.isCancelled {
            do {
                try await synchronise()
                try await follow()
            } catch RequestFailure.noAnswer(let command, let limit) {
                let hint: SafeText = "the exchange does not answer: it is off line, or the token is wrong"
                let since: SafeText = "no answer to \(command) within \(limit.inSeconds) s"
                report([.link(configuration.id, .degraded, error: isSynchronised ? since : hint, at: environment.now(), retry: nil)])
                guard await isHeardAgain() else { return }
            } catch {
                return  // the link is gone, or we are no longer wanted
            }
        }
    }

    /// Asks for a look at the exchange before it is due.
    func want(_ scope: Scope) {
        wanted = max(wanted ?? scope, scope)
        stir()
    }

    private func synchronise() async throws {
        wanted = nil
        let findings = try await sweep(.everything, isFirst: true)
        let now = environment.now()
        _ = picture.apply(findings, at: now)
        isSynchronised = true
        report(
            picture.listings() + [
                .link(configuration.id, .online, error: nil, at: now, retry: nil), .synced(configuration.id, at: now),
            ])
    }

    private func follow() async throws {
        var pollDue = environment.now() + configuration.pollInterval
        var reconcileDue = environment.now() + configuration.reconcileInterval
        var pace = Self.gathering
        while true {
            if wanted == nil { await rest(.seconds(pollDue.timeIntervalSince(environment.now()))) }
            if wanted != nil { try await environment.sleep(min(pace, configuration.pollInterval)) }
            try Task.checkCancellation()
            let begun = environment.now()
            let scope: Scope = begun >= reconcileDue ? .everything : begun >= pollDue ? .moving : wanted ?? .moving
            wanted = nil
            let findings = try await sweep(scope)
            let now = environment.now()
            let changes = picture.apply(findings, at: now)
            if !changes.isEmpty { report(changes) }
            // An exchange that takes its time gets as much time again before it is asked more.
            let took = Duration.seconds(max(0, now.timeIntervalSince(begun)))
            pace = max(Self.gathering, took)
            if scope >= .moving { pollDue = now + max(configuration.pollInterval, took) }
            if scope == .everything { reconcileDue = now + configuration.reconcileInterval }
        }
    }

    /// Probes a silent exchange until it answers anything.
    /// - Returns: false when there is no more point in it.
    private func isHeardAgain() async -> Bool {
        var probes: [Command] = [.deviceInfo, .liveCall]
        while true {
            do {
                _ = try await ask(probes[0])
                return true
            } catch RequestFailure.noAnswer {
                probes.swapAt(0, 1)
                do { try await environment.sleep(configuration.pollInterval) } catch { return false }
            } catch {
                return false
            }
        }
    }

    private func rest(_ duration: Duration) async {
        guard duration > .zero else { return }
        let alarm = Task { [environment] in
            try? await environment.sleep(duration)
            if !Task.isCancelled { self.stir() }
        }
        defer { alarm.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper = $0 }
        } onCancel: {
            Task { await self.stir() }
        }
    }

    private func stir() {
        sleeper?.resume()
        sleeper = nil
    }
}

// MARK: - One sweep

extension SmartPBXSite {
    private func sweep(_ scope: Scope, isFirst: Bool = false) async throws -> Findings {
        var findings = Findings()
        var queues = picture.queueRows.keys.sorted()
        var rooms = picture.shown.rooms.keys.sorted()
        if scope == .everything {
            var lists: [Command] = [.extensionList, .queueList, .roomList, .trunkList]
            if isFirst { lists.insert(.deviceInfo, at: 0) }
            for (query, reply) in try await askAll(lists.map(Query.plain)) {
                switch query.command {
                case .extensionList: findings.extensions = Asked(at: reply.asked, value: ExtensionRow.list(reply.answer.body))
                case .queueList: findings.queues = QueueRow.list(reply.answer.body)
                case .roomList: findings.rooms = RoomRow.list(reply.answer.body)
                case .trunkList: findings.trunks = TrunkRow.list(reply.answer.body)
                default: break
                }
            }
            queues = findings.queues?.map(\.number) ?? queues
            rooms = findings.rooms?.map(\.number) ?? rooms
        }
        let statuses = scope >= .moving ? queues.map(Query.queue) + rooms.map(Query.room) : []
        for (query, reply) in try await askAll([.plain(.liveCall)] + statuses) {
            let body = reply.answer.body
            switch (query.command, query.subject) {
            case (.queueStatus, let queue?): findings.queueStatus[queue] = .some(reply.answer.isSuccess ? QueueStatus(body) : nil)
            case (.roomStatus, let room?): findings.roomMembers[room] = reply.answer.isSuccess ? RoomMemberRow.list(body) : []
            default: findings.calls = Asked(at: reply.asked, value: CallRow.list(body))
            }
        }
        return findings
    }

    /// Asks several things, a few at a time.
    /// - Returns: the answers in the order they came; a list that was refused is left out, and the refusal told.
    /// - Throws: `RequestFailure`, at the first silence that means the exchange is silent altogether.
    private func askAll(_ queries: [Query]) async throws -> [(Query, Reply)] {
        var rest = queries.filter { strikes[$0, default: 0] < Self.patience }[...]
        return try await withThrowingTaskGroup(of: (Query, Reply?).self) { tasks in
            for query in rest.prefix(Self.window) { tasks.addTask { (query, try await self.inquire(query)) } }
            rest = rest.dropFirst(Self.window)
            var replies: [(Query, Reply)] = []
            while let (query, reply) = try await tasks.next() {
                if let reply { replies.append((query, reply)) }
                if let next = rest.popFirst() { tasks.addTask { (next, try await self.inquire(next)) } }
            }
            return replies
        }
    }

    private func inquire(_ query: Query) async throws -> Reply? {
        let begun = picture.moment()
        do {
            let reply = try await ask(query.command, query.fields)
            strikes[query] = nil
            if reply.answer.isSuccess {
                toldTroubles.remove(query)
                return reply
            }
            // A room in which nobody is has no status to give; that is no trouble.
            if query.command == .roomStatus { return reply }
            tell("\(query.title): \(reply.answer.message ?? "refused")", of: query)
            return query.command == .queueStatus ? reply : nil
        } catch RequestFailure.noAnswer where lastAnswer > begun {
            // It answered others meanwhile: this one question it does not know, or it was lost.
            strikes[query, default: 0] += 1
            tell("no answer to \(query.title)", of: query)
            return nil
        }
    }

    private func tell(_ trouble: SafeText, of query: Query) {
        guard toldTroubles.insert(query).inserted else { return }
        report([.message(SiteMessage(site: configuration.id, time: environment.now(), topic: "trouble", text: trouble))])
    }
}

extension Date {
    static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration / .seconds(1)) }
    static func - (date: Date, duration: Duration) -> Date { date.addingTimeInterval(-(duration / .seconds(1))) }
}
