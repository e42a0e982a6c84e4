import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct ICPSessionTests {
    @Test func signingInIsAnsweredAsPrinted() async throws {
        let peer = try await ICPPeer()
        let answer = try await peer.trySignIn()
        #expect(
            answer.body == #"{"message":"","retcode":"0","result":{"vdnid":1,"workno":"291","mediatype":"TTF","#
                + #""loginTime":"1471585149000","isForceChange":"false"}}"#)
        let token = try #require(answer.header("set-guid"))
        #expect(token.wholeMatch(of: /JSESSIONID=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.AgentGateway0/) != nil)
        #expect(answer.header("set-cookie") == nil)
        peer.token = String(token.dropFirst("JSESSIONID=".count))
        #expect(try await peer.events() == ["InService", "Ready"])
    }

    @Test(arguments: [
        (["password": "wrong"], "100-004"), (["phonenum": ""], "100-013"), (["phonenum": "4003x"], "100-013"),
        (["phonenum": "50038"], "100-014"), (["status": "7"], "100-011"), (["autoanswer": "yes"], "100-011"),
        (["agenttype": "3"], "100-012"), (["ip": "10.1.1"], "100-016"),
        (["callBackUri": "http://127.0.0.1:1/", "serviceToken": "x"], "000-001"),
    ])
    func aBadSignInIsRefusedWithItsCode(_ form: [String: String], _ code: String) async throws {
        let peer = try await ICPPeer()
        let answer = try await peer.trySignIn(form)
        #expect(answer.status == 200 && peer.flat(answer)["retcode"] == code)
        #expect(answer.header("set-guid") == nil)
        #expect(try await peer.code("GET", "agentgroup/{A}/allagentstatus") == "100-006")
    }

    @Test func anUnknownNumberAndAPhoneInUse() async throws {
        let peer = try await ICPPeer.signedIn()
        let nobody = ICPPeer(beside: peer, agent: "999")
        #expect(nobody.flat(try await nobody.trySignIn())["retcode"] == "100-004")
        let absurd = ICPPeer(beside: peer, agent: "0x9")
        #expect(absurd.flat(try await absurd.trySignIn())["retcode"] == "000-002")
        let trainee = ICPPeer(beside: peer, agent: "292")
        #expect(trainee.flat(try await trainee.trySignIn(["phonenum": "40038"]))["retcode"] == "100-013")
        try await trainee.signIn()
    }

    @Test func tokensAreAskedForEveryTime() async throws {
        let peer = try await ICPPeer()
        let refused = try await peer.send("POST", "onlineagent/{A}/sayfree")
        #expect(refused.status == 200 && refused.body == #"{"message":"agent not login","retcode":"100-006","result":""}"#)
        try await peer.signIn()
        let token = peer.token
        peer.token = "00000000-0000-0000-0000-000000000000.AgentGateway0"
        #expect(try await peer.code("POST", "onlineagent/{A}/sayfree") == "000-003")
        #expect(try await peer.code("GET", "agentevent/{A}") == "000-003")
        peer.token = nil
        #expect(try await peer.code("POST", "onlineagent/{A}/sayfree") == "000-003")
        peer.token = token
        try await peer.done("POST", "onlineagent/{A}/sayfree")
        await peer.simulator.expireTokens()
        #expect(try await peer.code("POST", "onlineagent/{A}/sayfree") == "000-003")
        // Still signed in: only by force again.
        #expect(peer.flat(try await peer.trySignIn())["retcode"] == "100-002")
        try await peer.signIn(forced: true)
    }

    @Test func aForcedSignInThrowsTheFirstOut() async throws {
        let first = try await ICPPeer.signedIn()
        let second = ICPPeer(beside: first, agent: "291")
        #expect(second.flat(try await second.trySignIn())["retcode"] == "100-002")
        try await second.signIn(forced: true)
        #expect(try await second.events() == ["InService", "Ready"])
        #expect(try await first.code("POST", "onlineagent/{A}/sayfree") == "100-006")
        #expect(try await first.ask("GET", "agentevent/{A}")["event.eventType"] == "AgentOther_ShutdownService")
        #expect(try await first.code("GET", "agentevent/{A}") == "100-006")
        try await second.done("POST", "onlineagent/{A}/saybusy?reason=200")
    }

    @Test func aPollThatIsHeldHearsOfBeingThrownOut() async throws {
        let peer = try await ICPPeer(holding: .seconds(10))
        try await peer.signIn()
        for _ in 1...2 { _ = try await peer.ask("GET", "agentevent/{A}") }
        let held = try Held(peer)
        await held.isHeld()
        await peer.simulator.kickOut("291")
        #expect(await held.body().contains("AgentOther_ShutdownService"))
        #expect(try await peer.code("GET", "agentevent/{A}") == "100-006")
        // The other program is there, and does not poll: two minutes later nobody is.
        #expect(peer.flat(try await peer.trySignIn())["retcode"] == "100-002")
        await peer.simulator.advance(by: .seconds(120))
        try await peer.signIn()
    }

    @Test func itMayBeSilentAboutThrowingOut() async throws {
        let peer = try await ICPPeer.signedIn()
        var settings = await peer.simulator.settings
        settings.saysNothingWhenThrownOut = true
        await peer.simulator.set(settings)
        await peer.simulator.kickOut()
        #expect(try await peer.code("GET", "agentevent/{A}") == "100-006")
    }

    // MARK: - Polls

    @Test func oneEventAPollAndTheRestIsHeld() async throws {
        let peer = try await ICPPeer(holding: .seconds(10))
        try await peer.signIn()
        #expect(
            try await peer.send("GET", "agentevent/{A}").body
                == #"{"message":"","retcode":"0","event":{"eventType":"AgentOther_InService","workNo":"291","content":null}}"#)
        #expect(try await peer.ask("GET", "agentevent/{A}")["event.eventType"] == "AgentState_Ready")
        let held = try Held(peer)
        await held.isHeld()
        await peer.simulator.advance(by: .milliseconds(9_999))
        #expect(await peer.simulator.isHolding("291"))
        await peer.simulator.advance(by: .milliseconds(1))
        #expect(await held.body() == #"{"message":"","retcode":"0"}"#)
        let next = try Held(peer)
        await next.isHeld()
        try await peer.done("POST", "onlineagent/{A}/saybusy?reason=200")
        #expect(await next.body().contains(#""eventType":"AgentState_SetNotReady_Success","workNo":"291","content":{"reason":"200"}"#))
    }

    @Test func ofTwoPollsTheFirstIsRefused() async throws {
        let peer = try await ICPPeer(holding: .seconds(10))
        try await peer.signIn()
        for _ in 1...2 { _ = try await peer.ask("GET", "agentevent/{A}") }
        let first = try Held(peer)
        await first.isHeld()
        let second = try Held(peer)
        #expect(await first.body().contains("000-007"))
        #expect(await peer.simulator.overlappingPolls == 1)
        await second.isHeld()
        await peer.simulator.advance(by: .seconds(10))
        #expect(await second.body() == #"{"message":"","retcode":"0"}"#)
    }

    @Test func withoutAPollForTwoMinutesItIsSignedOut() async throws {
        let peer = try await ICPPeer.signedIn()
        await peer.simulator.advance(by: .seconds(119))
        #expect(try await peer.events() == [])
        await peer.simulator.advance(by: .seconds(119))
        // Other requests keep nothing alive.
        try await peer.done("GET", "onlineagent/{A}/agentstatus")
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.code("GET", "onlineagent/{A}/agentstatus") == "100-006")
        #expect(try await peer.code("GET", "agentevent/{A}") == "100-006")
        #expect(await peer.simulator.world.agents["291"]?.state == .signedOut)
    }

    @Test func inModeTwoEveryPollBringsAToken() async throws {
        let peer = try await ICPPeer { $0.renewsTokens = true }
        try await peer.signIn()
        let first = try #require(peer.token)
        let renewed = try #require(try await peer.send("GET", "agentevent/{A}").header("set-guid"))
        // What is under way with the old one gets through, until the next poll.
        try await peer.done("GET", "onlineagent/{A}/agentstatus")
        peer.token = String(renewed.dropFirst("JSESSIONID=".count))
        #expect(peer.token != first)
        _ = try await peer.ask("GET", "agentevent/{A}")
        peer.token = first
        #expect(try await peer.code("GET", "onlineagent/{A}/agentstatus") == "000-003")
        let plain = try await ICPPeer.signedIn()
        #expect(try await plain.send("GET", "agentevent/{A}").header("set-guid") == nil)
    }

    @Test func aClusterWantsItsCookieBack() async throws {
        let peer = try await ICPPeer { $0.isCluster = true }
        try await peer.signIn()
        let cookie = try #require(peer.cookie)
        #expect(try await peer.events() == ["InService", "Ready"])
        peer.cookie = nil
        #expect(try await peer.code("GET", "onlineagent/{A}/agentstatus") == "100-006")
        peer.cookie = cookie
        try await peer.done("GET", "onlineagent/{A}/agentstatus")
    }

    @Test func newerEditionsAddWhatClientsMustIgnore() async throws {
        let peer = try await ICPPeer {
            $0.isNewer = true
            $0.endsTextWithNUL = true
        }
        try await peer.signIn()
        try await peer.done("POST", "onlineagent/{A}/saybusy?reason=201")
        let events = try await peer.fullEvents()
        #expect(events.last?["event.content.jsonKey.0"] == "reason")
        #expect(events.last?["event.eventGenTime"] == "#1471585149000")
        let id = try #require(try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"10086"}"#)["result"])
        _ = try await peer.events(after: .seconds(20))
        try await peer.done("DELETE", "voicecall/{A}/release")
        #expect(try await peer.fullEvents().contains { $0["event.content"] == id + "\0" })
    }

    // MARK: - Out again

    @Test func signingOutIsRefusedInACall() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"10086"}"#)
        #expect(try await peer.code("DELETE", "onlineagent/{A}/logout") == "100-010")
        try await peer.done("DELETE", "onlineagent/{A}/forcelogout")
        #expect(try await peer.code("GET", "agentevent/{A}") == "100-006")
        #expect(await peer.simulator.world.calls.isEmpty)
        try await peer.signIn()
        try await peer.done("DELETE", "onlineagent/{A}/logout")
        #expect(try await peer.code("DELETE", "onlineagent/{A}/logout") == "100-006")
    }

    @Test(arguments: [
        "onlineagent/{A}/dance", "agentevent", "voicecall/{A}/seconddial", "nothing/{A}/at/all", "agentevent/allagentevent/x",
    ])
    func otherPathsAreBadURLs(_ path: String) async throws {
        let peer = try await ICPPeer.signedIn()
        #expect(try await peer.code("POST", path) == "000-002")
        #expect(try await peer.code("PUT", "voicecall/{A}/callout", "{") == "000-006")
    }
}

/// A poll that waits for its answer.
struct Held {
    private let descriptor: Int32
    private let peer: ICPPeer

    init(_ peer: ICPPeer) throws {
        self.peer = peer
        descriptor = try RawHTTP.connect(port: peer.port)
        RawHTTP.send(
            "GET /agentgateway/resource/agentevent/\(peer.agent) HTTP/1.1\r\nHost: x\r\nGuid: \(peer.token ?? "")\r\n"
                + "Connection: close\r\n\r\n", to: descriptor)
    }

    /// Returns when the gateway holds it.
    func isHeld() async { while await !peer.simulator.isHolding(peer.agent) { await Task.yield() } }

    func body() async -> String {
        let answer = await RawHTTP.readAll(descriptor)
        close(descriptor)
        return answer.body
    }
}
