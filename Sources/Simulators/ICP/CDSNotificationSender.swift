import Wire

/// POSTs notifications one after the other, as the service does, and asks for no more than an answer.
final class CDSNotificationSender: Sendable {
    private let waiting: AsyncStream<(url: String, body: [UInt8])>.Continuation

    /// - Parameter say: takes a sentence when a console cannot be reached, once until it can be again.
    init(say: @escaping @Sendable (String) -> Void) {
        // A console that is stuck must not use up our memory.
        let (stream, waiting) = AsyncStream<(url: String, body: [UInt8])>.makeStream(bufferingPolicy: .bufferingOldest(20_000))
        self.waiting = waiting
        Task {
            // Consoles have certificates of their own making.
            let client = HTTPClient(tls: TLSPolicy(verifies: false), maxBodyBytes: 1 << 16, maxConnections: 1)
            var isReached = true
            for await (url, body) in stream {
                let request = HTTPRequest(
                    method: "POST", url: url, headers: [("Content-Type", "application/json; charset=UTF-8")], body: body)
                do {
                    _ = try await client.send(request, deadline: .seconds(2))
                    isReached = true
                } catch {
                    if isReached { say("notifications do not reach \(url)") }
                    isReached = false
                }
            }
            await client.close()
        }
    }

    deinit { waiting.finish() }

    func post(_ body: [UInt8], to url: String) { waiting.yield((url, body)) }
}
