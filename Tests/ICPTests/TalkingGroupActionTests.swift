import Exchange
import JSON
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct TalkingGroupActionTests {
    private func working() async throws -> TalkingGroupHarness {
        let work = TalkingGroupHarness(try TalkingGroupPeer())
        try #require(await work.untilUp())
        work.peer.forgetRequests()
        return work
    }

    @Test(arguments: [
        (Action.groupSubscribe, ["9001"], "PUT talkGroup/9001/subscribe"),
        (.groupUnsubscribe, ["9001"], "PUT talkGroup/9001/subscribe"),
        (.groupMonitor, ["9001"], "POST talkGroup/9001/monitor"),
        (.groupDelete, ["9001"], "DELETE talkGroup/9001"),
        (.groupCall, ["9003", "13800001111", "70001"], "POST mixedGroupcall/9003"),
        (.groupCallEnd, ["9003"], "DELETE mixedGroupcall/9003"),
        (.emergencyAnswer, ["9001"], "POST talkGroup/9001/emergencyAnswer"),
        (.emergencyLeave, ["9001"], "DELETE talkGroup/9001/emergencyExit"),
    ])
    func `Each action asks for one thing`(_ action: Action, _ words: [String], _ request: String) async throws {
        let work = try await working()
        #expect(await work.service.perform(try ActionRequest(action, words)) == .done(nil))
        #expect(work.peer.commands == [request])
    }

    @Test func `Subscription, monitoring and selection are undone one by one`() async throws {
        let work = try await working()
        for action in [Action.groupMonitor, .groupSelect] { #expect(try await work.act(action, "9001") == .done(nil)) }
        #expect(await work.until { $0.group("9001")?.selected == true })
        work.peer.forgetRequests()
        for action in [Action.groupUnselect, .groupUnmonitor, .groupUnsubscribe] {
            #expect(try await work.act(action, "9001") == .done(nil))
        }
        #expect(work.peer.commands == ["DELETE talkGroup/9001/select", "DELETE talkGroup/9001/monitor", "PUT talkGroup/9001/subscribe"])
        #expect(work.peer.requests.last { $0.method == "PUT" }?.body["expire"] == .number(0))
        #expect(await work.until { $0.group("9001")?.subscribed == false })
    }

    @Test(arguments: [Action.groupUnmonitor, .groupUnselect, .groupUnsubscribe, .groupDelete, .groupCallEnd])
    func `Whatever ends the floor gives it back first`(_ action: Action) async throws {
        let work = try await working()
        #expect(try await work.act(.pttTake, "9001") == .done(nil))
        work.peer.forgetRequests()
        #expect(try await work.act(action, "9001") == .done(nil))
        #expect(work.peer.commands.first == "DELETE talkGroup/9001/ptt")
        #expect(await work.until { $0.floor("9001") == .idle && $0.floors["9001"]?.contains(.releasing) == true })
    }

    @Test func `The platform's refusal comes with its code, in words`() async throws {
        let work = try await working()
        #expect(try await work.act(.groupSelect, "9001") == .refused(code: "300030", "you do not monitor the group"))
        #expect(try await work.act(.groupDelete, "9") == .refused(code: nil, "there is no group 9"))
    }

    @Test func `A mixed group is called together with others, and more are called in`() async throws {
        let work = try await working()
        #expect(try await work.act(.groupCall, "9003", "13800001111", "70009") == .done(nil))
        let users: JSONValue = [
            ["userNumber": "13800001111", "userType": .number(2), "state": "inProcess"],
            ["userNumber": "70009", "userType": .number(1), "state": "inProcess"],
        ]
        let start = work.peer.requests.first { $0.words == "POST mixedGroupcall/9003" }
        #expect(start?.body == ["users": users, "mute": .bool(false), "groupTempName": "All", "reservedSwitch": .bool(false)])
        await work.peer.set("3001", "mixedGroupCall", "unmuted", in: "9003")
        await work.peer.set("13800001111", "mixedGroupCall", "inProcess", in: "9003")
        #expect(await work.until { $0.group("9003")?.conversation == .mixedCall && $0.group("9003")?.members.count == 3 })
        #expect(work.group("9003")?.members.map(\.state) == ["", "may speak", "being called"])
        #expect(work.group("9003")?.members.last?.type == "guest")
        #expect(try await work.act(.groupCall, "9003") == .refused(code: nil, "the group is being called already; name whom to call in"))
        #expect(try await work.act(.groupCall, "9003", "3002") == .done(nil))
        let change = work.peer.requests.last { $0.words == "PUT mixedGroupcall/9003" }
        #expect(change?.body == ["users": [["userNumber": "3002", "userType": .number(2), "state": "inProcess"]]])
    }

    @Test func `A group is created plain or mixed as its members are, with us as a dispatcher`() async throws {
        let work = try await working()
        #expect(try await work.act(.groupCreate, "Yard", "70009", "4502") == .done(nil, reference: "9005"))
        var created = work.peer.requests.last { $0.words == "POST talkGroup" }?.body
        #expect(created?["talkGroupName"] == "Yard")
        #expect(created?["talkGroupType"] == .number(1))
        #expect(created?["radioGroupNumber"] == ["70009"])
        #expect(created?["dispatchNumber"] == ["4501", "4502"])
        #expect(created?["otherUserNumber"] == [])
        #expect(try await work.act(.groupCreate, "Yard", "13800001111") == .done(nil, reference: "9005"))
        created = work.peer.requests.last { $0.words == "POST talkGroup" }?.body
        #expect(created?["talkGroupType"] == .number(2))
        #expect(created?["otherUserNumber"] == ["13800001111"])
        #expect(try await work.act(.groupCreate, "Desk", "4502") == .done(nil, reference: "9005"))
        created = work.peer.requests.last { $0.words == "POST talkGroup" }?.body
        #expect(created?["talkGroupType"] == .number(2))
        #expect(created?["dispatchNumber"] == ["4501", "4502"])
    }

    @Test func `A changed group is sent back whole`() async throws {
        let work = try await working()
        #expect(try await work.act(.groupAdd, "9001", "70009", "4503") == .done(nil))
        var changed = work.peer.requests.last { $0.words == "PUT talkGroup/9001" }?.body
        #expect(changed?["radioGroupNumber"] == ["70001", "70009"])
        #expect(changed?["dispatchNumber"] == ["4501", "4502", "4503"])
        #expect(changed?["recordFileAddr"] == "")
        #expect(try await work.act(.groupRemove, "9001", "70001") == .done(nil))
        changed = work.peer.requests.last { $0.words == "PUT talkGroup/9001" }?.body
        #expect(changed?["radioGroupNumber"] == [])
        #expect(try await work.act(.groupAdd, "9001", "4502") == .refused(code: nil, "4502 is in the group already"))
        #expect(try await work.act(.groupRemove, "9001", "77") == .refused(code: nil, "77 is not in the group"))
    }

    @Test func `A call for help rings, is answered and is over`() async throws {
        let work = try await working()
        await work.peer.set("70001", "emergencyCall", "inProcess", in: "9001")
        #expect(await work.until { $0.group("9001")?.emergency?.number == "70001" })
        #expect(work.said("emergency") == ["70001 calls for help in group Line 1"])
        #expect(work.group("9001")?.members.first?.state == "calls for help")
        #expect(try await work.act(.emergencyAnswer, "9001") == .done(nil))
        #expect(await work.until { $0.group("9001")?.emergency?.isAnswered == true })
        #expect(try await work.act(.emergencyLeave, "9001") == .done(nil))
        #expect(await work.until { $0.group("9001")?.emergency?.isAnswered == false })
        await work.peer.set("70001", "emergencyCall", "notInOperation", in: "9001")
        #expect(await work.until { $0.group("9001")?.emergency == nil })
        #expect(work.said("emergency").count == 1)
    }

    @Test func `A raw request goes as it is, a subscription with our address`() async throws {
        let work = try await working()
        let (outcome, data) = await work.service.ask(
            ICPRequest(
                service: .talkingGroups, method: "GET", path: "CDS/talkGroup/9002", query: [.init(name: "a b", value: "ü&c")]))
        #expect(outcome == .done(nil))
        #expect(data?["talkGroupName"] == "Line 2")
        #expect(work.peer.requests.last { $0.path == "/CDS/talkGroup/9002" }?.query == "a%20b=%C3%BC%26c")
        let (refused, _) = await work.service.ask(ICPRequest(service: .talkingGroups, method: "GET", path: "CDS/talkGroup/77"))
        #expect(refused == .refused(code: "300026", "the platform has no such group"))
        _ = await work.service.ask(
            ICPRequest(
                service: .talkingGroups, method: "PUT", path: "CDS/talkGroup/9001/subscribe", body: ["expire": .number(600)]))
        let body = work.peer.requests.last { $0.words == "PUT talkGroup/9001/subscribe" }?.body
        #expect(body?["expire"] == .number(600))
        #expect(body?["callBackURL"]?.text == work.peer.change(\.callback))
    }
}
