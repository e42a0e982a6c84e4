import Exchange
import SiteHarness
import Testing

@testable import Asterisk

/// What goes over the wire for each action, and when it counts as done.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ActionTests {
    private let caller = Channel(name: "IAX2/exchange-1", id: "a-1.1", linked: "a-1.1", number: "139")
    private let phone = Channel(name: "PJSIP/2101-2", id: "a-1.2", linked: "a-1.1", number: "2101")

    /// 2101 talks with a caller from outside.
    private func talking(_ set: (Peer) -> Void = { _ in }) async throws -> (Peer, Desk) {
        let peer = try Peer()
        peer.list("CoreShowChannels", complete: "CoreShowChannelsComplete", caller.row("b1"), phone.row("b1"))
        peer.list(
            "QueueStatus", complete: "QueueStatusComplete", queue("sales"), queue("support"),
            member("sales", "Local/2101@agents/n", "hint:2101@hints"), member("support", "PJSIP/2103", "PJSIP/2103"))
        set(peer)
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(desk.call("a-1.1")?.state == .talking)
        return (peer, desk)
    }

    private func fields(_ message: Message?) -> [String: String] {
        Dictionary(
            (message?.lines ?? []).filter { !["Action", "ActionID"].contains($0.key) }.map { ($0.key, $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test func aTransferGoesOutForWhoeverWasNamed() async throws {
        let (peer, desk) = try await talking()
        #expect(try await desk.perform(.transfer, "2101", "2104") == .done(nil))
        #expect(fields(await peer.next("Getvar")) == ["Variable": "DIALPLAN_EXISTS(internal,2104,1)"])
        #expect(fields(await peer.next("BlindTransfer")) == ["Channel": "PJSIP/2101-2", "Context": "internal", "Exten": "2104"])
        try await desk.stop()
    }

    /// Asterisk says `Success` to it, and the call dies.
    @Test func aTransferToNowhereIsRefusedAndNotSent() async throws {
        let (peer, desk) = try await talking { $0.answer("Getvar", ["Response: Success\nActionID: {ID}\nVariable: x\nValue: 0"]) }
        for (action, words) in [
            (Action.transfer, ["2101", "9999"]), (.consult, ["2101", "9999"]), (.dial, ["2101", "9999"]), (.intercept, ["2101"]),
        ] {
            let outcome = try await desk.perform(action, words, own: "2000")
            #expect(outcome.isRefused(containing: "leads nowhere in the dialplan (internal)"), "\(action.rawValue)")
        }
        let sent = Set(peer.asked.map { $0["Action"] })
        #expect(sent.isDisjoint(with: ["BlindTransfer", "Atxfer", "Originate", "Redirect"]))
        try await desk.stop()
    }

    @Test(arguments: ["2101\r\nAction: Hangup", "21 04", "", "1,2)"]) func aTargetThatIsNoNumberIsNotSent(_ number: String) async throws {
        let (peer, desk) = try await talking()
        guard !number.isEmpty else { return try await desk.stop() }
        let before = peer.asked.count
        if case .invalid = try await desk.perform(.transfer, "2101", number) {} else { Issue.record("taken") }
        #expect(peer.asked.count == before)
        try await desk.stop()
    }

    /// A name that begins with a slash is a regular expression, and would end any number of calls.
    @Test func aChannelWhoseNameBeginsWithASlashIsNotHungUpByItsName() async throws {
        let trap = Channel(name: "/^PJSIP/.*", id: "a-9.9", linked: "a-9.9", number: "1")
        let (peer, desk) = try await talking {
            $0.list("CoreShowChannels", complete: "CoreShowChannelsComplete", trap.row(), caller.row("b1"), phone.row("b1"))
        }
        #expect(try await desk.perform(.hangup, "a-9.9").isRefused(containing: "begins with a slash"))
        #expect(!peer.asked.contains { $0["Action"] == "Hangup" })
        try await desk.stop()
    }

    @Test func listeningIsDoneWhenTheExchangeSaysSo() async throws {
        let (peer, desk) = try await talking()
        let site = desk.site
        async let outcome = site.perform(try ActionRequest(.listen, ["2101"]))
        let asked = try #require(await peer.next("Originate"))
        #expect(asked["Channel"] == "PJSIP/2000" && asked["Application"] == "ChanSpy" && asked["Data"] == "a-1.2,uqESd")
        #expect(asked["Async"] == "true" && asked["ChannelId"] == asked.actionID)
        let spy = Channel(name: "PJSIP/2000-9", id: asked["ChannelId"], linked: asked["ChannelId"], number: "2101")
        peer.say(
            spy.event("Newchannel"),
            "Event: OriginateResponse\nActionID: \(asked.actionID)\nResponse: Success\nReason: 4\nUniqueid: \(spy.id)",
            "Event: ChanSpyStart\n" + spy.fields("Spyer") + "\n" + phone.fields("Spyee"))
        #expect(try await outcome == .done(nil, reference: spy.id))
        #expect(await desk.site.picture.supervision(of: "2101") == Supervision(by: "2000", how: .listen))
        // Switched without letting the telephone ring again.
        #expect(try await desk.perform(.whisper, "2101") == .done(nil, reference: spy.id))
        #expect(fields(await peer.next("PlayDTMF")) == ["Channel": "PJSIP/2000-9", "Digit": "5", "Receive": "true"])
        #expect(try await desk.perform(.whisper, "2101") == .done("already so", reference: spy.id))
        #expect(try await desk.perform(.barge, "2101") == .done(nil, reference: spy.id))
        #expect(fields(await peer.next("PlayDTMF"))["Digit"] == "6")
        // No event tells it.
        #expect(await desk.site.picture.supervision(of: "2101")?.how == .barge)
        #expect(try await desk.perform(.superviseStop) == .done(nil))
        #expect(fields(await peer.next("Hangup"))["Channel"] == "PJSIP/2000-9")
        try await desk.stop()
    }

    @Test func whoIsInNoCallIsNotListenedTo() async throws {
        let (peer, desk) = try await talking()
        #expect(try await desk.perform(.listen, "2103").isRefused(containing: "2103 is in no call"))
        #expect(try await desk.perform(.listen, "7777").isRefused(containing: "there is no telephone 7777"))
        #expect(try await desk.perform(.superviseStop).isRefused(containing: "nobody is being supervised"))
        #expect(!peer.asked.contains { ["Originate", "Hangup"].contains($0["Action"]) })
        try await desk.stop()
    }

    @Test(arguments: [
        ("3", "the telephone was not answered"), ("5", "the telephone is busy"), ("0", "the telephone is unknown or not registered"),
    ])
    func aTelephoneThatCouldNotBeHadIsNotDone(_ reason: String, _ words: String) async throws {
        let (peer, desk) = try await talking()
        let site = desk.site
        async let outcome = site.perform(try ActionRequest(.dial, ["2103", "2104"]))
        let asked = try #require(await peer.next("Originate"))
        peer.say("Event: OriginateResponse\nActionID: \(asked.actionID)\nResponse: Failure\nReason: \(reason)\nUniqueid: <null>")
        #expect(try await outcome == .refused(code: reason, SafeText(words)))
        try await desk.stop()
    }

    /// It only presses a feature code: the consultation is there when both talk.
    @Test func aConsultationIsDoneWhenTheOtherHasAnswered() async throws {
        let (peer, desk) = try await talking()
        let site = desk.site
        async let outcome = site.perform(try ActionRequest(.consult, ["2101", "2103"]))
        #expect(fields(await peer.next("Atxfer")) == ["Channel": "PJSIP/2101-2", "Context": "internal", "Exten": "2103"])
        var other = Channel(name: "PJSIP/2103-3", id: "a-1.3", linked: "a-1.1", state: 5, number: "2103")
        peer.say(phone.leave("b1"), other.event("Newchannel"), phone.dials(other), phone.enter("b2"))
        #expect(await desk.until { $0.call("a-1.1")?.state == .held })
        other.state = 6
        peer.say(phone.dialed(other, "ANSWER"), other.enter("b2"))
        #expect(try await outcome == .done("2103 has answered"))
        #expect(try await desk.perform(.consultComplete, "2101") == .done(nil))
        #expect(fields(await peer.next("Hangup"))["Channel"] == "PJSIP/2101-2")
        try await desk.stop()
    }

    @Test func aConsultationThatIsNotAnsweredIsRefused() async throws {
        let (peer, desk) = try await talking()
        let site = desk.site
        async let outcome = site.perform(try ActionRequest(.consult, ["2101", "2103"]))
        #expect(await peer.next("Atxfer") != nil)
        peer.say(phone.leave("b1"))
        #expect(await desk.until { $0.call("a-1.1")?.state == .held })
        peer.say(phone.enter("b1"))
        #expect(try await outcome == .refused(code: nil, "2103 did not answer; the caller is back"))
        try await desk.stop()
    }

    @Test func parkingIsDoneWithTheSlot() async throws {
        let (peer, desk) = try await talking()
        let site = desk.site
        async let outcome = site.perform(try ActionRequest(.park, ["2101"]))
        #expect(fields(await peer.next("Park")) == ["Channel": "IAX2/exchange-1"])
        peer.say("Event: ParkedCall\n" + caller.fields("Parkee") + "\nParkingSpace: 701\nParkinglot: default")
        #expect(try await outcome == .done("parked at 701", reference: "701"))
        #expect(try await desk.perform(.unpark, "705").isRefused(containing: "nothing is parked at 705"))
        try await desk.stop()
    }

    @Test func aReasonIsCutOnACharacterAndThePauseIsForTheExactInterface() async throws {
        let (peer, desk) = try await talking()
        let reason = String(repeating: "午", count: 40)
        #expect(try await desk.perform(.pause, "2101", "sales", reason) == .done(nil))
        let asked = fields(await peer.next("QueuePause"))
        #expect(asked["Interface"] == "Local/2101@agents/n" && asked["Queue"] == "sales" && asked["Paused"] == "true")
        #expect(asked["Reason"] == String(repeating: "午", count: 26))
        #expect(try await desk.perform(.forceIdle, "2101") == .done(nil))
        #expect(fields(await peer.next("QueuePause")) == ["Interface": "Local/2101@agents/n", "Paused": "false"])
        try await desk.stop()
    }

    /// QueueAdd takes any nonsense for an interface.
    @Test func onlyTelephonesThatAreKnownJoinQueues() async throws {
        let (peer, desk) = try await talking()
        #expect(try await desk.perform(.queueLogin, "sales", "7777").isRefused(containing: "there is no telephone 7777"))
        #expect(try await desk.perform(.queueLogin, "nosuch", "2103").isRefused(containing: "there is no queue nosuch"))
        #expect(try await desk.perform(.queueLogin, "sales", "2103") == .done(nil))
        #expect(
            fields(await peer.next("QueueAdd"))
                == ["Queue": "sales", "Interface": "Local/2103@agents/n", "MemberName": "Grace", "StateInterface": "hint:2103@hints"])
        peer.answer("QueueRemove", ["Response: Error\nActionID: {ID}\nMessage: Member not dynamic"])
        #expect(try await desk.perform(.queueLogout, "sales", "2101").isRefused(containing: "Member not dynamic"))
        try await desk.stop()
    }

    @Test func anActionBesideAShutdownSaysWhatTheExchangeSays() async throws {
        let (peer, desk) = try await talking()
        peer.answer("MuteAudio", ["Response: Error\nActionID: {ID}\nMessage: Asterisk is shutting down"])
        #expect(try await desk.perform(.mute, "2101") == .refused(code: nil, "Asterisk is shutting down"))
        try await desk.stop()
    }
}

extension Outcome {
    fileprivate func isRefused(containing words: String) -> Bool {
        if case .refused(_, let reason) = self { reason.string.contains(words) } else { false }
    }
}
