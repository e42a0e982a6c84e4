import BackendSupport
import Exchange
import Foundation
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct TalkingGroupFloorTests {
    private func working(_ prepare: (inout TalkingGroupPeer.World) -> Void = { _ in }) async throws -> TalkingGroupHarness {
        let peer = try TalkingGroupPeer()
        peer.change { prepare(&$0) }
        let work = TalkingGroupHarness(peer)
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
        #expect(
            work.floors["9001"]?.suffix(4) == [
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
        #expect(await work.until { $0.floor("9001") == .denied("70001 has it: somebody else holds the floor") })
        #expect(work.peer.commands.suffix(2) == ["DELETE talkGroup/9001/select", "DELETE talkGroup/9001/monitor"])
        await work.peer.set("70001", "ptt", "notInOperation", in: "9001")
        #expect(await work.until { $0.group("9001")?.members.first?.state == "" })
        #expect(work.floor("9001") == .denied("70001 has it: somebody else holds the floor"))
        #expect(try await work.act(.pttRelease, "9001") == .done(nil))
        #expect(await work.until { $0.floor("9001") == .idle })
    }

    @Test func `The platform may take the floor away while we talk`() async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        work.peer.forgetRequests()
        await work.peer.set("70001", "ptt", "inOperation", in: "9001")
        await work.peer.set("4501", "ptt", "notInOperation", in: "9001")
        let revoked = Floor.revoked("the platform has given the floor to 70001")
        #expect(await work.until { $0.floor("9001") == revoked && $0.group("9001")?.monitored == false })
        // What was taken for the floor goes back; the reason stays to be read.
        #expect(work.peer.commands == ["DELETE talkGroup/9001/select", "DELETE talkGroup/9001/monitor"])
        await work.peer.set("70001", "ptt", "notInOperation", in: "9001")
        #expect(await work.until { $0.group("9001")?.members.first?.state == "" })
        #expect(work.floor("9001") == revoked)
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        #expect(await work.until { $0.floor("9001")?.holder == "4501" })
    }

    @Test func `A revocation whose notification was lost is seen at the next look`() async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        await work.peer.set("4501", "ptt", "notInOperation", in: "9001", telling: false)
        await work.time.untilAsleep(for: TalkingGroupHarness.reconciling)
        // Sooner than the talk time is over.
        await work.service.refreshes.want(.everything)
        #expect(await work.until { $0.floor("9001") == .revoked("the platform has taken the floor away") })
    }

    @Test func `The talk time has an end`() async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        #expect(await work.until { $0.floor("9001")?.holder == "4501" })
        work.peer.forgetRequests()
        await work.time.pass(.seconds(20))
        #expect(await work.until { $0.floor("9001") == .idle })
        #expect(work.peer.commands == ["ptt", "select", "monitor"].map { "DELETE talkGroup/9001/\($0)" })
        #expect(await work.until { $0.said("floor") == ["the talk time of 20 s is over: the floor of group Line 1 was given back"] })
    }

    @Test func `At the end of the talk time the console insists`() async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        work.peer.change { $0.scripted["DELETE talkGroup/9001/ptt"] = [.code("300002")] }
        await work.time.pass(.seconds(20))
        await work.time.untilAsleep(for: .seconds(2))
        #expect(await work.until { if case .mine? = $0.floor("9001") { true } else { false } })
        work.time.advance(by: .seconds(2))
        #expect(await work.until { $0.floor("9001") == .idle && !$0.said("floor").isEmpty })
    }

    @Test func `A receive-only group is not even asked`() async throws {
        let work = try await working()
        let outcome = try await work.act(.pttTake, "9004")
        #expect(outcome == .refused(code: "300094", "the group is receive-only: its floor cannot be taken"))
        #expect(await work.until { $0.floor("9004") == .denied("the group is receive-only: its floor cannot be taken") })
        #expect(work.peer.commands.isEmpty)
    }

    @Test func `One floor at a time`() async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        work.peer.forgetRequests()
        #expect(try await work.act(.pttTake, "9002") == .done(nil))
        #expect(
            work.peer.commands == ["ptt", "select", "monitor"].map { "DELETE talkGroup/9001/\($0)" }
                + ["monitor", "select", "ptt"].map { "POST talkGroup/9002/\($0)" })
        #expect(await work.until { $0.floor("9002")?.holder == "4501" && $0.floor("9001") == .idle })
        #expect(try await work.act(.pttTake, "9002") == .done("the floor is yours already"))
    }

    @Test func `What holds already is neither asked for nor given back`() async throws {
        let work = try await working()
        #expect(try await work.act(.groupMonitor, "9001") == .done(nil))
        #expect(try await work.act(.groupSelect, "9001") == .done(nil))
        work.peer.forgetRequests()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        #expect(try await work.act(.pttRelease, "9001") == .done(nil))
        #expect(work.peer.commands == ["POST talkGroup/9001/ptt", "DELETE talkGroup/9001/ptt"])
    }

    @Test func `The floor can do without selecting where the platform says so`() async throws {
        let work = try await working { $0.parameters = #"{"isPttDependsSelect":"false"}"# }
        work.peer.change { $0.states["9001", default: [:]]["4501", default: [:]]["select"] = "inOperation" }
        _ = try await work.act(.pttTake, "9001")
        #expect(work.peer.commands == ["POST talkGroup/9001/monitor", "POST talkGroup/9001/ptt"])
    }

    @Test func `Pressing again while the floor is being asked for gives it up`() async throws {
        let work = try await working { $0.grant = "inProcess" }
        let taking = try work.begin(.pttTake, "9001")
        #expect(await work.until { $0.floor("9001") == .requesting(.floor) })
        #expect(try await work.act(.pttRelease, "9001") == .done(nil))
        #expect(await taking.value == .refused(code: nil, "given back before it was granted"))
        #expect(work.peer.commands.suffix(3) == ["ptt", "select", "monitor"].map { "DELETE talkGroup/9001/\($0)" })
        #expect(await work.until { $0.floor("9001") == .idle && $0.group("9001")?.monitored == false })
    }

    @Test func `A platform that never says yes is not waited for for ever`() async throws {
        let work = try await working { $0.grant = "inProcess" }
        let taking = try work.begin(.pttTake, "9001")
        #expect(await work.peer.next("POST talkGroup/9001/ptt") != nil)
        #expect(await work.until { $0.floor("9001") == .requesting(.floor) })
        await work.time.untilAsleep(for: .milliseconds(500))
        work.time.advance(by: TalkingGroupService.confirmation)
        let words: SafeText = "the platform has accepted it and does not say that it is so"
        #expect(await taking.value == .unknown(words))
        #expect(await work.until { $0.floor("9001") == .denied(words) })
        #expect(work.peer.commands.suffix(3) == ["ptt", "select", "monitor"].map { "DELETE talkGroup/9001/\($0)" })
    }

    @Test func `A refusal may come later than the answer`() async throws {
        let work = try await working { $0.grant = "inProcess" }
        let taking = try work.begin(.pttTake, "9001")
        #expect(await work.until { $0.group("9001")?.members[1].state == "asks for the floor" })
        await work.time.untilAsleep(for: .milliseconds(500))
        await work.peer.set("4501", "ptt", "notInOperation", in: "9001")
        #expect(await taking.value == .refused(code: nil, "the platform has not granted it"))
        #expect(await work.until { $0.floor("9001") == .denied("the platform has not granted it") })
    }

    @Test func `The floor is had without notifications too`() async throws {
        let work = try await working { _ in }
        work.peer.change { $0.notifies = false }
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        #expect(await work.until { $0.floor("9001")?.holder == "4501" })
        #expect(try await work.act(.pttRelease, "9001") == .done(nil))
        #expect(await work.until { $0.floor("9001") == .idle })
    }

    @Test func `A mixed group has a floor only while it is called`() async throws {
        let work = try await working()
        let words: SafeText = "a mixed group has a floor only while it is called: call it first"
        #expect(try await work.act(.pttTake, "9003") == .refused(code: nil, words))
        #expect(await work.until { $0.floor("9003") == .denied(words) })
        #expect(work.peer.commands.isEmpty)
        await work.peer.set("3001", "mixedGroupCall", "muted", in: "9003")
        #expect(await work.until { $0.group("9003")?.conversation == .mixedCall })
        _ = try await work.act(.pttTake, "9003")
        #expect(work.peer.commands.first == "POST talkGroup/9003/ptt")
    }

    @Test func `A floor that outlives the link is shown again, and one that does not is called revoked`() async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        work.peer.goDown()
        await work.service.refreshes.want(.everything)
        #expect(await work.until { $0.floor("9001") == .unknown })
        try work.peer.comeBack()
        await work.time.pass(.milliseconds(750))
        #expect(await work.until { $0.floor("9001")?.holder == "4501" })
        work.peer.goDown()
        await work.service.refreshes.want(.everything)
        #expect(await work.until { $0.floor("9001") == .unknown })
        await work.peer.set("4501", "ptt", "notInOperation", in: "9001", telling: false)
        try work.peer.comeBack()
        await work.time.pass(.milliseconds(750))
        #expect(await work.until { $0.floor("9001") == .revoked("the platform has taken the floor away") })
    }

    @Test func `Asking for another group's floor gives up the one being asked for`() async throws {
        let work = try await working { $0.grant = "inProcess" }
        let first = try work.begin(.pttTake, "9001")
        #expect(await work.until { $0.floor("9001") == .requesting(.floor) })
        await work.time.untilAsleep(for: .milliseconds(500))
        work.peer.change { $0.grant = "inOperation" }
        #expect(try await work.act(.pttTake, "9002") == .done(nil))
        #expect(await first.value == .refused(code: nil, "given back before it was granted"))
        #expect(await work.until { $0.floor("9002")?.holder == "4501" && $0.floor("9001") == .idle })
    }

    @Test func `A floor that was had already is given back all the same`() async throws {
        let work = try await working()
        work.peer.change { $0.states["9001", default: [:]]["4501", default: [:]]["ptt"] = "inOperation" }
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        #expect(await work.until { $0.floor("9001")?.holder == "4501" })
        #expect(try await work.act(.pttRelease, "9001") == .done(nil))
        #expect(work.peer.commands.contains("DELETE talkGroup/9001/ptt"))
        #expect(await work.until { $0.floor("9001") == .idle })
    }

    @Test func `A subscription that was made for the floor ends with it`() async throws {
        let peer = try TalkingGroupPeer()
        peer.change { $0.parameters = #"{"maxDisSubCount":"2"}"# }
        let work = TalkingGroupHarness(peer)
        #expect(await work.until { $0.floor("9004") == .idle && $0.group("9001")?.subscribed == true })
        peer.forgetRequests()
        #expect(try await work.act(.pttTake, "9002") == .done(nil))
        #expect(peer.commands.first == "PUT talkGroup/9002/subscribe")
        #expect(try await work.act(.pttRelease, "9002") == .done(nil))
        #expect(peer.commands.last == "PUT talkGroup/9002/subscribe")
        #expect(peer.requests.last { $0.method == "PUT" }?.body["expire"] == .number(0))
        #expect(await work.until { $0.group("9002")?.subscribed == false })
        // The look that the end of a subscription causes does not make it anew.
        await work.time.untilAsleep(for: TalkingGroupHarness.reconciling)
        #expect(peer.commands.filter { $0 == "PUT talkGroup/9002/subscribe" }.count == 2)
    }
}
