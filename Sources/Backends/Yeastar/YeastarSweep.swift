import Exchange
import Foundation
import JSON

/// How much a sweep covers.
enum Scope: Int, Comparable {
    /// The calls in progress.
    case calls
    /// All that moves: telephones, calls, queues, rooms in session.
    case moving
    /// That, the lists of what there is, and calls whose reports were lost.
    case everything

    static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
}

// Keeping in step: a snapshot, then polls of what no report tells, until the exchange falls silent; then heartbeats until
// it speaks, and a snapshot again.
extension YeastarSite {
    /// How long a burst of reports may gather before the calls are looked at.
    private static let gathering = Duration.milliseconds(200)

    func keepInStep() async throws {
        while true {
            do {
                try await synchronise()
                try await follow()
            } catch let failure as RequestFailure {
                switch failure {
                case .notSent: throw failure
                case .noAnswer, .broken, .unreadable:
                    let error = LinkFailure(failure).reason
                    report([.link(configuration.id, .degraded, error: error, at: environment.now(), retry: nil)])
                    try await waitUntilHeard()
                }
            }
        }
    }

    /// Asks for a look at the exchange before it is due.
    func want(_ scope: Scope) {
        wanted = max(wanted ?? scope, scope)
        stir()
    }

    func stir() { sleeper.take()?.resume() }

