/// When the next frame may go: at most so many a second, but an answer to a key at once.
struct FramePacer: Sendable {
    /// Between two frames that nobody asked for by a key.
    let interval: Duration
    private var earliest: ContinuousClock.Instant?

    /// - Parameter isRemote: over SSH 10 frames a second, else 30.
    init(isRemote: Bool) { interval = .seconds(1) / (isRemote ? 10 : 30) }

    /// How long a frame has to wait; zero when it may go.
    func delay(at now: ContinuousClock.Instant, afterKey: Bool) -> Duration {
        guard !afterKey, let earliest, earliest > now else { return .zero }
        return earliest - now
    }

    /// The terminal has taken the last frame whole; a slow one thus sets the pace itself.
    mutating func taken(at now: ContinuousClock.Instant) { earliest = now + interval }
}
