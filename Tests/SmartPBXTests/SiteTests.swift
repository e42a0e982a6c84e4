import Exchange
import Foundation
import JSON
import Simulators
import SiteHarness
import Testing
import Wire

@testable import SmartPBX

@Suite(.serialized, .timeLimit(.minutes(2))) struct SiteTests {
    @Test func aBoardComesAboutAndFollows() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.agents.count == 2)
        #expect(desk.board.queue("hq", "6666")?.waiting == 2)
        #expect(desk.board.room("hq", "2222")?.moderators == ["8001"])
        #expect(desk.board.trunks.map(\.id) == ["SIP_kMvORe"])
        #expect(desk.status?.latencyMs != nil)
        // The snapshot comes first, then the word that it is complete.
        let listed = desk.told.firstIndex { if case .replace = $0 { true } else { false } }
        let synced = desk.told.firstIndex { if case .synced = $0 { true } else { false } }
        #expect(try #require(listed) < #require(synced))

        peer.publish(event: #"{ "event": "extension_status", "extension": "2005", "status": "Busy" }"#)
        #expect(await desk.until { $0.agent("2005")?.state == .busy })
        peer.answer("livecall", with: Peer.call)
        #expect(await desk.until { $0.board.call("hq", "1673071399.25")?.state == .talking })
        peer.answer("livecall", with: Peer.quiet["livecall"])
        peer.publish(record: #"{"event": "cdr", "callid": "1673071399.25", "src": "2005", "dst": "8001", "disposition": "ANSWERED"}"#)
        #expect(await desk.until { $0.board.calls.isEmpty })
        peer.publish(event: #"{"event": "ivrdtmf", "ivr": "9000", "caller": "2005", "dtmf": "5", "callid": "1673078689.147"}"#)
        #expect(
            await desk.until {
                $0.told.contains { if case .message(let it) = $0 { it.topic == "ivrdtmf" && it.details["dtmf"] == "5" } else { false } }
            })
        peer.answer("queue_status", with: Peer.members(paused: "1"))
        #expect(await desk.until { $0.agent("8001")?.state == .paused })
        peer.answer("conf_status", with: Peer.room(["PJSIP/8001-00000002"]))
        #expect(await desk.until { $0.board.room("hq", "2222")?.members.map(\.id) == ["PJSIP/8001-00000002"] })
        try await desk.stop()
        #expect(!desk.told.contains { "\($0)".contains("pin-4711") }, "a PIN")
    }

    /// What the broker had kept tells of a time before this link: a telephone that rings, a call of years ago, an answer.
    @Test func whatTheBrokerHadKeptIsNoNews() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        try await peer.keep(#"{"event": "ivrdtmf", "ivr": "9000", "caller": "2005", "dtmf": "5", "callid": "old.1"}"#, as: \.event)
        try await peer.keep(#"{"event": "cdr", "callid": "old.1", "src": "2005", "dst": "8001", "disposition": "ANSWERED"}"#, as: \.record)
        try await peer.keep(#"{"status": "Success", "request_id": "000000000000-old", "extlist": []}"#, as: \.response)
        for _ in 0..<2 {
            let desk = Harness(SmartPBXConfiguration(broker), with: peer)
            #expect(await desk.untilSynced())
            peer.publish(event: #"{"event": "ivrdtmf", "ivr": "9000", "caller": "2005", "dtmf": "6", "callid": "new.1"}"#)
            #expect(await desk.until { $0.messages.contains { $0.details["callid"] == "new.1" } })
            #expect(!desk.messages.contains { $0.details["callid"] == "old.1" })
            try await desk.stop()
        }
        try await peer.keep(#"{"event": "extension_status", "extension": "8005", "status": "Ringing"}"#, as: \.event)
        let late = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await late.untilSynced())
        peer.publish(event: #"{"event": "extension_status", "extension": "2005", "status": "Busy"}"#)
        #expect(await late.until { $0.agent("2005")?.state == .busy })
        #expect(late.agent("8005") == nil)
        try await late.stop()
    }

    @Test func everyRequestHasAnIdentifierOfItsOwnAndNothingButText() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        let asked = peer.asked
        #expect(Set(asked.map(\.id)).count == asked.count)
        #expect(
            Set(asked.map(\.name)).isSuperset(of: [
                "deviceInfo", "extension_list", "queue_list", "conf_list", "trunk_list", "livecall", "queue_status", "conf_status",
            ]))
        for asking in asked {
            #expect(asking.body.object?.values.allSatisfy { if case .string = $0 { true } else { false } } == true)
        }
        #expect(asked.first { $0.name == "queue_status" }?.topic == "device/abc/api/v1.0/command/queue")
        #expect(asked.first { $0.name == "queue_status" }?.substance == ["cmd": "queue_status", "queue": "6666"])
        try await desk.stop()
    }

    @Test func anUnrulyExchangeChangesNothing() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        peer.behave(.unruly)
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        let huge = SmartPBXSite.largestPayload
        peer.publish(
            event: #"{"event": "extension_status", "extension": "8001", "status": "Ringing"}"# + String(repeating: " ", count: huge))
        let size = huge + #"{"event": "extension_status", "extension": "8001", "status": "Ringing"}"#.utf8.count
        peer.publish(event: "{")
        peer.publish(event: #"{"event": "extension_status"}"#)
        peer.publish(event: #"{"event": "extension_status", "extension": "8001", "status": "Busy"}"#)
        #expect(await desk.until { $0.agent("8001")?.state == .busy })
        #expect(!desk.told.contains { if case .put(.agent(let agent)) = $0 { agent.state == .ringing } else { false } })
        #expect(
            desk.messages.map(\.text) == [
                "what comes cannot be read: 6e 6f 20 6a 73 6f 6e 20 61 74 20 61 6c 6c",
                "text comes that is neither UTF-8 nor what “encoding” says: 7b 22 ff fe 22",
                SafeText("a message of \(size) octets is larger than any answer and is not read"),
            ])
        #expect(desk.board.agents.count == 2)
        #expect(await desk.site.perform(try ActionRequest(.queueLogin, ["6666", "8001"])) == .done("Added interface to queue"))
        try await desk.stop()
    }

    @Test func aRefusedOrUnansweredPartDoesNotHoldUpTheRest() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        peer.answer(
            "queue_list",
            with: #"{"status": "Success", "queuelist": [{"number": "6666", "members": "8001"}, {"number": "6667", "members": "8001"}]}"#)
        peer.answer("queue_status 6667", with: #"{"status": "failed", "message": "no such queue"}"#)
        peer.answer("conf_status", with: #"{"status": "Failed", "message": "conference is not running"}"#)
        peer.answer("livecall", with: #"{"status": "Success", "message": "success"}"#)
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.queue("hq", "6667")?.members.map(\.agent) == ["8001"])
        #expect(desk.board.queue("hq", "6667")?.waiting == nil)
        #expect(desk.board.room("hq", "2222")?.state == "empty")
        let troubles = desk.told.compactMap { if case .message(let it) = $0, it.topic == "trouble" { it.text.string } else { nil } }
        #expect(troubles == ["queue_status 6667: no such queue"])
        try await desk.stop()
    }

    @Test func aCommandTheExchangeDoesNotKnowIsDoneWithout() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        peer.answer("trunk_list", with: nil)
        let clock = SteppedClock.polling()
        let desk = Harness(SmartPBXConfiguration(broker), with: peer, clock: clock)
        #expect(await peer.all("extension_list", "queue_list", "conf_list", "trunk_list"))
        // What is published after the answers comes after them.
        peer.publish(event: #"{"event": "ivrdtmf", "ivr": "9000", "caller": "2005", "dtmf": "5", "callid": "1.1"}"#)
        #expect(await desk.until { $0.messages.contains { $0.topic == "ivrdtmf" } })
        #expect(await clock.nextSleep() != nil)
        clock.advance(by: SmartPBXConfiguration.patientDeadline)
        #expect(await desk.untilSynced())
        #expect(desk.board.agents.count == 2)
        #expect(desk.board.trunks.isEmpty)
        #expect(desk.messages.contains { $0.text == "no answer to trunk_list" })
        try await desk.stop()
    }

    @Test func aSilentExchangeIsDegradedUntilItSpeaks() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let clock = SteppedClock.polling()
        peer.silence(true)
        clock.letPass { $0 > .seconds(1) }
        let desk = Harness(SmartPBXConfiguration(broker), with: peer, clock: clock)
        #expect(await desk.until { $0.status?.link == .degraded })
        #expect(desk.status?.error == "the exchange does not answer: it is off line, or the token is wrong")
        peer.silence(false)
        clock.letNothingPass()
        #expect(await desk.untilSynced())

        peer.silence(true)
        clock.letPass { $0 > .seconds(1) }
        #expect(await desk.until { $0.status?.link == .degraded })
        #expect(desk.status?.error?.string.hasPrefix("no answer to ") == true)
        #expect(desk.status?.error?.string.hasSuffix("seconds") == false)
        #expect(desk.status?.synced == true, "what is known stays known")
        peer.publish(event: #"{"event": "extension_status", "extension": "2005", "status": "Busy"}"#)
        #expect(await desk.until { $0.agent("2005")?.state == .busy }, "what it tells is still taken in")
        peer.answer("extension_list", with: Peer.extensions("Unavailable", "Busy"))
        peer.silence(false)
        clock.letNothingPass()
        #expect(await desk.until { $0.status?.link == .online && $0.agent("8001")?.state == .busy })
        #expect(desk.agent("2005")?.state == .offline)
        try await desk.stop()
    }

    /// After the broker's return the exchange comes back later than we do; what it was asked before is lost.
    @Test(arguments: [true, false]) func theFirstQuestionIsAskedAgainWhenTheExchangeComesBack(aSignOfLifeComes: Bool) async throws {
        let broker = try await PrivateBroker.start()
        let clock = SteppedClock.running(upTo: .milliseconds(200))
        var configuration = SmartPBXConfiguration(broker)
        configuration.pollInterval = .seconds(2)
        let wire = try await MQTTLink.open(broker.endpoint, subscribing: ["device/abc/api/v1.0/command/#"], deadline: .seconds(30))
        let desk = Harness(configuration, clock: clock)
        #expect(await wire.nextBatch()?.count == 1)
        await wire.close()
        await clock.untilAsleep(for: .seconds(1))
        let peer = try await Peer(broker)
        if aSignOfLifeComes {
            peer.publish(event: #"{"event": "extension_status", "extension": "2005", "status": "Busy"}"#)
        } else {
            clock.advance(by: .seconds(1))
        }
        #expect(await desk.untilSynced())
        #expect(!desk.links.contains(.degraded))
        #expect(peer.asked.first?.name == "liveCall".lowercased())
        try await desk.stop()
    }

    /// Answers that nobody can read are no silence.
    @Test func anExchangeThatCannotBeReadIsToldAsSuch() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        peer.silence(true)
        let clock = SteppedClock.polling()
        let desk = Harness(SmartPBXConfiguration(broker), with: peer, clock: clock)
        #expect(await peer.next("deviceInfo") != nil)
        peer.publish(response: Array("<html>".utf8))
        #expect(await desk.until { !$0.messages.isEmpty })
        #expect(desk.messages.map(\.text) == ["what comes cannot be read: 3c 68 74 6d 6c 3e"])
        clock.advance(by: SmartPBXConfiguration.patientDeadline)
        #expect(await desk.until { $0.status?.link == .degraded })
        #expect(
            desk.status?.error
                == "the exchange does not answer: it is off line, or the token is wrong; what comes cannot be read: 3c 68 74 6d 6c 3e")
        try await desk.stop()
    }

    @Test func aLateAnswerNeverTurnsAnOutcomeRound() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let clock = SteppedClock.polling()
        let desk = Harness(SmartPBXConfiguration(broker), with: peer, clock: clock)
        #expect(await desk.untilSynced())
        peer.hold("dial")
        let site = desk.site
        let request = try ActionRequest(.dial, ["8001", "2005"])
        async let outcome = site.perform(request)
        #expect(await peer.next("dial") != nil)
        clock.letPass { $0 > .seconds(1) }
        #expect(await outcome == .noAnswer(after: SmartPBXConfiguration.patientDeadline))
        clock.letNothingPass()
        peer.release()
        #expect(await desk.site.perform(request) == .done("success", reference: "1673080587.2118"))
        #expect(peer.asked.count { $0.name == "dial" } == 2, "nothing is ever sent twice by itself")
        try await desk.stop()
    }

    @Test func anEventDuringTheFirstSweepOutranksTheListing() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        peer.hold("extension_list")
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await peer.next("extension_list") != nil)
        peer.publish(event: #"{"event": "extension_status", "extension": "8001", "status": "Busy"}"#)
        peer.release()
        #expect(await desk.untilSynced())
        #expect(desk.agent("8001")?.state == .busy)
        #expect(desk.agent("8001")?.name == "Tom")
        try await desk.stop()
    }

    @Test func anInviteIsOnTheBoardBeforeAnyPollAndGoesWhenNoPollKnowsIt() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        peer.hold("livecall")
        #expect(await peer.next("livecall") != nil)
        peer.publish(event: #"{ "event": "invite", "from": "8001", "to": "2005", "callid": "1673077852.143" }"#)
        #expect(await desk.until { $0.agent("2005")?.state == .ringing })
        #expect(desk.board.call("hq", "1673077852.143")?.state == .ringing)
        peer.release()
        #expect(await desk.until { $0.board.calls.isEmpty && $0.agent("2005")?.state == .idle })
        try await desk.stop()
    }

    @Test func theEndOfTheBrokerEndsTheRunAndTheNextOneResynchronises() async throws {
        let broker = try await PrivateBroker.start()
        var peer = try await Peer(broker)
        let configuration = SmartPBXConfiguration(broker)
        let site = SmartPBXSite(configuration)
        let first = Harness(configuration, with: peer, site: site)
        #expect(await first.untilSynced())
        broker.kill()
        await #expect(throws: LinkFailure.self) { try await first.end() }
        #expect(await site.perform(try ActionRequest(.hangup, ["1.2"])) == .notOnline(.offline))
        let nowhere = Harness(configuration, site: site)
        await #expect(throws: LinkFailure.self) { try await nowhere.end() }

        try await broker.restart()
        peer = try await Peer(broker)
        peer.answer("extension_list", with: Peer.extensions("Busy", "Idle"))
        let second = Harness(configuration, with: peer, site: site)
        #expect(await second.untilSynced())
        #expect(second.agent("2005")?.state == .busy)
        try await second.stop()
    }

    @Test func aCommandUnderWayWhenTheLinkBreaksIsUnknown() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        peer.hold("dial")
        let request = try ActionRequest(.dial, ["8001", "2005"])
        let site = desk.site
        async let outcome = site.perform(request)
        #expect(await peer.next("dial") != nil)
        broker.kill()
        #expect(await outcome == .unknown("the link broke before the answer came"))
    }

    @Test func theAnswersOfOtherConsolesAreNotEvenRead() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let desk = Harness(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        let before = await desk.site.messagesRead
        for number in 0..<200 {
            peer.publish(response: Array(#"{"status":"Success","request_id":"other-\#(number)","extlist":[{"number":"9999"}]}"#.utf8))
        }
        peer.publish(event: #"{"event": "ivrdtmf", "ivr": "9000", "caller": "2005", "dtmf": "6", "callid": "new.1"}"#)
        #expect(await desk.until { $0.messages.contains { $0.details["callid"] == "new.1" } })
        // Our own answers may have come meanwhile.
        #expect(await desk.site.messagesRead - before < 50)
        #expect(desk.agent("9999") == nil)
        try await desk.stop()
    }

    @Test func twoConsolesOnOneTokenDoNotDisturbEachOther() async throws {
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let first = Harness(SmartPBXConfiguration(broker, own: "2008"), with: peer)
        let second = Harness(SmartPBXConfiguration(broker, own: "2009"), with: peer)
        #expect(await first.untilSynced())
        #expect(await second.untilSynced())
        let request = try ActionRequest(.dial, ["8001", "2005"])
        let (here, there) = (first.site, second.site)
        async let one = here.perform(request)
        async let other = there.perform(try ActionRequest(.queueLogin, ["6666", "8001"]))
        #expect(try await [one, other] == [.done("success", reference: "1673080587.2118"), .done("Added interface to queue")])
        peer.publish(event: #"{"event": "extension_status", "extension": "8001", "status": "Busy"}"#)
        #expect(await first.until { $0.agent("8001")?.state == .busy })
        #expect(await second.until { $0.agent("8001")?.state == .busy })
        let ids = peer.asked.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(!(first.told + second.told).contains { if case .link(_, .degraded, _, _, _) = $0 { true } else { false } })
        try await first.stop()
        try await second.stop()
    }
}
