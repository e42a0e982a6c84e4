import BackendSupport
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
struct Scope: PollScope {
    let rawValue: Int
    /// The state of everything, in one answer as a rule.
    static let moving = Scope(rawValue: 1)
    /// That, and what moves more slowly or is told nowhere else.
    static let slow = Scope(rawValue: 3)
    /// That, and the lists of what there is.
    static let everything = Scope(rawValue: 7)
}

// Keeping in step: the clock, the lists, the state; then the state again and again, one sweep at a time.
extension WebCTISite {
    /// Sweeps between two looks at what moves slowly.
    static let slowness = 5
    /// How long after an action the next look is taken: the exchange needs a moment to act.
    static let gathering = Duration.milliseconds(100)
    static let longestPause = Duration.seconds(10)
    /// Sweeps in a row that may fail before the link counts as lost; silence alone never ends it.
    private static let mostFailures = 3

    /// - Throws: `RequestFailure` when the exchange cannot be reached, or can no longer be.
    func keepInStep() async throws {
        setClock(try await ask(Self.timeOperation))
        // The key is taken: that is all the log-in there is.
        isLoggedIn = true
        reporter.online()
        log = QueueLog(from: picture.clock.wall(at: environment.now()))
        try await polls.run {
            let changes = try await sweep(.everything)
            failures = 0
            pause.reset()
            reporter.synchronised(
                picture.published.listings() + changes.filter { if case .message = $0 { true } else { false } })
        } look: { scope in
            reporter.report(try await sweep(scope))
        } recover: { error in
            guard reporter.isSynchronised, let failure = error as? RequestFailure else { throw error }
            failures += 1
            if failure.isUnsent || failure == .keyRefused || (failures >= Self.mostFailures && !failure.isSilence) { throw failure }
            reporter.degraded(failure.reason)
            try await environment.sleep(pause.grow())
        }
    }

    /// Asks for a look at the exchange before it is due.
    func want() { polls.want(.moving) }
}

// MARK: - One sweep

extension WebCTISite {
    /// Asks, takes in what comes, and tells what is different since.
    private func sweep(_ scope: Scope) async throws -> [Change] {
        var findings = Findings()
        if scope == .everything { try await lookAround(&findings) }
        let status = try await allStatus(findings)
        findings.status = status
        try await lookAtChannels(&findings)
        let before = isStateKnown ? nil : picture
        if before != nil { showState(findings) }
        if scope == .everything { try await lookForTrunks(&findings) }
        try await lookForNames(of: status, &findings)
        if !reporter.isSynchronised { try await lookForBeginnings(&findings) }
        if scope.contains(.slow) {
            try await lookSlowly(status, &findings)
        } else if picture.hasOtherMembers(in: status) {
            // Whether who comes is muted is told in no other place.
            try await lookIntoRooms(status, &findings)
        }
        var news: [QueueLog.Entry] = []
        if scope.contains(.slow) || picture.hasNewPause(in: status) { news = try await queueLog(status, &findings) }
        let now = environment.now()
        if var before {
            // The first board is drawn up at once, with the times that came last.
            before.clock = picture.clock
            picture = before
        }
        return picture.apply(findings, at: now)
            + news.map { .message($0.message(site: configuration.id, clock: picture.clock, reasons: picture.reasons, at: now)) }
    }

    /// Lets actions see what they are about, before the board has everything.
    private func showState(_ findings: Findings) {
        _ = picture.apply(findings, at: environment.now())
        isStateKnown = true
        wakeWaitingActions()
    }

    /// The lists of what there is. What the exchange does not offer is left out; a board without trunks is a board.
    private func lookAround(_ findings: inout Findings) async throws {
        if reporter.isSynchronised, let answer = try await optional(Self.timeOperation) { setClock(answer) }
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
    }

