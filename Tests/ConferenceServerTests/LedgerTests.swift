import Exchange
import JSON
import Testing

@testable import ConferenceServer

/// The catalog's 24 rows: id, native name, kind, parameters in the order of the wire (`?` optional, `=` with their values).
private let catalog = """
    session.login|LOGIN|command|OPERATORNAME PASS PHONE1 STATE1 PHONE2? STATE2?
    agents.operators|GETOPERATORINFOR|query|OPERATORNAME
    conferences.info|GETCONFROOMINFO|query|OPERATORNAME
    conferences.create|CREATECONFROOM|command|OPERATORNAME OPERATORNUMBER LOCALCONFROOMID CONFROOMDESC OTHERS MAXDURATION
    conferences.stop|STOPCONFROOM|command|OPERATORNAME SERVERROOMID LOCALCONFROOMID OTHERS
    conferences.member_add|ADDCONFMEMBER|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID MUTEFLAG=0,1 OTHERS MAXDURATION SPTYPE=MOBILE,SIP,TELECOM,UNICOM
    conferences.member_kick|KICKCONFMEMBER|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID NUMBER
    session.logout|LOGOUT|command|OPERATORNAME PASS
    session.keepalive_ack|KEEPALIVEACK|command|OPERATORNAME SYN
    config.member_register|ADDMEMBERNOTIFY|command|NUMBER TYPE=MOBILE,SIP,TELECOM,UNICOM
    session.change_password|CHANGEPASSWORD|command|OPERATORNAME PASS NEWPASS
    agents.set_state|SETOPERATORSTATE|command|OPERATORNAME STATE
    agents.set_number|SETOPERATORNUMBER|command|OPERATORNAME PHONE1 STATE1 PHONE2? STATE2?
    agents.change_number|CHANGEOPERATORNUMBEER|command|OPERATORNAME NUMBER
    conferences.server_room_ack|SERVERCREATECONFROOMACK|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID STATUS=FAILED,OK
    conferences.incoming_room_ack|SERVERCREATEINCOMINGCONFROOMACK|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID STATUS=FAILED,OK
    conferences.member_mute|MUTECONFMEMBER|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID NUMBER
    conferences.member_unmute|UNMUTECONFMEMBER|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID NUMBER
    conferences.broadcast_set|SETCONFBROADCAST|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID
    conferences.broadcast_unset|UNSETCONFBROADCAST|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID
    conferences.switch|SWITCHCONFROOM|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID
    conferences.host_video|SETCONFHOSTVIDEO|command|OPERATORNAME LOCALCONFROOMID SERVERROOMID NUMBER
    conferences.restart_module|RESTARTCONFMODEL|command|OPERATORNAME
    config.member_unregister|DELETEMEMBERNOTIFY|command|NUMBER
    """

/// The document's own requests.
private let examples: [(id: String, request: String)] = [
    ("session.login", "LOGIN\nOPERATORNAME:sadmin\nPASS:sadmin\nPHONE1:101\nSTATE1:1\nPHONE2:123\nSTATE2:1"),
    ("agents.operators", "GETOPERATORINFOR\nOPERATORNAME:admin"),
    ("conferences.info", "GETCONFROOMINFO\nOPERATORNAME:admin"),
    ("conferences.create", "CREATECONFROOM\nOPERATORNAME:sadmin\nOPERATORNUMBER:101\nLOCALCONFROOMID:1011849\nCONFROOMDESC:new conf room\nOTHERS:\nMAXDURATION:3600"),
    ("conferences.stop", "STOPCONFROOM\nOPERATORNAME:sadmin\nSERVERROOMID:1\nLOCALCONFROOMID:1011849\nOTHERS:101"),
    ("conferences.member_add", "ADDCONFMEMBER\nOPERATORNAME:admin\nLOCALCONFROOMID:1013083\nSERVERROOMID:1\nMUTEFLAG:0\nOTHERS:126410002;126410003\nMAXDURATION:3600\nSPTYPE:SIP"),
    ("conferences.member_kick", "KICKCONFMEMBER\nOPERATORNAME:admin\nLOCALCONFROOMID:1012487\nSERVERROOMID:1\nNUMBER:126410003"),
    ("session.logout", "LOGOUT\nOPERATORNAME:sadmin\nPASS:sadmin"),
    ("session.keepalive_ack", "KEEPALIVEACK\nOPERATORNAME:sadmin\nSYN:0"),
    ("config.member_register", "ADDMEMBERNOTIFY\nNUMBER:112\nTYPE:SIP"),
]

@Suite(.serialized, .timeLimit(.minutes(2))) struct LedgerTests {
    private func operation(_ id: String) throws -> Exchange.Operation {
        try #require(ConferenceServerOperations.all.first { $0.id == id })
    }

    @Test func theLedgerIsTheCatalog() {
        let ledger = ConferenceServerOperations.all.map { operation in
            let parameters = operation.parameters.map { parameter in
                let values = parameter.values.keys.sorted().joined(separator: ",")
                return parameter.name + (parameter.isRequired ? "" : "?") + (values.isEmpty ? "" : "=" + values)
            }
            return [operation.id, operation.native, operation.kind.rawValue, parameters.joined(separator: " ")].joined(separator: "|")
        }
        #expect(ledger == catalog.split(separator: "\n").map(String.init))
        for operation in ConferenceServerOperations.all {
            #expect(!operation.titleEnglish.isEmpty && !operation.titleChinese.isEmpty)
            #expect(operation.parameters.allSatisfy { !$0.doc.isEmpty })
        }
    }

    @Test(arguments: examples.indices) func theDocumentsRequestsComeOutLetterForLetter(_ index: Int) throws {
        let (id, text) = examples[index]
        let lines = text.split(separator: "\n").dropFirst().map { $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) }
        let given = JSONMembers(uniqueKeysWithValues: lines.map { (String($0[0]), JSONValue.string(String($0[1]))) })
        let sent = try Message(operation(id), given)
        #expect(String(decoding: sent.payload, as: UTF8.self) == text.replacing("\n", with: "\r\n") + "\r\n")
    }

    @Test func optionalKeysStayAndListsAreJoined() throws {
        let login = try Message(operation("session.login"), ["OPERATORNAME": "a", "PASS": "b", "PHONE1": "101", "STATE1": .number(1)])
        #expect(String(decoding: login.payload, as: UTF8.self) == wire("LOGIN", "OPERATORNAME:a", "PASS:b", "PHONE1:101", "STATE1:1", "PHONE2:", "STATE2:"))
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
        #expect(throws: ArgumentFault(reason: "conferences.member_kick needs OPERATORNAME")) { try Message(kick, [:]) }
        #expect(throws: ArgumentFault(reason: "conferences.member_kick takes no NUMER")) { try Message(kick, ["NUMER": "1"]) }
        let register = try operation("config.member_register")
        #expect(throws: ArgumentFault(reason: "TYPE must be one of MOBILE, SIP, TELECOM, UNICOM")) {
            try Message(register, ["NUMBER": "112", "TYPE": "FAX"])
        }
        let stop = try operation("conferences.stop")
        #expect(throws: ArgumentFault(reason: "conferences.stop needs OTHERS")) {
            try Message(stop, ["OPERATORNAME": "a", "SERVERROOMID": "1", "LOCALCONFROOMID": "1", "OTHERS": ";"])
        }
    }
}
