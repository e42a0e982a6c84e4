import Exchange
import Foundation

/// The queue log, read by polling (document, sections 4.124, 4.125, 6.10, 6.11). Its rows have no number and whole seconds
/// only: polls overlap, and what was told already is dropped by comparing whole rows.
struct QueueLog {
    struct Entry: Hashable, Sendable {
        var time: String
        var call: String
        var queue: String
        /// The agent's number.
        var agentNumber: String
        /// The agent's interface or channel.
        var agent: String
        var event: String
        var arguments: [String]

        init(_ row: Row) {
            time = row["eventtime"]
            call = row["callid"]
            queue = row["queuename", "queue"]
            agentNumber = row["agentno"]
            agent = row["agent"]
            event = row["event"]
            arguments = (1...5).map { row["arg\($0)"] }
        }
    }

    /// How far polls overlap, in seconds: rows may be written late, and some queues be looked at in turn.
    static let overlap: TimeInterval = 300

    /// Rows before this time on the exchange's wall are history. Such times compare as text.
    private(set) var since: String
    /// Rows told already, those of the overlap only, and how many of each: two events may be alike.
    private var told: [Entry: Int] = [:]

    /// - Parameter wall: the exchange's time now; what was before is not told.
    init(from wall: String) { since = wall }

    /// What is new in an answer, in the order of time.
    /// - Parameter overlap: the exchange's time an overlap ago.
    mutating func take(_ rows: [Entry], keeping overlap: String) -> [Entry] {
        var counts: [Entry: Int] = [:]
        var fresh: [Entry] = []
        for entry in rows where entry.time >= since && !entry.event.isEmpty {
            counts[entry, default: 0] += 1
            if counts[entry, default: 0] > told[entry, default: 0] { fresh.append(entry) }
        }
        told.merge(counts) { max($0, $1) }
        if overlap > since {
            since = overlap
            told = told.filter { $0.key.time >= overlap }
        }
        return fresh.sorted { $0.time < $1.time }
    }

    /// The entries of `getqueuelog`, or of `getqueueloglist`, which nests them.
    static func entries(_ answer: Answer) -> [Entry] {
        answer.rows.flatMap { row in
            let nested = row.rows("result")
            return nested.isEmpty ? (row["event"].isEmpty ? [] : [Entry(row)]) : nested.map(Entry.init)
        }
    }
}

extension QueueLog.Entry {
    func message(site: SiteID, clock: ExchangeClock, reasons: [String: String], at now: Date) -> SiteMessage {
        var details = ["event": event, "queue": queue]
        if !isNone(agentNumber) { details["agent"] = agentNumber }
        if !isNone(call) { details["call"] = call }
        for (index, argument) in arguments.enumerated() where !argument.isEmpty { details["arg\(index + 1)"] = argument }
        let meaning = Self.meanings[event].map { SafeText(stringLiteral: $0) } ?? SafeText(event)
        var words: SafeText = "\(queue): \(meaning)"
        if !isNone(agentNumber) { words = "\(words), \(agentNumber)" }
        switch event {
        case "ENTERQUEUE", "CONNECT": if !arguments[1].isEmpty { words = "\(words), \(arguments[1])" }
        case "PAUSE":
            let pause = PauseReasons.Pause(time: time, value: arguments[1], text: arguments[2])
            if let reason = pause.words(reasons) { words = "\(words), \(reason)" }
        case "WITHDRAW": if !arguments[3].isEmpty { words = "\(words), \(arguments[3])" }
        default: break
        }
        return SiteMessage(site: site, time: clock.date(wall: time) ?? now, topic: "queuelog", text: words, details: details)
    }

    private func isNone(_ text: String) -> Bool { text.isEmpty || text == "NONE" }

    /// The 27 events of section 6.10.
    static let meanings = [
        "ABANDON": "the caller hung up while waiting", "AGENTDUMP": "the agent refused the call",
        "COMPLETEAGENT": "the agent ended the call",
        "COMPLETECALLER": "the caller ended the call", "CONNECT": "an agent took the call", "ENTERQUEUE": "a caller entered the queue",
        "EXITEMPTY": "the caller left a queue without agents", "EXITWITHKEY": "the caller left by key",
        "EXITWITHTIMEOUT": "the caller's waiting time ran out", "LOGIN": "agent logged in", "LOGOFF": "agent logged off",
        "PAUSE": "agent paused", "PAUSEALL": "agent paused in all queues", "UNPAUSE": "agent ready",
        "UNPAUSEALL": "agent ready in all queues", "PENALTY": "agent's priority changed", "RINGINUSE": "ringing in use changed",
        "RINGNOANSWER": "the agent's telephone rang without answer", "SYSCOMPAT": "the channels did not fit",
        "AGENTLOGIN": "special agent logged in", "AGENTLOGOFF": "special agent logged off", "OUTCALL": "special agent called out",
        "ATTENDEDTRANSFER": "attended transfer", "BLINDTRANSFER": "blind transfer", "RINGCANCELED": "the caller hung up while it rang",
        "QUEUESTART": "the queues were started", "CONFIGRELOAD": "the queues were set up anew",
        "WITHDRAW": "the caller was taken out of the queue",
    ]
}
