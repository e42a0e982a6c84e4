import Exchange
import JSON
import Simulators
import SiteHarness
import Testing

@testable import SmartPBX

@Suite(.serialized, .timeLimit(.minutes(2))) struct ActionsTests {
    /// A site that is synchronised with a scripted exchange.
    private func scene(own: String? = "2008", _ prepare: (Peer) -> Void = { _ in }) async throws -> (Peer, Harness) {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        prepare(peer)
        let desk = Harness(SmartPBXConfiguration(broker, own: own), with: peer)
        #expect(await desk.untilSynced())
        return (peer, desk)
    }

    private static let queries: Set = [
        "deviceInfo", "extension_list", "queue_list", "conf_list", "trunk_list", "livecall", "queue_status", "conf_status",
    ]

    /// The commands sent so far, without the questions of the sweeps.
    private func commands(_ peer: Peer) -> [JSONValue] { peer.asked.filter { !Self.queries.contains($0.name) }.map(\.substance) }

    /// An action as it is typed, and what is sent for it.
    private static let sentences: [(words: String, sent: [String])] = [
        ("dial 8001 2005", [#"{"callee":"2005","caller":"8001","cmd":"dial"}"#]),
        (
            "dial 6666 +861235432341231",
            [#"{"callee":"+861235432341231","caller":"6666","cmd":"dial","dialpermission":"2008"}"#]
        ),
        ("hangup 1672030725.7987", [#"{"callid":"1672030725.7987","cmd":"hangup"}"#]),
        ("hangup 8001", [#"{"callid":"1673071399.25","cmd":"hangup"}"#]),
        ("listen 8001", [#"{"cmd":"listen","extension":"8001","monitor":"2008","type":"listen"}"#]),
        ("whisper 8001", [#"{"cmd":"listen","extension":"8001","monitor":"2008","type":"whisper"}"#]),
        ("barge 8001", [#"{"cmd":"listen","extension":"8001","monitor":"2008","type":"barge"}"#]),
        ("queue-login 6666 8001", [#"{"cmd":"queue_add","extension":"8001","queue":"6666"}"#]),
        ("queue-logout 6666 8001", [#"{"cmd":"queue_remove","extension":"8001","queue":"6666"}"#]),
        ("pause 8001 6666", [#"{"cmd":"queue_paused","extension":"8001","paused":"yes","queue":"6666"}"#]),
        ("unpause 8001", [#"{"cmd":"queue_paused","extension":"8001","paused":"no","queue":"6666"}"#]),
        (
            "room-invite 2222 2003 2004",
            [
                #"{"cmd":"conf_invite","conf":"2222","dialpermission":"2008","member":"2003"}"#,
                #"{"cmd":"conf_invite","conf":"2222","dialpermission":"2008","member":"2004"}"#,
            ]
        ),
        ("room-kick 2222 PJSIPV8001-00000002", [#"{"channel":"PJSIPV8001-00000002","cmd":"conf_kick","conf":"2222"}"#]),
        ("room-mute 2222 8001", [#"{"channel":"PJSIP/8001-00000009","cmd":"conf_mute","conf":"2222"}"#]),
        ("room-unmute 2222 8001", [#"{"channel":"PJSIP/8001-00000009","cmd":"conf_unmute","conf":"2222"}"#]),
        (
            "room-end 2222",
            [
                #"{"channel":"PJSIP/8001-00000009","cmd":"conf_kick","conf":"2222"}"#,
                #"{"channel":"FXS/5","cmd":"conf_kick","conf":"2222"}"#,
            ]
        ),
    ]

    private func request(_ sentence: String) throws -> ActionRequest {
        let words = sentence.split(separator: " ").map(String.init)
        return try ActionRequest(try #require(Action(rawValue: words[0])), Array(words.dropFirst()))
    }

    @Test(arguments: sentences)
    func anActionIsSentAsItsCommand(_ words: String, _ sent: [String]) async throws {
        let (peer, desk) = try await scene {
            $0.answer("livecall", with: Peer.call)
            $0.answer("conf_status", with: Peer.room(["PJSIP/8001-00000009", "FXS/5"]))
        }
        let outcome = await desk.site.perform(try request(words))
        guard case .done = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(commands(peer).map(\.compactText) == sent)
        try await desk.stop()
    }

    @Test(arguments: [
        ("hangup 2005", "2005 is in no call"),
        ("pause 4444", "4444 is in no queue"), ("room-mute 2222 9999", "9999 is not in room 2222"),
    ])
    func whatTheMomentForbidsIsRefusedWithoutAsking(_ words: String, _ reason: String) async throws {
        let (peer, desk) = try await scene(own: nil)
        #expect(await desk.site.perform(try request(words)) == .refused(code: nil, SafeText(reason)))
        #expect(commands(peer).isEmpty)
        try await desk.stop()
    }

    @Test(arguments: [
        ("listen 8001", "no extension of your own is configured; set operator.extension"),
        ("supervise-stop", "no extension of your own is configured; set operator.extension"),
        ("room-invite 2222 13800", "no extension of your own is configured; set operator.extension"),
    ])
    func whatMakesNoSenseIsNotSent(_ words: String, _ reason: String) async throws {
        let (peer, desk) = try await scene(own: nil)
        #expect(await desk.site.perform(try request(words)) == .invalid(SafeText(reason)))
        #expect(commands(peer).isEmpty)
        try await desk.stop()
    }

    @Test func supervisionIsStoppedByTheCallItWasGiven() async throws {
        let (peer, desk) = try await scene()
        let stop = try ActionRequest(.superviseStop, ["8001"])
        #expect(await desk.site.perform(stop) == .refused(code: nil, "8001 is not being supervised"))
        #expect(await desk.site.perform(try ActionRequest(.listen, ["8001"])) == .done("success", reference: "1669694889.6367"))
        #expect(await desk.site.perform(stop) == .done("Channel Hungup"))
        #expect(commands(peer).last == ["cmd": "hangup", "callid": "1669694889.6367"])
        #expect(await desk.site.perform(stop) == .refused(code: nil, "8001 is not being supervised"))
        try await desk.stop()
    }

    @Test func onlyTheNamedSupervisionIsStopped() async throws {
        let (peer, desk) = try await scene()
        _ = await desk.site.perform(try ActionRequest(.listen, ["8001"]))
        let before = commands(peer).count
        #expect(
            await desk.site.perform(try ActionRequest(.superviseStop, ["2006"])) == .refused(code: nil, "2006 is not being supervised"))
        #expect(commands(peer).count == before)
        #expect(await desk.site.perform(try ActionRequest(.superviseStop, ["8001"])) == .done("Channel Hungup"))
        #expect(commands(peer).last == ["cmd": "hangup", "callid": "1669694889.6367"])
        try await desk.stop()
    }

    /// The exchange has no command to switch, and the telephone that listens is busy.
    @Test(arguments: [("whisper", "8001"), ("listen", "2005")])
    func anotherSupervisionEndsTheOneBefore(_ action: String, _ number: String) async throws {
        let (peer, desk) = try await scene()
        _ = await desk.site.perform(try ActionRequest(.listen, ["8001"]))
        peer.answer("listen", with: #"{"callid": "1.2", "status": "Success", "message": "success"}"#)
        let outcome = await desk.site.perform(try ActionRequest(#require(Action(rawValue: action)), [number]))
        #expect(outcome == .done("the supervision of 8001 was ended first — success", reference: "1.2"))
        #expect(
            commands(peer).suffix(2) == [
                ["cmd": "hangup", "callid": "1669694889.6367"],
                ["cmd": "listen", "monitor": "2008", "extension": .string(number), "type": .string(action)],
            ])
        #expect(await desk.site.perform(try ActionRequest(.superviseStop, [])) == .done("Channel Hungup"))
        #expect(commands(peer).last == ["cmd": "hangup", "callid": "1.2"])
        try await desk.stop()
    }

    @Test(arguments: [[], ["2005"], ["8001"]])
    func anOrdinaryCallOfTheOwnTelephoneIsNoSupervision(_ words: [String]) async throws {
        let (peer, desk) = try await scene(own: "8001") { $0.answer("livecall", with: Peer.call) }
        let outcome = await desk.site.perform(try ActionRequest(.superviseStop, words))
        #expect(outcome == .refused(code: nil, words.first.map { "\($0) is not being supervised" } ?? "nobody is being supervised"))
        #expect(commands(peer).isEmpty)
        try await desk.stop()
    }

    @Test(arguments: [[], ["8001"]])
    func aSupervisionOfAnEarlierProcessIsFoundByItsPartner(_ words: [String]) async throws {
        let (peer, desk) = try await scene(own: "2005") {
            $0.answer(
                "livecall",
                with: #"""
                    {"status": "Success", "livecall": [
                    {"caller": "13800", "source": "SIP/SIP_kMvORe-0000001f", "called": "8001", "destination": "PJSIP/8001-00000002",
                    "callid": "1.1", "state": "Up"},
                    {"caller": "2005", "source": "FXS/5", "called": "8001", "destination": "PJSIP/8001-00000002", "callid": "1.2",
                    "state": "Up"}]}
                    """#)
        }
        #expect(desk.agent("8001")?.call == "1.1")
        #expect(await desk.site.perform(try ActionRequest(.superviseStop, words)) == .done("Channel Hungup"))
        #expect(commands(peer).last == ["cmd": "hangup", "callid": "1.2"])
        try await desk.stop()
    }

    /// The first list is not answered yet; what an action has to know is asked for.
    @Test(arguments: [
        ("hangup 8001", #"{"callid":"1673071399.25","cmd":"hangup"}"#),
        ("hangup 1673071399.25", #"{"callid":"1673071399.25","cmd":"hangup"}"#),
        ("hangup 1.2", #"{"callid":"1.2","cmd":"hangup"}"#),
        ("pause 8001", #"{"cmd":"queue_paused","extension":"8001","paused":"yes","queue":"6666"}"#),
    ])
    func anActionNeedsNoSnapshot(_ words: String, _ sent: String) async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        peer.answer("livecall", with: Peer.call)
        peer.hold("extension_list")
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.until { $0.status?.link == .online })
        #expect(desk.status?.synced == false)
        guard case .done = await desk.site.perform(try request(words)) else {
            Issue.record("not done")
            return
        }
        #expect(commands(peer).map(\.compactText) == [sent])
        peer.release()
        #expect(await desk.untilSynced())
        try await desk.stop()
    }

    @Test func aRefusalKeepsTheExchangesWords() async throws {
        let (_, desk) = try await scene { $0.answer("queue_add", with: #"{"status": "failed", "message": "Unable to add interface"}"#) }
        #expect(
            await desk.site.perform(try ActionRequest(.queueLogin, ["6666", "8001"])) == .refused(code: nil, "Unable to add interface"))
        try await desk.stop()
    }

    @Test func aCommandIsFollowedByALook() async throws {
        let (peer, desk) = try await scene()
        peer.answer("queue_status", with: Peer.members(paused: "1"))
        #expect(await desk.site.perform(try ActionRequest(.pause, ["8001"])) == .done("Interface paused successfully"))
        #expect(await desk.until { $0.agent("8001")?.state == .paused })
        try await desk.stop()
    }

    @Test func everyOtherActionSaysWhyNot() async throws {
        let supported: Set<Action> = [
            .dial, .hangup, .listen, .whisper, .barge, .superviseStop, .queueLogin, .queueLogout, .pause, .unpause, .roomInvite, .roomKick,
            .roomMute, .roomUnmute, .roomEnd,
        ]
        let site = SmartPBXSite(
            SmartPBXConfiguration(id: "hq", name: "hq", broker: .init(host: "127.0.0.1", port: 1), token: "abc"))
        #expect(Set(site.unsupported.keys) == Set(Action.allCases).subtracting(supported))
        #expect(await site.perform(try ActionRequest(.answer, ["8001"])) == .unsupported("Smart PBX has no answer command"))
        #expect(await site.perform(try ActionRequest(.dial, ["8001", "2005"])) == .notOnline(.offline))
    }

    private static let sums: [(parts: [Outcome], whole: Outcome)] = [
        ([.done("ok", reference: "1")], .done("ok", reference: "1")),
        ([.done("ok"), .done("ok")], .done("ok")),
        ([.refused(code: nil, "no"), .refused(code: nil, "never")], .refused(code: nil, "0: no; 1: never")),
        ([.noAnswer(after: .seconds(5)), .noAnswer(after: .seconds(5))], .noAnswer(after: .seconds(5))),
        ([.done("ok"), .refused(code: nil, "no")], .unknown("0: ok; 1: no")),
        ([.refused(code: nil, "no"), .noAnswer(after: .seconds(5))], .unknown("0: no; 1: no answer")),
        ([], .invalid("nothing to do")),
    ]

    @Test(arguments: sums)
    func manyRequestsMakeOneOutcome(_ parts: [Outcome], _ whole: Outcome) {
        #expect(Outcome(of: parts.enumerated().map { (name: String($0.offset), outcome: $0.element) }) == whole)
    }
}
