import Testing

@testable import ConferenceServer

@Suite struct MessagesTests {
    @Test func linesEndWithCRLFAndSplitAtTheirFirstColon() {
        let read = message("MEMBERCONNECTED\r\nNUMBER:101\r\nANSWERTIME:2016-01-21 09:39:35\r\nOTHERS:\r\n")
        #expect(read.name == "MEMBERCONNECTED")
        #expect(read["ANSWERTIME"] == "2016-01-21 09:39:35")
        #expect(read.has("OTHERS") && read["OTHERS"] == "")
        #expect(
            read.text
                == wire("MEMBERCONNECTED", "NUMBER:101", "ANSWERTIME:2016-01-21 09:39:35", "OTHERS:"))
        #expect(message("MEMBERCONNECTED\nNUMBER:101\nANSWERTIME:2016-01-21 09:39:35\nOTHERS:") == read)
    }

    @Test func anOperationIsCalledByItsName() {
        #expect(message("OPERATION:DELETEMEMBERACK\nNUMBER:126410003").name == "DELETEMEMBERACK")
    }

    @Test(arguments: ["", "\r\n\r\n", "  \r\n"]) func whatHasNoNameIsNoMessage(_ text: String) {
        #expect(Message(text: text) == nil)
    }

    @Test func hostileBytesAreRead() {
        let read = Message(text: "NEWCONFROOM\r\nX\r\n:no key\r\nCONFROOMDESC:\u{FFFD}\u{1B}[\r\n")
        #expect(read?.lines.map(\.key) == ["CONFROOMDESC"])
        #expect(read?.raw.string.contains("\u{1B}") == false)
    }

    @Test func aLineEndInAValueMakesNoLine() {
        #expect(Message("X", ["CONFROOMDESC": "a\r\nPASS:b\0"]).text == wire("X", "CONFROOMDESC:a  PASS:b "))
    }

    @Test(
        arguments: [
            ("A\nSTATUS:OK\nREASION:", true, nil, "the server gave no reason"), ("A\nSTATUS:OK\nREASIONDESC:success", true, nil, "success"),
            ("A\nSTATUS:FAILED\nREASIONCODE:4", false, "4", "already logged in elsewhere"),
            ("A\nSTATUS:FAILED\nREASION:full", false, nil, "full"),
            ("A\nREASIONCODE:602", false, "602", "the member could not be called (602)"),
            ("A\nREASIONCODE:0", true, nil, "the server gave no reason"), ("A\nSTATUS:\nX:1", true, nil, "the server gave no reason"),
            ("A\nSTATUS:failed\nREASIONCODE:17", false, "17", "reason 17"),
        ] as [(String, Bool, String?, String)])
    func everySpellingOfTheReasonIsRead(_ text: String, _ isSuccess: Bool, _ code: String?, _ words: String) {
        let read = message(text)
        #expect(read.isSuccess == isSuccess)
        #expect(read.reasonCode == code)
        #expect(read.explanation.string == words)
    }

    @Test func membersAreReadFromElevenFieldsAndFromTen() throws {
        let document = try #require(MemberRow("101;121;TALKING;2016-01-21 13:20:10;00:02:37;121;0;0;0;0;0;"))
        #expect(document.roomNumber == "101")
        #expect(document.number == "121")
        #expect(document.memberState == .joined)
        #expect(document.duration == .seconds(157))
        #expect(document.display == "121")
        #expect(document.flags == ["0", "0", "0", "0", "0"])
        let gateway = try #require(MemberRow("123456;126410003;TALKING;;126410003;0;0;1;1;1;"))
        #expect(gateway.duration == nil)
        #expect(gateway.display == "126410003")
        #expect(gateway.flags == ["0", "0", "1", "1", "1"])
        #expect(MemberRow("101;121")?.memberState == .joined)
        #expect(MemberRow("101;121;RINGING;")?.memberState == .ringing)
        #expect(MemberRow("101;;TALKING;") == nil)
        #expect(MemberRow(";;;;") == nil)
        #expect(MemberRow("101;121;TALKING;x;99:99:99;121;0;0;0;0;0;")?.duration == nil)
    }

    @Test func everyMemberLineCountsWhateverTheNumberSays() {
        let rows = message(
            "CONFROOMINFO\nCONFNUMBER:1\nCONFMEMBER1:101;121;TALKING;\nCONFMEMBER7:1;126410003;TALKING;;126410003;0;0;1;1;1;"
        ).memberRows
        #expect(rows.map(\.number) == ["121", "126410003"])
    }

    @Test(arguments: [
        ("STOPCONFROOMACK\nSERVERROOMID:1\nLOCALCONFROOMID:garbled", "STOPCONFROOM\nSERVERROOMID:1\nLOCALCONFROOMID:1011849", true),
        ("STOPCONFROOMACK\nSERVERROOMID:2\nLOCALCONFROOMID:1011849", "STOPCONFROOM\nSERVERROOMID:1\nLOCALCONFROOMID:1011849", false),
        ("CREATECONFROOMACK\nLOCALROOMID:1011849\nSERVERROOMID:1", "CREATECONFROOM\nLOCALCONFROOMID:1011849", true),
        ("CREATECONFROOMACK\nLOCALROOMID:1011850\nSERVERROOMID:1", "CREATECONFROOM\nLOCALCONFROOMID:1011849", false),
        ("KICKCONFMEMBERACK\nSERVERROOMID:1", "KICKCONFMEMBER\nSERVERROOMID:1\nNUMBER:121", true),
        ("OPERATION:DELETEMEMBERACK\nSERVERROOMID:1\nNUMBER:121", "KICKCONFMEMBER\nSERVERROOMID:1\nNUMBER:121", true),
        ("QUITCONFROOM\nSERVERROOMID:1\nNUMBER:121", "KICKCONFMEMBER\nSERVERROOMID:1\nNUMBER:121", true),
        ("QUITCONFROOM\nSERVERROOMID:1\nNUMBER:122", "KICKCONFMEMBER\nSERVERROOMID:1\nNUMBER:121", false),
        ("QUITCONFROOM\nSERVERROOMID:2\nNUMBER:121", "KICKCONFMEMBER\nSERVERROOMID:1\nNUMBER:121", false),
        ("MUTECONFMEMBERACK\nSERVERROOMID:1\nNUMBER:122", "MUTECONFMEMBER\nSERVERROOMID:1\nNUMBER:121", false),
        ("CHANGEPASSWORDACK\nSTATUS:OK", "CHANGEPASSWORD\nOPERATORNAME:sadmin", true),
        ("OPERATORINFO\nOPERATORNAME:admin", "GETOPERATORINFOR\nOPERATORNAME:admin", true),
        ("LOGINACK\nSTATUS:OK", "LOGOUT\nOPERATORNAME:sadmin", false),
    ])
    func answersBelongToTheirRequests(_ answer: String, _ request: String, _ belongs: Bool) {
        #expect(message(answer).answers(message(request)) == belongs)
    }
}
