import Foundation
import Testing

@testable import Simulators

/// The exchange's words in the scenarios, against what the document promises and what it leaves out.
@Suite(.timeLimit(.minutes(2))) struct WebCTIScenarioTests {
    private func play(_ name: String, until second: Int) async throws -> WebCTIPeer {
        let world = WebCTIWorld(seed: 1, agents: 24, rate: 0, start: WebCTIPeer.start)
        let script = try #require(Scenario.named(name)).script()
        let simulator = WebCTISimulator(world: world, time: .byHand(at: WebCTIPeer.start), script: script)
        let port = try await simulator.listen()
        await simulator.advance(by: .seconds(second))
        return WebCTIPeer(simulator: simulator, port: port)
    }

    @Test(arguments: [("pause-reason", "1", "2"), ("pause-codes", "3", "3")])
    func aPausesReasonStandsInTheQueueLog(_ name: String, _ paused: String, _ code: String) async throws {
        let peer = try await play(name, until: 5)
        let member = try await peer.ask("getqueuemember", [("queue", "90"), ("agentname", "2015")])
        #expect(member["0.paused"] == paused)
        #expect(member["0.pausetime"] == "2023-01-07 14:03:20")
        let log = try await peer.ask("getqueuelog", [("event", "PAUSE"), ("queue", "90")])
        let rows = log.all("agentno").count
        #expect(log["\(rows - 1).agentno"] == "2015" && log["\(rows - 1).arg2"] == code)
    }

    @Test func asynchronousCallsSucceedWhateverBecomesOfThem() async throws {
        let peer = try await play("nothing-rings", until: 5)
        for device in ["2016", "2014"] {
            let call = [("channel", "SIP/\(device)"), ("context", "x"), ("exten", "2012"), ("priority", "1"), ("callerid", "1")]
            #expect(try await peer.ask("ctioriginate", call + [("async", "1")]).code == "#0")
            let told = try await peer.ask("ctioriginate", call + [("async", "no")])
            #expect(told.code == "#1232" && told["0.reason"] == (device == "2016" ? "8" : "5"))
        }
        #expect(await peer.channels("2016").isEmpty)
    }

    @Test func aMistypedTransferEndsTheCall() async throws {
        let peer = try await play("mistyped-transfer", until: 19)
        let channel = try #require(await peer.channels("2013").first)
        let moved = try await peer.ask(
            "ctiredirect", [("channel", channel.name), ("context", "from-internal"), ("exten", "2999"), ("priority", "1")])
        #expect(moved.code == "#0")
        #expect(await peer.simulator.world.channels.isEmpty)
    }

    @Test func channelsWithoutPartnerAreShown() async throws {
        let peer = try await play("channels-without-partner", until: 10)
        let channels = try await peer.ask("getchannel")
        let applications = Dictionary(
            zip(channels.all("callerid"), zip(channels.all("application"), channels.all("appdata")).map { "\($0)(\($1))" }),
            uniquingKeysWith: { first, _ in first })
        #expect(applications["2011"] == "ChanSpy(SIP/2013,qES)")
        #expect(applications["2012"] == "MeetMe(9111,dMqx)")
    }

    @Test func holdAtTheTelephoneShowsAtOnce() async throws {
        let peer = try await play("held-at-the-telephone", until: 11)
        let channel = try #require(await peer.channels("2014").first)
        #expect(try await peer.ask("getchannel", [("channel", channel.name)])["0.hold"] == "1")
        await peer.simulator.advance(by: .seconds(15))
        #expect(try await peer.ask("getchannel", [("channel", channel.name)])["0.hold"] == "0")
    }

    @Test func aClockThatIsPutRightTakesTheKeyAgain() async throws {
        let peer = try await play("clock-put-right", until: 2)
        let today = WebCTIPages.key(peer.simulator.webKey, on: "2023-01-07")
        #expect(try await peer.get("getqueue", key: today).body.contains("\"errcode\":9999"))
        await peer.simulator.advance(by: .seconds(60))
        #expect(try await peer.get("getqueue", key: today).body.contains("\"errcode\":0"))
    }

    @Test(arguments: [
        ("xml-only", "<root><errcode>0</errcode>"), ("php-notices", "<br />\n<b>Notice</b>:  Undefined index"),
        ("bare-digits", "\"callerid\":053288880001,"),
    ])
    func answersInOtherForms(_ name: String, _ form: String) async throws {
        let peer = try await play(name, until: 3)
        #expect(try await peer.get("getqueuecalls").body.contains(form))
    }

    @Test func onePageCannotBeRead() async throws {
        let peer = try await play("unreadable-page", until: 2)
        for _ in 1...3 { #expect(flat(Array(try await peer.get("getallstatus").body.utf8)) == nil) }
        #expect(flat(Array(try await peer.get("getqueue").body.utf8)) != nil)
        #expect(try await peer.get("getallstatus").body.hasSuffix("}"))
    }
}
