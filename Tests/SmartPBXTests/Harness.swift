import Exchange
import Foundation
import JSON
import Simulators
import SiteHarness
import Synchronization
import Wire

@testable import SmartPBX

extension PrivateBroker {
    var endpoint: MQTTEndpoint { MQTTEndpoint(host: "127.0.0.1", port: port) }
}

/// What a scripted exchange was asked.
struct Asking: Sendable {
    var topic: String
    var body: JSONValue
    var name: String { body["cmd"]?.text ?? "" }
    var id: String { body["request_id"]?.text ?? "" }
    /// The body without what the adapter adds by itself.
    var substance: JSONValue {
        var members = body.object ?? [:]
        members["request_id"] = nil
        return .object(members)
    }
}

/// A scripted Smart PBX on a real broker: it answers each command with a prepared text, or not at all.
final class Peer: Sendable {
    enum Manner: Sendable {
        case plain
        /// Everything twice, in the wrong order, among garbage and other people's answers.
        case unruly
    }

    private struct Script {
        var answers: [String: String] = Peer.quiet
        var isSilent = false
        var manner = Manner.plain
        var asked: [Asking] = []
        var held: [Asking] = []
        var holds: String?
    }

    /// The broker lives as long as its exchange.
    private let broker: PrivateBroker
    private let link: MQTTLink
    private let topics: Topics
    private let script = Mutex(Script())
    private let news: AsyncStream<Asking>
    private let tell: AsyncStream<Asking>.Continuation

    init(_ broker: PrivateBroker, token: String = "abc") async throws {
        link = try await MQTTLink.open(broker.endpoint, subscribing: ["device/\(token)/api/v1.0/command/#"], deadline: .seconds(30))
        self.broker = broker
        topics = Topics(token: token)
        (news, tell) = AsyncStream.makeStream()
        Task { [weak self, link] in
            while let batch = await link.nextBatch() { self?.take(batch) }
        }
    }

    /// Sets the answer to a command (`queue_status`) or to one about a subject (`queue_status 6666`); nil is silence.
    func answer(_ command: String, with text: String?) { script.withLock { $0.answers[command] = text } }
    /// A silent exchange answers nothing; one that speaks again first answers what it was asked meanwhile.
    func silence(_ isSilent: Bool) {
        script.withLock { $0.isSilent = isSilent }
        if !isSilent { release() }
    }
    func behave(_ manner: Manner) { script.withLock { $0.manner = manner } }

    /// Keeps back the answers to a command until `release`.
    func hold(_ command: String) { script.withLock { $0.holds = command } }
    func release() {
        let held = script.withLock { script in
            defer { script.held = []; script.holds = nil }
            return script.held
        }
        for asking in held { reply(to: asking) }
    }

    var asked: [Asking] { script.withLock { $0.asked } }

    /// The next asking for a command, from now on.
    func next(_ command: String) async -> Asking? {
        for await asking in news where asking.name == command { return asking }
        return nil
    }

    /// Until each of these was asked for, and answered where it is to be.
    func all(_ commands: String...) async -> Bool {
        var missing = Set(commands)
        for await asking in news {
            missing.remove(asking.name)
            if missing.isEmpty { return true }
        }
        return false
    }

    func publish(event text: String) { send(Array(text.utf8), to: topics.event) }
    /// What the broker keeps for whoever comes later.
    func keep(_ text: String, as topic: KeyPath<Topics, String>) async throws {
        _ = try await link.send(MQTTMessage(topic: topics[keyPath: topic], payload: Array(text.utf8), isRetained: true))
    }
    func publish(record text: String) { send(Array(text.utf8), to: topics.record) }
    func publish(response bytes: [UInt8]) { send(bytes, to: topics.response) }
    private func send(_ bytes: [UInt8], to topic: String) { try? link.publish(bytes, to: topic) }

