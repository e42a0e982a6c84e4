import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct CDSSessionTests {
    @Test func `Signing in takes three steps`() async throws {
        let peer = try await CDSPeer(isSignedIn: false)
        #expect(try await peer.send("GET", "/CDS/pubparam").status == 401)
        let challenge = try await peer.challenge()
        #expect(Set(challenge.keys) == ["auth-name", "realm", "nonce"])
        // The digest is made with the name that the platform gives, not with the one that was typed.
        #expect(challenge["auth-name"] == "4501@huawei.com")
        let answer = try await peer.answer(challenge)
        #expect(answer.status == 200)
        #expect(answer.header("content-type")?.hasPrefix("application/xml") == true)
        let token = try #require(CDSPeer.token(answer.body))
        #expect(try await peer.send("GET", "/CDS/pubparam", authorization: "Basic \(token)").status == 200)
        #expect(try await peer.send("GET", "/CDS/pubparam", authorization: "Basic x\(token)").status == 401)
    }

    @Test func `A digest is the one that md5sum makes`() async throws {
        var signIn = CDSSignIn(username: "4501", password: "secret", seed: 7)
        guard case .challenge(let text) = signIn.step(nil, now: 0, settings: CDSSettings()) else { return #expect(Bool(false)) }
        #expect(text == "Digest auth-name=4501@huawei.com, realm=uportal.huawei.com, nonce=60e97375261fedd8e59ca156ef16e6f0")
        let right =
            "Digest username=4501@huawei.com, realm=uportal.huawei.com, nonce=60e97375261fedd8e59ca156ef16e6f0, "
            + "uri=/login/sc, response=eaa01f85526e9da782b42b2e03e726a7"
        guard case .token = signIn.step(right, now: 59_999, settings: CDSSettings()) else { return #expect(Bool(false)) }
    }

    @Test func `Wrong credentials are refused with 403 and 300088`() async throws {
        let peer = try await CDSPeer(isSignedIn: false)
        let wrong = try await peer.answer(try await peer.challenge(), password: "Secret")
        #expect(wrong.status == 403)
        #expect(flat(Array(wrong.body.utf8))?["returnCode"] == "300088")
        #expect(try await peer.answer(try await peer.challenge("4599")).status == 403)
        #expect(try await peer.answer(try await peer.challenge(), uri: "/login").status == 403)
        #expect(try await peer.answer(try await peer.challenge()).status == 200)
    }

    @Test func `A nonce is good for one try and one minute`() async throws {
        let peer = try await CDSPeer(isSignedIn: false)
        let used = try await peer.challenge()
        #expect(try await peer.answer(used, password: "wrong").status == 403)
        #expect(try await peer.answer(used).status == 401)
        let old = try await peer.challenge()
        await peer.simulator.advance(by: .seconds(60))
        #expect(try await peer.answer(old).status == 401)
    }

    @Test func `The challenge may be Basic, or have quotation marks`() async throws {
        let peer = try await CDSPeer(isSignedIn: false)
        var settings = CDSSettings()
        settings.quotesChallenge = true
        await peer.simulator.set(settings)
        let raw = try await peer.send("POST", "/login/sc")
        #expect(raw.header("www-authenticate")?.contains(#"realm="uportal.huawei.com""#) == true)
        #expect(try await peer.answer(try await peer.challenge()).status == 200)

        settings.offersBasic = true
        await peer.simulator.set(settings)
        #expect(try await peer.send("POST", "/login/sc").header("www-authenticate") == "Basic realm=uportal.huawei.com")
        let right = Data("4501:secret".utf8).base64EncodedString()
        #expect(CDSPeer.token(try await peer.send("POST", "/login/sc", authorization: "Basic \(right)").body) != nil)
        let wrong = Data("4501:Secret".utf8).base64EncodedString()
        #expect(try await peer.send("POST", "/login/sc", authorization: "Basic \(wrong)").status == 403)
    }

    @Test func `Tokens die without renewal, by signing out, and by another sign-in`() async throws {
        let peer = try await CDSPeer()
        await peer.simulator.advance(by: .seconds(899))
        try await peer.command("POST", "/sc/token")
        await peer.simulator.advance(by: .seconds(899))
        try await peer.command("GET", "/CDS/pubparam")
        await peer.simulator.advance(by: .seconds(1))
        let expired = try await peer.send("POST", "/sc/token")
        #expect(expired.status == 401)
        #expect(flat(Array(expired.body.utf8))?["returnCode"] == "70000")

        try await peer.signIn()
        let first = peer.token
        try await peer.signIn()
        #expect(try await peer.send("GET", "/CDS/pubparam", authorization: "Basic \(first)").status == 401)
        #expect(try await peer.ask("POST", "/getNonce/sc")["data.nonce"]?.count == 32)
        try await peer.command("POST", "/logout/sc")
        #expect(try await peer.send("GET", "/CDS/pubparam").status == 401)
    }

    @Test func `An API gateway's path goes in front`() async throws {
        let peer = try await CDSPeer()
        try await peer.command("GET", "/v1/EC/CDS/pubparam")
        #expect(try await peer.send("GET", "/v2/EC/CDS/pubparam").status == 404)
    }

    @Test func `A second registration takes over from the first`() async throws {
        let (first, second) = (try ReportListener(), try ReportListener())
        let peer = try await CDSPeer(listener: first)
        let old = peer.session
        try await peer.prepare("9996300")
        let answer = try await peer.ask(
            "POST", "/CDS/user/register", #"{"requestType":1,"callBackURL":"http://127.0.0.1:\#(second.port)/x"}"#)
        #expect(answer["data.oldSessionID"] == old)
        #expect(answer["data.oldCallBackURL"] == "http://127.0.0.1:\(first.port)/cds")
        #expect(answer["data.newSessionID"]?.isEmpty == false)
        // What the older console did has ended; its heartbeat is not known any more.
        #expect(try await peer.state("9996300", of: "4501")["subscribeState"] == "notInOperation")
        #expect(try await peer.code("POST", "/CDS/user/heartBeat", #"{"sessionID":"\#(old)"}"#) == 300087)
        #expect(try await peer.subscribe("9996300") == 0)
        let told = await second.next()
        #expect(told.hasPrefix("POST /x HTTP/1.1"))
        #expect(told.contains(#""operationType":"subscribe""#))
    }

    @Test func `Without heartbeats the session dies, and gives everything back`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        try await peer.prepare("9996300")
        await peer.simulator.advance(by: .seconds(170))
        try await peer.command("POST", "/CDS/user/heartBeat", #"{"sessionID":"\#(peer.session)"}"#)
        await peer.simulator.advance(by: .seconds(179))
        #expect(try await peer.state("9996300", of: "4501")["selectState"] == "inOperation")
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.state("9996300", of: "4501")["selectState"] == "notInOperation")
        #expect(try await peer.state("9996300", of: "4501")["subscribeState"] == "notInOperation")
        #expect(try await peer.subscribe("9996300") == 300087)
    }

    @Test(arguments: [
        (#"{"requestType":"1"}"#, 300000), (#"{"requestType":"1","callBackURL":"ftp://x"}"#, 300001),
        (#"{"requestType":"2","callBackURL":"http://x"}"#, 300001), (#"{"callBackURL":"http://x"}"#, 300000),
        ("{", 300001), ("", 300000), (#"{"requestType":"0"}"#, 300087),
    ])
    func `A registration that lacks something is refused`(body: String, code: Int) async throws {
        let peer = try await CDSPeer()
        #expect(try await peer.code("POST", "/CDS/user/register", body) == code)
    }

    @Test func `Who has unregistered is told nothing and may do nothing`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        let answer = try await peer.ask("POST", "/CDS/user/register", #"{"requestType":"0"}"#)
        #expect(answer["data.oldSessionID"] == peer.session)
        #expect(answer["data.newSessionID"] == "")
        #expect(try await peer.group("POST", "9996300", "ptt") == 300087)
        await peer.simulator.act { $0.raiseEmergency(in: "9996300", by: "70001") }
        try await peer.register(listener)
        #expect(try await peer.subscribe("9996301") == 0)
        #expect(await listener.nextChanges() == ["4501 subscribe inOperation"])
    }

    @Test func `Served, the world goes on by itself until it is told to end`() async throws {
        let listener = try ReportListener()
        let simulator = CDSSimulator(world: CDSWorld(seed: 1, rate: 0, start: SimulatorTime.system.now()))
        try await simulator.listen()
        let port = await simulator.port
        let serving = Task { await simulator.serve() }
        try await simulator.act { world in
            _ = try world.register("4501", callBackURL: "http://127.0.0.1:\(listener.port)/")
            try world.subscribe("4501", to: "9996300", seconds: 60, subscriber: nil, callBackURL: nil)
            try world.listen("4501", to: "9996300")
        }
        #expect(
            await listener.nextChanges(3) == [
                ["4501 subscribe inOperation"], ["4501 monitor inProcess"], ["4501 monitor inOperation"],
            ])
        serving.cancel()
        await serving.value
        #expect(throws: RawHTTP.Refused.self) { try RawHTTP.connect(port: port) }
    }
}
