import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct ConferenceServerTests {
    @Test func logsInAndOutAsPrinted() async throws {
        let bench = try await ConferenceBench()
        let peer = try ConferencePeer(port: bench.port)
        #expect(try await peer.logIn().lines == ["LOGINACK", "STATUS:OK", "OPERATORLEVEL:1", "REASIONCODE:0"])
        peer.send("LOGOUT", "OPERATORNAME:sadmin", "PASS:wrong")
        #expect(try await peer.next().lines == ["LOGOUTACK", "OPERATORNAME:sadmin", "STATUS:FAILED"])
        peer.send("LOGOUT", "OPERATORNAME:sadmin", "PASS:sadmin")
        #expect(try await peer.rest().map(\.lines) == [["LOGOUTACK", "OPERATORNAME:sadmin", "STATUS:OK"]])
        let again = try ConferencePeer(port: bench.port)
        #expect(try await again.logIn()["STATUS"] == "OK")
        await bench.end()
    }

    @Test(arguments: [("sadmin", "wrong", "1"), ("nobody", "nobody", "1"), ("admin", "admin", "4"), ("值班员", "夜:班", nil)])
    func logInIsDecided(name: String, password: String, code: String?) async throws {
        let bench = try await ConferenceBench()
        let first = try await bench.peer("admin")
        let peer = try ConferencePeer(port: bench.port)
        let answer = try await peer.logIn(name, password: password)
        if let code {
            #expect(answer.lines == ["LOGINACK", "STATUS:FAILED", "REASIONCODE:\(code)"])
            #expect(try await peer.rest().isEmpty)
        } else {
            #expect(answer["OPERATORLEVEL"] == "2")
        }
        // Whoever was there stays.
        first.send("SETOPERATORSTATE", "OPERATORNAME:admin", "STATE:0")
        #expect(try await first.next("SETOPERATORSTATEACK")["STATUS"] == "OK")
        await bench.end()
    }

    @Test func aRoomLivesAsPrinted() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        #expect(
            try await peer.create().lines == [
                "CREATECONFROOMACK", "STATUS:OK", "OPERATORNAME:sadmin", "REASION:", "LOCALROOMID:1011849", "SERVERROOMID:1",
                "OPERATORNUMBER:101",
            ])
        await bench.advance(5)
        let room = ["OPERATORNAME:sadmin", "LOCALCONFROOMID:1011849", "SERVERROOMID:1"]
        #expect(try await peer.next().lines == ["MEMBERRING", "NUMBER:101", "ISOPERATOR:1"] + room)
        let connected = try await peer.next()
        #expect(connected.lines.dropLast(2) == ["MEMBERCONNECTED", "NUMBER:101", "ISOPERATOR:1"] + room)
        #expect(connected["ANSWERTIME"]?.hasPrefix("2023-01-07 06:") == true)
        #expect(connected["ENABLEVIDEO"] == "0")
        await bench.end()
    }

    @Test func aRoomIsStoppedAndItsNumberUsedAgain() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        for local in ["1011849", "1012669"] {
            #expect(try await peer.create(local: local)["SERVERROOMID"] == "1")
            await bench.advance(5)
            _ = try await peer.next("MEMBERCONNECTED")
            peer.send("STOPCONFROOM", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:\(local)", "OTHERS:101")
            #expect(
                try await peer.next().lines == [
                    "QUITCONFROOM", "ISOPERATOR:1", "OPERATORNAME:sadmin", "LOCALCONFROOMID:\(local)", "SERVERROOMID:1", "NUMBER:101",
                ])
            #expect(
                try await peer.next().lines == [
                    "STOPCONFROOMACK", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:\(local)", "STATUS:OK",
                    "REASIONDESC:success",
                ])
            #expect(
                try await peer.next().lines == [
                    "SERVERRELEASECONFROOM", "OPERATORNAME:sadmin", "LOCALCONFROOMID:\(local)", "SERVERROOMID:1",
                ])
        }
        await bench.end()
    }

    @Test func membersAreAddedAndKickedInBothSpellings() async throws {
        let bench = try await ConferenceBench(seed: 3)
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        peer.sayOfRoom("ADDCONFMEMBER", "MUTEFLAG:1", "OTHERS:126410003;4002", "MAXDURATION:3600", "SPTYPE:SIP")
        #expect(
            try await peer.next().lines == [
                "ADDCONFMEMBERACK", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:1011849", "STATUS:OK",
                "REASIONDESC:success",
            ])
        await bench.advance(10)
        let members = try #require(await bench.simulator.world.room(1)?.members)
        #expect(members.map(\.number) == ["101", "4001", "126410003", "121", "4002"])
        #expect(members.map(\.isMuted) == [false, false, true, false, true])
        #expect(members.allSatisfy { $0.state == .talking })

        peer.sayOfRoom("KICKCONFMEMBER", "NUMBER:4002")
        #expect(
            try await peer.next("KICKCONFMEMBERACK").lines == [
                "KICKCONFMEMBERACK", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:1011849", "STATUS:OK",
                "REASIONDESC:success", "NUMBER:4002",
            ])
        #expect(try await peer.next()["NUMBER"] == "4002")
        // The network that the server knows wins over SPTYPE.
        peer.sayOfRoom("KICKCONFMEMBER", "NUMBER:126410003")
        #expect(
            try await peer.next().lines == [
                "OPERATION:DELETEMEMBERACK", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:1011849", "TYPE:MOBILE",
                "STATUS:OK", "NUMBER:126410003",
            ])
        #expect(try await peer.next()["NUMBER"] == "126410003")
        #expect(try await peer.next().lines.contains("NUMBER:121"), "the trunk leaves with its last member")
        peer.sayOfRoom("KICKCONFMEMBER", "NUMBER:4002")
        #expect(try await peer.next()["REASIONDESC"] == "no such member")
        await bench.end()
    }

    @Test func roomsAreListedAsPrinted() async throws {
        let bench = try await ConferenceBench(seed: 3)
        let peer = try await bench.peer()
        _ = try await peer.create("4002;126410003")
        await bench.advance(10)
        let members = try #require(await bench.simulator.world.room(1)?.members)
        let named = try #require(members.first { $0.number == "4002" })
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        let info = try await peer.next("CONFROOMINFO")
        #expect(
            info.lines.prefix(8) == [
                "CONFROOMINFO", "OPERATORNAME:sadmin", "OPERATORNUMBER:101", "LOCALCONFROOMID:1011849", "SERVERROOMID:1",
                "CONFTYPE:0", "CONFSTARTTIME:2023-01-07 06:03:19", "CONFNUMBER:3",
            ])
        let row = try #require(info["CONFMEMBER2"])
        #expect(row.hasPrefix("101;4002;TALKING;2023-01-07 06:03:2"))
        #expect(row.hasSuffix(";\(named.display);0;0;0;0;0;"))
        #expect(row.split(separator: ";", omittingEmptySubsequences: false).count == 12)
        #expect(!named.display.isEmpty && named.display != "4002")
        // The gateway's row: ten fields, its index jumps, and CONFNUMBER does not count it.
        #expect(info["CONFMEMBER3"]?.hasPrefix("101;121;TALKING;") == true)
        #expect(info["CONFMEMBER13"] == "123456;126410003;TALKING;;126410003;0;0;1;1;1;")
        await bench.end()
    }

    @Test func everyOtherMessageIsAnswered() async throws {
        let bench = try await ConferenceBench()
        let other = try await bench.peer("admin", phone: "102")
        let peer = try await bench.peer()
        #expect(try await other.next().lines == ["OPERATORLOGIN", "OPERATORNAME:sadmin"])
        _ = try await peer.create("4001")
        #expect(try await other.next("NEWCONFROOM")["CONFROOMDESC"] == "new conf room")
        await bench.advance(10)

        let success = ["OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:1011849", "STATUS:OK", "REASIONDESC:success"]
        for name in ["MUTECONFMEMBER", "UNMUTECONFMEMBER", "SETCONFHOSTVIDEO"] {
            peer.sayOfRoom(name, "NUMBER:4001")
            #expect(try await peer.next(name + "ACK").lines == [name + "ACK"] + success + ["NUMBER:4001"])
            #expect(await bench.simulator.world.room(1)?.member("4001")?.isMuted == (name == "MUTECONFMEMBER"))
        }
        #expect(await bench.simulator.world.room(1)?.hostVideo == "4001")
        for name in ["SETCONFBROADCAST", "UNSETCONFBROADCAST"] {
            peer.sayOfRoom(name)
            #expect(try await peer.next().lines == [name + "ACK"] + success)
            #expect(await bench.simulator.world.room(1)?.isBroadcast == (name == "SETCONFBROADCAST"))
        }
        peer.send("CHANGEPASSWORD", "OPERATORNAME:sadmin", "PASS:sadmin", "NEWPASS:a:b")
        #expect(try await peer.next().lines == ["CHANGEPASSWORDACK", "OPERATORNAME:sadmin", "STATUS:OK", "REASIONDESC:success"])
        #expect(await bench.simulator.world.operator("sadmin")?.password == "a:b")
        peer.send("SETOPERATORSTATE", "OPERATORNAME:sadmin", "STATE:0")
        #expect(try await peer.next().lines == ["SETOPERATORSTATEACK", "OPERATORNAME:sadmin", "STATUS:OK", "REASIONDESC:success"])
        #expect(try await other.next("OPERATORNEWSTATE").lines == ["OPERATORNEWSTATE", "OPERATORNAME:sadmin", "STATE:0"])
        peer.send("SETOPERATORNUMBER", "OPERATORNAME:sadmin", "PHONE1:101", "STATE1:1", "PHONE2:123", "STATE2:1")
        #expect(try await peer.next("SETOPERATORNUMBERACK")["STATUS"] == "OK")
        peer.send("CHANGEOPERATORNUMBEER", "OPERATORNAME:sadmin", "NUMBER:123")
        for number in ["101", "123", "123"] {
            #expect(
                try await other.next("OPERATORNUMBERSTATE").lines
                    == ["OPERATORNUMBERSTATE", "OPERATORNAME:sadmin", "NUMBER:\(number)", "STATE:1"])
        }
        #expect(await bench.simulator.world.operator("sadmin")?.phones.map(\.number) == ["123", "101"])
        peer.send("ADDMEMBERNOTIFY", "NUMBER:112", "TYPE:UNICOM")
        peer.send("DELETEMEMBERNOTIFY", "NUMBER:4003")
        peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
        let operators = try await peer.next("OPERATORINFO")
        #expect(operators["OPERATORNAME"] == "sadmin")
        #expect(operators["OPERATORCOUNT"] == "\(operators.lines.count - 3)")
        #expect(operators["OPERATOR1"] == "sadmin;123;0;101;1;")
        #expect(operators["OPERATOR3"] == "值班员;103;OFFLINE;125;2;")
        #expect(await bench.simulator.world.subscriber("112")?.network == .unicom)
        #expect(await bench.simulator.world.subscriber("4003") == nil)
        other.send("RESTARTCONFMODEL", "OPERATORNAME:admin")
        #expect(try await peer.next("SERVERRELEASECONFROOM")["LOCALCONFROOMID"] == "1011849")
        peer.sayOfRoom("SETCONFBROADCAST")
        #expect(try await peer.next()["REASIONDESC"] == "no such room")
        await bench.end()
    }

    @Test func theOperatorSwitchesRooms() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        await bench.advance(10)
        _ = try await peer.create("4002", phone: "123", local: "1231111")
        await bench.advance(10)
        peer.send("SWITCHCONFROOM", "OPERATORNAME:sadmin", "LOCALCONFROOMID:1231111", "SERVERROOMID:2")
        let left = try await peer.next("QUITCONFROOM")
        #expect(left["NUMBER"] == "101" && left["SERVERROOMID"] == "1" && left["ISOPERATOR"] == "1")
        #expect(try await peer.next()["LOCALCONFROOMID"] == "1231111", "SWITCHCONFROOMACK")
        await bench.advance(5)
        #expect(try await peer.next("MEMBERCONNECTED")["SERVERROOMID"] == "2")
        await bench.end()
    }

    @Test func roomsOfTheServerWaitForTheOperator() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        try await bench.simulator.act { try $0.offerRoom(to: "sadmin", description: "例会 9:00", members: ["4001"]) }
        let offer = try await peer.next()
        #expect(offer.name == "SERVERCREATECONFROOM" && offer["CONFROOMDESC"] == "例会 9:00")
        peer.send(
            "SERVERCREATECONFROOMACK", "OPERATORNAME:sadmin", "LOCALCONFROOMID:\(offer["LOCALCONFROOMID"] ?? "")", "SERVERROOMID:1",
            "STATUS:OK")
        peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
        _ = try await peer.next("OPERATORINFO")
        await bench.advance(10)
        #expect(await bench.simulator.world.room(1)?.members.map(\.number) == ["101", "4001"])
        await bench.end()
    }

    @Test func aCallerGetsARoomOrWaits() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        let busy = ["zhang.wei", "李娜", "dispatch3", "消防 Fire"]
        await bench.simulator.act { world in
            for name in busy { world.logOut(name) }
            world.begin(fromOutside: "13800138000")
            world.begin(fromOutside: "13900139000")
        }
        let offer = try await peer.next("SERVERCREATEINCOMINGCONFROOM")
        #expect(offer["NUMBER"] == "13800138000")
        #expect(try await peer.next()["NUMBER"] == "13800138000", "the caller is in it")
        let waiting = try await peer.next("INCOMINGCALLQUEUESTATE")
        #expect(
            waiting.lines == [
                "INCOMINGCALLQUEUESTATE", "OPERATORNAME:sadmin", "NUMBER:13900139000", "STATE:WAITING", "WAITING:1",
            ])
        peer.send("SERVERCREATEINCOMINGCONFROOMACK", "OPERATORNAME:sadmin", "SERVERROOMID:1", "STATUS:FAILED")
        #expect(try await peer.next().name == "QUITCONFROOM")
        #expect(try await peer.next().name == "SERVERRELEASECONFROOM")
        #expect(try await peer.next()["STATE"] == "QUIT")
        #expect(try await peer.next("SERVERCREATEINCOMINGCONFROOM")["NUMBER"] == "13900139000")
        // Nobody takes it: after half a minute it is gone.
        await bench.advance(31)
        #expect(try await peer.next("SERVERRELEASECONFROOM")["SERVERROOMID"] == "1")
        await bench.end()
    }

    @Test func levelTwoSeesHisOwnRoomsOnly() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        let duty = try await bench.peer("值班员", password: "夜:班", phone: "103")
        _ = try await peer.create("4001")
        #expect(try await duty.create(phone: "103", local: "1031111", by: "值班员")["SERVERROOMID"] == "2")
        duty.send("GETCONFROOMINFO", "OPERATORNAME:值班员")
        #expect(try await duty.next()["LOCALCONFROOMID"] == "1031111", "nothing of the other's room before")
        duty.send("STOPCONFROOM", "OPERATORNAME:值班员", "SERVERROOMID:1", "LOCALCONFROOMID:1011849", "OTHERS:101")
        #expect(try await duty.next()["REASIONDESC"] == "not your room")
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        #expect(try await peer.next("CONFROOMINFO")["OPERATORNAME"] == "sadmin")
        #expect(try await peer.next()["OPERATORNAME"] == "值班员")
        await bench.end()
    }

    @Test func membersWhoCannotBeHadAreReported() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        _ = try await peer.create("4502;4001")
        await bench.advance(10)
        let unknown = try await peer.next("MEMBERCALLFAILED")
        #expect(
            unknown.lines == [
                "MEMBERCALLFAILED", "ISOPERATOR:0", "OPERATORNAME:sadmin", "LOCALCONFROOMID:1011849", "SERVERROOMID:1",
                "NUMBER:4502", "REASIONCODE:404", "REASIONDESC:no such number",
            ])
        _ = try await peer.create("4001", phone: "123", local: "1231111")
        await bench.advance(1)
        let busy = try await peer.next("MEMBERCALLFAILED")
        #expect(busy["NUMBER"] == "4001" && busy["SERVERROOMID"] == "2" && busy["REASIONDESC"] == "busy")
        #expect(await bench.simulator.world.room(1)?.member("4001") != nil, "the first room keeps him")
        await bench.end()
    }

    /// A telephone is the operator's for one log-in; OPERATORNUMBER is one of them.
    @Test func roomsRingTelephonesOfTheLogIn() async throws {
        let bench = try await ConferenceBench()
        let first = try await bench.peer(phone: "130")
        #expect(try await first.create(phone: "101")["REASION"] == "not a telephone of this log-in")
        #expect(try await first.create(phone: "130")["STATUS"] == "OK")
        first.send("LOGOUT", "OPERATORNAME:sadmin", "PASS:sadmin")
        _ = try await first.rest()
        #expect(await bench.simulator.world.operator("sadmin")?.phones.map(\.number) == ["101", "123"])
        await bench.end()
    }

    /// The server's number alone, or with another local id, is no room.
    @Test func aRoomIsNamedByBothNumbers() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        for local in ["", "1011850"] {
            peer.send("STOPCONFROOM", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:\(local)", "OTHERS:101")
            #expect(try await peer.next("STOPCONFROOMACK")["REASIONDESC"] == "no such room")
        }
        await bench.end()
    }

    @Test func anOperatorWhoVanishesIsMissed() async throws {
        let bench = try await ConferenceBench()
        let other = try await bench.peer("admin", phone: "102")
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        peer.hangUp()
        #expect(try await other.next("OPERATORLOGOUT").lines == ["OPERATORLOGOUT", "OPERATORNAME:sadmin"])
        let back = try await bench.peer()
        back.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        #expect(try await back.next("CONFROOMINFO")["LOCALCONFROOMID"] == "1011849", "his room has stayed")
        await bench.end()
    }
}
