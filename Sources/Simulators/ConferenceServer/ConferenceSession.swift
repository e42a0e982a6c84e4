/// One operator's connection.
struct ConferenceSession {
    var frames = ConferenceFrames()
    /// Who has logged in.
    var name: String?
    var keepAlive = KeepAlive()
    /// Frames that wait for the next tick, to be sent in one piece.
    var glued: [UInt8] = []

    /// When the peer is to be asked for a sign of life, and when to be given up.
    struct KeepAlive {
        enum State { case waiting, due, dead }

        /// How often the peer was asked; the next SYN.
        private(set) var count = 0
        private var nextQuestion: Milliseconds = 0
        private var end: Milliseconds = 0

        var nextDue: Milliseconds { min(nextQuestion, end) }

        func state(at now: Milliseconds) -> State {
            if now >= end { return .dead }
            return now >= nextQuestion ? .due : .waiting
        }

        mutating func restart(at now: Milliseconds, every interval: Milliseconds) {
            nextQuestion = now + interval
            answered(at: now)
        }

        mutating func asked(every interval: Milliseconds) {
            count += 1
            nextQuestion += interval
        }

        mutating func answered(at now: Milliseconds) { end = now + ConferenceServerSimulator.keepAliveLimit.milliseconds }
    }

    mutating func logIn(_ name: String, at now: Milliseconds, keepAliveEvery interval: Milliseconds) {
        self.name = name
        keepAlive.restart(at: now, every: interval)
    }
}
