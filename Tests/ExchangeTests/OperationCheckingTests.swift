import JSON
import Testing

@testable import Exchange

@Suite struct OperationCheckingTests {
    static let flat = Operation(
        "queue.pause", native: "pause", title: "Pause", area: "queues", kind: .command,
        [
            .init("queue", "Whose."), .init("type", required: false, values: ["pause": "busy", "unpause": "ready"], "Which way."),
            .init("trunks", required: false, values: ["all": "every trunk"], examples: true, "Names."),
            .init("seconds", type: .integer, required: false, "How long."), .init("rate", type: .number, required: false, "How much."),
            .init("force", type: .boolean, required: false, "Whether."), .init("members", type: .list, required: false, "Who."),
            .init("days", type: .list, required: false, values: ["mon": "", "tue": ""], "When."),
            .init("extra", type: .object, required: false, "What else."),
        ])

    static let nested = Operation(
        "hotel.alarm", native: "alarm", title: "Alarm", area: "hotel", kind: .command,
        [
            .init("extension", "Whose."), .init("params", type: .object, "How."), .init("params.start", "When."),
            .init("params.pin", required: false, secret: true, "The PIN."), .init("calls[].number", "Whom."),
            .init("calls[].kind", required: false, values: ["a": "", "b": ""], "How."),
            .init("more", type: .object, required: false, "Optional."), .init("more.level", type: .integer, "Needed where more is given."),
        ])

    @Test(
        arguments: [
            ([:], ["queue is needed"]), (["queue": ""], ["queue is needed"]), (["queue": .null], ["queue is needed"]),
            (["queue": "6500"], []),
            (["queue": .number("6500")], []), (["queue": ["1", "2"]], []), (["queue": [:]], ["queue must be a single text"]),
            (["queue": "1", "typ": "x"], ["queue.pause takes no typ; did you mean “type”?"]),
            (["queue": "1", "zzzzzz": "x"], ["queue.pause takes no zzzzzz"]),
            (["queue": "1", "type": "pause"], []), (["queue": "1", "type": "rest"], ["type must be one of pause, unpause"]),
            (["queue": "1", "type": ""], []), (["queue": "1", "trunks": "SIP1,SIP2"], []),
            (["queue": "1", "seconds": "12"], []), (["queue": "1", "seconds": .number("12")], []),
            (["queue": "1", "seconds": "99999999999999999999"], []),
            (["queue": "1", "seconds": "1.5"], ["seconds must be a whole number"]),
            (["queue": "1", "seconds": "soon"], ["seconds must be a whole number"]),
            (["queue": "1", "rate": "1.5"], []), (["queue": "1", "rate": "nan"], ["rate must be a number"]),
            (["queue": "1", "force": .bool(true)], []), (["queue": "1", "force": "yes"], []),
            (["queue": "1", "force": "maybe"], ["force must be true or false"]),
            (["queue": "1", "members": "a, b"], []), (["queue": "1", "members": "[\"a\"]"], []), (["queue": "1", "members": ["a"]], []),
            (["queue": "1", "members": "[\"a\""], ["members must be a list: values with commas between, or a JSON array"]),
            (["queue": "1", "members": [:]], ["members must be a list: values with commas between, or a JSON array"]),
            (["queue": "1", "days": "mon, tue"], []), (["queue": "1", "days": "mon,sun"], ["days must be one of mon, tue"]),
            (["queue": "1", "extra": "{\"a\":1}"], []), (["queue": "1", "extra": ["a": "b"]], []),
            (["queue": "1", "extra": "a"], ["extra must be a JSON object"]),
            (["zzzzzz": "x", "seconds": "x"], ["queue is needed", "seconds must be a whole number", "queue.pause takes no zzzzzz"]),
            ([], ["the arguments must be a JSON object"]), ("text", ["the arguments must be a JSON object"]),
        ] as [(JSONValue, [String])])
    func `Plain arguments are checked one by one`(arguments: JSONValue, faults: [String]) {
        #expect(Self.flat.check(arguments).map(\.reason.string) == faults)
    }

    private static let call: JSONValue = [["number": "1"]]

    @Test(
        arguments: [
            (["extension": "1", "params": ["start": "16:30"], "calls": call], []),
            (["extension": "1", "params.start": "16:30", "calls[0].number": "1"], []),
            (["extension": "1", "params": [["start": "16:30"]], "calls": call], []),
            (["extension": "1", "params": "{\"start\":\"16:30\"}", "calls": "[{\"number\":\"1\"}]"], []),
            (["extension": "1"], ["params is needed", "calls[0].number is needed"]),
            (["extension": "1", "params": [:], "calls": []], ["params.start is needed", "calls[0].number is needed"]),
            (
                ["extension": "1", "params": "16:30", "calls": "1,2"],
                ["params must be a JSON object", "calls must be a list: values with commas between, or a JSON array"]
            ),
            (
                ["extension": "1", "params.start": "1", "params.stat": "2", "calls": call],
                ["hotel.alarm takes no params.stat; did you mean “params.start”?"]
            ),
            (
                ["extension": "1", "params.start": "1", "calls": [["number": "1", "kind": "c"], ["kind": "a"]]],
                ["calls[0].kind must be one of a, b", "calls[1].number is needed"]
            ),
            (["extension": "1", "params.start": "1", "calls": call, "more": [:]], ["more.level is needed"]),
            (["extension": "1", "params.start": "1", "calls": call, "a..b": "x"], ["hotel.alarm takes no a..b"]),
        ] as [(JSONValue, [String])])
    func `Nested arguments are checked where they stand`(arguments: JSONValue, faults: [String]) {
        #expect(Self.nested.check(arguments).map(\.reason.string) == faults)
    }

    @Test func `What was typed is laid out as the wire nests it`() {
        let typed: JSONValue = [
            "extension": "1", "params.start": "16:30", "calls[0].number": "007", "more": "{\"level\":12345678901234567890}",
        ]
        #expect(
            Self.nested.arranged(typed)
                == [
                    "extension": "1", "params": ["start": "16:30"], "calls": [["number": "007"]],
                    "more": ["level": .number("12345678901234567890")],
                ])
        #expect(Self.flat.arranged(["members": "a, b", "queue": "a,b"]) == ["members": ["a", "b"], "queue": "a,b"])
    }

    @Test func `Secrets are masked however they are written`() {
        let ways: [JSONValue] = [
            ["params.pin": "geheim"], ["params": ["pin": "geheim"]], ["params": [["pin": "geheim"]]], ["pni": "geheim"],
            ["params": "{\"pin\":\"geheim\"}"], ["params": "pin geheim"], ["params..pin": "geheim"],
        ]
        for given in ways {
            #expect(!Self.nested.masked(given).compactText.contains("geheim"))
        }
        #expect(Self.nested.masked(["extension": "1"]) == ["extension": "1"])
        #expect(Self.flat.masked(["zzz": "1"]) == ["zzz": "1"])
    }
}
