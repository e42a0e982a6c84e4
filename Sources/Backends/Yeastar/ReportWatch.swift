import BackendSupport

/// Whether the exchange's reports come to us, judged by what only asking has shown, and when it is asked for them again.
struct ReportWatch {
    /// Why reports are believed not to come.
    enum Loss: Equatable {
        /// A telephone whose reports came has changed its state without one.
        case stopped
        /// The exchange sends them to another path.
        case misdirected
        /// None has come at all, though telephones change their state.
        case neverCame
    }

    private(set) var loss: Loss?
    private var hasHeard = false
    private var pause = RetryPause(.seconds(5) ... .seconds(300))
    private var notBefore = Duration.zero
    private var lastAttempt: Duration?

    /// A fight with another program over the reports is over after so long without a loss.
    private static let settled = Duration.seconds(300)

    mutating func begin() { self = ReportWatch() }

    /// - Returns: whether they had been missed.
    mutating func heard() -> Bool {
        hasHeard = true
        defer { loss = nil }
        return loss != nil
    }

    /// - Parameters:
    ///   - isMisdirected: reports have come to another path.
    ///   - changed: how many telephones have changed without a report, of those whose reports came and of the others.
    /// - Returns: whether this is news.
    mutating func look(isMisdirected: Bool, missed: (known: Int, unknown: Int)) -> Bool {
        let before = loss
        if isMisdirected {
            loss = .misdirected
        } else if missed.known > 0 {
            loss = loss ?? .stopped
        } else if missed.unknown > 0, !hasHeard {
            loss = loss ?? .neverCame
        }
        return loss != before
    }

    /// Whether to tell the exchange our address again now. Each attempt that lasted only a moment makes the next pause longer:
    /// another program may do the same.
    mutating func shallReclaim(at uptime: Duration) -> Bool {
        guard loss != nil, uptime >= notBefore else { return false }
        if let lastAttempt, uptime - lastAttempt > Self.settled { pause.reset() }
        lastAttempt = uptime
        notBefore = uptime + pause.grow()
        return true
    }
}

/// When a session that was lost may be taken up again. Where a log-in ends the earlier ones of its account, two programs would
/// otherwise throw each other out without end.
struct SessionRenewals {
    private var pause = RetryPause(.seconds(5) ... .seconds(300))
    private var begun: Duration?
    private var notBefore = Duration.zero
    /// How many sessions in a row ended soon after they began.
    private var shortLived = 0

    /// What lasts longer was not taken away by somebody who does the same as we.
    private static let settled = Duration.seconds(60)

    mutating func begin(at uptime: Duration) { begun = uptime }

    mutating func lost(at uptime: Duration, random: Double) {
        guard let begun else { return }
        self.begun = nil
        notBefore = uptime
        guard uptime - begun < Self.settled else {
            shortLived = 0
            return pause.reset()
        }
        shortLived += 1
        // Once may be a restart. The pauses are not in step with those of the other one.
        if shortLived > 1 { notBefore += pause.grow() * (1 + random / 2) }
    }

    /// How long the next log-in has to wait.
    func wait(at uptime: Duration) -> Duration { max(.zero, notBefore - uptime) }
}
