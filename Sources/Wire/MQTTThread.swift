import CMosquitto
import Glibc

/// libmosquitto wants this once in a process, before anything else.
private let library = mosquitto_lib_init()

/// The network thread, which owns the library's client from its making to its end.
///
/// It is ours and not the library's (`mosquitto_loop_start`): the library looks the host up in the calling thread even when
/// asked to connect asynchronously, tries only the first address then, and reconnects by itself. It waits by itself too:
/// `mosquitto_loop` uses `pselect`, which knows no descriptor above 1023.
extension MQTTSession {
    /// Seconds of silence after which the broker is asked for a sign of life; as long again, and it is dead.
    private static let keepAlive: Int32 = 15
    /// The longest the thread sleeps, in milliseconds: it has the keep-alive to look after.
    private static let nap: Int32 = 1_000
    /// How long a closing link tries to get its last messages out.
    private static let grace = Duration.seconds(1)

    /// The connection from its first step to its last; returns what ended it.
    func run() -> WireFailure? {
        do throws(WireFailure) {
            try lookUpHost()
            let judge = try endpoint.tls.map { policy throws(WireFailure) in try CertificateVerifier(policy, host: endpoint.host) }
            let client = try makeClient(judge)
            defer { withExtendedLifetime(judge) { mosquitto_destroy(client) } }
            do {
                try connect(client)
                try loop(client)
            } catch {
                throw judge?.objection ?? error
            }
            return nil
        } catch {
            return error
        }
    }

