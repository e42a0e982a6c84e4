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
        #expect(
            lines == [
                ScriptLine(time: 5_000, command: .call("13800138000", to: "6666"), number: 2),
                ScriptLine(time: 90_000, command: .pause("8001", queue: "6666", true), number: 4),
                ScriptLine(time: 500, command: .silent(10_000), number: 5),
                ScriptLine(time: 50_000, command: .restartBroker(0), number: 6),
                ScriptLine(time: 51_000, command: .restartBroker(2_000), number: 7),
                ScriptLine(time: 3_600_000, command: .hangUp(nil), number: 8),
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
}
