import Foundation
import Synchronization
import Wire

/// Calls that come, are answered and end, five events each, from a thread of its own at a steady rate until stopped.
final class Storm: Sendable {
    private let isStopped = Atomic(false)
    private let sent = Atomic(0)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter rate: events a second.
    init(_ link: MQTTLink, to extensions: [String], rate: Int) {
        Thread.detachNewThread { [self] in
            let begun = ContinuousClock.now
            var number = 0
            while !isStopped.load(ordering: .relaxed) {
                let due = Int(begun.duration(to: .now) / .seconds(1) * Double(rate))
                while number < due {
                    let (topic, payload) = Self.event(number, extensions)
                    do { try link.publish(Array(payload.utf8), to: EventText.topic(topic), quality: .atMostOnce) } catch { break }
                    number += 1
                }
                sent.store(number, ordering: .relaxed)
                usleep(2_000)
            }
            ended.signal()
        }
    }

    /// - Returns: how many events went out.
    @discardableResult
    func stop() -> Int {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
        return sent.load(ordering: .relaxed)
    }

    private static func event(_ number: Int, _ extensions: [String]) -> (topic: String, payload: String) {
        let (call, step) = number.quotientAndRemainder(dividingBy: 5)
        let callee = extensions[call % extensions.count]
        let (id, caller) = ("\(1_700_000_000 + call).1", "139\(10_000_000 + call)")
        switch step {
        case 0: return ("event", EventText.invite(id, from: caller, to: callee))
        case 1: return ("event", EventText.status(callee, "Ringing"))
        case 2: return ("event", EventText.status(callee, "InUse"))
        case 3: return ("event", EventText.status(callee, "Idle"))
        default: return ("cdr", EventText.record(id, from: caller, to: callee))
        }
    }
}
