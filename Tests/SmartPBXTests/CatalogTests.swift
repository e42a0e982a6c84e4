import Exchange
import JSON
import Simulators
import SiteHarness
import Testing

@testable import SmartPBX

@Suite(.serialized, .timeLimit(.minutes(2))) struct CatalogTests {
    private func operation(_ id: String) throws -> Exchange.Operation { try #require(SmartPBXOperations.all.first { $0.id == id }) }

    @Test func pinsOfRoomsAreMadeUnreadable() async throws {
        let broker = try await PrivateBroker.start()
        let desk = Harness(SmartPBXConfiguration(broker), with: try await Peer(broker))
        #expect(await desk.untilSynced())
        let list = try operation("conferences.list")
        let (_, rooms) = await desk.site.perform(list, [:])
        let room = list.masked(answer: try #require(rooms))["conflist"]?.array?.first
        #expect(room?["participantpassword"] == "••••")
        #expect(room?["moderatorpassword"] == "")
        try await desk.stop()
    }

    @Test(arguments: [
        ("calls.hangup", "{}", "callid is needed" as SafeText),
        ("calls.hangup", #"{"callid": ""}"#, "callid is needed"),
        ("calls.hangup", #"{"callid": "1.2", "call": "1"}"#, "calls.hangup takes no call; did you mean “callid”?"),
        ("queues.member_pause", #"{"queue": "1", "extension": "2", "paused": "maybe"}"#, "paused must be one of no, yes"),
        (
            "extensions.set", #"{"extension": "1", "params": {"logout_status": "0", "permission": "9"}}"#,
            "params.permission must be one of 0, 1, 2, 3, 4"
        ),
        ("extensions.set", #"{"extension": "1", "params.permission": "3"}"#, "params.logout_status is needed"),
    ])
    func wrongArgumentsAreNotSent(_ id: String, _ arguments: String, _ reason: SafeText) async throws {
        let site = SmartPBXSite(SmartPBXConfiguration(id: "hq", name: "hq", broker: .init(host: "127.0.0.1", port: 1), token: "abc"))
        let (outcome, answer) = await site.perform(try operation(id), parsed(arguments))
        #expect(outcome == .invalid(reason))
        #expect(answer == nil)
    }

    @Test func dottedAndNestedArgumentsAreTheSameAndNumbersBecomeText() throws {
        let set = try operation("extensions.set")
        let dotted = parsed(#"{"extension": 8001, "params.logout_status": 0, "params.permission": 3}"#)
        let nested = parsed(#"{"extension": "8001", "params": [{"logout_status": "0", "permission": "3"}]}"#)
        #expect(set.check(dotted).isEmpty && set.check(nested).isEmpty)
        #expect(set.arranged(dotted).asTexts == set.arranged(nested).asTexts)
        #expect(set.arranged(dotted).asTexts == ["extension": "8001", "params": ["logout_status": "0", "permission": "3"]])
    }
}
