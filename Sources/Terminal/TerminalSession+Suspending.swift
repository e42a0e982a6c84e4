import Dispatch
import Glibc

/// Ctrl-Z and SIGTSTP: the terminal goes back, the process stops, and `fg` goes on where it was.
extension TerminalSession {
    /// Stops the process once the app is ready for it, or has had its time.
    func suspend(wholeJob: Bool) {
        guard signals != nil, pendingStop == nil, fence == nil else { return }
        guard let willSuspend else { return stop(wholeJob: wholeJob) }
        stops += 1
        let number = stops
        pendingStop = (number, wholeJob)
        Task {
            await willSuspend()
            stopIfDue(number)
        }
        DispatchQueue.main.asyncAfter(deadline: .now() + Self.timeToSuspend) { [weak self] in
            MainActor.assumeIsolated { self?.stopIfDue(number) }
        }
    }

    /// What a request and its answer take on a bad day; an operator who pressed Ctrl-Z waits no longer for his shell.
    private static let timeToSuspend = DispatchTimeInterval.seconds(1)

    private func stopIfDue(_ number: Int) {
        guard let pending = pendingStop, pending.number == number, ending != nil else { return }
        pendingStop = nil
        stop(wholeJob: pending.wholeJob)
        turn()
    }

    private func stop(wholeJob: Bool) {
        sayFarewell(waits: true) { [self] in sleep(wholeJob: wholeJob) }
    }

    private func sleep(wholeJob: Bool) {
        guard let signals, ending != nil else { return }
        device.restore()
        removeMarker()
        if wholeJob { signals.stopNeighbours() }
        signals.stop(by: SIGTSTP)
        // `bg` continues us too, but the terminal is another's until `fg`.
        for _ in 0..<100 where device.isInBackground { signals.stop(by: SIGTTOU) }
        enter()
        turn()
    }
}
