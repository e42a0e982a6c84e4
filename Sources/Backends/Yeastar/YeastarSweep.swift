import BackendSupport
import Exchange
import Foundation
import JSON

/// How much a sweep covers.
struct Scope: PollScope {
    let rawValue: Int
    /// The calls in progress.
    static let calls = Scope(rawValue: 1)
    /// All that moves: telephones, calls, queues, rooms in session.
    static let moving = Scope(rawValue: 3)
    /// That, the lists of what there is, and calls whose reports were lost.
    static let everything = Scope(rawValue: 7)
}

// Keeping in step: a snapshot, then polls of what no report tells, until the exchange falls silent; then heartbeats until
// it speaks, and a snapshot again.
extension YeastarSite {
    /// How long a burst of reports may gather before the calls are looked at.
    static let gathering = Duration.milliseconds(200)

    func keepInStep() async throws {
        try await polls.run(synchronise: synchronise, look: look) { error in
            guard let failure = error as? RequestFailure, !failure.isUnsent else { throw error }
            reporter.degraded(failure.reason)
            try await waitUntilHeard()
        }
    }

    private func synchronise() async throws {
        let findings = try await sweep(.everything, isFirst: true)
        guard findings.extensions != nil || findings.queues != nil || findings.rooms != nil || findings.trunks != nil else {
            throw LinkFailure(.sync, "the exchange let us in and answers no question")
        }
        _ = take(findings)
        reporter.synchronised(picture.published.listings(), note: listenerTrouble)
    }

    private func look(_ scope: Scope) async throws {
        if scope == .everything || posted?.isElsewhere == true { try await reopenListener() }
        reporter.report(take(try await sweep(scope)))
        try await watchReports()
        if let stranger = posted?.takeStranger() {
            reporter.tell(
                """
                a report from \(stranger) was turned away: only \(configuration.url) is believed. Where a proxy or an address \
                translation stands between, reports come from an address of theirs; calls are seen by asking then
                """, once: "strangers")
        }
    }

    private func take(_ findings: Findings) -> [Change] {
        picture.endedCalls.advance(to: environment.uptime())
        let changes = picture.apply(findings, at: environment.now())
        guard findings.extensions != nil else { return changes }
        return changes + picture.noteOwnTelephone(isFree: !isOwnTelephoneBusy, at: environment.now())
    }

    var isOwnTelephoneBusy: Bool {
        guard let phone = configuration.operatorExtension.flatMap({ picture.phones[$0] }) else { return false }
        return ![.idle, .offline].contains(AgentState(extension: phone.row.word))
    }

    /// Where the port was taken it may be free by now; the exchange is told with a heartbeat.
    private func reopenListener() async throws {
        guard let posted, !posted.isOpen else { return }
        let (before, wasElsewhere) = (destination, posted.isElsewhere)
        openListener()
        guard posted.isOpen || destination != before || wasElsewhere != posted.isElsewhere else { return }
        try await inTurn { _ = try await self.beat() }
        reporter.online(note: listenerTrouble)
    }

    /// Notices that reports do not come, and tells the exchange our address again: another program of the same account may have
    /// told it its own.
    private func watchReports() async throws {
        guard let posted, posted.isOpen else { return }
        let isNews = watch.look(
            isMisdirected: posted.takeMisdirected(), missed: exchange(&picture.missedReports, with: (known: 0, unknown: 0)))
        guard let loss = watch.loss else { return }
        if isNews {
            let words = lossInWords(loss)
            reporter.tell(words, once: "reports")
            reporter.online(note: words)
        }
        guard watch.shallReclaim(at: environment.uptime()) else { return }
        try await inTurn { _ = try await self.beat() }
    }

    private func lossInWords(_ loss: ReportWatch.Loss) -> SafeText {
        let account = configuration.username
        return switch loss {
        case .stopped:
            """
            event reports have stopped: another program that logs in as \(account) may take them. They are asked for again, and \
            calls are seen by asking meanwhile
            """
        case .misdirected:
            """
            event reports come to another path: another program that logs in as \(account) has told the exchange its own. They \
            are asked for again, and calls are seen by asking meanwhile
            """
        case .neverCame:
            """
            no event report has come, though telephones change their state: check that the exchange reaches us and that the \
            extensions' state monitoring is on there. Calls are seen by asking
            """
        }
    }

    /// Beats until the exchange answers again.
    private func waitUntilHeard() async throws {
        while true {
            try await environment.sleep(max(configuration.pollInterval, renewals.wait(at: environment.uptime())))
            do {
                try await inTurn { if try await !self.isAlive() { try await self.renew() } }
                return
            } catch let failure as RequestFailure {
                if failure.isUnsent { throw failure }
            }
        }
    }
}

