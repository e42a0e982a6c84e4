import BackendSupport
import Exchange
import SiteHarness
import Testing

@testable import ConferenceServer

/// Names and payloads that are not as the document prints them.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HostileTextTests {
    static let beginnings = ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{1F3FD}", "\u{E33}"]

    @Test(arguments: beginnings) func aNameThatBeginsWithAMarkSwallowsNoSeparator(_ beginning: String) throws {
        let name = beginning + "a"
        let read = message(
            "CONFROOMINFO\r\nOPERATORNAME:\(name)\r\nCONFMEMBER1:101;121;TALKING;2016-01-21 13:20:10;00:02:37;\(name);0;0;0;0;0;")
        #expect(read.operatorName == name)
        let row = try #require(read.memberRows.first)
        #expect(row.display == name)
        #expect(row.duration == .seconds(157))
        #expect(message("X\nOTHERS:\(name);\(name);2").others == [name, name, "2"])
        #expect(Message("X", ["A": name]).text == wire("X", "A:\(name)"))
        var picture = Picture(site: "ops", username: "sadmin")
        let changes = picture.apply(
            [.init(message: message("OPERATORINFO\nOPERATOR1:\(name);301\nOPERATORNAME:\(name)b\nPHONE1:302"))], at: .distantPast)
        #expect(changes.count { if case .put(.agent) = $0 { true } else { false } } == 2)
    }

    private func payload(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    @Test func nulsAndAByteOrderMarkAreNoneOfTheText() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        let codec = ConferenceServerSite.codec
        let room = payload("NEWCONFROOM\nOPERATORNAME:admin\nLOCALCONFROOMID:7\nSERVERROOMID:1")
        peer.send(bytes: try codec.frame(room + [0]))
        peer.send(bytes: try codec.frame([0xEF, 0xBB, 0xBF] + payload("MEMBERCONNECTED\nSERVERROOMID:1\nNUMBER:4502") + [0, 0]))
        #expect(await desk.until { $0.members("1") == ["4502": .joined] })
        #expect(desk.board.rooms.map(\.id) == ["1"])
        try await desk.stop()
    }

    /// 通台 is U+0368 U+0328 in what its octets are as UTF-8.
    @Test(arguments: [[0xCD, 0xA8, 0xCC, 0xA8], [0xD5, 0xC5, 0xC8, 0xFD]]) func operatorsInGBKAreThere(_ name: [UInt8]) async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.send(bytes: try ConferenceServerSite.codec.frame(payload("OPERATORLOGIN\nOPERATORNAME:") + name + [0x0D, 0x0A]))
        let told = name[0] == 0xCD ? "通台" : "张三"
        #expect(await desk.until { $0.agent(told) != nil })
        #expect(desk.messages.contains { $0.topic == "trouble" && $0.text.string.contains("encoding: gbk") })
        try await desk.stop()
    }

    @Test func withGBKConfiguredNamesGoOutInGBK() async throws {
        let peer = try Peer()
        let desk = Desk(peer, username: "张三", encoding: .gbk)
        peer.answer("LOGIN")
        _ = await peer.next("LOGIN")
        #expect(peer.octets.contains { $0.contains([0xD5, 0xC5, 0xC8, 0xFD]) })
        peer.hangUp()
        _ = await desk.failure()
    }

    @Test func whatCannotBeReadIsSaidWithItsOctets() async throws {
        let peer = try Peer()
        peer.answer("LOGIN")
        let desk = Desk(peer, clock: SteppedClock())
        _ = await peer.next("LOGIN")
        peer.send(bytes: try ConferenceServerSite.codec.frame([0x4C, 0x00, 0x4F, 0x00]))
        #expect(await desk.until { $0.messages.contains { $0.text == "what comes cannot be read: 4c 00 4f 00" } })
        desk.clock.pass(deadlines: true)
        #expect(await desk.failure()?.reason.string.hasSuffix("what comes cannot be read: 4c 00 4f 00") == true)
    }
}
