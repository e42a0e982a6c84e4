import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct CDSFloorTests {
    private let group = "9996300"

    @Test func `Every step is told to the console, from the subscription to the floor and back`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        #expect(try await peer.subscribe(group, as: "desk-7") == 0)
        let first = await listener.nextBody()
        #expect(listener.changes(first) == ["4501 subscribe inOperation"])
        let fields = try #require(flat(Array(first.utf8)))
        #expect(fields["subscribeID"] == "desk-7")
        #expect(fields["callBackUrlCDS"] == "http://127.0.0.1:\(peer.port)/CDS")
        #expect(fields["action"]?.isEmpty == false)
        #expect(fields["userStateList.0.talkGroupNumber"] == group)
        #expect(fields["userStateList.0.operatorNumber"] == "4501")

        #expect(try await peer.group("POST", group, "monitor") == 0)
        #expect(await listener.nextChanges() == ["4501 monitor inProcess"])
        await peer.simulator.advance(by: .seconds(1))
        #expect(await listener.nextChanges() == ["4501 monitor inOperation"])
        #expect(try await peer.group("POST", group, "select") == 0)
        #expect(await listener.nextChanges() == ["4501 select inOperation"])

        #expect(try await peer.group("POST", group, "ptt") == 0)
        // The radio group is talked to.
        #expect(await listener.nextChanges() == ["70001 ptt inDownPttProcess", "4501 ptt inProcess"])
        await peer.simulator.advance(by: .seconds(1))
        #expect(await listener.nextChanges() == ["70001 ptt inDownPttOperation", "4501 ptt inOperation"])
        let state = try await peer.state(group, of: "4501")
        for name in ["subscribeState", "monitorState", "selectState", "pttState"] { #expect(state[name] == "inOperation", "\(name)") }
        #expect(state["groupCallState"] == "notInOperation")
        #expect(try await peer.state(group, of: "70001")["pttState"] == "inDownPttOperation")

        #expect(try await peer.group("DELETE", group, "ptt") == 0)
        #expect(await listener.nextChanges() == ["70001 ptt notInOperation", "4501 ptt inCancelProcess"])
        await peer.simulator.advance(by: .seconds(1))
        #expect(await listener.nextChanges() == ["4501 ptt notInOperation"])
        #expect(try await peer.group("DELETE", group, "select") == 0)
        #expect(try await peer.group("DELETE", group, "monitor") == 0)
        #expect(try await peer.subscribe(group, seconds: 0) == 0)
        #expect(
            await listener.nextChanges(3) == [
                ["4501 select notInOperation"], ["4501 monitor notInOperation"], ["4501 subscribe notInOperation"],
            ])
    }

    @Test func `The order is enforced`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        for (method, operation, code) in [
            ("POST", "monitor", 300080), ("POST", "select", 300080), ("POST", "ptt", 300080), ("DELETE", "monitor", 300030),
            ("DELETE", "select", 300071), ("DELETE", "ptt", 300055),
        ] {
            #expect(try await peer.group(method, group, operation) == code, "\(method) \(operation)")
        }
        #expect(try await peer.subscribe(group, seconds: 0) == 300080)
        #expect(try await peer.subscribe(group) == 0)
        #expect(try await peer.group("POST", group, "select") == 300030)
        #expect(try await peer.group("POST", group, "ptt") == 300057)
        #expect(try await peer.group("POST", group, "monitor") == 0)
        // Until the telephone has answered it does not listen yet.
        #expect(try await peer.group("POST", group, "select") == 300030)
        #expect(try await peer.group("POST", group, "monitor") == 300031)
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.group("POST", group, "monitor") == 300025)
        #expect(try await peer.group("POST", group, "ptt") == 300058)
        #expect(try await peer.subscribe(group, seconds: 0) == 300091)
        #expect(try await peer.group("POST", group, "select") == 0)
        #expect(try await peer.group("POST", group, "select") == 300072)
        #expect(try await peer.group("POST", group, "ptt") == 0)
        #expect(try await peer.group("POST", group, "ptt") == 300056)
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.group("POST", group, "ptt") == 300054)
        #expect(try await peer.subscribe(group, seconds: 0) == 300092)
    }

    @Test func `Without isPttDependsSelect nobody needs to select`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        try await peer.command("PUT", "/CDS/pubparam", #"{"isPttDependsSelect":false}"#)
        #expect(try await peer.subscribe(group) == 0)
        #expect(try await peer.group("POST", group, "monitor") == 0)
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.group("POST", group, "ptt") == 0)
    }

    @Test func `Somebody else's floor is a conflict, one's own elsewhere too`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        try await peer.prepare(group)
        try await peer.prepare("9996301")
        _ = await listener.nextChanges(8)
        await peer.simulator.act { $0.takeFloor("70001", in: "9996300") }
        #expect(await listener.nextChanges() == ["70001 ptt inProcess"])
        #expect(await listener.nextChanges() == ["70001 ptt inOperation"])
        #expect(try await peer.group("POST", group, "ptt") == 300059)
        #expect(try await peer.group("POST", "9996301", "ptt") == 0)
        await peer.simulator.act { $0.revokeFloor(of: "9996300") }
        #expect(try await peer.group("POST", group, "ptt") == 300095)
    }

    @Test func `A receive-only group has no floor for dispatchers`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        try await peer.prepare("9996304")
        #expect(try await peer.group("POST", "9996304", "ptt") == 300094)
        #expect(try await peer.ask("GET", "/CDS/talkGroup/9996304")["data.receiveOnly"] == "true")
    }

    @Test(arguments: [
        ("9996305", 300029), ("9996306", 300083), ("1234567", 300026), ("12-34", 300007), ("", 300014),
    ])
    func `Not every group can be subscribed to`(number: String, code: Int) async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        #expect(try await peer.subscribe(number) == code)
    }

    @Test func `Notifications go to an address of the web`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        #expect(try await peer.group("PUT", group, "subscribe", #"{"callBackURL":"nowhere","expire":60}"#) == 300001)
        #expect(try await peer.group("PUT", group, "subscribe", #"{"callBackURL":"http://127.0.0.1:9/","expire":"60"}"#) == 0)
        #expect(try await peer.group("PUT", group, "subscribe", "{}") == 300000)
    }

    @Test(arguments: [(-1, 300001), (7_201, 300001), (7_200, 0)])
    func `A subscription lasts up to two hours`(seconds: Int, code: Int) async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        #expect(try await peer.subscribe(group, seconds: seconds) == code)
    }

    @Test func `A subscription runs out unless it is renewed`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        #expect(try await peer.subscribe(group, seconds: 100) == 0)
        await peer.simulator.advance(by: .seconds(90))
        #expect(try await peer.subscribe(group, seconds: 60) == 0)
        #expect(try await peer.subscribe(group, as: "another") == 300076)
        #expect(try await peer.group("POST", group, "monitor") == 0)
        await peer.simulator.advance(by: .seconds(59))
        #expect(
            await listener.nextChanges(3) == [
                ["4501 subscribe inOperation"], ["4501 monitor inProcess"], ["4501 monitor inOperation"],
            ])
        await peer.simulator.advance(by: .seconds(1))
        #expect(await listener.nextChanges() == ["4501 monitor notInOperation", "4501 subscribe notInOperation"])
    }

    @Test func `Limits are those of the parameters`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        func allow(_ name: String, _ count: Int) async throws {
            try await peer.command("PUT", "/CDS/pubparam", #"{"\#(name)":"\#(count)"}"#)
        }
        // Three other dispatchers are in every group.
        try await allow("maxGrpSubCount", 3)
        #expect(try await peer.subscribe(group) == 300075)
        try await allow("maxGrpSubCount", 4)
        try await allow("maxDisSubCount", 2)
        #expect(try await peer.subscribe(group) == 0)
        #expect(try await peer.subscribe("9996301") == 0)
        #expect(try await peer.subscribe("9996302") == 300084)
        try await allow("maxGrpMonCount", 3)
        #expect(try await peer.group("POST", group, "monitor") == 300023)
        try await allow("maxGrpMonCount", 4)
        try await allow("maxDisMonCount", 1)
        #expect(try await peer.group("POST", group, "monitor") == 0)
        #expect(try await peer.group("POST", "9996301", "monitor") == 300024)
    }

    @Test func `Leaving the group's call gives back floor and selection`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        try await peer.prepare(group)
        #expect(try await peer.group("POST", group, "ptt") == 0)
        await peer.simulator.advance(by: .seconds(1))
        _ = await listener.nextChanges(6)
        #expect(try await peer.group("DELETE", group, "monitor") == 0)
        #expect(
            await listener.nextChanges() == [
                "70001 ptt notInOperation", "4501 ptt notInOperation", "4501 select notInOperation", "4501 monitor notInOperation",
            ])
    }

    @Test func `The platform ends a talk at its limit`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        try await peer.prepare(group)
        #expect(try await peer.group("POST", group, "ptt") == 0)
        await peer.simulator.advance(by: .seconds(1))
        try await peer.command("POST", "/CDS/user/heartBeat", #"{"sessionID":"\#(peer.session)"}"#)
        _ = await listener.nextChanges(6)
        await peer.simulator.advance(by: .seconds(69))
        #expect(try await peer.state(group, of: "4501")["pttState"] == "inOperation")
        await peer.simulator.advance(by: .seconds(1))
        #expect(await listener.nextChanges() == ["70001 ptt notInOperation", "4501 ptt notInOperation"])
        #expect(try await peer.group("DELETE", group, "ptt") == 300055)
    }

    @Test func `Without a usable radio group there is nobody to talk to`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        try await peer.prepare("9996301")
        await peer.simulator.act { $0.setUsable("70002", false) }
        await peer.simulator.act { $0.setUsable("70003", false) }
        #expect(try await peer.group("POST", "9996301", "ptt") == 300060)
        await peer.simulator.act { $0.setUsable("70003", true) }
        #expect(try await peer.group("POST", "9996301", "ptt") == 0)
    }
}
