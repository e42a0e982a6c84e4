import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct CDSCallTests {
    private let mixed = "9996306"

    private func users(_ state: String, _ numbers: String...) -> String {
        #"{"users":["# + numbers.map { #"{"userNumber":"\#($0)","userType":2,"state":"\#(state)"}"# }.joined(separator: ",") + "]}"
    }

    private func mixedStates(_ peer: CDSPeer) async -> [String: CDSState] {
        await peer.simulator.world.groups[mixed]?.mixedCall?.states ?? [:]
    }

    @Test func `A mixed call invites everybody, and the chair gives and takes the floor`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        let members = try #require(await peer.simulator.world.groups[mixed]?.members)
        try await peer.command("POST", "/CDS/mixedGroupcall/\(mixed)", users("inProcess", "13800138000"))
        // Mixed groups cannot be subscribed to: their calls are told to every member's console.
        let first = await listener.nextBody()
        #expect(Set(listener.changes(first)) == Set((members + ["13800138000"]).map { "\($0) mixedGroupCall inProcess" }))
        #expect(flat(Array(first.utf8))?["subscribeID"] == "4501")
        let chairs = try #require(flat(Array(first.utf8))).filter { $0.value == "4501" && $0.key.hasSuffix("userNumber") }
        let place = try #require(chairs.first?.key.replacing("userNumber", with: "isGroupCallHandler"))
        #expect(["#true", "#1"].contains(flat(Array(first.utf8))?[place]))
        await peer.simulator.advance(by: .milliseconds(500))
        #expect(await listener.nextChanges() == ["4501 mixedGroupCall unmuted"])
        #expect(try await peer.state(mixed, of: "4501")["mixedGroupCallState"] == "unmuted")

        await peer.simulator.advance(by: .seconds(10))
        let there = await mixedStates(peer)
        #expect(!there.values.contains(.inProcess))
        let guest = try #require(there.first { $0.value == .muted }?.key)
        try await peer.command("PUT", "/CDS/mixedGroupcall/\(mixed)", users("unmuted", guest))
        #expect(await mixedStates(peer)[guest] == .unmuted)
        #expect(try await peer.code("PUT", "/CDS/mixedGroupcall/\(mixed)", users("inProcess", guest)) == 3_000_112)
        #expect(try await peer.code("PUT", "/CDS/mixedGroupcall/\(mixed)", users("muted", "99")) == 300096)
        #expect(try await peer.code("PUT", "/CDS/mixedGroupcall/\(mixed)", users("inOperation", guest)) == 300001)
        #expect(try await peer.code("PUT", "/CDS/mixedGroupcall/\(mixed)", #"{"users":[]}"#) == 300000)
        try await peer.command("PUT", "/CDS/mixedGroupcall/\(mixed)", users("notInOperation", guest))
        #expect(await mixedStates(peer)[guest] == nil)
        try await peer.command("PUT", "/CDS/mixedGroupcall/\(mixed)", users("inProcess", "13900139000"))
        #expect(await mixedStates(peer)["13900139000"] == .inProcess)

        #expect(try await peer.group("POST", mixed, "ptt") == 0)
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.state(mixed, of: "4501")["pttState"] == "inOperation")
        try await peer.command("DELETE", "/CDS/mixedGroupcall/\(mixed)")
        #expect(try await peer.state(mixed, of: "4501")["mixedGroupCallState"] == "notInOperation")
        #expect(try await peer.state(mixed, of: "4501")["pttState"] == "notInOperation")
        #expect(try await peer.code("DELETE", "/CDS/mixedGroupcall/\(mixed)") == 300096)
    }

    @Test func `Who is not asked to be silent talks at once`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        try await peer.command("POST", "/CDS/mixedGroupcall/\(mixed)", #"{"mute":"false"}"#)
        await peer.simulator.advance(by: .seconds(10))
        #expect(Set(await mixedStates(peer).values) == [.unmuted])
    }

    @Test func `Mixed calls have rules of their own`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        #expect(try await peer.code("POST", "/CDS/mixedGroupcall/9996300") == 300082)
        #expect(try await peer.group("POST", mixed, "ptt") == 300096)
        #expect(try await peer.group("POST", mixed, "monitor") == 300083)
        try await peer.command("PUT", "/CDS/pubparam", #"{"maxTempGrpMemberCount":10}"#)
        #expect(try await peer.code("POST", "/CDS/mixedGroupcall/\(mixed)", users("inProcess", "1")) == 300111)
        try await peer.command("POST", "/CDS/mixedGroupcall/\(mixed)")
        #expect(try await peer.code("POST", "/CDS/mixedGroupcall/\(mixed)") == 300077)
        #expect(try await peer.code("POST", "/CDS/mixedGroupcall/9996307") == 300110)
        #expect(try await peer.code("DELETE", "/CDS/talkGroup/\(mixed)") == 300090)
        try await peer.command("DELETE", "/CDS/mixedGroupcall/\(mixed)")

        // Somebody else's: 4501 is in it, but not its chair.
        await peer.simulator.act { world in
            world.beginMixedCall("9996306", by: "4503", others: [], name: "drill", joinsMuted: true)
        }
        await peer.simulator.advance(by: .seconds(10))
        #expect(await mixedStates(peer)["4501"] == .muted)
        #expect(try await peer.group("POST", mixed, "ptt") == 300109)
        #expect(try await peer.code("DELETE", "/CDS/mixedGroupcall/\(mixed)") == 300078)
    }

    @Test func `An emergency is told to all members, takes the floor, and is answered`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        #expect(try await peer.group("POST", "9996300", "emergencyAnswer") == 300035)
        await peer.simulator.act { $0.raiseEmergency(in: "9996300", by: "70001") }
        // Without a subscription no more than this.
        #expect(await listener.nextChanges() == ["70001 emergencyCall inProcess"])
        let state = try await peer.ask("GET", "/CDS/talkGroup/9996300/state")
        #expect(state["data.emergencyUser"] == "70001")
        #expect(await peer.simulator.world.floorHolder(of: "9996300") == "70001")
        #expect(try await peer.group("POST", "9996300", "emergencyAnswer") == 0)
        let answered = await listener.nextBody()
        #expect(listener.changes(answered) == ["70001 emergencyCall inOperation"])
        #expect(flat(Array(answered.utf8))?["userStateList.0.operatorNumber"] == "4501")
        #expect(try await peer.group("POST", "9996300", "emergencyAnswer") == 300076)
        #expect(try await peer.group("DELETE", "9996300", "emergencyExit") == 0)
        #expect(await listener.nextChanges() == ["70001 emergencyCall notInOperation"])
        #expect(try await peer.group("DELETE", "9996300", "emergencyExit") == 300035)
    }

    @Test func `An emergency takes the floor from whoever has it`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        try await peer.prepare("9996300")
        #expect(try await peer.group("POST", "9996300", "ptt") == 0)
        await peer.simulator.advance(by: .seconds(1))
        _ = await listener.nextChanges(6)
        await peer.simulator.act { $0.raiseEmergency(in: "9996300", by: "70001") }
        #expect(
            await listener.nextChanges(4) == [
                ["70001 emergencyCall inProcess"], ["70001 ptt notInOperation", "4501 ptt notInOperation"],
                ["70001 ptt inProcess"], ["70001 ptt inOperation"],
            ])
    }

    @Test func `A group call is told to its subscribers`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        #expect(try await peer.subscribe("9996300") == 0)
        await peer.simulator.act { $0.startGroupCall("9996300", by: "4502") }
        #expect(await listener.nextChanges() == ["4501 subscribe inOperation"])
        let members = try #require(await peer.simulator.world.groups["9996300"]?.members)
        #expect(await listener.nextChanges() == members.map { "\($0) groupCall inProcess" })
        await peer.simulator.advance(by: .seconds(2))
        #expect(await listener.nextChanges() == members.map { "\($0) groupCall inOperation" })
        // Who is in this call is elsewhere for the other groups.
        let elsewhere = try await peer.state("9996301", of: "4501")["isInOtherGroupCall"]
        #expect(["#true", "#1"].contains(elsewhere))
        await peer.simulator.advance(by: .seconds(90))
        #expect(await listener.nextChanges() == members.map { "\($0) groupCall notInOperation" })
    }
}
