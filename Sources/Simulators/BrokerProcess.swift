import Foundation
import Synchronization

/// A running mosquitto in the keeping of a shell that ends it when we are gone.
final class BrokerProcess: Sendable {
    private let keeper: pid_t
    /// Our end of the keeper's standard input; -1 once closed.
    private let lifeline: Mutex<Int32>

    /// The keeper ignores what a terminal sends to everybody, waits for the end of its input, which comes even when we
    /// are killed, and tidies up. (PR_SET_PDEATHSIG would not do: it fires when the *thread* that forked ends.)
    private static let keeperScript = """
        trap '' INT TERM HUP
        "$1" -c "$2/mosquitto.conf" &
        exec 2>/dev/null
        read -r never
        kill -KILL $!
        wait
        rm -rf "$2"
        """

    private init(keeper: pid_t, lifeline: Int32) {
        self.keeper = keeper
        self.lifeline = Mutex(lifeline)
    }

    deinit { end() }

    /// Starts the broker whose configuration lies in `folder` and waits until it says that it runs.
    static func launch(_ mosquitto: String, folder: String) async throws -> BrokerProcess {
        let input = try ChildProcess.pipe()
        let log = try ChildProcess.pipe()
        let keeper: pid_t
        do {
            defer {
                close(input.reading)
                close(log.writing)
            }
            keeper = try ChildProcess.spawn(
                ["/bin/sh", "-c", keeperScript, "cordboard-broker", mosquitto, folder],
                input: input.reading, error: log.writing)
        } catch {
            close(input.writing)
            close(log.reading)
            throw error
        }
        let process = BrokerProcess(keeper: keeper, lifeline: input.writing)
        do {
            try await withCheckedThrowingContinuation { (started: CheckedContinuation<Void, any Error>) in
                // A thread of its own, because it reads for as long as the broker lives.
                Thread.detachNewThread { followLog(log.reading, started) }
            }
        } catch {
            process.end()
            throw error
        }
        return process
    }

    /// Ends the broker and waits for the keeper to have tidied up. A second call does nothing.
    func end() {
        let open = lifeline.withLock { descriptor in
            defer { descriptor = -1 }
            return descriptor
        }
        guard open >= 0 else { return }
        close(open)
        ChildProcess.wait(for: keeper)
    }

    private static func followLog(_ descriptor: Int32, _ started: CheckedContinuation<Void, any Error>) {
        defer { close(descriptor) }
        var waiting: CheckedContinuation<Void, any Error>? = started
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            guard let continuation = waiting else { continue }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            if text.contains(" running") {
                continuation.resume()
                waiting = nil
            }
        }
        let lines = text.split(separator: "\n").filter { $0.contains("Error") }
        waiting?.resume(throwing: BrokerFailure("mosquitto did not start: \(lines.joined(separator: "; "))"))
    }
}
