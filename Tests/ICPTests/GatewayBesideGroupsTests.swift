import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

/// Talking groups are a service of their own (document 004, section 4.1.4): the gateway may go and come beside them.
@Suite(.serialized, .timeLimit(.minutes(1))) struct GatewayBesideGroupsTests {
    private func talking() async throws -> (FakeGateway, TalkingGroupPeer, GatewayHarness, SteppedClock) {
        let gateway = try await FakeGateway.start()
        let peer = try TalkingGroupPeer()
        let time = GatewayHarness.clock()
        var configuration = gateway.configuration(poll: .seconds(600))
        configuration.talkingGroups = .init(url: peer.url, username: "4501", password: Secret("Talk-1234"), talkLimit: .seconds(20))
        let harness = GatewayHarness(configuration, time: time)
        #expect(await harness.untilSynced())
        #expect(await harness.until { $0.board.groups.count(where: \.subscribed) == 3 })
        #expect(try await harness.perform(.pttTake, "9001") == .done(nil))
        #expect(await harness.until { $0.holdsFloor })
        peer.forgetRequests()
        return (gateway, peer, harness, time)
    }

    @Test func `The floor is kept while the gateway is away, and the site stays online for it`() async throws {
        let (gateway, peer, harness, time) = try await talking()
        await gateway.stop()
        time.letPass { $0 > .seconds(1) && $0 <= .seconds(4) }
        #expect(await harness.until { $0.status?.error?.string.contains("the Agent Gateway is away") == true })
        #expect(harness.status?.link == .online)
        #expect(harness.holdsFloor)
        #expect(!peer.commands.contains("DELETE talkGroup/9001/ptt"))
        #expect(try await harness.perform(.dial, "291", "110") == .notOnline(.degraded))
        #expect(try await harness.perform(.pttRelease, "9001") == .done(nil))
        #expect(peer.commands.contains("DELETE talkGroup/9001/ptt"))
        try await gateway.restart()
        // The first pause before another attempt is half a second to a second.
        time.letPass { $0 >= .milliseconds(500) && $0 <= .seconds(30) && $0 != .seconds(5) && $0 != .seconds(15) }
        #expect(await harness.until { $0.status?.link == .online && $0.status?.error == nil })
    }

    @Test func `With both services away the site does not say that the groups go on`() async throws {
        let (gateway, peer, harness, time) = try await talking()
        await gateway.stop()
        #expect(
            await harness.until { $0.status?.error?.string.contains("the Agent Gateway is away, only the talking groups go on") == true })
        peer.goDown()
        time.letPass { $0 > .seconds(1) && $0 <= .seconds(60) }
        #expect(
            await harness.until {
                $0.status?.error?.string.contains("the Agent Gateway is away, and the talking groups are, too") == true
            })
        #expect(harness.status?.link == .degraded)
    }

    @Test func `The talk limit acts while the gateway is away`() async throws {
        let (gateway, peer, harness, time) = try await talking()
        await gateway.stop()
        #expect(await harness.until { $0.status?.error?.string.contains("the Agent Gateway is away") == true })
        time.passOnce(.seconds(20))
        #expect(await harness.until { $0.board.groups.first { $0.id == "9001" }?.floor == .idle })
        #expect(peer.commands.contains("DELETE talkGroup/9001/ptt"))
    }

    @Test func `Whoever is thrown out of the seat is asked, and keeps the floor meanwhile`() async throws {
        let (gateway, peer, harness, _) = try await talking()
        gateway.tell("AgentOther_ShutdownService")
        #expect(await harness.until { $0.status?.question?.string.contains("throw the other out?") == true })
        #expect(harness.holdsFloor)
        #expect(!peer.commands.contains("DELETE talkGroup/9001/ptt"))
        gateway.take()
        await harness.site.consent()
        #expect(await harness.until { $0.status?.question == nil && $0.status?.error == nil && $0.status?.link == .online })
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").count == 1)
    }
}

extension SiteHarness {
    fileprivate var holdsFloor: Bool {
        if case .mine? = board.groups.first(where: { $0.id == "9001" })?.floor { true } else { false }
    }
}