    /// Looks the host up for the failure's sake: the library does it again, but does not say which of its steps hangs.
    private func lookUpHost() throws(WireFailure) {
        guard (1...65_535).contains(endpoint.port) else {
            throw WireFailure(stage: .address, reason: "There is no port \(endpoint.port).", isFinal: true)
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let outcome = getaddrinfo(endpoint.host, nil, &hints, &found)
        guard outcome == 0 else { throw unknownHost(outcome) }
        freeaddrinfo(found)
        life.reach(.tcp)
    }

    private func makeClient(_ judge: CertificateVerifier?) throws(WireFailure) -> OpaquePointer {
        _ = library
        let me = Unmanaged.passUnretained(self).toOpaque()
        guard let client = mosquitto_new(Self.makeIdentifier(), true, me) else {
            throw WireFailure(stage: .tcp, reason: "No memory for the link.")
        }
        // Else the library would write within `mosquitto_publish`; what has come is to be read before a write can fail.
        mosquitto_threaded_set(client, true)
        mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
        if let username = endpoint.username { mosquitto_username_pw_set(client, username, endpoint.password) }
        if let judge {
            mosquitto_void_option(client, MOSQ_OPT_SSL_CTX, UnsafeMutableRawPointer(judge.context))
            mosquitto_int_option(client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0)
            mosquitto_log_callback_set(client) { _, me, level, words in
                guard level == MOSQ_LOG_ERR, let words else { return }
                MQTTSession.from(me).notes.withLock { $0.complaint = String(cString: words) }
            }
        }
        mosquitto_connect_callback_set(client) { _, me, code in
            MQTTSession.from(me).notes.withLock { $0.admission = code }
        }
        mosquitto_subscribe_callback_set(client) { _, me, _, count, granted in
            let grantsAll = UnsafeBufferPointer(start: granted, count: Int(count)).allSatisfy { $0 <= 2 }
            MQTTSession.from(me).notes.withLock { $0.grantsTopics = grantsAll }
        }
        mosquitto_message_callback_set(client) { _, me, message in
            MQTTSession.from(me).receive(message!.pointee)
        }
        return client
    }

    /// Two consoles with the same settings are two clients to the broker, which would else throw out the first.
    private static func makeIdentifier() -> String {
        "cordboard-" + (0..<13).map { _ in String(UInt8.random(in: 0..<36), radix: 36) }.joined()
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> MQTTSession {
        Unmanaged.fromOpaque(me!).takeUnretainedValue()
    }

    private func connect(_ client: OpaquePointer) throws(WireFailure) {
        let outcome = mosquitto_connect(client, endpoint.host, Int32(clamping: endpoint.port), Self.keepAlive)
        let error = errno
        switch outcome {
        case MOSQ_ERR_EAI.rawValue: throw unknownHost(error)
        case MOSQ_ERR_ERRNO.rawValue where error != EPROTO: throw unreachable(ours(strerror(error)))
        default: break
        }
        // The library has begun to talk before it returned.
        life.reach(endpoint.tls == nil ? .login : .tls)
        guard outcome == MOSQ_ERR_SUCCESS.rawValue else { throw loss(outcome, error) }
    }

    private func loop(_ client: OpaquePointer) throws(WireFailure) {
        var hasSubscribed = false
        var parting: ContinuousClock.Instant?
        while true {
            for publication in life.outbox.take() { try send(publication, client) }
            let (isStopping, stage) = (life.isStopping, life.stage)
            if isStopping, stage != .link { return }
            if isStopping {
                for publication in life.outbox.take() { try send(publication, client) }
                if parting == nil { mosquitto_disconnect(client) }
                let last = parting ?? .now + Self.grace
                guard mosquitto_socket(client) >= 0, .now < last else { return }
                parting = last
            }
            try turn(client, isStopping ? Self.nap / 10 : Self.nap)
            guard stage != .link else { continue }
            if stage == .tls, let shaking = mosquitto_ssl_get(client), SSL_is_init_finished(OpaquePointer(shaking)) == 1 {
                mosquitto_log_callback_set(client, nil)  // it would cost something with every message
                life.reach(.login)
            }
            if !hasSubscribed, notes.withLock(\.admission) == 0 {
                try subscribe(client)
                hasSubscribed = true
            }
            switch notes.withLock(\.grantsTopics) {
            case true?: life.stand()
            case false?: throw refusedTopics
            case nil: break
            }
        }
    }

    /// Waits for the socket or the outbox, and lets the library read, write and look after the keep-alive.
    private func turn(_ client: OpaquePointer, _ limit: Int32) throws(WireFailure) {
        let events = mosquitto_want_write(client) ? POLLIN | POLLOUT : POLLIN
        let (happened, _) = life.outbox.wait(beside: mosquitto_socket(client), for: events, limit: limit)
        if happened & ~POLLOUT != 0 { try check(mosquitto_loop_read(client, 1)) }
        if happened & POLLOUT != 0, mosquitto_socket(client) >= 0 { try check(mosquitto_loop_write(client, 1)) }
        try check(mosquitto_loop_misc(client))
    }

    private func check(_ outcome: Int32) throws(WireFailure) {
        let error = errno
        guard outcome == MOSQ_ERR_SUCCESS.rawValue else { throw loss(outcome, error) }
    }

    private func send(_ publication: Publication, _ client: OpaquePointer) throws(WireFailure) {
        let (message, quality) = (publication.message, publication.quality)
        try check(
            mosquitto_publish(
                client, nil, message.topic, Int32(clamping: message.payload.count), message.payload, quality.rawValue, false))
        life.outbox.sent(message.payload.count)
    }

    private func subscribe(_ client: OpaquePointer) throws(WireFailure) {
        guard !topics.isEmpty else {
            notes.withLock { $0.grantsTopics = true }
            return
        }
        var names = topics.map { strdup($0) }
        defer { names.forEach { free($0) } }
        let outcome = mosquitto_subscribe_multiple(
            client, nil, Int32(names.count), &names, MQTTQuality.atLeastOnce.rawValue, 0, nil)
        guard outcome == MOSQ_ERR_SUCCESS.rawValue else {
            throw WireFailure(stage: .login, reason: "The topics cannot be subscribed to: \(words(for: outcome))", isFinal: true)
        }
    }

    private func receive(_ message: mosquitto_message) {
        let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
        guard payload.count <= Self.largestPayload else {
            notes.withLock { $0.droppedPayloads += 1 }
            return
        }
        life.deliver([MQTTMessage(topic: String(cString: message.topic), payload: Array(payload))])
    }
}
