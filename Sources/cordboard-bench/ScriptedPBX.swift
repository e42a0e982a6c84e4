import Foundation
import JSON
import Synchronization
import Wire

/// A Smart PBX with a picture that never changes, for sizes and moments that a simulated one does not give: it answers from
/// texts made beforehand, so that what is measured is the console.
final class ScriptedPBX: Sendable {
    private let answers: [String: String]
    private let queueStatus: String
    private struct Log {
        var firstRequest: ContinuousClock.Instant?
        var lastAnswer: ContinuousClock.Instant?
    }
    private let log = Mutex(Log())

    /// A mark in every agent's name that nothing else on the screen has.
    static let mark = "Ω"
    private static let root = "device/\(SimulatedExchange.token)/api/v1.0/"

    init(agents: Int, queues: Int, calls: Int) {
        let numbers = (1...agents).map { String(100_000 + $0) }
        func rows(_ count: Int, _ row: (Int) -> String) -> String { "[" + (0..<count).map(row).joined(separator: ",") + "]" }
        func number(ofQueue index: Int) -> String { String(6_000 + index) }
        let members = (0..<10).map { index in #"{"agent":"\#(numbers[index % agents])","status":"1","pused":"0"}"# }.joined(separator: ",")
        queueStatus =
            #""params":{"strategy":"rrmemory","calls":"1","holdtime":"12","talktime":"80","completed":"40","abandoned":"2"},"#
            + #""members":[\#(members)]}"#
        let extensions = rows(agents) { index in
            #"{"number":"\#(numbers[index])","username":"\#(Self.mark)mega \#(index)","status":"\#(index < calls ? "InUse" : "Idle")","#
                + #""type":"SIP","permission":"4"}"#
        }
        let queueList = rows(queues) { index in
            #"{"number":"\#(number(ofQueue: index))","description":"Team \#(index)","strategy":"rrmemory","members":"\#(numbers[0])"}"#
        }
        let live = rows(calls) { index in
            // One call in four waits in a queue, the others talk.
            let waits = index % 4 == 0
            let called = waits ? number(ofQueue: index / 4 % max(1, queues)) : numbers[index % agents]
            return #"{"callid":"1700000000.\#(index)","caller":"138\#(10_000_000 + index)","source":"PJSIP/trunk-\#(index)","#
                + #""called":"\#(called)","destination":"\#(waits ? "" : "PJSIP/\(called)-00000001")","duration":"00:01:0\#(index % 10)","#
                + #""state":"\#(waits ? "Ringing" : "Up")","direction":"inbound","recording":"no"}"#
        }
        answers = [
            "deviceInfo": #""model":"bench"}"#, "extension_list": #""extlist":\#(extensions)}"#,
            "queue_list": #""queuelist":\#(queueList)}"#,
            "conf_list": #""conflist":[]}"#, "trunk_list": #""trunklist":[]}"#, "livecall": #""livecall":\#(live)}"#,
        ]
    }

    /// When somebody first asked something since `forget`, and when the last answer went out.
    var firstRequest: ContinuousClock.Instant? { log.withLock(\.firstRequest) }
    var lastAnswer: ContinuousClock.Instant? { log.withLock(\.lastAnswer) }
    func forget() { log.withLock { $0 = Log() } }

    /// Connects, and answers from then on until the link ends or the task is cancelled.
    func serve(port: Int) async throws -> Task<Void, Never> {
        let link = try await MQTTLink.open(
            MQTTEndpoint(host: "127.0.0.1", port: port), subscribing: [Self.root + "command/+"], deadline: .seconds(5))
        return Task.detached { [self] in
            while let batch = await link.nextBatch() {
                for message in batch { take(message, link) }
            }
            await link.close()
        }
    }

    private func take(_ message: MQTTMessage, _ link: MQTTLink) {
        log.withLock { $0.firstRequest = $0.firstRequest ?? .now }
        guard let request = try? JSONValue(parsing: message.payload), let id = request["request_id"]?.text,
            let command = request["cmd"]?.text, let answer = command == "queue_status" ? queueStatus : answers[command]
        else { return }
        let head = #"{"request_id":"\#(id)","status":"success","#
        try? link.publish(Array((head + answer).utf8), to: Self.root + "response")
        log.withLock { $0.lastAnswer = .now }
    }
}
