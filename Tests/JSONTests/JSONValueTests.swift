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

    /// Exchanges write telephone numbers without quotes.
    @Test(arguments: [
        "053288880001", "00", "-01", "+8613800138000", "18446744073709551616", "-9223372036854775809",
        "123456789012345678901234567890", "007.5", ".5", "5.", "192.168.1.5", "0e", "1-2", "-0",
    ])
    func `A bare number that would not survive is text, digit for digit`(_ digits: String) throws {
        let text = #"{"a":"x\\\"01","callerid":\#(digits),"list":[\#(digits), 1,\#(digits)],"b":"02"}"#
        let value = try JSONValue(parsing: text)
        #expect(value["callerid"] == .string(digits))
        #expect(value["list"] == [.string(digits), .number("1"), .string(digits)])
        #expect(value["a"] == #"x\"01"# && value["b"] == "02")
        #expect(try JSONValue(parsing: digits) == .string(digits))
    }

    @Test(arguments: [
        "0", "-1", "12", "9223372036854775807", "9223372036854775808", "18446744073709551615", "-9223372036854775808", "0.50", "1e300",
        "1e999",
        "1E-5", "1.5e+10", "-0.0",
    ])
    func `A number stays a number with its digits`(_ digits: String) throws {
        #expect(try JSONValue(parsing: "[\(digits)]") == [.number(digits)])
    }

    @Test(arguments: ["[12ab]", "[0x10]", "[01 2]", "[--]", "[e]", #"{"a":-}"#, "[1_0]", "[é1]", "[01"])
    func `What only resembles a number is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    /// As many as fit into some megabytes take a hundred times as much memory.
    @Test(arguments: [#""k":1,"#, "{},", "[],"]) func `More values than an answer holds are refused before any is made`(_ part: String) {
        let (open, close) = part.hasPrefix("\"") ? ("{", #""z":1}"#) : ("[", "0]")
        let text = open + String(repeating: part, count: 600_000) + close
        #expect(throws: JSONError(reason: "too many values", offset: text.utf8.count)) { try JSONValue(parsing: text) }
        #expect(throws: Never.self) { try JSONValue(parsing: open + String(repeating: part, count: 10_000) + close) }
    }

    @Test func `An object of more members than any answer has is refused, an array is not`() throws {
        let members = (0..<50_001).map { #""k\#($0)":0"# }.joined(separator: ",")
        #expect(throws: JSONError.self) { try JSONValue(parsing: #"[0,{"a":[1,2],\#(members)}]"#) }
        let numbers = Array(repeating: "0", count: 60_000).joined(separator: ",")
        #expect(try JSONValue(parsing: #"{"list":[\#(numbers)]}"#)["list"]?.array?.count == 60_000)
    }

    @Test func textSurvivesTheRoundTrip() throws {
        let value: JSONValue = ["zh": "坐席 \"一\"\n", "nul": "a\u{0}b", "list": ["x", .null, .bool(true)]]
        #expect(try JSONValue(parsing: value.compactText) == value)
        #expect(try JSONValue(parsing: value.prettyText) == value)
    }
}

@Suite struct JSONMembersTests {
    /// `é` as one code point and as two, and octets that are all put right to U+FFFD.
    @Test(arguments: [0, 40]) func `Keys that are one text to Swift are told apart by their octets`(others: Int) throws {
        let rest = (0..<others).map { #""k\#($0)":0,"# }.joined()
        let value = try JSONValue(
            parsing: Array(("{" + rest + #""\u00e9":"1","e\u0301":"2","# + "\"").utf8) + [0xFF] + Array(#"":"3",""#.utf8) + [0xFE]
                + Array(#"":"4"}"#.utf8))
        let members = try #require(value.object)
        #expect(members.count == others + 3)
        #expect(members["\u{E9}"] == "1" && members["e\u{301}"] == "2")
        #expect(members["\u{FFFD}"] == "4", "of members with one key the last counts")
        let texts: [String: String] = members.mapValues { $0.text ?? "" }
        #expect(texts["\u{E9}"] == "1" && texts.count == others + 2)
        #expect(members.compactMapValues(\.text).count == others + 2)
        #expect(members.mapValues { _ in .null }.count == others + 3)
        #expect(try JSONValue(parsing: value.compactText) == value)
    }

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
