/// A script that runs: what is still to happen.
struct ScriptRun: Sendable {
    private var lines: ArraySlice<ScriptLine>
    /// When it began.
    private let started: Milliseconds

    /// - Parameter kind: whose lines it runs.
    init(_ lines: [ScriptLine], of kind: String, started: Milliseconds) {
        self.lines = lines.sorted(for: kind)
        self.started = started
    }

    /// Takes the next line that is due.
    mutating func next(until instant: Milliseconds) -> ScriptLine? {
        guard let line = lines.first, self.instant(of: line) <= instant else { return nil }
        return lines.removeFirst()
    }

    /// When the next line is due.
    var nextInstant: Milliseconds? { lines.first.map(instant) }

    func instant(of line: ScriptLine) -> Milliseconds { started + line.time }
}