    private func take(_ batch: [MQTTMessage]) {
        let askings = batch.map { Asking(topic: $0.topic, body: (try? JSONValue(parsing: $0.payload)) ?? .null) }
        let (manner, answering) = script.withLock { script in
            script.asked += askings
            let (isSilent, holds) = (script.isSilent, script.holds)
            let isHeld = { (asking: Asking) in isSilent || asking.name == holds }
            script.held += askings.filter(isHeld)
            return (script.manner, askings.filter { !isHeld($0) })
        }
        switch manner {
        case .plain:
            answering.forEach(reply)
        case .unruly:
            for asking in answering.reversed() {
                publish(response: Array(#"{"status": "Success", "extlist": [], "request_id": "somebody-else"}"#.utf8))
                publish(response: Array("no json at all".utf8))
                publish(response: [0x7B, 0x22, 0xFF, 0xFE, 0x22])
                publish(response: [])
                reply(to: asking)
                reply(to: asking)
            }
        }
        askings.forEach { tell.yield($0) }
    }

    private func reply(to asking: Asking) {
        let subject = ["queue", "conf"].compactMap { asking.body[$0]?.text }.first
        let text = script.withLock { script in
            subject.flatMap { script.answers["\(asking.name) \($0)"] } ?? script.answers[asking.name]
        }
        guard let text, var members = parsed(text).object else { return }
        members["request_id"] = .string(" \(asking.id)")
        publish(response: Array(JSONValue.object(members).compactText.utf8))
    }

    /// An exchange with two telephones, a queue, a room and a trunk, and nothing going on.
    static let quiet = [
        "deviceInfo": #"{"status": "Success", "deviceinfo": {"devicename": "SPX1006O16S", "uptime": "00:22:27"}, "message": "success"}"#,
        "extension_list": extensions("Idle", "Idle"),
        "trunk_list":
            #"{"status": "Success", "trunklist": [{"status": "Idle", "name": "SIP_kMvORe", "type": "SIP"}], "message": "success"}"#,
        "livecall": #"{"status": "Success", "livecall": [], "message": "success"}"#,
        "queue_list":
            #"{"message": "success", "queuelist": [{"number": "6666", "description": "n/a", "members": "2005,8001", "strategy": "ringall"}], "status": "Success"}"#,
        "queue_status": members(paused: "0"),
        "conf_list":
            #"{"message": "success", "conflist": [{"description": "", "number": "2222", "moderators": "8001", "participantpassword": "pin-4711", "moderatorpassword": ""}], "status": "Success"}"#,
        "conf_status": room([]),
        "hangup": #"{"status": "Success", "message": "Channel Hungup"}"#,
        "dial": #"{"message": "success", "callid": "1673080587.2118", "status": "Success"}"#,
        "listen": #"{"callid": "1669694889.6367", "status": "Success", "message": "success"}"#,
        "queue_add": #"{"status": "Success", "message": "Added interface to queue"}"#,
        "queue_remove": #"{"status": "Success", "message": "Remove interface to queue"}"#,
        "queue_paused": #"{"status": "Success", "message": " Interface paused successfully"}"#,
        "conf_invite": #"{"status": "Success", "message": "success"}"#,
        "conf_kick": #"{"status": "Success", "message": "User kicked"}"#,
        "conf_mute": #"{"status": "Success", "message": "User muted"}"#,
        "conf_unmute": #"{"status": "Success", "message": "User unmuted"}"#,
        "extension_set": #"{"message": "success", "status": "Success"}"#,
        "alarm_set": #"{"status": "Failed", "message": "clock sound is not existing"}"#,
    ]

    static func extensions(_ first: String, _ second: String) -> String {
        """
        {"status": "Success", "extlist": [{"number": "2005", "status": "\(first)", "type": "FXS", "port": "5", "username": ""},
        {"number": "8001", "status": "\(second)", "type": "SIP", "username": "Tom"}]}
        """
    }

    static func members(paused: String) -> String {
        """
        {"queue": "6666", "params": {"max": "0", "strategy": "ringall", "calls": "2", "talktime": ""}, "status": "Success",
        "members": [{"agent": "2005", "status": "1", "pused": "0"}, {"agent": "8001", "status": "1", "pused": "\(paused)"}]}
        """
    }

    static func room(_ channels: [String]) -> String {
        let rows = channels.map {
            #"{"callerid": "\#(Channel($0)?.devices.last ?? "")", "channel": "\#($0)", "muted": "No", "answeredtime": "2"}"#
        }
        return #"{"status": "Success", "conf": "2222", "members": [\#(rows.joined(separator: ","))]}"#
    }

    static let call = #"""
        {"status": "Success", "livecall": [{"caller": "2005", "source": "FXS/5", "called": "8001", "destination": "PJSIP/8001-00000002",
        "duration": "00:00:06", "callid": "1673071399.25", "state": "Up", "direction": "Internal", "recording": "no"}]}
        """#
}

/// A site at work with a scripted exchange.
typealias Harness = SiteHarness<SmartPBXSite>

extension SiteHarness<SmartPBXSite> {
    convenience init(
        _ configuration: SmartPBXConfiguration, with peer: Peer? = nil, site existing: SmartPBXSite? = nil, clock: SteppedClock? = nil
    ) {
        let clock = clock ?? .polling()
        let site = existing ?? SmartPBXSite(configuration, environment: clock.environment { Double.random(in: 0..<1) })
        self.init(site, id: configuration.id, kind: .smartpbx, partner: peer)
    }
}

extension SteppedClock {
    /// The pauses between two looks pass by themselves, deadlines when the test says so.
    static func polling() -> SteppedClock { .running(upTo: .seconds(1), cappedAt: .milliseconds(20)) }
}

extension SmartPBXConfiguration {
    static let patientDeadline = Duration.seconds(60)

    /// For a broker in a test: polls without a pause worth the name, waits for answers as long as the machine may need.
    init(_ broker: PrivateBroker, deadline: Duration = Self.patientDeadline, own: String? = "2008") {
        self.init(
            id: "hq", name: "hq", broker: broker.endpoint, token: "abc", deadline: deadline, pollInterval: .milliseconds(20),
            operatorExtension: own)
    }
}
