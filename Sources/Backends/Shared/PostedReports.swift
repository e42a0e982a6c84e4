import Diagnostics
import Exchange
import Foundation
import Synchronization
import Wire

/// Reports that an exchange posts to us: where it is told to send them, whom we believe, and what has come.
///
/// Such reports carry no token and no signature. What tells the exchange from a stranger is its address, which is one that
/// answered us, and the path that it alone was told.
public final class PostedReports: Sendable {
    private struct State {
        var listener: ReportListener?
        var peers: Set<String> = []
        /// Hosts behind a proxy whose addresses are known or being asked for.
        var lookedUp: Set<String> = []
        var localAddress = ""
        var toldStrangers = 0
        /// What reports must be sent to.
        var path: String
        /// Where another process of the same configuration listens.
        var elsewhere: SharedReportAddress.Address?
        /// Reports of the exchange's that came to a path which is not ours.
        var misdirected = 0
        var waiting: [PostedReport] = []
        var hasOverflowed = false
        var consumer: CheckedContinuation<[PostedReport]?, Never>?
    }

    /// The interface and port we listen on; port 0 takes a free one.
    public let host: String
    public let port: Int
    /// What reports must be sent to; empty where the exchange was given an address without a path.
    public var path: String { state.withLock(\.path) }
    private let shared: SharedReportAddress?
    private let noticesMisdirected: @Sendable () -> Void
    /// The path is secret, not one that is configured.
    private let hasOwnPath: Bool
    private let reply: String
    private let capacity: Int
    private let decoder: WireDecoder
    private let state: Mutex<State>

    /// - Parameters:
    ///   - url: the address that the exchange is told, where one is configured; otherwise the path is one that nobody can guess.
    ///   - prefix: how that path begins: `report-`.
    ///   - reply: the body of the answer to a report, where the exchange wants to read one; JSON.
    ///   - encoding: how the exchange writes them; what is handed on is UTF-8, where it could be read.
    ///   - shared: the address that other processes of the same configuration also tell the exchange; nil: this is the only one.
    ///   - onMisdirected: the exchange sends its reports to another path: somebody has told it another address.
    ///   - capacity: more reports than this that nobody has taken are too many: the older half goes, and `takeOverflow` says so.
    public init(
        host: String, port: Int, url: String?, prefix: String, reply: String = "", encoding: TextEncoding = .automatic,
        capacity: Int = 10_000,
        shared: SharedReportAddress? = nil, onMisdirected: @escaping @Sendable () -> Void = {}, environment: Environment
    ) {
        self.host = host
        self.port = port
        self.reply = reply
        self.capacity = capacity
        decoder = WireDecoder(encoding)
        let secret = (0..<4).map { _ in String(UInt32(environment.random() * 0x1p32), radix: 36) }.joined()
        self.shared = shared
        noticesMisdirected = onMisdirected
        hasOwnPath = url == nil
        let path = url.map(Self.path(of:)) ?? "/\(prefix)\(secret)"
        state = Mutex(State(path: path))
        DiagnosticContext.current.log.hideDerived(String(path.dropFirst()))
    }

    // MARK: Listening

    /// Opens the listener, where it is not open and no other process of the same configuration listens (`isElsewhere`).
    /// - Throws: `WireFailure`, for instance when the port is taken.
    public func open() throws {
        guard !isOpen else { return }
        switch shared?.claim(path: path) ?? .alone {
        case .others(let address): return use(address.path, elsewhere: address)
        case .ours(let known): use(known, elsewhere: nil)
        case .alone: use(path, elsewhere: nil)
        }
        do {
            let listener = try ReportListener.open(
                host: host, port: port, reply: reply, admit: { [weak self] in self?.believes($0) ?? false },
                accept: { [weak self] in self?.accepts($0, $1) ?? false }, deliver: { [weak self] in self?.put($0) })
            state.withLock { $0.listener = listener }
            shared?.publish(.init(path: path, port: listener.port))
        } catch {
            shared?.release()
            throw error
        }
    }

    private func use(_ path: String, elsewhere: SharedReportAddress.Address?) {
        if hasOwnPath { DiagnosticContext.current.log.hideDerived(String(path.dropFirst())) }
        state.withLock { state in
            state.elsewhere = elsewhere
            if hasOwnPath { state.path = path }
        }
    }

    /// Another process of the same configuration listens; the exchange is told its address.
    public var isElsewhere: Bool { state.withLock { $0.listener == nil && $0.elsewhere != nil } }

    public var isOpen: Bool { state.withLock { $0.listener != nil } }

    public func close() async {
        let listener = state.withLock { $0.listener.take() }
        await listener?.close()
        shared?.release()
    }

    // MARK: What the exchange is told

    /// The port we really listen on.
    public var openPort: Int { state.withLock { $0.listener?.port ?? $0.elsewhere?.port } ?? port }

    /// Whether no single interface is configured, so that the address depends on who asks.
    public var isAnyInterface: Bool { ["0.0.0.0", "::", "*", ""].contains(host) }

    /// Our address as the exchange sees it; empty before its first answer.
    public var localAddress: String { state.withLock(\.localAddress) }

