import CMosquitto
import Glibc
import Text

/// What went wrong with a link, in words that say what to do.
extension MQTTSession {
    var place: String { "\(endpoint.host):\(endpoint.port)" }

    func unknownHost(_ code: Int32) -> WireFailure {
        WireFailure(
            stage: .address,
            reason: """
                The host name \(endpoint.host) cannot be looked up: \(ours(gai_strerror(code))). \
                Check the broker's name and the name service.
                """)
    }

    func unreachable(_ cause: SafeText) -> WireFailure {
        WireFailure(
            stage: .tcp,
            reason: "No connection to \(place): \(cause). Check the port, and that the broker runs.")
    }

    func lateness(_ stage: WireFailure.Stage, _ deadline: Duration) -> WireFailure {
        let waited = deadline / .seconds(1)
        let reason: SafeText =
            switch stage {
            case .address: "The name service did not answer for \(endpoint.host). (Waited \(waited) s.)"
            case .tcp: "\(place) did not answer. A firewall may swallow the connection. (Waited \(waited) s.)"
            case .tls:
                """
                \(place) accepted the connection and did not finish the TLS handshake. \
                Does it speak TLS on this port? (Waited \(waited) s.)
                """
            case .login, .link:
                """
                \(place) accepted the connection and did not finish the log-in. \
                Is it an MQTT broker? (Waited \(waited) s.)
                """
            }
        return WireFailure(stage: stage, reason: reason)
    }

    var refusedTopics: WireFailure {
        WireFailure(
            stage: .login,
            reason: """
                The broker let us in and refused the subscription to \(subscriptions.map(\.filter).joined(separator: ", ")). \
                Check what its access list grants the user.
                """,
            isFinal: true, code: notes.withLock(\.refusal)?.rawValue)
    }

    /// Why the library's loop ended, from its return value and `errno`.
    func loss(_ outcome: Int32, _ error: Int32) -> WireFailure {
        let stage = life.stage
        let (admission, complaint, farewell) = notes.withLock { ($0.admission, $0.complaint, $0.farewell) }
        let cause = outcome == MOSQ_ERR_ERRNO.rawValue ? ours(strerror(error)) : words(for: outcome)
        if let farewell, admission == 0 {
            return WireFailure(
                stage: stage, reason: "The broker at \(place) ended the connection: \(farewell.words) (code \(farewell.rawValue)).",
                code: farewell.rawValue)
        }
        switch (stage, admission) {
        case (_, let code?) where code != 0:
            return refusal(code)
        case (.tls, _):
            return WireFailure(
                stage: .tls,
                reason:
                    "The TLS handshake with \(place) failed: \(complaint.map { SafeText($0) } ?? cause). Check that it speaks TLS on this port."
            )
        case (.login, nil):
            return WireFailure(
                stage: .login,
                reason: "\(place) ended the connection before the log-in: \(cause). It may expect TLS (mqtts) on this port.")
        case (.link, _) where outcome == MOSQ_ERR_KEEPALIVE.rawValue:
            return WireFailure(stage: .link, reason: "The broker at \(place) has fallen silent.")
        case (.link, _):
            return WireFailure(stage: .link, reason: "The connection to \(place) was lost: \(cause).")
        default:
            return WireFailure(stage: stage, reason: "\(place) ended the connection: \(cause).")
        }
    }

    /// The reason codes of CONNACK that MQTT 3.1.1 has too, with its code for each (MQTT 5.0, section 3.2.2.2).
    private static let olderCodes: [Int32: Int32] = [0x84: 1, 0x85: 2, 0x86: 4, 0x87: 5, 0x88: 3, 0x89: 3]

    /// The return codes of CONNACK (MQTT 3.1.1, table 3.1).
    private func refusal(_ code: Int32) -> WireFailure {
        let (reason, isFinal): (SafeText, Bool) =
            switch Self.olderCodes[code] ?? code {
            case 1: ("The broker at \(place) does not speak MQTT \(options.version.name).", true)
            case 2: ("The broker at \(place) does not accept our client identifier.", false)
            case 3: ("The broker at \(place) is not available at the moment.", false)
            case 4: ("The broker at \(place) refused the user name or the password. Check both.", true)
            case 5: ("The broker at \(place) does not let this user in. Check user name, password and its access list.", true)
            default: ("The broker at \(place) refused the log-in with code \(code).", false)
            }
        return WireFailure(stage: .login, reason: reason, isFinal: isFinal, code: code)
    }

    func words(for outcome: Int32) -> SafeText {
        let words = String(cString: mosquitto_strerror(outcome))
        return SafeText(stringLiteral: words.hasSuffix(".") ? String(words.dropLast()) : words)
    }
}
