/// Consoles at the dispatch service: registered, kept alive by heartbeats, and forgotten without.
extension CDSWorld {
    /// Three heartbeats.
    static let sessionLife: Milliseconds = 180_000

    /// Takes over from an older console of the same dispatcher, whose doings end.
    /// - Returns: the older registration, and the new session.
    mutating func register(_ dispatcher: String, callBackURL: String) throws(CDSRefusal) -> (old: Registration?, new: String) {
        guard dispatchers.contains(dispatcher) else { throw .notRegistered }
        guard Self.isURL(callBackURL) else { throw .illegal }
        let old = registrations[dispatcher]
        forget(dispatcher)
        let session = (0..<16).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
        registrations[dispatcher] = Registration(session: session, callBackURL: callBackURL, expires: now + Self.sessionLife)
        schedule.add(.sessionEnds(dispatcher), at: now + Self.sessionLife)
        return (old, session)
    }

    static func isURL(_ text: String) -> Bool { text.hasPrefix("http://") || text.hasPrefix("https://") }

    mutating func unregister(_ dispatcher: String) throws(CDSRefusal) -> Registration {
        guard let old = registrations[dispatcher] else { throw .notRegistered }
        forget(dispatcher)
        return old
    }

    mutating func keepAlive(_ dispatcher: String, session: String) throws(CDSRefusal) {
        guard registrations[dispatcher]?.session == session else { throw .notRegistered }
        registrations[dispatcher]?.expires = now + Self.sessionLife
        schedule.add(.sessionEnds(dispatcher), at: now + Self.sessionLife)
    }

    /// A console that is gone does nothing any more: its floor, selection, listening and subscription end, and its mixed call.
    mutating func forget(_ dispatcher: String) {
        registrations[dispatcher] = nil
        for number in groupNumbers {
            change(number, by: dispatcher) { $0.forget(dispatcher) }
            if groups[number]?.mixedCall?.chair == dispatcher { endMixedCall(number) }
        }
    }

    /// The service starts anew: it knows no consoles, and nobody talks.
    mutating func restart() {
        for dispatcher in registrations.keys.sorted() { forget(dispatcher) }
        for number in groupNumbers {
            change(number) {
                $0.floor = nil
                $0.groupCall = nil
                $0.emergency = nil
            }
            endMixedCall(number)
        }
        _ = takeMessages()
    }
}
