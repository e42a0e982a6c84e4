import Exchange
import JSON
import Testing

@testable import ConferenceServer

/// The document's own requests.
private let examples: [(id: String, request: String)] = [
    ("session.login", "LOGIN\nOPERATORNAME:sadmin\nPASS:sadmin\nPHONE1:101\nSTATE1:1\nPHONE2:123\nSTATE2:1"),
    ("agents.operators", "GETOPERATORINFOR\nOPERATORNAME:admin"),
    ("conferences.info", "GETCONFROOMINFO\nOPERATORNAME:admin"),
    (
        "conferences.create",
        "CREATECONFROOM\nOPERATORNAME:sadmin\nOPERATORNUMBER:101\nLOCALCONFROOMID:1011849\nCONFROOMDESC:new conf room\nOTHERS:\nMAXDURATION:3600"
    ),
    ("conferences.stop", "STOPCONFROOM\nOPERATORNAME:sadmin\nSERVERROOMID:1\nLOCALCONFROOMID:1011849\nOTHERS:101"),
    (
        "conferences.member_add",
        "ADDCONFMEMBER\nOPERATORNAME:admin\nLOCALCONFROOMID:1013083\nSERVERROOMID:1\nMUTEFLAG:0\nOTHERS:126410002;126410003\nMAXDURATION:3600\nSPTYPE:SIP"
    ),
    ("conferences.member_kick", "KICKCONFMEMBER\nOPERATORNAME:admin\nLOCALCONFROOMID:1012487\nSERVERROOMID:1\nNUMBER:126410003"),
    ("session.logout", "LOGOUT\nOPERATORNAME:sadmin\nPASS:sadmin"),
    ("session.keepalive_ack", "KEEPALIVEACK\nOPERATORNAME:sadmin\nSYN:0"),
    ("config.member_register", "ADDMEMBERNOTIFY\nNUMBER:112\nTYPE:SIP"),
]

@Suite(.serialized, .timeLimit(.minutes(2))) struct CatalogTests {
    private func operation(_ id: String) throws -> Exchange.Operation {
        try #require(ConferenceServerOperations.all.first { $0.id == id })
    }

    @Test(arguments: examples.indices) func theDocumentsRequestsComeOutLetterForLetter(_ index: Int) throws {
        let (id, text) = examples[index]
        let lines = text.split(separator: "\n").dropFirst().map { $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) }
        let given = JSONMembers(uniqueKeysWithValues: lines.map { (String($0[0]), JSONValue.string(String($0[1]))) })
        let sent = try Message(operation(id), .object(given))
        #expect(sent.text == text.replacing("\n", with: "\r\n") + "\r\n")
    }

    @Test func optionalKeysStayAndListsAreJoined() throws {
        let login = try Message(operation("session.login"), ["OPERATORNAME": "a", "PASS": "b", "PHONE1": "101", "STATE1": .number(1)])
        #expect(
            login.text
                == wire("LOGIN", "OPERATORNAME:a", "PASS:b", "PHONE1:101", "STATE1:1", "PHONE2:", "STATE2:"))
        let add = try Message(
            operation("conferences.member_add"),
            [
                "OPERATORNAME": "a", "LOCALCONFROOMID": "1", "SERVERROOMID": "1", "MUTEFLAG": "0", "OTHERS": ["7", "8"],
                "MAXDURATION": "60", "SPTYPE": "MOBILE",
            ])
        #expect(add["OTHERS"] == "7;8")
    }

    @Test func wrongArgumentsAreNamed() throws {
        let kick = try operation("conferences.member_kick")
        #expect(throws: ArgumentFault(parameter: "NUMBER", kind: .missing, operation: kick.id)) { try Message(kick, ["SERVERROOMID": "1"]) }
        #expect(throws: ArgumentFault(parameter: "NUMER", kind: .unknown(nearest: "NUMBER"), operation: kick.id)) {
            try Message(kick, ["SERVERROOMID": "1", "NUMBER": "1", "NUMER": "1"])
        }
        // Nobody is there to fill in what is left out.
        #expect(throws: ArgumentFault(parameter: "OPERATORNAME", kind: .missing, operation: kick.id)) {
            try Message(kick, ["SERVERROOMID": "1", "NUMBER": "1"])
        }
        let register = try operation("config.member_register")
        #expect(
            throws: ArgumentFault(
                parameter: "TYPE", kind: .undocumented(choices: ["MOBILE", "SIP", "TELECOM", "UNICOM"]), operation: register.id)
        ) {
            try Message(register, ["NUMBER": "112", "TYPE": "FAX"])
        }
        let stop = try operation("conferences.stop")
        #expect(throws: ArgumentFault(parameter: "OTHERS", kind: .missing, operation: stop.id)) {
            try Message(stop, ["OPERATORNAME": "a", "SERVERROOMID": "1", "LOCALCONFROOMID": "1", "OTHERS": ";"])
        }
    }
}