// MARK: - One sweep

extension YeastarSite {
    private func sweep(_ scope: Scope, isFirst: Bool = false) async throws -> Findings {
        var findings = Findings()
        if isFirst, let reply = try await inquire(Path.deviceInfo) {
            serial = reply.value.body.member("deviceinfo").flatMap { $0.member("sn") }.trimmedText
        }
        if scope == .everything {
            if let reply = try await inquire(Path.queues) { findings.queues = QueueRow.list(reply.value.body) }
            if let reply = try await inquire(Path.incomingRoutes, ["name": "all"], isQuiet: true) {
                findings.routes = IncomingRoute.list(reply.value.body)
            }
            if let reply = try await inquire(Path.trunks) { findings.trunks = TrunkRow.list(reply.value.body) }
        }
        if scope.contains(.moving) {
            if let reply = try await inquire(Path.extensions) {
                findings.extensions = Asked(at: reply.at, value: ExtensionRow.list(reply.value.body))
            }
            if let reply = try await inquire(Path.rooms, ["number": "all"]) { findings.rooms = RoomRow.list(reply.value.body) }
            for queue in queuesToAsk(of: findings.queues?.map(\.number) ?? picture.queueRows.keys.sorted(), isFirst) {
                guard let reply = try await inquire(Path.queueStatus, ["queueid": queue]) else { continue }
                if let status = QueueStatus(reply.value.body) { findings.queueStatus[queue] = Asked(at: reply.at, value: status) }
            }
            let rooms = findings.rooms?.map(\.number) ?? picture.published.rooms.keys.sorted()
            if !rooms.isEmpty, let reply = try await inquire(Path.roomsInSession, ["number": rooms.joined(separator: ",")], isQuiet: true) {
                findings.sessions = SessionRow.list(reply.value.body)
            }
        }
        // Reports tell of calls; where none come, or some may be lost, the telephones are asked for theirs.
        if scope == .everything || ((posted?.isOpen != true || watch.loss != nil) && scope.contains(.moving)) {
            try await askTelephones(&findings)
        }
        try await askTrunks(isFirst || scope == .everything, &findings)
        return findings
    }

    /// Each queue is a request of its own, to a small server that answers one at a time: a look asks about a few of many, those
    /// first where something happens.
    private func queuesToAsk(of queues: [String], _ isFirst: Bool) -> [String] {
        let touched = exchange(&picture.touchedQueues, with: [])
        let waiting = picture.queueStatus.filter { $0.value.callers ?? 0 > 0 }.keys
        return queueTurns.next(of: queues, first: touched.union(waiting), all: isFirst)
    }

    private func askTelephones(_ findings: inout Findings) async throws {
        guard let listing = findings.extensions else { return }
        let busy = listing.value.filter { [.talking, .ringing, .held, .busy].contains(AgentState(extension: $0.word)) }.map(\.number)
        guard !busy.isEmpty else {
            findings.details = Asked(at: listing.at, value: [])
            return
        }
        guard let reply = try await inquire(Path.extensionDetails, ["extid": busy.joined(separator: ",")]) else { return }
        findings.details = Asked(at: min(listing.at, reply.at), value: CallRow.details(reply.value.body))
    }

    private func askTrunks(_ all: Bool, _ findings: inout Findings) async throws {
        let incoming = Set(picture.live.values.filter { $0.direction == .inbound && CallNumber($0.id) != nil }.map(\.id))
            .union(findings.details?.value.compactMap { $0.inbound?.id } ?? [])
        if !incoming.isEmpty,
            let reply = try await inquire(Path.inbound, ["inboundid": incoming.sorted().joined(separator: ",")], isQuiet: true)
        {
            findings.inbound = Asked(at: reply.at, value: (incoming, CallRow.list(reply.value.body)))
        }
        if all || picture.live.values.contains(where: { $0.direction == .outbound }) {
            if let reply = try await inquire(Path.outbound, isQuiet: true) {
                findings.outbound = Asked(at: reply.at, value: CallRow.list(reply.value.body))
            }
        }
    }

    /// One question of a sweep.
    /// - Parameter isQuiet: a refusal is no trouble: there is nothing to list.
    /// - Returns: nil where the exchange refused, which is told once.
    private func inquire(_ path: String, _ fields: [String: String] = [:], isQuiet: Bool = false) async throws -> Asked<Answer>? {
        do {
            let reply = try await ask(path, fields.mapValues { .string($0) })
            if reply.value.isSuccess { return reply }
            if !isQuiet { reporter.tell("\(path): \(ErrorCode.meaning(of: reply.value.errno))", once: path) }
            return nil
        } catch RequestFailure.unreadable(let reason) {
            reporter.tell(reason, once: path)
            return nil
        }
    }
}
