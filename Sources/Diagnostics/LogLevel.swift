/// How much a diagnostic log says; each level says what the ones before it say, too.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
    /// What went wrong: everything that is also told on standard error.
    case error
    /// The program's start and end, every change of a site's link, every action with its outcome.
    case info
    /// One line for each exchange of messages: what was asked, how it ended, how long it took.
    case debug
    /// The messages themselves, secrets masked.
    case trace

    /// Position in the order of levels, 0 for `error`.
    var rank: Int { Self.allCases.firstIndex(of: self)! }

    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}
