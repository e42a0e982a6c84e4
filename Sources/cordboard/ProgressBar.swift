import Diagnostics
import Foundation
import Synchronization

/// A line on standard error that says how far a file has come; nothing where nobody watches.
final class ProgressBar: Sendable {
    private struct State {
        var shown = ContinuousClock.Instant?.none
        var width = 0
    }

    private let state = Mutex(State())
    private let isWatched = isatty(STDERR_FILENO) != 0
    /// Bars longer than this say no more.
    private static let cells = 30

    /// - Parameter whole: bytes in all, where the exchange said so.
    func show(_ bytes: Int64, of whole: Int64?) {
        guard isWatched else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            if let shown = state.shown, now - shown < .milliseconds(100), bytes != whole { return }
            state.shown = now
            let line = Self.line(bytes, of: whole)
            let blanks = String(repeating: " ", count: max(0, state.width - line.count))
            state.width = line.count
            StandardStream.tell("\r\(line)\(blanks)")
        }
    }

    /// Leaves the line as it is and goes to the next.
    func end() {
        state.withLock { state in
            if state.width > 0 { StandardStream.tell("\n") }
            state.width = 0
        }
    }

    static func line(_ bytes: Int64, of whole: Int64?) -> String {
        guard let whole, whole > 0 else { return size(bytes) }
        let share = min(1, Double(bytes) / Double(whole))
        let full = Int(share * Double(cells))
        return String(repeating: "#", count: full) + String(repeating: "-", count: cells - full)
            + " \(Int(share * 100)) %  \(size(bytes)) of \(size(whole))"
    }

    private static func size(_ bytes: Int64) -> String {
        let units = ["B", "kB", "MB", "GB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 1_000, unit < units.count - 1 { (value, unit) = (value / 1_000, unit + 1) }
        return unit == 0 ? "\(bytes) B" : String(format: "%.1f %@", value, units[unit])
    }
}
