import Exchange
import Testing

@testable import Asterisk

@Suite struct MessagesTests {
    @Test func linesAreCutAtTheirFirstColonAndOneBlank() {
        let message = Message(text: "Event: UserEvent\r\nName: ACME: Sales\r\nEmpty:\r\nTwo:  blanks\r\nno line at all\r\nName: again")
        #expect(message.event == "UserEvent")
        #expect(message["Name"] == "ACME: Sales")
        #expect(message.all("Name") == ["ACME: Sales", "again"])
        #expect(message["Empty"] == "")
        #expect(message["Two"] == " blanks")
        #expect(message.lines.count == 5)
    }

    @Test func aValueThatBeginsWithAMarkKeepsItsLine() {
        #expect(Message(text: "Event: X\nName: \u{301}a\nNext: b")["Next"] == "b")
    }

    /// Channel fields are C-escaped; QueueEntry's and OriginateResponse's are raw.
    @Test(arguments: [
        (#"O\'Brien, Pat"#, "O'Brien, Pat"), (#"say \"hi\""#, "say \"hi\""), (#"a\tb"#, "a\tb"), (#"back\\slash"#, #"back\slash"#),
        ("<unknown>", ""), ("张三", "张三"), (#"end\"#, "end"),
    ])
    func fieldsOfChannelsAreUnescaped(_ wire: String, _ text: String) {
        #expect(Message(text: "Event: X\nCallerIDName: \(wire)").channelField("CallerIDName") == text)
        #expect(Message(text: "Event: X\nCallerIDName: \(wire)")["CallerIDName"] == wire)
    }

    /// An action behind a line end would really run.
    @Test(arguments: ["2101\r\nAction: Hangup", "a\nb", "a\rb"]) func aLineEndInAValueIsNotSent(_ value: String) {
        #expect(Request("Redirect", ["Exten": value]).problem == "Exten holds a line end, which cannot be sent")
        #expect(Request("Redirect", ["Exten": "2101"]).problem == nil)
    }

    @Test func whatTheExchangeWouldNotReadIsNotSent() {
        #expect(Request("UserEvent", ["Text": String(repeating: "y", count: 1_100)]).problem != nil)
        #expect(Request("X", fields: (0..<130).map { ("H\($0)", "v") }).problem != nil)
        #expect(Request("X", fields: (0..<126).map { ("H\($0)", "v") }).problem == nil)
    }

    /// Asterisk cuts at 79 octets, and a character that is cut in two makes the event vanish.
    @Test func textIsCutOnACharacter() {
        let text = String(repeating: "回", count: 30)
        #expect(text.prefix(octets: 79).utf8.count == 78)
        #expect("午餐".prefix(octets: 79) == "午餐")
        #expect("👨‍👩‍👧x".prefix(octets: 10) == "")
    }

    @Test func repeatedKeysAreAListInAnswers() {
        #expect(Message(text: "Response: Success\nOutput: a\nOutput: b").json == ["Response": "Success", "Output": ["a", "b"]])
    }

    @Test(arguments: [
        ("hint:2101@hints", "Local/2101@agents/n", "2101"), ("Local/2101@agents/n", "Local/2101@agents/n", "2101"),
        ("PJSIP/2104", "PJSIP/2104", "2104"), ("hint:x@elsewhere", "Local/7@other", nil), ("", "Nonsense/1", nil),
    ])
    func aMemberIsKnownByItsStateInterfaceElseByItsLocation(_ state: String, _ location: String, _ number: String?) {
        #expect(AsteriskConfiguration.test().telephones.member(stateInterface: state, location: location) == number)
    }

    @Test func namesOfChannelsAreTakenApart() {
        #expect(ChannelName("PJSIP/2101-0000002b").endpoint == "PJSIP/2101")
        #expect(ChannelName("PJSIP/my-trunk-0000002b").endpoint == "PJSIP/my-trunk")
        #expect(ChannelName("Local/2007@agents-00000050;1").localExtension == "2007")
        #expect(ChannelName("CBAnn/7001-00000001;2").isMachine)
        #expect(AsteriskConfiguration.test().telephones.endpoint(of: "PJSIP/2101-0000002b") == "2101")
        #expect(AsteriskConfiguration.test().telephones.endpoint(of: "IAX2/exchange-9642") == nil)
    }
}
