import BackendSupport

/// What makes us known to the gateway after signing in (section 1.4).
struct GatewaySession: Sendable {
    /// The gateway it was made at.
    let base: String
    /// Tells replies that come late from an earlier session apart.
    let number: Int
    /// The newest that any reply brought.
    var token: String
    /// Those of the load balancer, by name.
    var cookies: [String: String] = [:]
}

extension GatewaySession {
    /// The token of a `Set-GUID: JSESSIONID=<guid>.AgentGatewayN`; of several the last.
    static func token(in header: String?) -> String? {
        guard let pair = header?.fields(atOctet: UInt8(ascii: ",")).last.map(withoutAttributes) else { return nil }
        let token = (pair.cut(atOctet: UInt8(ascii: "="))?.after ?? pair).octetTrimmed
        return token.isEmpty ? nil : token
    }

    /// The pairs of one or several `Set-Cookie`. The dates among their attributes hold commas, too, but no name.
    static func cookies(in header: String?) -> [String: String] {
        var cookies: [String: String] = [:]
        for piece in header?.fields(atOctet: UInt8(ascii: ",")) ?? [] {
            guard let pair = withoutAttributes(piece).cut(atOctet: UInt8(ascii: "=")) else { continue }
            let name = pair.before.octetTrimmed
            guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: " ")) else { continue }
            cookies[name] = pair.after.octetTrimmed
        }
        return cookies
    }

    /// `name=value` without what follows the first semicolon.
    private static func withoutAttributes(_ piece: String) -> String { piece.cut(atOctet: UInt8(ascii: ";"))?.before ?? piece }
}
