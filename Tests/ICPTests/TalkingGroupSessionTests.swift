import Exchange
import JSON
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct TalkingGroupSessionTests {
    @Test func `Signs in in three steps, registers and shows the groups`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupsAtWork(peer)
        #expect(await work.untilUp())
        let requests = peer.requests
        #expect(requests[0].words == "POST /login/sc")
        #expect(requests[0].authorization == "Digest username=4501, algorithm=MD5")
        #expect(requests[1].authorization == TalkingGroupPeer.rightAnswer)
        #expect(requests[2].words == "POST user/register")
        #expect(requests[2].authorization == "Basic t-1")
        #expect(requests[2].body["requestType"] == "1")
        #expect(requests[2].body["registerServerType"] == "1")
        let callback = requests[2].body["callBackURL"]?.text ?? ""
        #expect(callback.hasPrefix("http://127.0.0.1:") && callback.contains("/groups-"))
        let subscription = try #require(requests.first { $0.words == "PUT talkGroup/9001/subscribe" })
        #expect(subscription.body == ["callBackURL": .string(callback), "websocketID": "4501", "expire": .number(7_200)])
        #expect(work.board.groups.map(\.id).sorted() == ["9001", "9002", "9003", "9004"])
        let group = try #require(work.group("9001"))
        #expect(group.name == "Line 1" && group.type == "plain" && group.floor == .idle && group.subscribed)
        #expect(group.members.map(\.number) == ["70001", "4501", "4502"])
        #expect(group.members.map(\.type) == ["radio group", "dispatcher", "dispatcher"])
        #expect(group.members[1].state == "subscribed")
        #expect(work.group("9003")?.type == "mixed")
        #expect(work.group("9003")?.subscribed == false)
        #expect(work.group("9004")?.isReceiveOnly == true)
    }

    @Test func `A password that is refused is told once and not tried again`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupsAtWork(peer, password: "wrong")
        #expect(await work.until { $0.said("trouble").contains { $0.contains("refuses user name or password") } })
        let outcome = try await work.act(.pttTake, "9001")
        guard case .refused(_, let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.string.contains("refuses user name or password"))
        #expect(peer.commands == ["POST /login/sc", "POST /login/sc"])
        await work.stop()
        #expect(peer.commands == ["POST /login/sc", "POST /login/sc"])
        #expect(work.said("trouble").count == 1)
    }

    @Test func `Everything is given back in order when the run ends`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupsAtWork(peer)
        #expect(await work.untilUp())
        #expect(try await work.act(.groupMonitor, "9002") == .done(nil))
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        peer.forgetRequests()
        await work.stop()
        let commands = peer.commands
        #expect(commands.prefix(2) == ["DELETE talkGroup/9001/ptt", "DELETE talkGroup/9001/select"])
        #expect(commands.dropFirst(2).prefix(2).sorted() == ["DELETE talkGroup/9001/monitor", "DELETE talkGroup/9002/monitor"])
        #expect(commands.dropFirst(4).prefix(3).sorted() == ["9001", "9002", "9004"].map { "PUT talkGroup/\($0)/subscribe" })
        #expect(commands.dropFirst(7) == ["POST user/register", "POST /logout/sc"])
        #expect(peer.requests.last { $0.words == "POST user/register" }?.body["requestType"] == "0")
        #expect(work.floor("9001") == .unknown)
    }
}
