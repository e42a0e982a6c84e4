import Testing

@testable import JSON

@Suite struct JSONValueTests {
    @Test func identifiersThatLookLikeDecimalsKeepEveryDigit() throws {
        let value = try JSONValue(parsing: #"{"callid": 1673081585.0187, "other": 1673077852.140, "n": 12}"#)
        #expect(value["callid"]?.text == "1673081585.0187")
        #expect(value["other"]?.text == "1673077852.140")
        #expect(value["n"]?.text == "12")
        #expect(value.compactText == #"{"callid":1673081585.0187,"n":12,"other":1673077852.140}"#)
    }

    @Test func anEscapedSlashIsASlash() throws {
        #expect(try JSONValue(parsing: #""PJSIP\/8001-00000002""#) == "PJSIP/8001-00000002")
        #expect(JSONValue.string("FXS/7").compactText == #""FXS/7""#)
    }

    @Test func brokenUTF8IsReadWithStandIns() throws {
        let bytes = Array(#"{"name":""#.utf8) + [0xFF, 0x41] + Array(#""}"#.utf8)
        #expect(try JSONValue(parsing: bytes)["name"]?.text == "\u{FFFD}A")
    }

    @Test(arguments: [
        "", "{", #"{"a":1,}"#, #"{"a" 1}"#, "[1] [2]", "nonsense", #"{"type": "listen }"#, String(repeating: "[", count: 100),
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func textSurvivesTheRoundTrip() throws {
        let value: JSONValue = ["zh": "坐席 \"一\"\n", "nul": "a\u{0}b", "list": ["x", .null, .bool(true)]]
        #expect(try JSONValue(parsing: value.compactText) == value)
        #expect(try JSONValue(parsing: value.prettyText) == value)
    }
}

@Suite struct JSONMembersTests {
    @Test(arguments: [3, 24, 25, 500]) func `Members keep their order and are found, few or many`(count: Int) throws {
        let text = "{" + (0..<count).map { #""k\#($0 * 7919 % 1_000)_\#($0)":\#($0)"# }.joined(separator: ",") + "}"
        var members = try #require(try JSONValue(parsing: text).object)
        #expect(members.values == (0..<count).map { .number($0) })
        for key in members.keys { #expect(members[key] != nil) }
        #expect(members["none"] == nil)
        let first = members.keys[0]
        members["new"] = "x"
        members[first] = nil
        #expect(members.count == count)
        #expect(members.keys.last == "new" && members["new"] == "x" && members[first] == nil)
        #expect(members[members.keys[0]] == .number(1))
    }

    @Test func `Two objects are equal whatever their order`() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":2}"#) == JSONValue(parsing: #"{"b":2,"a":1}"#))
        #expect(try JSONValue(parsing: #"{"a":1,"b":2}"#) != JSONValue(parsing: #"{"b":2,"c":1}"#))
        #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#) == ["a": .number(2)])
    }
}
