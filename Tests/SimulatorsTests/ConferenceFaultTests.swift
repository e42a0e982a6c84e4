import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct ConferenceFaultTests {
    @Test func whoDoesNotAnswerTheHeartbeatIsDropped() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        await bench.advance(12)
        #expect(try await peer.next().lines == ["KEEPALIVE", "OPERATORNAME:sadmin", "SYN:0"])
        peer.send("KEEPALIVEACK", "OPERATORNAME:sadmin", "SYN:0")
        peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
        _ = try await peer.next("OPERATORINFO")
        // 36 s after the acknowledgement, not after the log-in.
        await bench.advance(35)
        #expect(try await peer.next()["SYN"] == "1")
        #expect(try await peer.next()["SYN"] == "2")
        #expect(await bench.simulator.world.operator("sadmin")?.isLoggedIn == true)
        await bench.advance(1)
        #expect(try await peer.rest().allSatisfy { $0.name == "KEEPALIVE" })
        #expect(await bench.simulator.world.operator("sadmin")?.isLoggedIn == false)
        await bench.end()
    }

    @Test(arguments: [
        ConferencePeer.frame(["DANCE", "OPERATORNAME:sadmin"]), ConferencePeer.frame(["KEEPALIVE", "OPERATORNAME:sadmin", "SYN:0"]),
        ConferencePeer.frame(["STOPCONFROOM", "OPERATORNAME:sadmin", "SERVERROOMID:1", "OTHERS:"]),
        ConferencePeer.frame(["GETCONFROOMINFO", "no colon"]), ConferencePeer.frame([]), Array("GET / HTTP/1.1\r\n".utf8),
        ConferencePeer.magic.dropLast() + [0, 0, 0, 0, 1, 65], ConferencePeer.magic + [0xFF, 0xFF, 0xFF, 0xFF],
        ConferencePeer.magic + [0x7F, 0, 0, 0], ConferencePeer.magic + [0, 0, 0, 2, 0xD5, 0xC5],
    ])
    func whatCannotBeReadEndsTheConnection(_ bytes: [UInt8]) async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        peer.send(raw: bytes)
        #expect(try await peer.rest().isEmpty)
        let stranger = try ConferencePeer(port: bench.port)
        stranger.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        #expect(try await stranger.rest().isEmpty, "nobody is heard before he has logged in")
        await bench.end()
    }

    @Test func tornAndGluedRequestsAreUnderstood() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        let request = ConferencePeer.frame(["GETOPERATORINFOR", "OPERATORNAME:sadmin"])
        for byte in request { peer.send(raw: [byte]) }
        _ = try await peer.next("OPERATORINFO")
        peer.send(raw: request + request + request.prefix(20))
        _ = try await peer.next("OPERATORINFO")
        _ = try await peer.next("OPERATORINFO")
        peer.send(raw: Array(request.dropFirst(20)))
        _ = try await peer.next("OPERATORINFO")
        await bench.end()
    }

    @Test func framesAreTorn() async throws {
        let faults = ConferenceServerFaults(isTorn: true)
        #expect(faults.pieces(of: [1, 2, 3]) == [[1], [2], [3]])
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        await bench.simulator.set(faults)
        for _ in 0..<3 {
            peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
            #expect(try await peer.next()["OPERATOR2"] == "admin;102;OFFLINE;;1;")
        }
        await bench.end()
    }

    @Test func framesAreGlued() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        await bench.simulator.set(ConferenceServerFaults(isGlued: true))
        peer.send("SETOPERATORSTATE", "OPERATORNAME:sadmin", "STATE:0")
        peer.send("SETOPERATORSTATE", "OPERATORNAME:sadmin", "STATE:1")
        peer.send("DANCE")
        // All that was to be said comes at once, at the latest with the end.
        let chunk = try await peer.chunk()
        let frame = ConferencePeer.frame(["SETOPERATORSTATEACK", "OPERATORNAME:sadmin", "STATUS:OK", "REASIONDESC:success"])
        #expect(chunk == frame + frame)
        await bench.end()
    }

    @Test func theServerFallsSilent() async throws {
        let bench = try await ConferenceBench(script: "at 1s silent 60s")
        let peer = try await bench.peer()
        await bench.advance(2)
        #expect(await bench.simulator.faults.isSilent)
        let unheard = ConferencePeer.frame(["SETOPERATORSTATE", "OPERATORNAME:sadmin", "STATE:0"])
        await bench.simulator.take(.received(1, unheard))
        #expect(await bench.simulator.world.operator("sadmin")?.state == "1")
        await bench.advance(60)
        #expect(await bench.simulator.faults == ConferenceServerFaults())
        // No heartbeat was sent, so nobody is dropped for not answering it; the first thing said is the next one.
        await bench.advance(12)
        #expect(try await peer.next().name == "KEEPALIVE")
        await bench.end()
    }

    @Test func theServerNeverAcknowledges() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        await bench.simulator.set(ConferenceServerFaults(withholdsAnswers: true))
        peer.send(
            "CREATECONFROOM", "OPERATORNAME:sadmin", "OPERATORNUMBER:101", "LOCALCONFROOMID:1011849", "CONFROOMDESC:x", "OTHERS:",
            "MAXDURATION:0")
        peer.send("STOPCONFROOM", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:1011849", "OTHERS:101")
        #expect(try await peer.next().name == "QUITCONFROOM")
        #expect(try await peer.next().name == "SERVERRELEASECONFROOM")
        await bench.advance(12)
        #expect(try await peer.next().name == "KEEPALIVE")
        await bench.end()
    }

    @Test func acknowledgementsComeLate() async throws {
        let bench = try await ConferenceBench(script: "at 1s delay 8s")
        let peer = try await bench.peer()
        await bench.advance(1)
        peer.send("SETOPERATORNUMBER", "OPERATORNAME:sadmin", "PHONE1:123", "STATE1:1")
        #expect(try await peer.next().name == "OPERATORNUMBERSTATE", "the act is at once")
        await bench.advance(7)
        await bench.simulator.sendUnknownMessage()
        #expect(try await peer.next().name == "WEATHERREPORT")
        await bench.advance(1)
        #expect(try await peer.next().name == "SETOPERATORNUMBERACK")
        await bench.end()
    }

    @Test func aHalfOpenConnectionStands() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        await bench.simulator.set(ConferenceServerFaults(isHalfOpen: true))
        peer.send("SETOPERATORSTATE", "OPERATORNAME:sadmin", "STATE:0")
        await bench.advance(120)
        #expect(await bench.simulator.world.operator("sadmin")?.isLoggedIn == true)
        #expect(await bench.simulator.world.operator("sadmin")?.state == "1", "nothing was read")
        await bench.simulator.set(ConferenceServerFaults())
        #expect(try await peer.next().name == "SETOPERATORSTATEACK", "nothing was said before")
        await bench.end()
    }

    @Test func whatIsBrokenIsBrokenAsAsked() async throws {
        let bench = try await ConferenceBench(
            script: "at 1s garbage\nat 2s absurd-length\nat 3s invalid-utf8\nat 4s payload 1000000\nat 5s unknown-message")
        let peer = try await bench.peer()
        await bench.advance(1)
        #expect(try await peer.chunk().starts(with: Array("HTTP".utf8)))
        await bench.advance(1)
        #expect(try await peer.chunk() == ConferencePeer.magic + [0x7F, 0xFF, 0xFF, 0xFF])
        await bench.advance(1)
        let invalid = try await peer.chunk()
        #expect(invalid.starts(with: ConferencePeer.magic) && String(validating: invalid.dropFirst(12), as: UTF8.self) == nil)
        await bench.advance(1)
        #expect(try await peer.next()["NUMBER"]?.count == 1_000_000 - "MEMBERRING\r\nNUMBER:\r\n".utf8.count)
        await bench.advance(1)
        #expect(try await peer.next().lines.contains("WIND:N:12:30;"))
        await bench.end()
    }

    @Test func hostileNamesArriveAsTheyAre() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        for name in ConferenceServerFaults.hostileNames {
            await bench.simulator.sendHostileName()
            let room = try await peer.next("NEWCONFROOM")
            #expect(room.lines.joined(separator: "\r\n").contains("CONFROOMDESC:\(name)"))
        }
        await bench.end()
    }

    @Test func namesThatJoinWhatStandsBeforeThemArrive() async throws {
        let bench = try await ConferenceBench(script: "at 1s joining-name")
        let peer = try await bench.peer()
        await bench.advance(1)
        let name = HostileNames.joining[0]
        #expect(try await peer.bytes(of: "OPERATORLOGIN").contains("OPERATORNAME:\(name)\r\n"))
        #expect(try await peer.bytes(of: "NEWCONFROOM").contains("CONFROOMDESC:\(name)\r\n"))
        peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
        #expect(try await peer.bytes(of: "OPERATORINFO").contains(":\(name);104;1;;2;\r\n"))
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        #expect(try await peer.bytes(of: "CONFROOMINFO").contains(";\(name);0;0;0;0;0;\r\n"))
        await bench.end()
    }

    @Test func aListOfRoomsIsOvertaken() async throws {
        let bench = try await ConferenceBench(script: "at 1s slow-list 800ms")
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        await bench.advance(1)
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
        #expect(try await peer.next("OPERATORINFO").name == "OPERATORINFO")
        await bench.simulator.advance(by: .milliseconds(799))
        await bench.simulator.sendUnknownMessage()
        await bench.simulator.advance(by: .milliseconds(1))
        _ = try await peer.next("WEATHERREPORT")
        #expect(try await peer.next("CONFROOMINFO")["CONFNUMBER"] == "2")
        await bench.end()
    }

    @Test func roomsOfOthersAppearAndVanishUnheard() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        let other = try await bench.peer("admin", phone: "102")
        var faults = ConferenceServerFaults()
        faults.tellsOwnRoomsOnly = true
        await bench.simulator.set(faults)
        _ = try await other.create("4001", phone: "102", local: "1021111", by: "admin")
        await bench.advance(5)
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        #expect(try await peer.next().lines == ["OPERATORLOGIN", "OPERATORNAME:admin"])
        #expect(try await peer.next()["LOCALCONFROOMID"] == "1021111", "it is in the list")
        other.send("STOPCONFROOM", "OPERATORNAME:admin", "SERVERROOMID:1", "LOCALCONFROOMID:1021111", "OTHERS:102")
        _ = try await other.next("SERVERRELEASECONFROOM")
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
        #expect(try await peer.next().name == "OPERATORINFO", "neither its end nor a row")
        await bench.end()
    }

    @Test func aScenarioOfRoomsThatVanish() async throws {
        let bench = try await ConferenceBench(script: try #require(Scenario.named("rooms-vanish-unheard")).text)
        let peer = try await bench.peer()
        func listed() async throws -> [String?] {
            peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
            peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
            var owners: [String?] = []
            while true {
                let said = try await peer.next()
                if said.name == "OPERATORINFO" { return owners }
                // The server asks for a sign of life as ever.
                if said.name != "KEEPALIVE" { owners.append(said.name == "CONFROOMINFO" ? said["OPERATORNAME"] : said.name) }
            }
        }
        await bench.advance(10)
        #expect(try await listed() == ["zhang.wei"])
        await bench.advance(21)
        #expect(try await listed() == [])
        await bench.advance(4)
        #expect(try await listed() == [])
        await bench.end()
    }

    @Test func aStopSendsAwayWhomItNames() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        await bench.advance(10)
        var faults = ConferenceServerFaults()
        faults.stopsNamedOnly = true
        await bench.simulator.set(faults)
        for numbers in ["101", "4001"] {
            #expect(await bench.simulator.world.room(1) != nil)
            peer.send("STOPCONFROOM", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:1011849", "OTHERS:\(numbers)")
            #expect(try await peer.next("QUITCONFROOM")["NUMBER"] == numbers)
        }
        _ = try await peer.next("SERVERRELEASECONFROOM")
        await bench.end()
    }

    @Test func aMemberFailsAndIsNoMore() async throws {
        let bench = try await ConferenceBench(script: "at 1s fail 4001")
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        await bench.advance(1)
        #expect(try await peer.next("MEMBERCALLFAILED")["NUMBER"] == "4001")
        #expect(await bench.simulator.world.room(1)?.member("4001") == nil)
        await bench.end()
    }

    @Test func aListDoesNotSayWhoIsMuted() async throws {
        let bench = try await ConferenceBench()
        let peer = try await bench.peer()
        _ = try await peer.create("4001")
        await bench.advance(10)
        peer.sayOfRoom("MUTECONFMEMBER", "NUMBER:4001")
        _ = try await peer.next("MUTECONFMEMBERACK")
        #expect(await bench.simulator.world.room(1)?.member("4001")?.isMuted == true)
        peer.hangUp()
        await bench.simulator.kickOut()
        let back = try await bench.peer()
        back.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        #expect(try await back.next("CONFROOMINFO")["CONFMEMBER2"]?.hasSuffix(";0;0;0;0;0;") == true)
        await bench.end()
    }

    @Test(arguments: WireText.allCases) func textIsWrittenAsAsked(_ text: WireText) async throws {
        let bench = try await ConferenceBench(script: "at 1s text \(text.rawValue)")
        let peer = try await bench.peer()
        await bench.simulator.act { $0.rename("4001", "王伟") }
        _ = try await peer.create("4001")
        await bench.advance(1)
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        let payload = try await peer.payload(of: "CONFROOMINFO")
        let name = text == .gbk ? [0xCD, 0xF5, 0xCE, 0xB0] : Array("王伟".utf8)
        let row = Array("2023-01-07 06:03:19;00:00:00;".utf8) + name + Array(";0;0;0;0;0;".utf8)
        #expect(payload.firstRange(of: row) != nil)
        let ends: [WireText: [UInt8]] = [.nul: [0x3B, 0x0D, 0x0A, 0], .nulForEnd: [0x30, 0x3B, 0]]
        #expect(payload.suffix(ends[text]?.count ?? 2) == (ends[text] ?? [0x0D, 0x0A])[...])
        #expect(payload.starts(with: [0xEF, 0xBB, 0xBF]) == (text == .mark))
        await bench.end()
    }

    @Test func aPeerWhoWritesGBKIsUnderstood() async throws {
        let bench = try await ConferenceBench()
        await bench.simulator.set(ConferenceServerFaults(text: .gbk))
        let peer = try ConferencePeer(port: bench.port)
        let payload =
            Array("LOGIN\r\nOPERATORNAME:".utf8) + [0xD6, 0xB5, 0xB0, 0xE0, 0xD4, 0xB1] + Array("\r\nPASS:".utf8)
            + [0xD2, 0xB9, 0x3A, 0xB0, 0xE0] + Array("\r\nPHONE1:103\r\nSTATE1:1\r\n".utf8) + [0]
        peer.send(raw: ConferencePeer.magic + [0, 0, 0, UInt8(payload.count)] + payload)
        #expect(try await peer.next()["STATUS"] == "OK")
        await bench.end()
    }

    @Test func operatorsAreKickedOut() async throws {
        let bench = try await ConferenceBench(script: "at 1s kick-out sadmin\nat 2s kick-out all")
        let peer = try await bench.peer()
        let other = try await bench.peer("admin", phone: "102")
        await bench.advance(1)
        #expect(try await peer.rest().map(\.name) == ["OPERATORLOGIN"])
        #expect(try await other.next().name == "OPERATORLOGOUT")
        await bench.advance(1)
        #expect(try await other.rest().isEmpty)
        await bench.end()
    }

    @Test func thePortIsClosedAndOpenedAgain() async throws {
        let bench = try await ConferenceBench(script: "at 1s offline 10s")
        let peer = try await bench.peer()
        await bench.simulator.stopListening()
        #expect(throws: ConnectionRefused.self) { try ConferencePeer(port: bench.port) }
        peer.send("GETOPERATORINFOR", "OPERATORNAME:sadmin")
        _ = try await peer.next("OPERATORINFO")
        #expect(await bench.simulator.startListening())
        _ = try await bench.peer("admin", phone: "102")
        await bench.advance(1)
        _ = try await peer.rest()
        #expect(throws: ConnectionRefused.self) { try ConferencePeer(port: bench.port) }
        await bench.advance(10)
        _ = try await bench.peer()
        await bench.end()
        #expect(throws: ConnectionRefused.self) { try ConferencePeer(port: bench.port) }
    }

    @Test func whoNeverReadsIsDropped() async throws {
        let server = try LoopbackServer.start(port: nil)
        let peer = try ConferencePeer(port: server.port, isDeaf: true)
        var events = server.events.makeAsyncIterator()
        #expect(await events.next() == .opened(1))
        server.send(Array(repeating: [UInt8](repeating: 0, count: 1 << 20), count: 80), to: 1)
        #expect(await events.next() == .closed(1))
        peer.hangUp()
        await server.end()
    }

    @Test func theDemoHasAConferenceServer() async throws {
        let demo = try await Demo.start(seed: 4)
        let settings = try #require(demo["confserver"]).settings
        let port = try #require(settings["address"]?.split(separator: ":").last.flatMap { Int($0) })
        let peer = try ConferencePeer(port: port)
        _ = try await peer.logIn(settings["username"] ?? "", password: settings["password"] ?? "", phone: settings.list("phones")[0])
        peer.send("GETCONFROOMINFO", "OPERATORNAME:sadmin")
        #expect(try await peer.next("CONFROOMINFO")["CONFMEMBER1"] != nil)
        await demo.stop()
        _ = try await peer.rest()
    }
}
