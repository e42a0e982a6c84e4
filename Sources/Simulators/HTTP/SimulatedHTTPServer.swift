import CMicrohttpd
import Foundation
import Synchronization

/// A small HTTP server for simulated exchanges: one handler, real sockets on 127.0.0.1.
public final class SimulatedHTTPServer: Sendable {
    public typealias Handler = @Sendable (Request) async -> Response
    /// Is shown each request as it came, before it is handled.
    public typealias Tap = @Sendable (Request) -> Void

    private struct Running {
        /// microhttpd's daemon, as a number: an address may cross to another thread, the pointer's type may not.
        var daemon: UInt?
        var port: Int
        /// Requests whose connections wait, suspended, for an answer.
        var pending: Set<HTTPExchange> = []
    }

    private let handler: Handler
    private let tap: Tap
    private let running: Mutex<Running>

    private init(port: Int, tap: @escaping Tap, handler: @escaping Handler) {
        self.handler = handler
        self.tap = tap
        running = Mutex(Running(daemon: nil, port: port))
    }

    deinit { if let daemon = release() { MHD_stop_daemon(OpaquePointer(bitPattern: daemon)) } }

    /// Listens; returns when connections are accepted.
    /// - Parameters:
    ///   - port: 0 takes any that is free.
    ///   - handler: answers one request; called for several at once when they come so.
    /// - Throws: `ServerFailure`.
    public static func start(
        port: Int = 0, tap: @escaping Tap = { _ in }, _ handler: @escaping Handler
    ) async throws -> SimulatedHTTPServer {
        let server = SimulatedHTTPServer(port: port, tap: tap, handler: handler)
        try server.listen()
        return server
    }

    /// The port it listens on; the same after `restart`.
    public var port: Int { running.withLock { $0.port } }

    /// Closes the port and every connection: from now on peers are refused. A second call does nothing.
    public func stop() async {
        guard let daemon = release() else { return }
        // On a thread of its own, because it waits for the server's thread to end.
        await withCheckedContinuation { stopped in
            Thread.detachNewThread {
                MHD_stop_daemon(OpaquePointer(bitPattern: daemon))
                stopped.resume()
            }
        }
    }

    /// Listens again on the same port.
    /// - Throws: `ServerFailure` when the port has been taken meanwhile.
    public func restart() async throws {
        await stop()
        try listen()
    }

    // MARK: - microhttpd

    private func listen() throws {
        var socketAddress = sockaddr_in()
        socketAddress.sin_family = sa_family_t(AF_INET)
        socketAddress.sin_addr.s_addr = inet_addr("127.0.0.1")
        socketAddress.sin_port = UInt16(port).bigEndian
        // Not retained: stopping ends the thread that uses it, and we stop before we go.
        let context = Unmanaged.passUnretained(self).toOpaque()
        errno = 0
        let daemon = withUnsafePointer(to: &socketAddress) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                cm_start_server($0, handleRequest, forgetRequest, context)
            }
        }
        guard let daemon else { throw ServerFailure("port \(port) cannot be listened on: \(systemError())") }
        let (address, port) = (UInt(bitPattern: daemon), Int(cm_port(daemon)))
        running.withLock {
            $0.daemon = address
            $0.port = port
        }
    }

    /// Takes the daemon out of service; its connections may not be suspended when it is stopped.
    private func release() -> UInt? {
        running.withLock { running in
            guard let daemon = running.daemon else { return nil }
            running.daemon = nil
            for exchange in running.pending { exchange.abandon() }
            running.pending = []
            return daemon
        }
    }

    /// The request has come in completely: the handler gets it while the connection waits.
    fileprivate func hand(over exchange: HTTPExchange) -> Bool {
        running.withLock { running in
            guard running.daemon != nil else { return false }
            exchange.suspend()
            running.pending.insert(exchange)
            exchange.work(
                Task { [weak self, handler, tap, request = exchange.request] in
                    tap(request)
                    let response = await handler(request)
                    if case .delay(let duration) = response.fault { try? await Task.sleep(for: duration) }
                    if response.fault != .silence { self?.finish(exchange, response) }
                })
            return true
        }
    }

    private func finish(_ exchange: HTTPExchange, _ response: Response) {
        running.withLock { running in
            guard running.pending.remove(exchange) != nil else { return }
            exchange.resume(with: response)
        }
    }
}

extension SimulatedHTTPServer {
    public struct Request: Sendable {
        public var method: String
        /// Decoded, without the query.
        public var path: String
        /// Decoded, in the order of the URL, repeated names included.
        public var query: [(String, String)]
        public var headers: [(String, String)]
        public var body: [UInt8]
        /// The other side's IP address.
        public var peer: String

        /// The first value of a name in the query.
        public func value(_ name: String) -> String? { query.first { $0.0 == name }?.1 }
        /// The first value of a header, whatever its case.
        public func header(_ name: String) -> String? {
            headers.first { $0.0.caseInsensitiveCompare(name) == .orderedSame }?.1
        }
    }

    public struct Response: Sendable {
        public var status: Int
        /// `Date` and `Content-Length` come by themselves; `Connection: close` closes.
        public var headers: [(String, String)]
        public var body: [UInt8]
        public var fault: Fault?

        public init(status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = [], fault: Fault? = nil) {
            self.status = status
            self.headers = headers
            self.body = body
            self.fault = fault
        }
    }

