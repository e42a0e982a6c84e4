import CCurl
import Glibc
import Text
import Synchronization

/// libcurl wants this once in a process, before anything else.
private let library = cc_global_init()

/// The thread that owns libcurl's multi handle from its making to its end, and what its callers share with it.
final class HTTPThread: Sendable {
    typealias Answer = CheckedContinuation<HTTPResponse, any Error>

    /// A file to fill.
    struct Goal: Sendable {
        let file: String
        let isResuming: Bool
        let progress: @Sendable (Int64, Int64?) -> Void
    }

    struct Order: Sendable {
        let ticket: UInt64
        let request: HTTPRequest
        let goal: Goal?
        let deadline: Duration
        /// Only the connection is wanted.
        var isProbe = false
        let continuation: Answer
    }

    /// The one function that other threads may call with it is `curl_multi_wakeup`; that the handle still exists then is what
    /// the mutex around it is for.
    private struct Handle: @unchecked Sendable {
        let multi: UnsafeMutableRawPointer
    }

    private struct State {
        var handle: Handle?
        var lastTicket: UInt64 = 0
        var orders: [Order] = []
        var cancelled: Set<UInt64> = []
        var isStopping = false
        var hasStarted = false
        var hasEnded = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// The longest wait for events, in milliseconds; whoever wants something wakes the thread.
    private static let longestPoll: Int32 = 60_000

    private let tls: TLSPolicy
    private let largestBody: Int
    private let connections: Int
    private let state = Mutex(State())

    private let variables: HTTPProxy.Variables

    init(tls: TLSPolicy, largestBody: Int, connections: Int, variables: @escaping HTTPProxy.Variables) {
        self.tls = tls
        self.variables = variables
        self.largestBody = largestBody
        self.connections = connections
    }

    // MARK: What callers do

    func ticket() -> UInt64 {
        state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
    }

    func take(_ order: Order) {
        let (isRefused, isFirst) = state.withLock { state in
            guard !state.isStopping else { return (true, false) }
            defer { state.hasStarted = true }
            state.orders.append(order)
            wake(state)
            return (false, !state.hasStarted)
        }
        if isRefused { return order.continuation.resume(throwing: CancellationError()) }
        if isFirst { start() }
    }

    func cancel(_ ticket: UInt64) {
        state.withLock { state in
            state.cancelled.insert(ticket)
            wake(state)
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopping = true
            if !state.hasStarted { state.hasEnded = true }
            wake(state)
        }
    }

    func ended() async {
        await withCheckedContinuation { closer in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.closers.append(closer) }
                return state.hasEnded
            }
            if hasEnded { closer.resume() }
        }
    }

    private func wake(_ state: borrowing State) {
        if let handle = state.handle { curl_multi_wakeup(handle.multi) }
    }

    private func start() {
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self)
        let refusal = pthread_create(
            &thread, nil,
            { me in
                Unmanaged<HTTPThread>.fromOpaque(me!).takeRetainedValue().run()
                return nil
            }, me.toOpaque())
        guard refusal == 0 else {
            me.release()
            return finish(WireFailure(stage: .tcp, reason: "No thread for HTTP: \(ours(strerror(refusal)))"))
        }
        pthread_detach(thread)
    }

    // MARK: What the thread does

    private func run() {
        guard library == CURLE_OK, let multi = curl_multi_init() else {
            return finish(WireFailure(stage: .tcp, reason: "libcurl does not start.", isFinal: true))
        }
        cc_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
        cc_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections)
        let handle = Handle(multi: multi)
        state.withLock { $0.handle = handle }
        var running = RunningTransfers(multi: multi, tls: tls, largestBody: largestBody, variables: variables)
        while true {
            let (orders, cancelled, isStopping) = state.withLock { state in
                (exchange(&state.orders, with: []), exchange(&state.cancelled, with: []), state.isStopping)
            }
            for order in orders {
                if isStopping || cancelled.contains(order.ticket) {
                    order.continuation.resume(throwing: CancellationError())
                } else {
                    running.begin(order)
                }
            }
            running.abandon { isStopping || cancelled.contains($0) }
            if isStopping { break }
            if !running.perform() { curl_multi_poll(multi, nil, 0, Self.longestPoll, nil) }
        }
        state.withLock { $0.handle = nil }
        withExtendedLifetime(running) { _ = curl_multi_cleanup(multi) }
        finish(CancellationError())
    }

    private func finish(_ reason: any Error) {
        let (orders, closers) = state.withLock { state in
            state.isStopping = true
            state.hasEnded = true
            return (exchange(&state.orders, with: []), exchange(&state.closers, with: []))
        }
        for order in orders { order.continuation.resume(throwing: reason) }
        for closer in closers { closer.resume() }
    }
}

/// The transfers of one multi handle; used on its thread alone.
private struct RunningTransfers {
    let multi: UnsafeMutableRawPointer
    let tls: TLSPolicy
    let largestBody: Int
    private var transfers: [UnsafeMutableRawPointer: HTTPTransfer] = [:]
    /// By host. A verifier must outlive the connections made under it, and those are kept for the next request.
    private var verifiers: [String: CertificateVerifier] = [:]

    private let variables: HTTPProxy.Variables

    init(multi: UnsafeMutableRawPointer, tls: TLSPolicy, largestBody: Int, variables: @escaping HTTPProxy.Variables) {
        self.variables = variables
        self.multi = multi
        self.tls = tls
        self.largestBody = largestBody
    }

    mutating func begin(_ order: HTTPThread.Order) {
        do throws(WireFailure) {
            let transfer = try HTTPTransfer(order, largestBody: largestBody, variables: variables) { host throws(WireFailure) in
                if let verifier = verifiers[host] { return verifier }
                let verifier = try CertificateVerifier(tls, host: host)
                verifiers[host] = verifier
                return verifier
            }
            curl_multi_add_handle(multi, transfer.easy)
            transfers[transfer.easy] = transfer
        } catch {
            order.continuation.resume(throwing: error)
        }
    }

    mutating func abandon(where isUnwanted: (UInt64) -> Bool) {
        for (easy, transfer) in transfers where isUnwanted(transfer.ticket) {
            transfers[easy] = nil
            curl_multi_remove_handle(multi, easy)
            transfer.abandon()
        }
    }

    /// Moves what can be moved now.
    /// - Returns: whether a transfer has ended.
    mutating func perform() -> Bool {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var hasFinished = false
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let outcome = message.pointee.data.result
            curl_multi_remove_handle(multi, easy)
            transfers.removeValue(forKey: easy)?.finish(outcome)
            hasFinished = true
        }
        return hasFinished
    }
}
