import Foundation
import Testing

@testable import Simulators

/// An agent's program beside a simulated Agent Gateway, with nothing but sockets and Foundation.
final class ICPPeer {
    let simulator: ICPGatewaySimulator
    let port: Int
    let agent: String
    var token: String?
    var cookie: String?

    /// 2016-08-19 05:39:09 UTC.
    static let start = 1_471_585_149_000

    /// - Parameter hold: how long polls are held; by default they are answered at once.
    init(
        _ world: ICPWorld = .quiet(), agent: String = "291", holding hold: Duration = .zero, script: [ScriptLine] = [],
        _ change: (inout ICPGatewaySettings) -> Void = { _ in }
    ) async throws {
        var settings = ICPGatewaySettings()
        settings.hold = hold
        change(&settings)
        simulator = ICPGatewaySimulator(world: world, settings: settings, time: .byHand(at: world.now), script: script)
        port = try await simulator.listen()
        self.agent = agent
    }

    /// Another program at the same gateway.
    init(beside other: ICPPeer, agent: String) {
        simulator = other.simulator
        port = other.port
        self.agent = agent
    }

    /// A gateway at which the agent is signed in, its first events fetched.
    static func signedIn(
        _ world: ICPWorld = .quiet(), agent: String = "291", form: [String: String] = [:], skills: Bool = false
    ) async throws -> ICPPeer {
        let peer = try await ICPPeer(world, agent: agent)
        try await peer.signIn(form)
        if skills { try await peer.done("POST", "onlineagent/{A}/resetskill/true") }
        _ = try await peer.events()
        return peer
    }

    func signIn(_ form: [String: String] = [:], forced: Bool = false) async throws {
        let answer = try await trySignIn(form, forced: forced)
        #expect(flat(answer)["retcode"] == "0", "\(answer.text)")
        token = answer.header("set-guid")?.split(separator: "=", maxSplits: 1).last.map(String.init)
        cookie = answer.header("set-cookie")?.split(separator: ";").first.map(String.init)
    }

    func trySignIn(_ form: [String: String] = [:], forced: Bool = false) async throws -> RawHTTP.Answer {
        // Numbers and truth values as text, as the samples send them.
        let phones = ["291": "40038", "292": "40039"]
        let usual = ["password": "secret", "phonenum": phones[agent] ?? "40500", "status": "4", "releasephone": "true", "agenttype": "4"]
        let body = try JSONEncoder().encode(usual.merging(form) { $1 })
        return try await send("PUT", "onlineagent/{A}" + (forced ? "/forcelogin" : ""), String(decoding: body, as: UTF8.self))
    }

    func send(_ method: String, _ path: String, _ body: String = "") async throws -> RawHTTP.Answer {
        let target = "/agentgateway/resource/" + path.replacing("{A}", with: agent)
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=UTF-8\r\n"
        if let token { head += "guid: \(token)\r\n" }
        if let cookie { head += "Cookie: \(cookie)\r\n" }
        return try await RawHTTP.exchange(
            port: port, head + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n" + body)
    }

    func flat(_ answer: RawHTTP.Answer) -> Flat { SimulatorsTests.flat(Array(answer.body.utf8)) ?? ["unreadable": answer.text] }

    func ask(_ method: String, _ path: String, _ body: String = "") async throws -> Flat {
        let answer = try await send(method, path, body)
        #expect(answer.status == 200)
        return flat(answer)
    }

    /// A request that must succeed.
    @discardableResult
    func done(_ method: String, _ path: String, _ body: String = "", at place: SourceLocation = #_sourceLocation) async throws -> Flat {
        let answer = try await ask(method, path, body)
        #expect(answer["retcode"] == "0", "\(path): \(answer)", sourceLocation: place)
        return answer
    }

    func code(_ method: String, _ path: String, _ body: String = "") async throws -> String? {
        try await ask(method, path, body)["retcode"]
    }

    /// The events that wait, as `Talking` for `AgentEvent_Talking`.
    func events(after time: Duration = .zero) async throws -> [String] {
        try await fullEvents(after: time).compactMap { $0["event.eventType"] }.map { type in
            ["AgentEvent_", "AgentState_", "AgentOther_", "AgentMediaEvent_"].reduce(type) { String($0.trimmingPrefix($1)) }
        }
    }

    func fullEvents(after time: Duration = .zero) async throws -> [Flat] {
        await simulator.advance(by: time)
        var all: [Flat] = []
        while true {
            let answer = try await ask("GET", "agentevent/{A}")
            #expect(answer["retcode"] == "0")
            guard answer["event.eventType"] != nil else { return all }
            all.append(answer)
        }
    }

    /// `status` of an agent in `allagentstatus`.
    func status(of number: String) async throws -> String? {
        let list = try await ask("GET", "agentgroup/{A}/allagentstatus")
        return list.first { $0.key.hasSuffix("workno") && $0.value == number }
            .flatMap { list[$0.key.replacingOccurrences(of: "workno", with: "status")] }
    }

    /// Somebody from outside talks to an agent whom the world plays.
    func converse(_ number: String, caller: String = "13800138000") async throws -> String {
        let begun = await simulator.act { $0.begin(fromOutside: caller, to: number) }
        let id = try #require(begun)
        await simulator.act { $0.answer(id) }
        return id
    }
}

extension ICPWorld {
    /// Twelve agents of whom ten, from 101 on, are idle, and nothing that happens by itself.
    static func quiet(seed: UInt64 = 1) -> ICPWorld {
        var world = ICPWorld(seed: seed, agents: 12, rate: 0, start: ICPPeer.start)
        for number in world.workNumbers.dropFirst(2) { world.setPresence(number, true) }
        return world
    }
}
