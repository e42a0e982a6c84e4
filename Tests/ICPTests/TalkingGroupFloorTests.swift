import Exchange
import Foundation
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct TalkingGroupFloorTests {
    private func working(_ prepare: (inout TalkingGroupPeer.World) -> Void = { _ in }) async throws -> TalkingGroupsAtWork {
        let peer = try TalkingGroupPeer()
        peer.change { prepare(&$0) }
        let work = TalkingGroupsAtWork(peer)
        try #require(await work.untilUp())
        peer.forgetRequests()
        return work
    }

    @Test func `One key takes the floor step by step and gives everything back`() async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        #expect(work.peer.commands == ["monitor", "select", "ptt"].map { "POST talkGroup/9001/\($0)" })
        #expect(await work.until { if case .mine? = $0.floor("9001") { true } else { false } })
        let now = work.time.now
        #expect(work.floors["9001"]?.suffix(4) == [
            .requesting(.monitor), .requesting(.select), .requesting(.floor), .mine(number: "4501", since: now, until: now + 20),
        ])
        #expect(work.group("9001")?.selected == true)
        work.peer.forgetRequests()
        #expect(try await work.act(.pttRelease, "9001") == .done(nil))
        #expect(work.peer.commands == ["ptt", "select", "monitor"].map { "DELETE talkGroup/9001/\($0)" })
        #expect(await work.until { $0.floor("9001") == .idle && $0.group("9001")?.monitored == false })
        #expect(work.floors["9001"]?.suffix(2) == [.releasing, .idle])
        // The subscription was there before, and stays.
        #expect(work.group("9001")?.subscribed == true)
    }

    @Test func `The floor is ours only when the platform has said so`() async throws {
        let work = try await working { $0.grant = "inProcess" }
        let taking = try work.begin(.pttTake, "9001")
        #expect(await work.peer.next("POST talkGroup/9001/ptt") != nil)
        #expect(await work.until { $0.floor("9001") == .requesting(.floor) })
        await work.time.untilAsleep(for: .milliseconds(500))
        #expect(work.floor("9001") == .requesting(.floor))
        await work.peer.set("4501", "ptt", "inOperation", in: "9001")
        #expect(await taking.value == .done(nil))
        #expect(await work.until { $0.floor("9001")?.holder == "4501" })
    }

    @Test func `Whoever else holds the floor is named, and why we do not get it stays to be read`() async throws {
        let work = try await working()
        await work.peer.set("70001", "ptt", "inOperation", in: "9001")
        #expect(await work.until { $0.floor("9001") == .other(number: "70001", since: $0.time.now) })
        let outcome = try await work.act(.pttTake, "9001")
        #expect(outcome == .refused(code: "300059", "somebody else holds the floor"))
        #expect(await work.until { $0.floor("9001") == .denied("somebody else holds the floor") })
        #expect(work.peer.commands.suffix(2) == ["DELETE talkGroup/9001/select", "DELETE talkGroup/9001/monitor"])
        await work.peer.set("70001", "ptt", "notInOperation", in: "9001")
        #expect(await work.until { $0.group("9001")?.members.first?.state == "" })
        #expect(work.floor("9001") == .denied("somebody else holds the floor"))
        #expect(try await work.act(.pttRelease, "9001") == .done(nil))
        #expect(await work.until { $0.floor("9001") == .idle })
    }
}
