import Glibc
import Synchronization
import Text

/// HTTP/1.1 to the exchanges. All requests of one client share one thread and its connections.
///
/// Proxies come from the environment; see `HTTPProxy`.
public final class HTTPClient: Sendable {
    private let thread: HTTPThread
    /// Ports that were found to speak no TLS, and are not tried again.
    private let plainPorts = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - tls: whom to believe on `https`; nil believes the system's authorities.
    ///   - maxBodyBytes: a longer answer fails rather than fill the memory.
    ///   - maxConnections: more requests than this wait for a free connection; the wait counts against their deadline.
    public convenience init(tls: TLSPolicy?, maxBodyBytes: Int = 64 << 20, maxConnections: Int = 4) {
        self.init(tls: tls, maxBodyBytes: maxBodyBytes, maxConnections: maxConnections, variables: HTTPProxy.value)
    }

    init(tls: TLSPolicy?, maxBodyBytes: Int = 64 << 20, maxConnections: Int = 4, variables: @escaping HTTPProxy.Variables) {
        thread = HTTPThread(tls: tls ?? TLSPolicy(), largestBody: maxBodyBytes, connections: maxConnections, variables: variables)
    }

    /// A client nobody holds any more ends too, only that nobody waits for it.
    deinit { thread.stop() }

    /// Sends a request and returns the whole answer, whatever its status.
    /// - Throws: `WireFailure`, also when `deadline` passes; `CancellationError` when the task is cancelled. At the stages
    ///   `address`, `tcp` and `tls` nothing of the request has left this machine.
    public func send(_ request: HTTPRequest, deadline: Duration) async throws -> HTTPResponse {
        try await perform(request, nil, deadline)
    }

    /// Writes an answer's body to a file. Only the body of a success (2xx) goes there; any other comes back in the answer.
    /// - Parameters:
    ///   - resuming: goes on at the end of what the file holds, where the peer can do that; otherwise begins again.
    ///   - progress: bytes in the file, and how many it will have if the peer said so. Called on the client's thread.
    public func download(
        _ request: HTTPRequest, to file: String, resuming: Bool,
        progress: @escaping @Sendable (Int64, Int64?) -> Void = { _, _ in }, deadline: Duration
    ) async throws -> HTTPResponse {
        let goal = HTTPThread.Goal(file: file, isResuming: resuming, progress: progress)
        return try await perform(request, goal, deadline)
    }

    /// Ends what is under way with a `CancellationError`, and the thread; returns when that has ended. Idempotent.
    public func close() async {
        thread.stop()
        await thread.ended()
    }

    private func perform(_ request: HTTPRequest, _ goal: HTTPThread.Goal?, _ deadline: Duration) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let trace = WireTrace("http")
        guard trace.isOn else { return try await order(request, goal, deadline) }
        let number = WireTrace.number()
        let begun = ContinuousClock.now
        trace.request(request, number)
        do {
            let response = try await order(request, goal, deadline)
            trace.answer(response, to: request, number, after: .now - begun)
            return response
        } catch {
            trace.failure(error, of: request, number, after: .now - begun)
            throw error
        }
    }

    private func order(_ request: HTTPRequest, _ goal: HTTPThread.Goal?, _ deadline: Duration) async throws -> HTTPResponse {
        do {
            return try await order(request, goal, deadline, isProbe: false)
        } catch let unanswered as Unanswered {
            throw await speaksTLS(unanswered.address, deadline) ? unanswered.address.encryptedPort : unanswered.failure
        }
    }

    /// Whether a port speaks TLS that ends plain connections without a word.
    private func speaksTLS(_ address: HTTPAddress, _ deadline: Duration) async -> Bool {
        let name = address.description
        guard plainPorts.withLock({ !$0.contains(name) }) else { return false }
        do {
            _ = try await order(
                HTTPRequest(url: "https://\(name)/", needsFreshConnection: true), nil, min(deadline, .seconds(1)), isProbe: true)
            return true
        } catch let failure as WireFailure {
            if failure == address.outdatedTLS { return true }
        } catch {
            return false
        }
        plainPorts.withLock { _ = $0.insert(name) }
        return false
    }

    private func order(
        _ request: HTTPRequest, _ goal: HTTPThread.Goal?, _ deadline: Duration, isProbe: Bool
    ) async throws -> HTTPResponse {
        let ticket = thread.ticket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                thread.take(
                    HTTPThread.Order(
                        ticket: ticket, request: request, goal: goal, deadline: deadline, isProbe: isProbe, continuation: continuation))
                // A cancellation that came before the order found nothing to cancel.
                if Task.isCancelled { thread.cancel(ticket) }
            }
        } onCancel: {
            thread.cancel(ticket)
        }
    }
}
