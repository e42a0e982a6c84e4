import Exchange

/// What the console shows and asks of the program's diagnostics.
public struct ConsoleDiagnostics: Sendable {
    /// What came of writing a report.
    public struct ReportResult: Equatable, Sendable {
        /// For the operator to read, in his language.
        public var text: SafeText
        public var isWritten: Bool

        public init(text: SafeText, isWritten: Bool) {
            self.text = text
            self.isWritten = isWritten
        }
    }

    /// The diagnostic log as it is now.
    public var log: @MainActor @Sendable () -> LogExcerpt
    /// Writes what a maintainer needs into a file; nil where there is nobody to write it.
    public var writeReport: (@MainActor @Sendable () async -> ReportResult)?

    public init(
        log: @escaping @MainActor @Sendable () -> LogExcerpt = { LogExcerpt() },
        writeReport: (@MainActor @Sendable () async -> ReportResult)? = nil
    ) {
        self.log = log
        self.writeReport = writeReport
    }
}
