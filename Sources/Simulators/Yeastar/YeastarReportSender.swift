import Foundation
import Synchronization

/// POSTs reports as the device does: a connection for each, one after the other, and a short wait for the answer.
final class YeastarReportSender: Sendable {
    private struct State {
        var waiting = 0
        var failures = 0
    }

    /// A listener that is stuck must not use up our memory.
    private static let limit = 20_000

    private let state = Mutex(State())
    /// Its own, because what runs on it waits for peers.
    private let line = DispatchQueue(label: "cordboard.yeastar.reports")
    private let say: @Sendable (String) -> Void

    /// - Parameter say: takes a sentence when a listener cannot be reached, once until it can be again.
    init(say: @escaping @Sendable (String) -> Void) { self.say = say }

    func post(_ bytes: [UInt8], to target: YeastarReportTarget) {
        let isTaken = state.withLock { state in
            guard state.waiting < Self.limit else { return false }
            state.waiting += 1
            return true
        }
        guard isTaken else { return }
        line.async { [self] in
            let isDelivered = Self.deliver(bytes, to: target)
            let failures = state.withLock { state in
                state.waiting -= 1
                state.failures = isDelivered ? 0 : state.failures + 1
                return state.failures
            }
            if failures == 1 { say("reports do not reach \(target.host):\(target.port)") }
        }
    }

    private static func deliver(_ bytes: [UInt8], to target: YeastarReportTarget) -> Bool {
        guard let socket = connected(to: target) else { return false }
        defer { close(socket) }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
            setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        // Whatever is answered is fine: the document asks for nothing.
        var answer = [UInt8](repeating: 0, count: 512)
        return recv(socket, &answer, answer.count, 0) > 0
    }

    private static func connected(to target: YeastarReportTarget) -> Int32? {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(target.host, String(target.port), &hints, &found) == 0, let found else { return nil }
        defer { freeaddrinfo(found) }
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        guard connect(socket, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else {
            close(socket)
            return nil
        }
        return socket
    }
}
