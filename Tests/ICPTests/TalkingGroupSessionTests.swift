import Exchange
import SiteHarness
import JSON
import TestPeers
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct TalkingGroupSessionTests {
    @Test func `Signs in in three steps, registers and shows the groups`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
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
        let work = TalkingGroupHarness(peer, password: "wrong")
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
        let work = TalkingGroupHarness(peer)
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

    @Test func `Without a Digest challenge name and password go as Basic`() async throws {
        let peer = try TalkingGroupPeer()
        peer.change {
            $0.challenge = #"Basic realm="uportal.test""#
            $0.rightAnswer = "Basic NDUwMTpUYWxrLTEyMzQ="
        }
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
    }

    @Test func `The token is renewed every five minutes and the registration kept alive every minute`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        await work.untilIdle()
        await work.time.pass(.seconds(60))
        #expect(await peer.next("POST user/heartBeat")?.body == ["sessionID": "4711"])
        peer.change {
            $0.scripted["POST /sc/token"] = [.raw(TalkingGroupPeer.http(200, "<a><AccessToken>t-new</AccessToken></a>"))]
        }
        await work.time.untilAsleep(for: .seconds(60))
        await work.untilIdle()
        await work.time.pass(.seconds(300))
        #expect(await peer.next("POST /sc/token")?.authorization == "Basic t-1")
        peer.change { $0.token = "t-new" }
        #expect(try await work.act(.groupMonitor, "9001") == .done(nil))
        #expect(peer.commands.filter { $0 == "POST /login/sc" }.count == 2)
    }

    @Test func `Notifications that never arrive are noticed within seconds, and polling takes over`() async throws {
        let peer = try TalkingGroupPeer()
        peer.change { $0.notifies = false }
        let work = TalkingGroupHarness(peer)
        #expect(await work.until { $0.group("9001")?.floor == .idle && $0.group("9001")?.subscribed == true })
        await work.time.pass(TalkingGroupService.notificationLimit)
        let words = "no notification of the talking groups arrives at the address given to the platform; they are polled"
        #expect(await work.until { $0.said("trouble") == [words] })
        await peer.set("70001", "ptt", "inOperation", in: "9001")
        await work.time.pass(TalkingGroupService.polling)
        #expect(await work.until { $0.floor("9001")?.holder == "70001" })
        // They come again: what they tell is shown at once, and the next loss would be told anew.
        peer.change { $0.notifies = true }
        await peer.set("70001", "ptt", "notInOperation", in: "9001")
        #expect(await work.until { $0.floor("9001") == .idle })
    }

    @Test func `Two consoles of one user do not register over each other`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        peer.forgetRequests()
        peer.change { $0.scripted["POST user/heartBeat"] = [.code("1"), .code("1")] }
        let words = ["another console has registered as 4501; the groups are polled here"]
        await work.untilIdle()
        await work.time.pass(.seconds(60))
        #expect(await work.until { $0.said("trouble") == words })
        await work.untilIdle(polling: TalkingGroupService.polling)
        await work.time.pass(.seconds(60))
        await work.untilIdle(polling: TalkingGroupService.polling)
        #expect(work.said("trouble") == words)
        #expect(!peer.commands.contains("POST user/register"))
        await peer.set("70001", "ptt", "inOperation", in: "9001", telling: false)
        // Looks follow each other from now on, however far the one under way had come.
        work.time.letPass { $0 <= TalkingGroupService.polling }
        #expect(await work.until { $0.floor("9001")?.holder == "70001" })
        work.time.letNothingPass()
    }

    @Test func `A token that the uPortal has forgotten is replaced and the request sent again`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        peer.forgetRequests()
        peer.change { $0.token = "another" }
        #expect(try await work.act(.groupMonitor, "9001") == .done(nil))
        #expect(
            peer.commands == [
                "POST talkGroup/9001/monitor", "POST /login/sc", "POST /login/sc", "POST user/register", "POST talkGroup/9001/monitor",
            ])
        #expect(work.said("trouble").isEmpty)
    }

    @Test func `A dispatcher that is not registered any more is registered again`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        peer.forgetRequests()
        peer.change { $0.scripted["POST talkGroup/9001/monitor"] = [.code("300087")] }
        #expect(try await work.act(.groupMonitor, "9001") == .done(nil))
        #expect(peer.commands == ["POST talkGroup/9001/monitor", "POST user/register", "POST talkGroup/9001/monitor"])
    }

    @Test func `While the uPortal is down floors are unknown and requests refused; then it is had again`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        peer.goDown()
        await work.time.pass(TalkingGroupHarness.reconciling)
        #expect(await work.until { $0.floor("9001") == .unknown })
        // Pauses grow; the outage is told once.
        await work.time.pass(.milliseconds(750))
        await work.time.untilAsleep(for: .milliseconds(1_500))
        let outcome = try await work.act(.pttTake, "9001")
        guard case .refused(nil, let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.string.hasPrefix("the talking groups are out of reach: No connection to 127.0.0.1"))
        try peer.comeBack()
        peer.forgetRequests()
        await work.time.pass(.milliseconds(1_500))
        #expect(await work.until { $0.floor("9001") == .idle })
        #expect(work.said("trouble").count == 1)
        #expect(peer.commands.prefix(4) == ["POST /login/sc", "POST /login/sc", "POST user/register", "PUT talkGroup/9001/subscribe"])
    }

    @Test func `Lost notifications are made good by looking`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        peer.change { $0.notifies = false }
        await peer.set("70001", "ptt", "inOperation", in: "9001")
        await work.time.pass(TalkingGroupHarness.reconciling)
        #expect(await work.until { $0.floor("9001")?.holder == "70001" })
    }

    @Test func `A stranger's notification is ignored and told`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        let callback = peer.change(\.callback)
        let lie = TalkingGroupPeer.notice("70001", "ptt", "inOperation", in: "9001")
        let truth = TalkingGroupPeer.notice("70002", "ptt", "inOperation", in: "9002")
        #expect(await TalkingGroupPeer.post(lie, to: callback, from: "127.0.0.2").hasPrefix("HTTP/1.1 403"))
        #expect(await TalkingGroupPeer.post(lie, to: callback + "x").hasPrefix("HTTP/1.1 403"))
        let answer = await TalkingGroupPeer.post(truth, to: callback)
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix(#"{"returnCode":0,"returnDesc":"success"}"#))
        #expect(await work.until { $0.floor("9002")?.holder == "70002" })
        #expect(work.floor("9001") == .idle)
        await work.time.pass(TalkingGroupHarness.reconciling)
        #expect(await work.until { $0.said("trouble") == ["notifications from a stranger are ignored"] })
    }

    @Test func `Where the listener's port is taken the groups are polled`() async throws {
        let taken = try LoopbackListener()
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer, port: taken.port)
        #expect(await work.untilUp())
        #expect(work.said("trouble").first?.hasPrefix("no notifications of the talking groups, only polling") == true)
        peer.change { $0.notifies = false }
        await peer.set("70001", "ptt", "inOperation", in: "9001")
        await work.time.pass(TalkingGroupService.polling)
        #expect(await work.until { $0.floor("9001")?.holder == "70001" })
        #expect(work.said("trouble").count == 1)
    }

    @Test func `Subscriptions are renewed before they run out`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        await work.time.pass(TalkingGroupHarness.reconciling)
        await work.time.untilAsleep(for: TalkingGroupHarness.reconciling)
        #expect(peer.commands.filter { $0 == "PUT talkGroup/9001/subscribe" }.count == 1)
        peer.forgetRequests()
        work.time.advance(by: .seconds(5_400))
        await work.time.untilAsleep(for: TalkingGroupHarness.reconciling)
        #expect(peer.commands.filter { $0 == "PUT talkGroup/9001/subscribe" }.count == 1)
    }

    @Test func `A subscription that ran out is made anew at once; one that was given up is not`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        #expect(try await work.act(.groupUnsubscribe, "9002") == .done(nil))
        #expect(await work.until { $0.group("9002")?.subscribed == false })
        await work.time.untilAsleep(for: TalkingGroupHarness.reconciling)
        peer.forgetRequests()
        await peer.set("4501", "subscribe", "notInOperation", in: "9001")
        #expect(await work.until { $0.group("9001")?.subscribed == false })
        #expect(await work.until { $0.group("9001")?.subscribed == true })
        #expect(peer.commands == ["PUT talkGroup/9001/subscribe"])
    }

    @Test func `Where the platform grants few subscriptions one is kept free`() async throws {
        let peer = try TalkingGroupPeer()
        peer.change { $0.parameters = #"{"maxDisSubCount":"2"}"# }
        let work = TalkingGroupHarness(peer)
        #expect(await work.until { $0.floor("9004") == .idle && $0.group("9001")?.subscribed == true })
        #expect(peer.commands.filter { $0.hasSuffix("subscribe") } == ["PUT talkGroup/9001/subscribe"])
    }

    @Test func `Groups that come and go are seen`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        peer.change {
            $0.groups.removeFirst()
            $0.groups.append(TalkingGroupPeer.group("9010", "New", dispatchers: ["4502"]))
        }
        await work.time.pass(TalkingGroupHarness.reconciling)
        #expect(await work.until { $0.group("9010")?.name == "New" && $0.group("9001") == nil })
    }

    @Test func `A floor that is still being asked for is given back when the run ends`() async throws {
        let peer = try TalkingGroupPeer()
        peer.change { $0.grant = "inProcess" }
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        let taking = try work.begin(.pttTake, "9001")
        #expect(await work.until { $0.floor("9001") == .requesting(.floor) })
        #expect(await peer.next("POST talkGroup/9001/ptt") != nil)
        peer.forgetRequests()
        await work.stop()
        _ = await taking.value
        #expect(Array(peer.commands.prefix(3)) == ["ptt", "select", "monitor"].map { "DELETE talkGroup/9001/\($0)" })
        #expect(peer.commands.last == "POST /logout/sc")
    }

    @Test func `A silent uPortal delays the end by two seconds at most`() async throws {
        let peer = try TalkingGroupPeer()
        let work = TalkingGroupHarness(peer)
        #expect(await work.untilUp())
        #expect(try await work.act(.groupMonitor, "9001") == .done(nil))
        peer.change { $0.always["DELETE talkGroup/9001/monitor"] = .silence }
        work.cancel()
        #expect(await peer.next("DELETE talkGroup/9001/monitor") != nil)
        await work.time.pass(.seconds(2))
        await work.stop()
        #expect(work.floor("9001") == .unknown)
        #expect(peer.commands.last == "DELETE talkGroup/9001/monitor")
    }

    @Test func `A refused password is not sent again when the site runs anew`() async throws {
        let peer = try TalkingGroupPeer()
        let service = TalkingGroupService(
            .init(url: peer.url, username: "4501", password: Secret("wrong")), site: "icp", environment: SteppedClock().environment())
        for _ in 1...2 {
            let (stream, told) = AsyncStream<Void>.makeStream()
            let run = Task {
                await service.run { _ in }
                told.finish()
            }
            while await service.refusal == nil { await Task.yield() }
            run.cancel()
            for await _ in stream {}
        }
        #expect(peer.commands == ["POST /login/sc", "POST /login/sc"])
    }
}
