import Diagnostics
import Synchronization

/// Tells the diagnostic log what a link or a client carries, under the site whose task opened it or asked.
struct WireTrace: Sendable {
    /// Bytes of one message that are shown; of a longer one its beginning, and how long it is.
    static let mostBytes = 16 << 10
    /// Bytes behind them that are looked at when secrets are masked, so that none is cut in two and missed.
    private static let margin = 4 << 10
    private static let lastNumber = Atomic<Int>(0)

    private let context: DiagnosticContext
    /// What speaks: `http`, `mqtt`, `tcp`, `report`.
    let transport: String

    init(_ transport: String) {
        context = DiagnosticContext.current
        self.transport = transport
    }

    /// Whether anything of an exchange is written.
    var isOn: Bool { context.log.isOn(.debug) }

    /// A value that must never be shown.
    func hide(_ secret: String?) {
        if isOn, let secret { context.log.hide(secret) }
    }

    /// A line about the link itself.
    func say(_ text: @escaping @Sendable () -> String) {
        context.write(.debug) { [transport] in "\(transport) \(text())" }
    }

    /// One message, in full.
    /// - Parameters:
    ///   - arrow: `→` to the exchange, `←` from it.
    ///   - head: where it goes, or what stands before its body.
    func message(_ arrow: String, _ head: @escaping @Sendable () -> String, _ body: [UInt8]) {
        guard context.log.isOn(.trace) else { return }
        let shown = Array(body.prefix(Self.mostBytes + Self.margin))
        let length = body.count
        let log = context.log
        context.write(.trace, bytes: shown.count + 512) { [transport] in
            var text = String(decoding: shown, as: UTF8.self)
            if length > Self.mostBytes {
                text = log.masked(text)
                text = String(decoding: text.utf8.prefix(Self.mostBytes), as: UTF8.self) + "… (\(length) bytes)"
            }
            return "\(transport) \(arrow) \(head())" + (text.isEmpty ? "" : "\n") + text
        }
    }
}

// MARK: - HTTP

extension WireTrace {
    /// A number that a request and its answer have in common.
    static func number() -> Int { lastNumber.add(1, ordering: .relaxed).newValue }

    func request(_ request: HTTPRequest, _ number: Int) {
        guard isOn else { return }
        message("→", { "#\(number) \(request.method) \(request.url)\(Self.lines(request.headers))" }, request.body ?? [])
    }

    func answer(_ response: HTTPResponse, to request: HTTPRequest, _ number: Int, after time: Duration) {
        guard isOn else { return }
        say {
            "#\(number) \(request.method) \(Self.address(request.url)) \(response.status), \(response.body.count) bytes, \(Self.milliseconds(time)) ms"
        }
        message("←", { "#\(number) \(response.status)\(Self.lines(response.headers.sorted { $0.key < $1.key }))" }, response.body)
    }

    func failure(_ error: any Error, of request: HTTPRequest, _ number: Int, after time: Duration) {
        say {
            "#\(number) \(request.method) \(Self.address(request.url)) failed after \(Self.milliseconds(time)) ms: \(Self.reason(error))"
        }
    }

    /// Why something failed, in a sentence.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let failure as WireFailure: "\(failure.stage.rawValue): \(failure.reason)"
        case is CancellationError: "cancelled"
        default: String(describing: error)
        }
    }

    /// A URL without its query, which holds keys.
    private static func address(_ url: String) -> String { String(url.prefix { $0 != "?" }) }

    private static func lines(_ headers: some Sequence<(String, String)>) -> String {
        headers.map { "\n\($0): \($1)" }.joined()
    }

    private static func lines(_ headers: [(key: String, value: String)]) -> String {
        headers.map { "\n\($0.key): \($0.value)" }.joined()
    }

    private static func milliseconds(_ time: Duration) -> Int { Int(time / .milliseconds(1)) }
}
