import Synchronization
import Testing

@testable import Simulators

@Suite struct ScriptTests {
    @Test func aScriptIsRead() throws {
        let text = """
            # a lesson
            at 5s call 13800138000 queue 6666   # the first caller

            at 1m30s pause 8001 6666
            \tat 500ms silent 10s
            at 50s restart-broker
            at 51s restart-broker 2s
            at 1h hangup all
            """
        let lines = try TrainingScript.parse(text, file: "lesson")
        let exchanges = ["smartpbx", "yeastar", "webcti", "icp", "asterisk"]
        #expect(
            lines == [
                ScriptLine(time: 5_000, command: .call("13800138000", to: "6666"), number: 2, kinds: exchanges),
                ScriptLine(time: 90_000, command: .pause("8001", queue: "6666", true), number: 4, kinds: exchanges),
                ScriptLine(time: 500, command: .fault("silent", for: 10_000), number: 5, kinds: SimulatorDescriptor.all.map(\.kind)),
                ScriptLine(time: 50_000, command: .restartBroker(0), number: 6, kinds: ["smartpbx"]),
                ScriptLine(time: 51_000, command: .restartBroker(2_000), number: 7, kinds: ["smartpbx"]),
                ScriptLine(time: 3_600_000, command: .hangUp(nil), number: 8, kinds: exchanges),
            ])
    }

    @Test(arguments: [
        ("at 5s", 1, 6, "COMMAND is missing"),
        ("\n  on 5s hostile-name", 2, 3, "“at” is expected here"),
        ("at 5 hostile-name", 1, 4, "TIME is a duration such as 5s, 500ms or 1m30s"),
        ("at 5s hostile-nam", 1, 7, "there is no command “hostile-nam”; did you mean “hostile-name”?"),
        ("at 5s call 138 qeue 6666", 1, 16, "“queue” or “extension” or “menu” or “room” is expected here"),
        ("at 5s pause 8001", 1, 17, "QUEUE is missing"),
        ("at 5s rate fast", 1, 12, "CALLS is a number of calls a minute"),
        ("at 5s lose -1", 1, 12, "N is a whole number from 0 to 100000000"),
        ("at 5s 呼叫 1\n", 1, 7, nil),
        ("at 5s invalid-json now", 1, 20, "“now” is one word too many; the form is: invalid-json"),
    ])
    func anErrorSaysWhere(_ text: String, line: Int, column: Int, reason: String?) {
        let error = #expect(throws: ScriptError.self) { try TrainingScript.parse(text, file: "lesson") }
        #expect(error?.line == line)
        #expect(error?.column == column)
        if let reason { #expect(error?.description == "lesson:\(line):\(column): \(reason)") }
    }

    /// Every command once, fit for an exchange of twelve telephones.
    static let everyCommand = [
        "call 13800138000 queue 6666", "dial 2011 2012", "hangup all", "pause 2011 6666", "unpause 2011 6666",
        "login 2011 6666", "logout 2011 6666", "register 2011", "unregister 2011", "join 2011 8800", "leave 2011 8800",
        "lose 2", "double 2", "invalid-json", "restart-broker", "incoming 13800138000", "room admin 2011", "offer admin 2011",
        "no-answers 1s", "half-open 1s", "tear 1s", "glue 1s", "garbage", "absurd-length", "unknown-message", "kick-out all",
        "expire-tokens", "reboot", "rate 0", "silent 1s", "delay 0s", "invalid-utf8", "payload 100", "hostile-name",
        "offline 1s", "fail 13800138000", "end-rooms admin", "slow-list 1s", "own-events 1s", "stop-named 1s", "joining-name", "text gbk",
        "stale-messages",
        "retain 1s", "leg-records 1s", "hide-callers 1s", "printed-states 1s",
        "manual", "answer 2011", "hold 2011", "unhold 2011", "transfer 2011 2012", "redirect 2011 2012",
        "choose 13800138000 6666", "refuse login 30003 1", "spoil getqueue 1", "listen 2011 2012", "pause-reason 2013 90 2",
        "pause-codes off", "no-callbacks 1s", "wrap-up 291",
        "event 291 AgentOther_PhoneBusy null", "unreachable 10086", "password none", "forget-sessions", "portal-offline 1s",
        "second-seat", "answers json", "never-booted 1s", "shutting-down 1s", "no-rights 1s", "single-session 1s", "clock 0",
        "later-login keeps", "unmonitor 2011",
    ]

    /// The table of commands says which kinds know one: they do what it says, and let pass what it does not.
    @Test(arguments: SimulatorDescriptor.all.map(\.kind)) func everyCommandOfAKindIsKnownToIt(_ kind: String) async throws {
        let text = Self.everyCommand.map { "at 1s \($0)" }.joined(separator: "\n")
        let script = try TrainingScript.parse(text, file: "lesson")
        #expect(Self.everyCommand.map { $0.prefix { $0 != " " } }.sorted() == TrainingScript.forms.map { $0.verb[...] }.sorted())
        let complaints = Mutex<[String]>([])
        let report: @Sendable (String) -> Void = { complaint in complaints.withLock { $0.append(complaint) } }
        let start = 1_700_000_000_000
        let time = SimulatorTime.byHand(at: start)
        switch kind {
        case "smartpbx":
            let world = SmartPBXWorld(seed: 1, agents: 12, rate: 0, start: start)
            await SmartPBXSimulator(world: world, time: time, script: script, report: report).advance(by: .seconds(5))
        case "confserver":
            let world = ConferenceServerWorld(seed: 1, agents: 12, rate: 0, start: start)
            await ConferenceServerSimulator(world: world, time: time, script: script, report: report).advance(by: .seconds(5))
        case "yeastar":
            let world = YeastarWorld(seed: 1, agents: 12, rate: 0, start: start)
            await YeastarSimulator(world: world, time: time, script: script, report: report).advance(by: .seconds(5))
        case "webcti":
            let world = WebCTIWorld(seed: 1, agents: 12, rate: 0, start: start)
            await WebCTISimulator(world: world, time: time, script: script, report: report).advance(by: .seconds(5))
        case "asterisk":
            let world = AsteriskWorld(seed: 1, agents: 12, rate: 0, start: start)
            await AsteriskSimulator(world: world, time: time, script: script, report: report).advance(by: .seconds(5))
        default:
            let world = ICPWorld(seed: 1, agents: 12, rate: 0, start: start)
            await ICPGatewaySimulator(world: world, time: time, script: script, report: report).advance(by: .seconds(5))
        }
        #expect(!complaints.withLock { $0 }.contains { $0.hasSuffix("has no such thing") })
        #expect(script.sorted(for: kind).count < script.count)
    }
}
