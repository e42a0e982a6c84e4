import Exchange
import Foundation

/// What `getallstatus` must be asked for. The document does not say whether a list left out means all or none: the first
/// answer shows, and what stays empty without being named is named from then on.
struct Filter: Sendable {
    /// Lists that come only when asked for by number.
    var named: Set<String> = []

    /// The longest list of numbers in one request, in characters: servers refuse longer addresses.
    static let longest = 6_000

    /// The parameters of the requests that together ask for everything.
    func requests(devices: [String], users: [String], queues: [String]) -> [[(String, String)]] {
        let lists = [("devices", devices), ("users", users), ("queues", queues)].filter { named.contains($0.0) }
        var requests: [[(String, String)]] = [[]]
        var length = 0
        for (name, numbers) in lists {
            for number in numbers {
                if length + number.utf8.count > Self.longest {
                    requests.append([])
                    length = 0
                }
                let index = requests.count - 1
                if requests[index].last?.0 == name {
                    requests[index][requests[index].count - 1].1 += ",\(number)"
                } else {
                    requests[index].append((name, number))
                }
                length += number.utf8.count + 3  // the comma travels encoded
            }
        }
        return requests
    }
}

/// How much a sweep covers.
enum Scope: Int, Comparable {
    /// The state of everything, in one answer as a rule.
    case moving
    /// That, and what moves more slowly or is told nowhere else.
    case slow
    /// That, and the lists of what there is.
    case everything

    static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
}

// Keeping in step: the clock, the lists, the state; then the state again and again, one sweep at a time.
extension WebCTISite {
    /// Sweeps between two looks at what moves slowly.
    private static let slowness = 5
    /// Sweeps in a row that may fail before the link counts as lost; silence alone never ends it.
    private static let patience = 3

    /// - Throws: `RequestFailure` when the exchange cannot be reached, or can no longer be.
    func keepInStep() async throws {
        setClock(try await ask(Self.timeOperation))
        log = QueueLog(from: picture.clock.wall(at: environment.now()))
        announce(try await sweep(.everything))
        var reconcileDue = environment.now() + configuration.reconcileInterval
        var count = 0
        var failures = 0
        var pause = configuration.pollInterval
        while true {
            await rest(pause)
            try Task.checkCancellation()
            if isWanted { try await environment.sleep(min(Self.gathering, configuration.pollInterval)) }
            isWanted = false
            let begun = environment.now()
            count += 1
            let scope: Scope =
                failures > 0 || begun >= reconcileDue ? .everything : count.isMultiple(of: Self.slowness) ? .slow : .moving
            do {
                let changes = try await sweep(scope)
                let now = environment.now()
                if failures > 0 {
                    announce(changes)
                } else if !changes.isEmpty {
                    report(changes)
                }
                failures = 0
                // An exchange that takes its time gets as much time again before it is asked more.
                pause = max(configuration.pollInterval, .seconds(max(0, now.timeIntervalSince(begun))))
                if scope == .everything { reconcileDue = now + configuration.reconcileInterval }
            } catch let failure as RequestFailure {
                failures += 1
                if failure.isUnsent || failure == .keyRefused || (failures >= Self.patience && !failure.isSilence) { throw failure }
                report([.link(configuration.id, .degraded, error: failure.words, at: environment.now(), retry: nil)])
                pause = min(pause * 2, max(configuration.pollInterval, Self.longestPause))
            }
        }
    }

    /// How long after an action the next look is taken: the exchange needs a moment to act.
    private static let gathering = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(10)

    /// Asks for a look at the exchange before it is due.
    func want() {
        isWanted = true
        stir()
    }

    /// Gives the board the whole picture, and says that it is one.
    private func announce(_ changes: [Change]) {
        isSynchronised = true
        let now = environment.now()
        let messages = changes.filter { if case .message = $0 { true } else { false } }
        report(picture.listings() + messages + [
            .link(configuration.id, .online, error: nil, at: now, retry: nil), .synced(configuration.id, at: now),
        ])
    }