    /// What goes wrong with an answer on purpose.
    public enum Fault: Sendable, Equatable {
        /// The connection is reset after so many bytes of the body.
        case cut(after: Int)
        /// No answer ever comes; the connection stays open.
        case silence
        /// The answer comes this much later.
        case delay(Duration)
    }
}

/// Why a simulated exchange could not listen.
public struct ServerFailure: Error, CustomStringConvertible, Sendable {
    public let description: String
    init(_ description: String) { self.description = description }
}

/// A request coming in and its answer going out again.
// Safe: `request` is written by microhttpd's thread before the exchange is handed over and read only afterwards; the rest
// changes under the server's lock, and microhttpd's thread reads it only after `MHD_resume_connection`.
private final class HTTPExchange: Hashable, @unchecked Sendable {
    private let connection: OpaquePointer
    var request: SimulatedHTTPServer.Request
    private(set) var response: SimulatedHTTPServer.Response?
    private(set) var isHandedOver = false
    private var task: Task<Void, Never>?

    init(_ connection: OpaquePointer, _ request: SimulatedHTTPServer.Request) {
        self.connection = connection
        self.request = request
    }

    static func == (left: HTTPExchange, right: HTTPExchange) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    func suspend() {
        isHandedOver = true
        MHD_suspend_connection(connection)
    }

    func work(_ task: Task<Void, Never>) { self.task = task }

    func resume(with response: SimulatedHTTPServer.Response) {
        self.response = response
        MHD_resume_connection(connection)
    }

    func abandon() {
        task?.cancel()
        MHD_resume_connection(connection)
    }

    func queue(_ response: SimulatedHTTPServer.Response) -> MHD_Result {
        let answer: OpaquePointer?
        if case .cut(let count) = response.fault {
            let cut = CutAnswer(body: response.body, count: min(count, response.body.count), socket: cm_socket(connection))
            answer = MHD_create_response_from_callback(
                UInt64(max(response.body.count, cut.count + 1)), 65_536, readCutAnswer,
                Unmanaged.passRetained(cut).toOpaque(), { Unmanaged<CutAnswer>.fromOpaque($0!).release() })
        } else {
            var body = response.body
            answer = MHD_create_response_from_buffer(body.count, &body, .RESPMEM_MUST_COPY)
        }
        guard let answer else { return .NO }
        defer { MHD_destroy_response(answer) }
        for (name, value) in response.headers { MHD_add_response_header(answer, name, value) }
        return MHD_queue_response(connection, UInt32(response.status), answer)
    }
}

/// An answer that breaks off.
private final class CutAnswer {
    let body: [UInt8]
    let count: Int
    let socket: Int32

    init(body: [UInt8], count: Int, socket: Int32) {
        self.body = body
        self.count = count
        self.socket = socket
    }
}

private let readCutAnswer: MHD_ContentReaderCallback = { context, position, buffer, room in
    guard let context, let buffer else { return -1 }
    let cut = Unmanaged<CutAnswer>.fromOpaque(context).takeUnretainedValue()
    let start = Int(position)
    guard start < cut.count else {
        // Linux resets a connection whose socket is told to forget its peer.
        var nobody = sockaddr(sa_family: sa_family_t(AF_UNSPEC), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        connect(cut.socket, &nobody, socklen_t(MemoryLayout<sockaddr>.size))
        return -2
    }
    let length = min(room, cut.count - start)
    cut.body.withUnsafeBytes { _ = memcpy(buffer, $0.baseAddress! + start, length) }
    return length
}

/// microhttpd calls this once for the head, once for each piece of the body, once for its end, and again when resumed.
private let handleRequest: MHD_AccessHandlerCallback = { context, connection, url, method, _, piece, size, state in
    guard let context, let connection, let size, let state else { return .NO }
    let server = Unmanaged<SimulatedHTTPServer>.fromOpaque(context).takeUnretainedValue()
    guard let known = state.pointee else {
        let exchange = HTTPExchange(
            connection,
            .init(
                method: text(method), path: text(url), query: values(connection, .GET_ARGUMENT_KIND),
                headers: values(connection, .HEADER_KIND), body: [], peer: peerAddress(connection)))
        state.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return .YES
    }
    let exchange = Unmanaged<HTTPExchange>.fromOpaque(known).takeUnretainedValue()
    if size.pointee > 0, let piece {
        guard exchange.request.body.count + size.pointee <= 16_777_216 else { return .NO }
        exchange.request.body += UnsafeRawBufferPointer(start: piece, count: size.pointee)
        size.pointee = 0
        return .YES
    }
    if let response = exchange.response { return exchange.queue(response) }
    return !exchange.isHandedOver && server.hand(over: exchange) ? .YES : .NO
}

private let forgetRequest: MHD_RequestCompletedCallback = { _, _, state, _ in
    guard let state, let known = state.pointee else { return }
    Unmanaged<HTTPExchange>.fromOpaque(known).release()
    state.pointee = nil
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

private func values(_ connection: OpaquePointer, _ kind: MHD_ValueKind) -> [(String, String)] {
    var found: [(String, String)] = []
    withUnsafeMutablePointer(to: &found) { found in
        _ = MHD_get_connection_values(
            connection, kind,
            { context, _, name, value in
                context?.assumingMemoryBound(to: [(String, String)].self).pointee.append((text(name), text(value)))
                return .YES
            }, found)
    }
    return found
}

private func peerAddress(_ connection: OpaquePointer) -> String {
    guard let address = cm_peer(connection), address.pointee.sa_family == sa_family_t(AF_INET) else { return "" }
    return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { text(inet_ntoa($0.pointee.sin_addr)) }
}
