import Exchange
import Foundation
import SiteHarness
import Testing
import WebCTI

@testable import Simulators

/// A simulated MVB2000, whose requests we see.
final class WebCTIHarness: OperationHarness {
    let site: any Site
    private let simulator: WebCTISimulator
    private let serving: Task<Void, Never>
    private let running: RunningSite
    private let tap = HTTPTap()
    private let file = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)").path

    /// `context` and `application` exclude each other (4.24).
    static let refusals = ["calls.ctioriginate with everything": "1231"]

    init() async throws {
        // The exchange's time flies, as some requests wait until somebody lifts his telephone; the site's stands still.
        let exchange = SteppedClock.running(upTo: .seconds(3_600), cappedAt: .milliseconds(1), wallStandsAt: nil)
        let started = exchange.uptime
        let begin = SimulatorTime.byHand().now()
        let time = SimulatorTime(
            now: { begin + Int((exchange.uptime - started) / .milliseconds(1)) }, sleep: { try await exchange.environment().sleep($0) })
        simulator = WebCTISimulator(world: WebCTIWorld(seed: 1, rate: 0, start: begin), defects: WebCTIDefects.none, time: time)
        let port = try await simulator.listen { [tap] in tap.note($0) }
        serving = Task { [simulator] in await simulator.serve() }
        site = Self.site(port: port, SteppedClock(at: Date(timeIntervalSince1970: Double(begin) / 1_000)).environment())
        running = try await RunningSite(site, id: "harness", kind: .webcti)
        // A call that is over, and its recording.
        let caller = await simulator.act { $0.begin(from: $0.devices[1].number, to: $0.devices[2].number) }
        await simulator.act { world in
            if let callee = world.ringing(at: world.devices[2].number) { world.answer(callee) }
        }
        await simulator.advance(by: .seconds(5))
        try await simulator.act { if let caller { try $0.hangUp(caller) } }
        try Data("RIFF".utf8).write(to: URL(filePath: file))
    }

    static func site(port: Int, _ environment: Exchange.Environment) -> WebCTISite {
        WebCTISite(
            WebCTIConfiguration(
                id: "harness", name: "harness", url: "http://127.0.0.1:\(port)/webservice2", webKey: Secret("0866089e569bbd3d"),
                timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt, deadline: .seconds(60), pollInterval: .seconds(3_600),
                reconcileInterval: .seconds(3_600)), environment: environment)
    }

    func isLocal(_ parameter: String, of operation: String) -> Bool {
        // The file whose contents go out, and the page that the address names.
        ["recordings.putrecordings ivrfiile", "session.integratedlogin (action)"].contains("\(operation) \(parameter)")
    }

    func subjects(of operation: String) async throws -> [String: String] {
        let world = await simulator.act { world in
            for channel in world.liveChannels { try? world.hangUp(channel.name) }
            return world
        }
        let numbers = world.devices.map(\.number), queue = world.queues[0]
        var subjects = ["to": file + ".got", "ivrfiile": file, "extension": numbers[0], "queue": queue.number]
        subjects.merge(try await call(for: operation, numbers)) { $1 }
        switch operation {
        case "calls.ctioriginate": subjects["channel"] = "SIP/\(numbers[0])"
        case "calls.ctioriginatetts": subjects.merge(["channel": "SIP/\(numbers[0])", "exten": "s", "timeout": "45000"]) { $1 }
        case "queues.ctiqueueadd":
            subjects["interface"] = numbers.first { number in !queue.members.contains { $0.device == number } }.map { "SIP/\($0)" }
        case "queues.ctiqueueremove", "queues.ctiqueuepause": subjects["interface"] = queue.members.first.map { "SIP/\($0.device)" }
        case "queues.ctiqueuecallerwithdraw":
            subjects["caller"] = await simulator.act { $0.begin(fromOutside: "13800138000", to: queue.number) }
        case "session.integratedlogin":
            // Any digest does.
            subjects.merge(["frienduser": "admin", "friendpass": "e10adc3949ba59abbe56e057f20f883e"]) { $1 }
        case "extensions.ctibinddevice", "extensions.ctisplitdevice":
            let device = world.devices.first { $0.isAdHoc && !$0.user.isEmpty }
            subjects.merge(["device": device?.number ?? "", "extension": device?.user ?? ""]) { $1 }
        default: break
        }
        subjects.merge(files(for: operation, in: world)) { $1 }
        return subjects
    }

    /// What the platform keeps, where an operation is about one of those.
    private func files(for operation: String, in world: WebCTIWorld) -> [String: String] {
        func first(_ page: String, _ names: String...) -> [String: String] {
            let row = world.tables[page].first
            return Dictionary(uniqueKeysWithValues: names.compactMap { name in row?[name].map { (name, $0) } })
        }
        let recording = world.files.keys.sorted().first ?? ""
        return switch operation {
        case "voicemail.getmsg", "voicemail.deletemsg": first("getmsglist", "msgbox", "msgdir", "msgfile")
        case "voicemail.movemsg", "voicemail.setmsg": first("getmsglist", "msgbox", "msgfile")
        case "messaging.getfax": first("getfaxrecvlog", "filename")
        case "recordings.getrecord": first("getrecordings", "filename")
        case "recordings.getmonitor", "recordings.getspoolfile": ["filename": recording]
        case "recordings.getmonitorbyuid":
            ["uniqueid": world.tables["getcdr"].last { world.files[$0["monitor"] ?? ""] != nil }?["uniqueid"] ?? ""]
        case "lists.ctidelblacklist": first("ctigetblacklist", "extension")
        case "messaging.sendsms": ["text": "aGVsbG8="]
        default: [:]
        }
    }

    /// The channels of a call, as far as an operation needs one.
    private func call(for operation: String, _ numbers: [String]) async throws -> [String: String] {
        guard ["calls", "ivr", "supervision"].contains(where: { operation.hasPrefix($0 + ".") }) else { return [:] }
        let caller = try #require(await simulator.act { $0.begin(from: numbers[1], to: numbers[2]) })
        let ringing = ["channel": "SIP/\(numbers[3])", "pickupexten": numbers[2], "callerid": numbers[3], "timeout": "45000"]
        if operation == "supervision.ctipickup" { return ringing }
        let callee = try #require(
            await simulator.act { world in
                world.ringing(at: numbers[2]).map { name in
                    world.answer(name)
                    return name
                }
            })
        if operation == "calls.ctiunhold" { try await simulator.act { try $0.hold(caller, true) } }
        if operation == "calls.ctiunpark" {
            try await simulator.act { try $0.park(caller, from: callee) }
            return ["channel": "SIP/\(numbers[3])", "parklot": await simulator.world.parkedCalls.last?.slot ?? ""]
        }
        return ["channel": caller, "srcchannel": callee, "extrachannel": callee, "exten": numbers[4]]
    }

    func arrived() async throws -> [WireRequest] { tap.take().map(Self.read) }

    private static func read(_ request: SimulatedHTTPServer.Request) -> WireRequest {
        let own: Set<String> = ["webkey", "json"]
        let fields = request.query + form(request)
        return WireRequest(
            native: "\(request.method) \(request.path)",
            fields: fields.filter { !own.contains($0.0) }.map { .init(name: $0.0, value: $0.1) },
            setByAdapter: Dictionary(fields.filter { own.contains($0.0) }, uniquingKeysWith: { $1 }))
    }

    /// What stands in the body of a log-in to an administration page.
    private static func form(_ request: SimulatedHTTPServer.Request) -> [(String, String)] {
        guard request.header("Content-Type") == "application/x-www-form-urlencoded" else { return [] }
        let components = URLComponents(string: "?" + String(decoding: request.body, as: UTF8.self))
        return (components?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
    }

    func close() async {
        await running.stop()
        serving.cancel()
        await serving.value
        for path in [file, file + ".got"] { try? FileManager.default.removeItem(atPath: path) }
    }
}