    private func lookForTrunks(_ findings: inout Findings) async throws {
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

    /// Who hears music, who listens in, who is with an application.
    private func lookAtChannels(_ findings: inout Findings) async throws {
        if let answer = try await optional("calls.getchannel") { findings.channels = answer.rows.compactMap(ChannelRow.init) }
    }

    /// The names of waiting callers whom the state of everything does not name (section 4.83), each asked for once.
    private func lookForNames(of status: AllStatus, _ findings: inout Findings) async throws {
        let waiting = status.queues.flatMap(\.waiting)
        let known = picture.callerNames.filter { id, _ in waiting.contains { $0.id == id } }
        findings.callerNames = known
        guard waiting.contains(where: { $0.name.isEmpty && known[$0.id] == nil }) else { return }
        guard let answer = try await optional("queues.getqueuecalls") else { return }
        var names = Dictionary(waiting.map { ($0.id, "") }, uniquingKeysWith: { first, _ in first })
        for row in answer.rows {
            let name = row["calleridname"]
            // What has no name here is printed as one: <Unknown>, or question marks in an encoding's place.
            let isName = !name.lowercased().contains("unknown") && name.utf8.contains { $0 != UInt8(ascii: "?") && $0 != 0x20 }
            if isName { names[row["uniqueid"].isEmpty ? row["channel"] : row["uniqueid"]] = name }
        }
        findings.callerNames = names
    }

    /// Since when telephones and members are as they are (sections 4.60, 4.84).
    private func lookForBeginnings(_ findings: inout Findings) async throws {
        var times = StateTimes()
        if let answer = try await optional("extensions.getextensionstatus") {
            for row in answer.rows { times.status[row["exten"]] = row["statustime"] }
        }
        if let answer = try await optional("queues.getqueuemember") {
            for row in answer.rows where !row["pausetime"].isEmpty {
                times.pauses[row["queue"], default: [:]][row["agent", "interface"]] = row["pausetime"]
            }
        }
        findings.times = times
    }

    private func lookSlowly(_ status: AllStatus, _ findings: inout Findings) async throws {
        if let answer = try await optional("queues.getqueue") { findings.figures = answer.rows.map(QueueFiguresRow.init) }
        if let answer = try await optional("calls.getcalls") { findings.calls = answer.rows.compactMap { Leg(call: $0) } }
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

    /// The queue log since the last look: reasons of pauses go into the picture.
    /// - Returns: the rows that were not told before.
    private func queueLog(_ status: AllStatus, _ findings: inout Findings) async throws -> [QueueLog.Entry] {
        var entries: [QueueLog.Entry] = []
        var pauses = picture.pauses
        if !reporter.isSynchronised { pauses.take(try await earlierPauses(in: status)) }
        if let answer = try await optional("queues.getqueueloglist", [("eventtime1", log.since), ("rows", "1000")]) {
            entries = QueueLog.entries(answer)
        } else {
            // The log itself cannot be asked from a time on, only queue by queue: a few at a time, in turn.
            for queue in logTurn(status) {
                guard let answer = try await optional("queues.getqueuelog", [("queue", queue)]) else { break }
                entries += QueueLog.entries(answer)
            }
        }
        pauses.take(entries)
        findings.pauses = pauses
        return log.take(entries, keeping: picture.clock.wall(at: environment.now() - QueueLog.overlap))
    }

    /// The pauses of the last day, where somebody is paused when a run begins.
    private func earlierPauses(in status: AllStatus) async throws -> [QueueLog.Entry] {
        guard status.queues.contains(where: { $0.members.contains { $0.paused == "1" } }) else { return [] }
        let yesterday = picture.clock.wall(at: environment.now() - 86_400)
        var entries: [QueueLog.Entry] = []
        for event in ["PAUSE", "PAUSEALL"] {
            let asked = [("eventtime1", yesterday), ("event", event), ("rows", "1000")]
            if let answer = try await optional("queues.getqueueloglist", asked) { entries += QueueLog.entries(answer) }
        }
        return entries
    }

    private func logTurn(_ status: AllStatus) -> [String] {
        let queues = status.queues.map(\.number).sorted()
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
                reporter.forget(id)
                return answer
            }
            reporter.tell("\(id): \(WebCTIErrors.words(for: answer))", once: id)
        } catch RequestFailure.absent(let reason, _) {
            absent.insert(id)
            reporter.tell(reason, once: id)
        } catch RequestFailure.unreadable(let reason) {
            reporter.tell("\(id): \(reason)", once: id)
        }
        return nil
    }
}
