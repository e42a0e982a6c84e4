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
    /// The longest the thread sleeps, in milliseconds: it has the keep-alive to look after.
    private static let longestPoll: Int32 = 1_000
    /// How long a closing link tries to get its last messages out.
    private static let grace = Duration.seconds(1)

    /// The connection from its first step to its last; returns what ended it.
    func run() -> WireFailure? {
        trace.say { [place] in "\(place): connecting" }
        let failure = runToTheEnd()
        trace.say { [place] in "\(place): ended" + (failure.map { ": \(WireTrace.reason($0))" } ?? "") }
        answers.end(failure ?? WireFailure(stage: .link, reason: "Not sent: the link is closed."))
        return failure
    }

    private func runToTheEnd() -> WireFailure? {
        do throws(WireFailure) {
            try lookUpHost()
            let verifier = try endpoint.tls.map { policy throws(WireFailure) in try CertificateVerifier(policy, host: endpoint.host) }
            let client = try makeClient(verifier)
            defer { withExtendedLifetime(verifier) { mosquitto_destroy(client) } }
            do {
                try connect(client)
                try loop(client)
            } catch {
                throw verifier?.objection ?? error
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

    private func makeClient(_ verifier: CertificateVerifier?) throws(WireFailure) -> OpaquePointer {
        _ = library
        let me = Unmanaged.passUnretained(self).toOpaque()
        guard let client = mosquitto_new(options.clientIdentifier ?? Self.makeIdentifier(), options.startsClean, me) else {
            throw WireFailure(stage: .tcp, reason: "No memory for the link.")
        }
        // Else the library would write within `mosquitto_publish`; what has come is to be read before a write can fail.
        mosquitto_threaded_set(client, true)
        mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, options.version.rawValue)
        if let username = endpoint.username { mosquitto_username_pw_set(client, username, endpoint.password) }
        if let verifier {
            mosquitto_void_option(client, MOSQ_OPT_SSL_CTX, UnsafeMutableRawPointer(verifier.context))
            mosquitto_int_option(client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0)
            mosquitto_log_callback_set(client) { _, me, level, words in
                guard level == MOSQ_LOG_ERR, let words else { return }
                MQTTSession.from(me).notes.withLock { $0.complaint = String(cString: words) }
            }
        }
        listen(to: client)
        do { try setWill(client) } catch {
            mosquitto_destroy(client)
            throw error
        }
        return client
    }

    /// Notes down what the broker says. The library calls these for MQTT 3.1.1 too, then without properties.
    private func listen(to client: OpaquePointer) {
        mosquitto_connect_v5_callback_set(client) { _, me, code, flags, _ in
            MQTTSession.from(me).notes.withLock { ($0.admission, $0.resumesSession) = (code, flags & 1 != 0) }
        }
        mosquitto_subscribe_v5_callback_set(client) { _, me, packet, count, granted, _ in
            let codes = UnsafeBufferPointer(start: granted, count: Int(count))
            MQTTSession.from(me).granted(packet, codes.map { MQTTReason(rawValue: $0) })
        }
        mosquitto_unsubscribe_v5_callback_set(client) { _, me, packet, _ in
            MQTTSession.from(me).answers.answered(packet, [])
        }
        mosquitto_publish_v5_callback_set(client) { _, me, packet, code, _ in
            MQTTSession.from(me).answers.answered(packet, [MQTTReason(rawValue: code)])
        }
        mosquitto_disconnect_v5_callback_set(client) { _, me, code, _ in
            // Smaller ones are the library's own errors, or say that we went ourselves.
            let reason = MQTTReason(rawValue: code)
            if reason.isRefusal { MQTTSession.from(me).notes.withLock { $0.farewell = reason } }
        }
        mosquitto_message_v5_callback_set(client) { _, me, message, properties in
            MQTTSession.from(me).receive(message!.pointee, properties)
        }
    }

    private func setWill(_ client: OpaquePointer) throws(WireFailure) {
        guard let will = options.will else { return }
        var list = MQTTPropertyList(will.message.properties)
        if will.delay > 0 { list.add(will.delay, as: MQTT_PROP_WILL_DELAY_INTERVAL) }
        let message = will.message
        let outcome =
            list.refusal != MOSQ_ERR_SUCCESS.rawValue
            ? list.refusal
            : mosquitto_will_set_v5(
                client, message.topic, Int32(clamping: message.payload.count), message.payload, will.quality.rawValue,
                message.isRetained, list.list)
        guard outcome == MOSQ_ERR_SUCCESS.rawValue else {
            throw WireFailure(stage: .login, reason: "The will cannot be left: \(words(for: outcome))", isFinal: true)
        }
        list.handOver()
    }

    /// Two consoles with the same settings are two clients to the broker, which would else throw out the first.
    private static func makeIdentifier() -> String {
        "cordboard-" + (0..<13).map { _ in String(UInt8.random(in: 0..<36), radix: 36) }.joined()
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> MQTTSession {
        Unmanaged.fromOpaque(me!).takeUnretainedValue()
    }

    private func connect(_ client: OpaquePointer) throws(WireFailure) {
        var list = MQTTPropertyList()
        if options.version == .v5, options.sessionExpiry > 0 { list.add(options.sessionExpiry, as: MQTT_PROP_SESSION_EXPIRY_INTERVAL) }
        let outcome = mosquitto_connect_bind_v5(
            client, endpoint.host, Int32(clamping: endpoint.port), Int32(min(max(options.keepAlive, 1), 65_535)), nil, list.list)
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
            for request in life.outbox.take() { try take(request, client) }
            let (isStopping, stage) = (life.isStopping, life.stage)
            if isStopping, stage != .link { return }
            if isStopping {
                for request in life.outbox.take() { try take(request, client) }
                if notes.withLock(\.endsSilently) {
                    guard mosquitto_want_write(client) else { return }
                } else if parting == nil {
                    mosquitto_disconnect(client)
                }
                let last = parting ?? .now + Self.grace
                guard mosquitto_socket(client) >= 0, .now < last else { return }
                parting = last
            }
            try turn(client, isStopping ? Self.longestPoll / 10 : Self.longestPoll)
            guard stage != .link else { continue }
            if stage == .tls, let shaking = mosquitto_ssl_get(client), SSL_is_init_finished(OpaquePointer(shaking)) == 1 {
                mosquitto_log_callback_set(client, nil)  // it would cost something with every message
                life.reach(.login)
            }
            if !hasSubscribed, notes.withLock(\.admission) == 0 {
                try subscribeForOpening(client)
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

    private func take(_ request: Request, _ client: OpaquePointer) throws(WireFailure) {
        switch request {
        case .publish(let message, let quality, let ticket):
            try publish(message, quality, ticket, client)
        case .subscribe(let subscriptions, let ticket):
            do throws(WireFailure) {
                answers.sent(ticket, as: try subscribe(to: subscriptions, client))
            } catch {
                answers.resolve(ticket, .failure(error))
            }
        case .unsubscribe(let filters, let ticket):
            var packet: Int32 = 0
            let outcome = withCStrings(filters) { mosquitto_unsubscribe_multiple(client, &packet, Int32($0.count), $0.baseAddress, nil) }
            if outcome == MOSQ_ERR_SUCCESS.rawValue {
                answers.sent(ticket, as: packet)
            } else {
                answers.resolve(ticket, .failure(WireFailure(stage: .link, reason: "Not sent: \(words(for: outcome))")))
            }
        }
    }

    private func publish(
        _ message: MQTTMessage, _ quality: MQTTQuality, _ ticket: MQTTAnswers.Ticket?, _ client: OpaquePointer
    ) throws(WireFailure) {
        let properties = MQTTPropertyList(message.properties)
        var packet: Int32 = 0
        try check(
            mosquitto_publish_v5(
                client, &packet, message.topic, Int32(clamping: message.payload.count), message.payload, quality.rawValue,
                message.isRetained, properties.list))
        if let ticket { answers.sent(ticket, as: packet) }
        life.outbox.sent(message.payload.count)
    }

    private func subscribeForOpening(_ client: OpaquePointer) throws(WireFailure) {
        var packets: Set<Int32> = []
        for subscriptions in Self.packets(subscriptions) { packets.insert(try subscribe(to: subscriptions, client)) }
        notes.withLock { notes in
            notes.awaitedGrants = packets
            if packets.isEmpty { notes.grantsTopics = true }
        }
    }

    /// - Parameter subscriptions: at least one, all wanted in the same way.
    /// - Returns: the packet that its answer will name.
    private func subscribe(to subscriptions: [MQTTSubscription], _ client: OpaquePointer) throws(WireFailure) -> Int32 {
        var packet: Int32 = 0
        let first = subscriptions[0]
        let outcome = withCStrings(subscriptions.map(\.filter)) {
            mosquitto_subscribe_multiple(
                client, &packet, Int32($0.count), $0.baseAddress, first.quality.rawValue, first.options, nil)
        }
        guard outcome == MOSQ_ERR_SUCCESS.rawValue else {
            throw WireFailure(stage: .login, reason: "The topics cannot be subscribed to: \(words(for: outcome))", isFinal: true)
        }
        return packet
    }

    private func withCStrings(_ texts: [String], _ body: (UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> Int32 {
        var pointers = texts.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { body($0) }
    }

    private func granted(_ packet: Int32, _ reasons: [MQTTReason]) {
        let isOpening = notes.withLock { notes in
            guard notes.awaitedGrants.remove(packet) != nil else { return false }
            if let refusal = reasons.first(where: \.isRefusal) { (notes.grantsTopics, notes.refusal) = (false, notes.refusal ?? refusal) }
            if notes.awaitedGrants.isEmpty, notes.grantsTopics == nil { notes.grantsTopics = true }
            return true
        }
        if !isOpening { answers.answered(packet, reasons) }
    }

    private func receive(_ message: mosquitto_message, _ properties: OpaquePointer?) {
        let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
        guard payload.count <= Self.largestPayload else {
            notes.withLock { $0.droppedPayloads += 1 }
            return
        }
        let arrival = MQTTMessage(
            topic: String(cString: message.topic), payload: Array(payload), isRetained: message.retain,
            properties: MQTTProperties(properties))
        trace.message("←", { arrival.topic }, arrival.payload)
        life.deliver([arrival])
    }
}
