import CMicrohttpd
import Glibc
import Synchronization

/// A report that an exchange posted to us.
public struct PostedReport: Sendable, Equatable {
    /// The sender's address in numbers, without port.
    public var peer: String
    /// The request target's path; empty where the sender wrote none.
    public var path: String
    public var body: [UInt8]

    public init(peer: String, path: String, body: [UInt8]) {
        self.peer = peer
        self.path = path
        self.body = body
    }
}

/// An HTTP server for the event reports of exchanges. It answers 200 at once whatever the body, so that nobody repeats a
/// report, and lets `accept` decide whom it believes; everybody else gets 403.
public final class ReportListener: Sendable {
    /// A longer body (bytes) is answered and dropped.
    public static let largestBody = 1 << 20

    private let door: ReportDoor

    private init(door: ReportDoor) { self.door = door }

    /// A listener nobody holds any more ends too, only that nobody waits for it.
    deinit { door.stop() }

    /// Listens; returns once the port is ours.
    /// - Parameters:
    ///   - host: the interface's name or address.
    ///   - port: 0 takes a free one.
    ///   - reply: the body of the 200, where the sender wants to read one; JSON.
    ///   - admit: asked with the peer's address as soon as it connects; who is not admitted is not listened to.
    ///   - accept: asked with the peer's address and the path, before the body is read.
    ///   - deliver: takes a report in, on the listener's thread: it must not block.
    /// - Throws: `WireFailure`, for instance when the port is taken.
    public static func open(
        host: String, port: Int, reply: String = "", admit: @escaping @Sendable (_ peer: String) -> Bool = { _ in true },
        accept: @escaping @Sendable (_ peer: String, _ path: String) -> Bool,
        deliver: @escaping @Sendable (PostedReport) -> Void
    ) throws -> ReportListener {
        let desk = ReportDesk(reply: reply, admit: admit, accept: accept, deliver: deliver)
        return ReportListener(door: try ReportDoor.open(host: host, port: port, desk: desk))
    }

    public var port: Int { door.port }

    /// The addresses of a host, as peers are named; it blocks while the name service is asked.
    public static func addresses(of host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0, let found else { return [] }
        defer { freeaddrinfo(found) }
        return sequence(first: found, next: { $0.pointee.ai_next }).map { words(for: $0.pointee.ai_addr) }.filter { !$0.isEmpty }
    }

    /// Requests that were turned away because `accept` did not believe the sender.
    public var strangers: Int { door.desk.strangers.withLock(\.count) }

    /// The address of who was turned away last; empty where nobody was.
    public var latestStranger: String { door.desk.strangers.withLock(\.latest) }

    /// Bodies that were larger than `largestBody` and were therefore dropped.
    public var droppedBodies: Int { door.desk.droppedBodies.load(ordering: .relaxed) }

    /// Ends the server and frees the port; returns when both are done. Idempotent.
    public func close() async {
        door.stop()
        await door.ended()
    }
}

/// What libmicrohttpd asks us about each request, on its own thread.
final class ReportDesk: Sendable {
    let strangers = Mutex((count: 0, latest: ""))
    let droppedBodies = Atomic<Int>(0)
    private let reply: [UInt8]
    private let trace = WireTrace("report")
    private let admit: @Sendable (String) -> Bool
    private let accept: @Sendable (String, String) -> Bool
    private let deliver: @Sendable (PostedReport) -> Void

    init(
        reply: String, admit: @escaping @Sendable (String) -> Bool, accept: @escaping @Sendable (String, String) -> Bool,
        deliver: @escaping @Sendable (PostedReport) -> Void
    ) {
        self.reply = Array(reply.utf8)
        self.admit = admit
        self.accept = accept
        self.deliver = deliver
    }

    /// Whether anybody at this address is listened to; others are counted.
    func admits(_ peer: String) -> Bool {
        if admit(peer) { return true }
        note(stranger: peer)
        trace.say { "somebody at \(peer) was turned away" }
        return false
    }

    private func note(stranger: String) { strangers.withLock { $0 = ($0.count + 1, stranger) } }

    /// One request while its body comes in. It belongs to the server's thread.
    private final class Receipt {
        var report: PostedReport
        var isTooLarge = false

        init(_ report: PostedReport) { self.report = report }
    }

    /// - Parameter connections: more than this at a time wait.
    func startDaemon(connections: UInt32, patience: UInt32) -> OpaquePointer? {
        cm_start_daemon(
            { me, connection, path, method, _, bytes, count, memory in
                let desk = Unmanaged<ReportDesk>.fromOpaque(me!).takeUnretainedValue()
                return desk.handle(connection!, String(cString: path!), String(cString: method!), bytes, count!, memory!)
            },
            { _, _, memory, _ in
                guard let receipt = memory?.pointee else { return }
                Unmanaged<Receipt>.fromOpaque(receipt).release()
                memory?.pointee = nil
            }, Unmanaged.passUnretained(self).toOpaque(), connections, patience)
    }

    private func handle(
        _ connection: OpaquePointer, _ path: String, _ method: String, _ bytes: UnsafePointer<CChar>?,
        _ count: UnsafeMutablePointer<Int>, _ memory: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> MHD_Result {
        guard let held = memory.pointee else {
            let peer = cm_peer(connection).map(words(for:)) ?? ""
            let path = path == ReportDoor.missingTarget ? "" : path
            guard accept(peer, path) else {
                note(stranger: peer)
                trace.say { "a report from \(peer) was turned away" }
                return answer(connection, UInt32(MHD_HTTP_FORBIDDEN))
            }
            guard method == "POST" else { return answer(connection, UInt32(MHD_HTTP_METHOD_NOT_ALLOWED)) }
            memory.pointee = Unmanaged.passRetained(Receipt(PostedReport(peer: peer, path: path, body: []))).toOpaque()
            return cm_yes()
        }
        let receipt = Unmanaged<Receipt>.fromOpaque(held).takeUnretainedValue()
        if count.pointee > 0 {
            if receipt.report.body.count + count.pointee > ReportListener.largestBody {
                receipt.isTooLarge = true
                receipt.report.body = []
            } else if !receipt.isTooLarge {
                receipt.report.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count.pointee))
            }
            count.pointee = 0
            return cm_yes()
        }
        if receipt.isTooLarge { droppedBodies.add(1, ordering: .relaxed) } else { take(receipt.report) }
        return answer(connection, UInt32(MHD_HTTP_OK), reply)
    }

    /// The path is not shown: it is what tells the exchange from a stranger.
    private func take(_ report: PostedReport) {
        trace.message("←", { "from \(report.peer)" }, report.body)
        deliver(report)
    }

    private func answer(_ connection: OpaquePointer, _ status: UInt32, _ body: [UInt8] = []) -> MHD_Result {
        guard let response = cm_response(body, body.count) else { return cm_no() }
        defer { MHD_destroy_response(response) }
        if !body.isEmpty { MHD_add_response_header(response, "Content-Type", "application/json") }
        return MHD_queue_response(connection, status, response)
    }
}

/// An address in numbers, without a zone; a mapped IPv4 address as such.
func words(for address: UnsafePointer<sockaddr>) -> String {
    let length = address.pointee.sa_family == sa_family_t(AF_INET6) ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(address, socklen_t(length), &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0 else { return "" }
    let text = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if text.hasPrefix("::ffff:"), text.contains(".") { return String(text.dropFirst(7)) }
    return String(text.prefix { $0 != "%" })
}
