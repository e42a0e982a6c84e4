/// A short training script with a name: what people and applications do, so that an exchange says what a console must get
/// right. Telephones and queues are those of seed 1, 24 agents, rate 0.
public struct Scenario: Sendable {
    /// The system that it is for.
    public let kind: String
    public let name: String
    /// What the exchange says and does not say, in a sentence.
    public let meaning: String
    /// Lines of a training script.
    public let text: String

    init(_ kind: String, _ name: String, _ meaning: String, _ text: String) {
        self.kind = kind
        self.name = name
        self.meaning = meaning
        self.text = text
    }

    /// Every scenario, system by system.
    public static let all = yeastar + conferenceServer + smartPBX

    /// - Returns: nil where there is none of this name.
    public static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }

    /// Its lines, for `SimulatorOptions.script` or a simulator's own.
    /// - Throws: `ScriptError`.
    public func script() throws(ScriptError) -> [ScriptLine] { try TrainingScript.parse(text, file: name) }

    /// All names with their meanings, for a help text.
    public static var summary: String {
        let width = all.map { $0.name.count }.max() ?? 0
        return all.map { "  " + $0.name + String(repeating: " ", count: width + 2 - $0.name.count) + $0.meaning }.joined(separator: "\n")
    }
}

// MARK: - Yeastar (document 001)

extension Scenario {
    static let yeastar = [
        Scenario(
            "yeastar", "did-queue",
            "reports name the DID that was called, never the queue; a ring that times out is a CallFailed of that leg, and the caller waits",
            """
            at 1s manual
            at 1s call 13800138000 queue 9998   # calls 80006500; ALERT and RING of five legs, each pair with a callid of its own
            # 21s: five times CallFailed, callercount stays 1; 26s: rings again
            at 30s answer 102
            at 60s hangup 13800138000
            """),
        Scenario(
            "yeastar", "queue-nobody-free", "a caller waits of whom no report tells before a telephone rings; only callercount knows",
            """
            at 0s manual
            at 0s pause 101 9998
            at 0s pause 102 9998
            at 0s pause 103 9998
            at 0s pause 104 9998
            at 0s pause 106 9998
            at 1s call 13800138000 queue 9998
            at 40s unpause 101 9998             # the first report: its inboundid begins with the epoch of 1s
            at 60s hangup 13800138000
            """),
        Scenario(
            "yeastar", "menu-queue", "reports name the menu's DID; the queue is chosen in the menu and never said",
            """
            at 0s manual
            at 1s call 13800138000 menu 7000    # calls 80007000; no report
            at 5s choose 13800138000 9998
            at 15s answer 101
            at 30s hangup 13800138000
            """),
        Scenario(
            "yeastar", "ring-group", "a DID that rings three telephones at once, none of them by way of a queue",
            """
            at 0s manual
            at 1s call 13800138000 extension 6200
            at 5s answer 103
            at 20s hangup 13800138000
            """),
        Scenario(
            "yeastar", "transferred-queue-call", "a call that came through a queue and was answered is handed on: it does not wait again",
            """
            at 0s manual
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 15s transfer 101 107             # Tranfer names 101; then ALERT and RING at 107, to is still 80006500
            at 20s answer 107
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "redirected-call", "another application hands a call on: no report of it, but ALERT and RING at the new callee",
            """
            at 0s manual
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 15s redirect 101 107
            at 20s answer 107
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "redirected-unseen",
            "the same, to an extension whose ringing is not reported: only ANSWER and inbound/query name it",
            """
            at 0s manual
            at 0s unmonitor 107
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 15s redirect 101 107
            at 20s answer 107
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "hold-at-the-telephone", "no report tells of hold: extensionlist says Hold, queuestatus 8, until it is taken back",
            """
            at 0s manual
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 10s hold 101
            at 25s unhold 101
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "later-login-takes-reports", "the latest log-in or heartbeat of the account has the reports, the others have none",
            "at 0s later-login takes-reports"),
        Scenario(
            "yeastar", "later-login-ends-earlier", "a log-in ends the earlier one: its token is refused, its reports stop",
            "at 0s later-login ends-earlier"),
        Scenario(
            "yeastar", "login-refused-otherwise", "three log-ins are refused with a code that is not 30003",
            "at 0s expire-tokens\nat 0s refuse login 10004 3"),
    ]
}
