import BackendSupport
import Exchange
import Foundation
import JSON

// Rows of the gateway's answers (sections 2.4 to 2.8), as plain values: it writes numbers as text and text as numbers.

/// One agent of the VDN.
struct AgentRow: Equatable, Sendable {
    var workNumber: String
    var name: String
    /// `status`, the agent's state by section 2.5.
    var status: String
    /// `ctiStatus`, the finer state behind it.
    var fineStatus: String
    /// `currentStateReason`
    var reason: String
    /// How long it has been in this state.
    var duration: Duration?
    var group: String
    /// Identifiers of the skills signed in to.
    var skills: [String]
    var phone: String
    var calls: [String]

    init?(_ value: JSONValue) {
        workNumber = value.member("workno", "workNo").trimmedText
        guard !workNumber.isEmpty else { return nil }
        name = value.member("name").trimmedText
        status = value.member("status").trimmedText
        fineStatus = value.member("ctiStatus").trimmedText
        reason = value.member("currentStateReason").trimmedText
        // More than ten years is a figure that the gateway never set.
        duration = WireFigure(value.member("currentstatetime").trimmedText).flatMap { $0.value < 315_360_000 ? $0.seconds : nil }
        group = value.member("groupname").trimmedText
        skills = value.member("skilllist").rows.map { $0.member("id").trimmedText }.filter { !$0.isEmpty }
        phone = value.member("phonenumber").trimmedText
        calls = value.member("callids").names
    }

    static func list(_ result: JSONValue) -> [AgentRow] { result.rows.compactMap(AgentRow.init) }
}

extension AgentState {
    /// The state behind the two numbers of section 2.5.
    init(status: String, fine: String) {
        switch (status, fine) {
        case ("7", "2"), ("7", "3"), ("7", "4"): self = .ringing
        case ("7", _): self = .talking
        case ("2", _): self = .offline
        case ("3", _): self = .busy
        case ("4", _), ("6", _): self = .idle
        case ("5", _): self = .wrapup
        case ("8", _), ("9", _): self = .rest
        case ("", "0"): self = .offline
        case ("", "1"): self = .idle
        case ("", "2"), ("", "3"), ("", "4"): self = .ringing
        case ("", "5"): self = .talking
        case ("", "6"): self = .wrapup
        case ("", "7"): self = .busy
        case ("", "8"): self = .rest
        default: self = .unknown
        }
    }
}

/// One skill queue.
struct SkillRow: Equatable, Sendable {
    var id: String
    var name: String

    static func list(_ result: JSONValue) -> [SkillRow] {
        result.rows.compactMap { row in
            let id = row.member("id").trimmedText
            return id.isEmpty ? nil : SkillRow(id: id, name: row.member("name").trimmedText)
        }
    }
}

/// How a skill queue stands (`queryacdstat`).
struct QueueRow: Equatable, Sendable {
    var skill: String
    var waiting: Int?
    /// The longest wait in seconds.
    var longestWait: Int?

    static func list(_ result: JSONValue) -> [QueueRow] {
        result.rows.compactMap { row in
            let skill = row.member("deviceNo").trimmedText
            guard !skill.isEmpty else { return nil }
            return QueueRow(
                skill: skill, waiting: row.member("queueSize").wireCount, longestWait: row.member("queueTime").wireCount)
        }
    }
}

/// A call object (section 2.7).
struct CallRow: Equatable, Sendable {
    var id: String
    var feature: String
    var caller: String
    var called: String
    var skill: String
    var begun: Date?
    var hasEnded: Bool
    var priority: Int?

    init?(_ value: JSONValue) {
        id = value.member("callid").trimmedText
        guard !id.isEmpty else { return nil }
        feature = value.member("callfeature", "feature").trimmedText
        caller = value.member("caller").trimmedText.withoutAgentLetter
        called = value.member("called").trimmedText.withoutAgentLetter
        skill = Self.skill(value.member("callskillid").trimmedText)
        begun = Self.date(value.member("begintime"))
        hasEnded = Self.date(value.member("endtime")) != nil
        priority = WireFigure(value.member("userPriority").trimmedText).flatMap { abs(Double($0.value)) < 1e15 ? $0.value : nil }
    }

    /// The skill that a call waits for or came by; empty for a call that came directly, for which the gateway writes 0 or -1.
    static func skill(_ text: String) -> String { ["0", "-1"].contains(text) ? "" : text }

    static func list(_ result: JSONValue) -> [CallRow] { result.rows.compactMap(CallRow.init) }

    /// Milliseconds since 1970; nothing where the gateway writes 0 or less.
    static func date(_ value: JSONValue?) -> Date? {
        guard let figure = WireFigure(value.trimmedText), figure.value > 0, let date = WireFigure(figure.value / 1_000).date else {
            return nil
        }
        return date.addingTimeInterval(Double(figure.value % 1_000) / 1_000)
    }
}

extension CallDirection {
    /// By `feature` (section 3.3).
    init(feature: String) {
        switch feature {
        case "0": self = .inbound
        case "6": self = .internal
        case "7", "43": self = .outbound
        default: self = .unknown
        }
    }
}

/// A conference (`queryconfinfos`); the fields of its members are not documented.
struct ConferenceRow: Equatable, Sendable {
    var id: String
    var begun: Date?

    static func list(_ result: JSONValue) -> [ConferenceRow] {
        result.rows.compactMap { row in
            let id = row.member("confId").trimmedText
            return id.isEmpty ? nil : ConferenceRow(id: id, begun: CallRow.date(row.member("startTime")))
        }
    }
}
