import CMosquitto
import Glibc
import Synchronization

/// One connection: what its callers and its network thread share. The thread itself is in MQTTThread.swift.
final class MQTTSession: Sendable {
    /// A larger payload (bytes) is dropped: no exchange sends such, and a hostile one must not fill the memory.
    static let largestPayload = 16 << 20

    struct State {
        /// What the network thread is at; `link` once the link stands.
        var stage = WireFailure.Stage.address
        /// The answer to our CONNECT (MQTT 3.1.1, table 3.1), once it is there; 0 lets us in.
        var admission: Int32?
        /// The broker's answer to our SUBSCRIBE, once it is there: whether it gave us all topics.
        var grantsTopics: Bool?
        /// The library's last word about the TLS handshake.
        var complaint: String?
        var isStopping = false
        var hasEnded = false
        /// The thread runs the library's loop, and a DISCONNECT would wake it.
        var isLooping = false
        var failure: WireFailure?
        /// Why nobody wants the link any more that is still being opened.
        var abandoned: (any Error)?
        var opener: CheckedContinuation<Void, any Error>?
        var inbox: [MQTTMessage] = []
        var droppedPayloads = 0
        var consumer: CheckedContinuation<[MQTTMessage]?, Never>?
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// The library's client. It locks what it shares between its own threads, so that any thread may publish through it; that
    /// it still exists is what the mutex around it is for.
    struct Client: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    let endpoint: MQTTEndpoint
    let topics: [String]
    let state = Mutex(State())
    /// nil before the link stands and after it ended. Never locked in a callback, so that `publish` may hold it.
    let client = Mutex<Client?>(nil)

    init(_ endpoint: MQTTEndpoint, topics: [String]) {
        self.endpoint = endpoint
        self.topics = topics
    }

    // MARK: What callers do

    /// Starts the network thread and returns once the link stands.
    func start() async throws {
        try await withCheckedThrowingContinuation { (opener: CheckedContinuation<Void, any Error>) in
            let abandoned = state.withLock { state in
                if state.abandoned == nil { state.opener = opener }
                return state.abandoned
            }
            if let abandoned { return opener.resume(throwing: abandoned) }
            var thread = pthread_t()
            let me = Unmanaged.passRetained(self)
            let refusal = pthread_create(&thread, nil, { session in
                Unmanaged<MQTTSession>.fromOpaque(session!).takeRetainedValue().run()
                return nil
            }, me.toOpaque())
            guard refusal == 0 else {
                me.release()
                return end(WireFailure(stage: .tcp, reason: "No thread for the link: \(words(forSystem: refusal))"))
            }
            pthread_detach(thread)
        }
    }

    /// Lets go of a link that does not stand yet; one that stands already is let alone.
    func abandon(_ reason: any Error) {
        let opener = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.stage != .link, state.abandoned == nil else { return nil }
            state.abandoned = reason
            return state.opener.take()
        }
        guard let opener else { return }
        stop()
        opener.resume(throwing: reason)
    }

    func giveUp(after deadline: Duration) {
        abandon(lateness(state.withLock(\.stage), deadline))
    }

    func stop() {
        let wake = state.withLock { state in
            defer { state.isStopping = true }
            return state.isLooping && !state.isStopping
        }
        if wake { client.withLock { if let client = $0 { _ = mosquitto_disconnect(client.pointer) } } }
    }

    /// Returns when the network thread has ended, or if there never was one.
    func ended() async {
        await withCheckedContinuation { closer in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.closers.append(closer) }
                return state.hasEnded
            }
            if hasEnded { closer.resume() }
        }
    }

    func publish(_ payload: [UInt8], to topic: String, quality: MQTTQuality) throws {
        let outcome = client.withLock { client in
            guard let client else { return MOSQ_ERR_NO_CONN.rawValue }
            return mosquitto_publish(
                client.pointer, nil, topic, Int32(clamping: payload.count), payload, quality.rawValue, false)
        }
        guard outcome != MOSQ_ERR_SUCCESS.rawValue else { return }
        throw failure ?? WireFailure(stage: .link, reason: "Not sent: \(words(for: outcome))")
    }

    var failure: WireFailure? { state.withLock(\.failure) }
    var droppedPayloads: Int { state.withLock(\.droppedPayloads) }

    /// Gives the consumer what is there, or notes that it waits.
    func serve(_ consumer: CheckedContinuation<[MQTTMessage]?, Never>) {
        var earlier: CheckedContinuation<[MQTTMessage]?, Never>?
        let batch: [MQTTMessage]?? = state.withLock { state in
            earlier = state.consumer.take()
            if Task.isCancelled { return .some(nil) }
            if !state.inbox.isEmpty { return exchange(&state.inbox, with: []) }
            if state.hasEnded { return .some(nil) }
            state.consumer = consumer
            return nil
        }
        earlier?.resume(returning: nil)
        if let batch { consumer.resume(returning: batch) }
    }

    func releaseConsumer() {
        state.withLock { $0.consumer.take() }?.resume(returning: nil)
    }

    /// The network thread's last word. Where the link was closed on purpose there is no failure.
    func end(_ failure: WireFailure?) {
        let (opener, consumer, closers) = state.withLock { state in
            state.isLooping = false
            state.hasEnded = true
            if !state.isStopping { state.failure = failure }
            return (state.opener.take(), state.consumer.take(), exchange(&state.closers, with: []))
        }
        opener?.resume(throwing: failure ?? CancellationError())
        consumer?.resume(returning: nil)
        for closer in closers { closer.resume() }
    }
}