    private func rest(_ duration: Duration) async {
        guard duration > .zero, !isWanted else { return }
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

extension RequestFailure {
    var isSilence: Bool { if case .noAnswer = self { true } else { false } }
}

// MARK: - One sweep

extension WebCTISite {
    /// Asks, takes in what comes, and tells what is different since.
    private func sweep(_ scope: Scope) async throws -> [Change] {
        var findings = Findings()
        if scope == .everything { try await lookAround(&findings) }
        let status = try await allStatus(findings)
        findings.status = status
        if scope >= .slow { try await lookSlowly(status, &findings) }
        let now = environment.now()
        var changes = picture.apply(findings, at: now)
        if scope >= .slow { changes += try await queueLog() }
        return changes
    }

    /// The lists of what there is. What the exchange does not offer is left out; a board without trunks is a board.
    private func lookAround(_ findings: inout Findings) async throws {
        if isSynchronised, let answer = try await optional(Self.timeOperation) { setClock(answer) }
        if let answer = try await optional("extensions.getallextensions") {
            findings.extensions = answer.rows.map(ExtensionRow.init).filter { !$0.number.isEmpty }
        } else if let answer = try await optional("extensions.getdevices") {
            findings.extensions = answer.rows.map(ExtensionRow.init).filter { !$0.number.isEmpty }
        }
        if let answer = try await optional("queues.getqueuelist") {
            let rows = answer.rows.map { ($0["queueno", "queue no", "queue"], $0["description"]) }
            findings.queues = Dictionary(rows.filter { !$0.0.isEmpty }, uniquingKeysWith: { _, last in last })
        }
        if let answer = try await optional("agents.getpausetype") {
            findings.reasons = Dictionary(answer.rows.map { ($0["pausetype"], $0["description"]) }, uniquingKeysWith: { _, last in last })
        }
        if let answer = try await optional("trunks.gettrunklist") {
            findings.trunks = answer.rows.map { $0["trunk"] }.filter { !$0.isEmpty }
        }
    }

    private func allStatus(_ findings: Findings) async throws -> AllStatus {
        let extensions = findings.extensions ?? picture.extensions.values.map(\.self)
        let queues = (findings.queues ?? picture.queueNames).keys.sorted()
        let devices = Set(extensions.map { $0.device.isEmpty ? $0.number : $0.device }).sorted()
        let users = extensions.map(\.number).sorted()
        while true {
            var status = AllStatus()
            for request in filter.requests(devices: devices, users: users, queues: queues) {
                let answer = try await ask("system.getallstatus", request)
                guard answer.isSuccess else { throw RequestFailure.unreadable(WebCTIErrors.words(for: answer)) }
                status.add(AllStatus(answer))
            }
            var missing: Set<String> = []
            if status.devices.isEmpty, !devices.isEmpty { missing.insert("devices") }
            if status.users.isEmpty, !users.isEmpty { missing.insert("users") }
            if status.queues.isEmpty, !queues.isEmpty { missing.insert("queues") }
            guard !missing.isSubset(of: filter.named) else { return status }
            filter.named.formUnion(missing)
        }
    }

    private func lookSlowly(_ status: AllStatus, _ findings: inout Findings) async throws {
        if let answer = try await optional("queues.getqueue") { findings.figures = answer.rows.map(QueueFiguresRow.init) }
        if let answer = try await optional("calls.getcalls") { findings.calls = answer.rows.compactMap { Leg(call: $0) } }
        if let answer = try await optional("calls.getchannel") {
            let held = answer.rows.filter { $0["hold"] == "1" || !["", "0"].contains($0["musichold"]) }
            findings.held = Set(held.filter { $0["clearflag"] != "1" }.map { $0["channel"] })
        }
        if !(findings.trunks ?? picture.trunks).isEmpty, let answer = try await optional("extensions.getpeers") {
            let states = answer.rows.map { ($0["objectname"], Self.reachability($0["status"])) }
            findings.peers = Dictionary(states, uniquingKeysWith: { _, last in last })
        }
        try await lookIntoRooms(status, &findings)
    }

    /// Who talks, who is muted: asked only where somebody confers.
    func lookIntoRooms(_ status: AllStatus, _ findings: inout Findings) async throws {
        findings.participants = []
        findings.lines = [:]
        let rooms = Set(status.conferences.map(\.room)).filter { !$0.isEmpty }
        guard !rooms.isEmpty else { return }
        if let answer = try await optional("conferences.getmeetme") { findings.participants = ConferenceRow.present(answer) }
        for room in rooms.sorted() {
            guard let answer = try await optional("system.cticommand", [("command", "meetme list \(room)")]) else { break }
            findings.lines?[room] = MeetMeLine.list(answer.rows.first?["result"] ?? "")
        }
    }

    /// `OK (12 ms)` changes with each look and says no more than `OK`.
    private static func reachability(_ status: String) -> String {
        status.hasSuffix(" ms)") ? String(status.prefix { $0 != "(" }).trimmed : status
    }

    /// New rows of the queue log, as messages.
    private func queueLog() async throws -> [Change] {
        var entries: [QueueLog.Entry] = []
        if let answer = try await optional("queues.getqueueloglist", [("eventtime1", log.since), ("rows", "1000")]) {
            entries = QueueLog.entries(answer)
        } else {
            // The log itself cannot be asked from a time on, only queue by queue: a few at a time, in turn.
            for queue in logTurn() {
                guard let answer = try await optional("queues.getqueuelog", [("queue", queue)]) else { break }
                entries += QueueLog.entries(answer)
            }
        }
        let now = environment.now()
        return log.take(entries, keeping: picture.clock.wall(at: now - QueueLog.overlap)).map {
            .message($0.message(site: configuration.id, clock: picture.clock, reasons: picture.reasons, at: now))
        }
    }

    private func logTurn() -> [String] {
        let queues = picture.shown.queues.keys.sorted()
        guard !queues.isEmpty else { return [] }
        defer { logPlace += Self.logWindow }
        return (0..<min(Self.logWindow, queues.count)).map { queues[(logPlace + $0) % queues.count] }
    }

    private static let logWindow = 8

    /// Asks something that is not needed for a board.
    /// - Returns: nil where it is refused or not there; that is told once.
    private func optional(_ id: String, _ parameters: [(String, String)] = []) async throws -> Answer? {
        guard !absent.contains(id) else { return nil }
        do {
            let answer = try await ask(id, parameters)
            if answer.isSuccess {
                toldTroubles.remove(id)
                return answer
            }
            tell("\(id): \(WebCTIErrors.words(for: answer))", of: id)
        } catch RequestFailure.absent(let page) {
            absent.insert(id)
            tell("the exchange has no \(page)", of: id)
        } catch RequestFailure.unreadable(let words) {
            tell("\(id): \(words)", of: id)
        }
        return nil
    }

    private func tell(_ trouble: SafeText, of id: String) {
        guard toldTroubles.insert(id).inserted else { return }
        report([.message(SiteMessage(site: configuration.id, time: environment.now(), topic: "trouble", text: trouble))])
    }
}

extension Date {
    fileprivate static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration / .seconds(1)) }
}