    private func synchronise() async throws {
        wanted = nil
        let findings = try await sweep(.everything, isFirst: true)
        guard findings.extensions != nil || findings.queues != nil || findings.rooms != nil || findings.trunks != nil else {
            throw LinkFailure(.sync, "the exchange let us in and answers no question")
        }
        let now = environment.now()
        _ = picture.apply(findings, at: now)
        isSynchronised = true
        report(picture.listings() + [
            .link(configuration.id, .online, error: listenerTrouble, at: now, retry: nil), .synced(configuration.id, at: now),
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
            if let refusal { throw refusal }
            let begun = environment.now()
            let scope: Scope = begun >= reconcileDue ? .everything : max(wanted ?? .calls, begun >= pollDue ? .moving : .calls)
            wanted = nil
            if scope == .everything { try await reopenListener() }
            let findings = try await sweep(scope)
            let now = environment.now()
            let changes = picture.apply(findings, at: now)
            if !changes.isEmpty { report(changes) }
            tellStrangers()
            // An exchange that takes its time gets as much time again before it is asked more.
            let took = Duration.seconds(max(0, now.timeIntervalSince(begun)))
            pace = max(Self.gathering, took)
            if scope >= .moving { pollDue = now + max(configuration.pollInterval, took) }
            if scope == .everything { reconcileDue = now + configuration.reconcileInterval }
        }
    }

    /// Where the port was taken it may be free by now; the exchange is told with a heartbeat.
    private func reopenListener() async throws {
        guard listener == nil, configuration.reports != nil else { return }
        openListener()
        guard listener != nil else { return }
        try await inTurn { _ = try await self.beat() }
        report([.link(configuration.id, .online, error: nil, at: environment.now(), retry: nil)])
    }

    private func tellStrangers() {
        guard let strangers = listener?.strangers, strangers > toldStrangers else { return }
        if toldStrangers == 0 {
            tell("reports of strangers were turned away: only \(configuration.url) is believed, at the path it was told",
                once: "strangers")
        }
        toldStrangers = strangers
    }

    /// Beats until the exchange answers again.
    private func waitUntilHeard() async throws {
        while true {
            try await environment.sleep(configuration.pollInterval)
            do {
                try await inTurn { if try await !self.beat() { try await self.logIn() } }
                return
            } catch let failure as RequestFailure {
                if case .notSent = failure { throw failure }
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
            await withCheckedContinuation { continuation in
                if Task.isCancelled || wanted != nil || refusal != nil { continuation.resume() } else { sleeper = continuation }
            }
        } onCancel: {
            Task { await self.stir() }
        }
    }
}

// MARK: - One sweep

extension YeastarSite {
    private func sweep(_ scope: Scope, isFirst: Bool = false) async throws -> Findings {
        var findings = Findings()
        if isFirst, let reply = try await inquire(Path.deviceInfo) {
            serial = reply.answer.body.member("deviceinfo").flatMap { $0.member("sn") }.trimmedText
        }
        if scope == .everything {
            if let reply = try await inquire(Path.queues) { findings.queues = QueueRow.list(reply.answer.body) }
            if let reply = try await inquire(Path.rooms, ["number": "all"]) { findings.rooms = RoomRow.list(reply.answer.body) }
            if let reply = try await inquire(Path.trunks) { findings.trunks = TrunkRow.list(reply.answer.body) }
        }
        if scope >= .moving {
            if let reply = try await inquire(Path.extensions) {
                findings.extensions = Asked(at: reply.asked, value: ExtensionRow.list(reply.answer.body))
            }
            for queue in findings.queues?.map(\.number) ?? picture.queueRows.keys.sorted() {
                guard let reply = try await inquire(Path.queueStatus, ["queueid": queue]) else { continue }
                if let status = QueueStatus(reply.answer.body) { findings.queueStatus[queue] = Asked(at: reply.asked, value: status) }
            }
            let rooms = findings.rooms?.map(\.number) ?? picture.shown.rooms.keys.sorted()
            if !rooms.isEmpty, let reply = try await inquire(Path.roomsInSession, ["number": rooms.joined(separator: ",")], isQuiet: true)
            {
                findings.sessions = SessionRow.list(reply.answer.body)
            }
        }
        // Reports tell of calls; where none come, or some may be lost, the telephones are asked for theirs.
        if scope == .everything || (listener == nil && scope >= .moving) { try await askTelephones(&findings) }
        try await askTrunks(isFirst || scope == .everything, &findings)
        return findings
    }

    private func askTelephones(_ findings: inout Findings) async throws {
        guard let listing = findings.extensions else { return }
        let busy = listing.value.filter { [.talking, .ringing, .held, .busy].contains(AgentState(extension: $0.word)) }.map(\.number)
        guard !busy.isEmpty else {
            findings.details = Asked(at: listing.at, value: [])
            return
        }
        guard let reply = try await inquire(Path.extensionDetails, ["extid": busy.joined(separator: ",")]) else { return }
        findings.details = Asked(at: min(listing.at, reply.asked), value: CallRow.details(reply.answer.body))
    }

    private func askTrunks(_ all: Bool, _ findings: inout Findings) async throws {
        let incoming = Set(picture.live.values.filter { $0.direction == .inbound && CallNumber($0.id) != nil }.map(\.id))
            .union(findings.details?.value.compactMap { $0.inbound?.id } ?? [])
        if !incoming.isEmpty,
            let reply = try await inquire(Path.inbound, ["inboundid": incoming.sorted().joined(separator: ",")], isQuiet: true) {
            findings.inbound = Asked(at: reply.asked, value: (incoming, CallRow.list(reply.answer.body)))
        }
        if all || picture.live.values.contains(where: { $0.direction == .outbound }) {
            if let reply = try await inquire(Path.outbound, isQuiet: true) {
                findings.outbound = Asked(at: reply.asked, value: CallRow.list(reply.answer.body))
            }
        }
    }

    /// One question of a sweep.
    /// - Parameter isQuiet: a refusal is no trouble: there is nothing to list.
    /// - Returns: nil where the exchange refused, which is told once.
    private func inquire(_ path: String, _ fields: [String: String] = [:], isQuiet: Bool = false) async throws -> Reply? {
        do {
            let reply = try await ask(path, fields.mapValues { .string($0) })
            if reply.answer.isSuccess { return reply }
            if !isQuiet { tell("\(path): \(ErrorCode.meaning(of: reply.answer.errno))", once: path) }
            return nil
        } catch RequestFailure.unreadable(let reason) {
            tell(reason, once: path)
            return nil
        }
    }
}

extension Date {
    fileprivate static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration / .seconds(1)) }
}
