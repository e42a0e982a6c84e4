/// Where diagnostics of the running task go, and which site they are about.
///
/// It is bound to the task and its child tasks, so that the wire can say whose message it carries although neither adapters
/// nor links know of the log.
public struct DiagnosticContext: Sendable {
    @TaskLocal public static var current = DiagnosticContext(log: .program)

    public var log: DiagnosticLog
    /// The site's identifier; empty where it is about none.
    public var site: String

    public init(log: DiagnosticLog, site: String = "") {
        self.log = log
        self.site = site
    }

    /// Runs `work` as something that is about a site.
    public static func about<Value>(
        _ site: String, isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
    ) async rethrows -> Value {
        var context = current
        context.site = site
        return try await $current.withValue(context, operation: work, isolation: isolation)
    }

    public func write(_ level: LogLevel, bytes: Int = 256, _ text: @escaping @Sendable () -> String) {
        log.write(level, site: site, bytes: bytes, text)
    }
}
