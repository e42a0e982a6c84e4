import Exchange

/// The diagnostic log as the console shows it.
public struct LogExcerpt: Equatable, Sendable {
    /// `error`, `info`, `debug` or `trace`; nil while nothing is logged.
    public var level: String?
    /// Where the lines are written; nil where they are kept in memory alone.
    public var file: SafeText?
    /// Why the file could not be written, if so.
    public var trouble: SafeText?
    /// The latest lines, oldest first.
    public var lines: [SafeText]

    public init(level: String? = nil, file: SafeText? = nil, trouble: SafeText? = nil, lines: [SafeText] = []) {
        self.level = level
        self.file = file
        self.trouble = trouble
        self.lines = lines
    }
}
