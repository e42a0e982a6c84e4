import Exchange
import Foundation
import Synchronization

/// Keeps one site's link: runs it, and after a loss runs it again with a jittered, growing pause.
final class LinkKeeper: Sendable {
    private let task: Task<Void, Never>
    private let impatience: Impatience

    init(_ id: SiteID, _ seat: Desk.Seat, report: @escaping Report, surroundings: Surroundings) {
        let impatience = Impatience()
        self.impatience = impatience
        task = Task { await Self.keep(id, seat, report, surroundings, impatience) }
    }

    /// Begins to end; `ended` tells when everything has been given back.
    func stop() { task.cancel() }

    func ended() async { await task.value }

    /// Ends the present pause at once.
    func hurry() { impatience.hurry() }

    private static func keep(
        _ id: SiteID, _ seat: Desk.Seat, _ report: @escaping Report, _ surroundings: Surroundings, _ impatience: Impatience
    ) async {
        var failures = 0
        var lastError: SafeText?
        while !Task.isCancelled {
            report([.link(id, .connecting, error: lastError, at: surroundings.now(), retry: nil)])
            let wasOnline = Atomic(false)
            var failure: LinkFailure
            do {
                try await seat.site.run { changes in
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
            let pause = failure.isFinal ? nil : Self.pause(after: failures, within: seat.reconnect, chance: surroundings.chance())
            let now = surroundings.now()
            report([
                .link(
                    id, .offline, error: failure.reason, at: now,
                    retry: pause.map { now.addingTimeInterval($0 / .seconds(1)) })
            ])
            failures += 1
            await impatience.pause(pause, surroundings)
        }
        report([.link(id, .offline, error: lastError, at: surroundings.now(), retry: nil)])
    }

    /// Doubles with each failure up to the longest, less up to half by chance, so that consoles do not come back in step.
    static func pause(after failures: Int, within bounds: ClosedRange<Duration>, chance: Double) -> Duration {
        let grown = min(bounds.lowerBound * (1 << min(failures, 16)), bounds.upperBound)
        return grown * (1 - chance / 2)
    }
}

/// A pause that somebody may cut short.
private final class Impatience: Sendable {
    private let sleeper = Mutex<Task<Void, Never>?>(nil)

    func hurry() { sleeper.withLock { $0?.cancel() } }

    /// Waits for a duration, or for `hurry` alone when there is none.
    func pause(_ duration: Duration?, _ surroundings: Surroundings) async {
        let nap = Task {
            if let duration {
                try? await surroundings.sleep(duration)
            } else {
                let never = AsyncStream.makeStream(of: Void.self)
                for await _ in never.stream {}
                never.continuation.finish()
            }
        }
        sleeper.withLock { $0 = nap }
        await withTaskCancellationHandler { await nap.value } onCancel: { nap.cancel() }
        sleeper.withLock { $0 = nil }
    }
}