    /// Host and port for a URL: the configured interface, or our address as the exchange sees it.
    public var authority: String {
        // A zone means something on this machine alone.
        let host = String((isAnyInterface ? localAddress : host).prefix { $0 != "%" })
        return "\(host.contains(":") ? "[\(host)]" : host):\(String(openPort))"
    }

    /// An address without its scheme: `host:port/path`.
    public static func withoutScheme(_ url: String) -> String {
        url.range(of: "://").map { String(url[$0.upperBound...]) } ?? url
    }

    private static func path(of url: String) -> String {
        let bare = withoutScheme(url)
        return bare.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(bare[$0...]) } ?? ""
    }

    // MARK: Whom we believe

    /// Takes note of the address at which the exchange answered us, and of our own that it sees.
    public func believe(_ answer: HTTPResponse) {
        state.withLock { state in
            if !answer.localAddress.isEmpty { state.localAddress = answer.localAddress }
            if answer.proxy == nil, !answer.peerAddress.isEmpty { state.peers.insert(answer.peerAddress) }
        }
        if answer.proxy != nil { believe(host: answer.host) }
    }

    /// Behind a proxy nobody sees the exchange's own address, from which its reports come: the name service has it.
    private func believe(host: String) {
        let isNew = state.withLock { !host.isEmpty && $0.lookedUp.insert(host).inserted }
        guard isNew else { return }
        Task { [weak self] in
            let addresses = await HostAddresses.lookUp(host)
            self?.state.withLock { state in
                state.peers.formUnion(addresses)
                // Tried again with the next answer.
                if addresses.isEmpty { state.lookedUp.remove(host) }
            }
        }
    }

    /// Also believes the exchange's own address, where answers come through a proxy. A name is looked up beside everything else.
    /// - Parameter url: of the exchange.
    public func believe(exchangeAt url: String) {
        let authority = Self.withoutScheme(url).prefix { $0 != "/" }
        guard let host = try? HostAndPort(authority).host else { return }
        if host.utf8.allSatisfy({ "0123456789abcdefABCDEF.:".utf8.contains($0) }) {
            _ = state.withLock { $0.peers.insert(host) }
        } else {
            Thread.detachNewThread { [weak self] in
                let addresses = ReportListener.addresses(of: host)
                self?.state.withLock { $0.peers.formUnion(addresses) }
            }
        }
    }

    func believes(_ peer: String) -> Bool { state.withLock { $0.peers.contains(peer) } }

    func accepts(_ peer: String, _ path: String) -> Bool {
        let (isOurs, isMisdirected) = state.withLock { state in
            let isPath = path == state.path || (state.path.isEmpty && path == "/")
            let isPeer = state.peers.contains(peer)
            if isPeer, !isPath { state.misdirected += 1 }
            return (isPath && isPeer, isPeer && !isPath)
        }
        if isMisdirected { noticesMisdirected() }
        return isOurs
    }

    /// Whether the exchange has sent reports to another path since this was asked last.
    public func takeMisdirected() -> Bool {
        state.withLock { state in
            // They are counted among the strangers, too.
            defer { (state.toldStrangers, state.misdirected) = (state.toldStrangers + state.misdirected, 0) }
            return state.misdirected > 0
        }
    }

    /// Who was turned away last, where reports have been turned away since this was asked last; nil where none were.
    public func takeStranger() -> String? {
        state.withLock { state in
            let strangers = state.listener?.strangers ?? 0
            defer { state.toldStrangers = strangers }
            return strangers > state.toldStrangers ? state.listener?.latestStranger : nil
        }
    }

    // MARK: What has come

    func put(_ report: PostedReport) {
        var report = report
        let (octets, reading) = decoder.utf8(report.body)
        if !reading.findings.contains(.unreadable) { report.body = octets }
        let delivery = state.withLock { state -> (CheckedContinuation<[PostedReport]?, Never>, [PostedReport])? in
            if state.waiting.count >= capacity {
                state.waiting.removeFirst(capacity / 2)
                state.hasOverflowed = true
            }
            state.waiting.append(report)
            guard let consumer = state.consumer.take() else { return nil }
            return (consumer, exchange(&state.waiting, with: []))
        }
        if let (consumer, batch) = delivery { consumer.resume(returning: batch) }
    }

    /// Whether reports were thrown away since this was asked last: then only a look at everything tells how things stand.
    public func takeOverflow() -> Bool { state.withLock { exchange(&$0.hasOverflowed, with: false) } }

    /// Everything that came since the last look; waits if nothing did. For one reader.
    /// - Returns: nil once the task is cancelled.
    public func nextBatch() async -> [PostedReport]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { consumer in
                let batch: [PostedReport]?? = state.withLock { state in
                    if Task.isCancelled { return .some(nil) }
                    if !state.waiting.isEmpty { return exchange(&state.waiting, with: []) }
                    state.consumer = consumer
                    return nil
                }
                if let batch { consumer.resume(returning: batch) }
            }
        } onCancel: {
            state.withLock { $0.consumer.take() }?.resume(returning: nil)
        }
    }
}
