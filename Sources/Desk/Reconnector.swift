import Diagnostics
import Exchange
import Foundation
import Synchronization

/// Keeps one site's link: runs it, and after a loss runs it again with a jittered, growing pause.
final class Reconnector: Sendable {
    private let task: Task<Void, Never>
    private let pause: InterruptiblePause

    init(_ id: SiteID, _ configured: Desk.ConfiguredSite, report: @escaping ChangeSink, environment: Environment) {
        let pause = InterruptiblePause()
        self.pause = pause
        task = Task {
            await DiagnosticContext.about(id.rawValue) { await Self.keep(id, configured, report, environment, pause) }
        }
    }

    /// Begins to end; `ended` tells when everything has been given back.
    func stop() { task.cancel() }

    func ended() async { await task.value }

    /// Ends the present pause at once.
    func connectNow() { pause.connectNow() }

    private static func keep(
        _ id: SiteID, _ configured: Desk.ConfiguredSite, _ report: @escaping ChangeSink, _ environment: Environment,
        _ interruptible: InterruptiblePause
    ) async {
        var failures = 0
        var lastError: SafeText?
        while !Task.isCancelled {
            interruptible.reset()
            report([.question(id, nil), .link(id, .connecting, error: lastError, at: environment.now(), retry: nil)])
            let wasOnline = Atomic(false)
            var failure: LinkFailure
            do {
                try await configured.site.run { changes in
                    if changes.contains(where: { if case .link(_, .online, _, _, _) = $0 { true } else { false } }) {
                        wasOnline.store(true, ordering: .relaxed)
                    }
                    report(changes)
                }
                failure = LinkFailure(.link, "The exchange ended the link.")
            } catch let error as LinkFailure {
                failure = error
            } catch {
                failure = LinkFailure(.link, SafeText("\(error)"))
            }
            if Task.isCancelled { break }
            if wasOnline.load(ordering: .relaxed) { failures = 0 }
            lastError = failure.reason
            let usual = Self.pause(after: failures, within: configured.reconnect, random: environment.random())
            let pause = failure.isFinal ? nil : max(usual, failure.leastPause)
            let now = environment.now()
            report([
                .link(
                    id, .offline, error: failure.reason, at: now,
                    retry: pause.map { now.addingTimeInterval($0 / .seconds(1)) }),
                .question(id, failure.question),
            ])
            failures += 1
            await interruptible.pause(pause, environment)
        }
        report([.link(id, .offline, error: lastError, at: environment.now(), retry: nil)])
    }

    /// Doubles with each failure up to the longest, less up to half by chance, so that consoles do not come back in step.
    static func pause(after failures: Int, within bounds: ClosedRange<Duration>, random: Double) -> Duration {
        let grown = min(bounds.lowerBound * (1 << min(failures, 16)), bounds.upperBound)
        return grown * (1 - random / 2)
    }
}

/// A pause that somebody may cut short, even just before it begins: between telling of a loss and pausing, the operator
/// may already have asked for another attempt.
private final class InterruptiblePause: Sendable {
    private struct State {
        var waiting: Task<Void, Never>?
        var isDue = false
    }

    private let state = Mutex(State())

    func connectNow() {
        state.withLock { state in
            state.isDue = true
            state.waiting?.cancel()
        }
    }

    /// Forgets an earlier `connectNow`, which the attempt that now begins answers.
    func reset() { state.withLock { $0.isDue = false } }

    /// Waits for a duration, or for `connectNow` alone when there is none.
    func pause(_ duration: Duration?, _ environment: Environment) async {
        let waiting = Task {
            if let duration {
                try? await environment.sleep(duration)
            } else {
                let never = AsyncStream.makeStream(of: Void.self)
                for await _ in never.stream {}
                never.continuation.finish()
            }
        }
        state.withLock { state in
            state.waiting = waiting
            if state.isDue { waiting.cancel() }
        }
        await withTaskCancellationHandler {
            await waiting.value
        } onCancel: {
            waiting.cancel()
        }
        state.withLock { $0.waiting = nil }
    }
}
