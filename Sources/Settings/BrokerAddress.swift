/// `mqtt://host[:port]` or `mqtts://host[:port]`, an IPv6 address in brackets.
struct BrokerAddress: Equatable {
    var host: String
    var port: Int
    var isEncrypted: Bool

    private static let schemes: [(prefix: String, port: Int, isEncrypted: Bool)] = [
        ("mqtt://", 1883, false), ("mqtts://", 8883, true),
    ]

    /// Reads `node`. What is wrong is told without the text: a user may have put a password into it.
    init?(_ node: YAMLNode, _ findings: inout Findings) {
        guard let text = node.text(&findings) else { return nil }
        guard let scheme = Self.schemes.first(where: { text.lowercased().hasPrefix($0.prefix) }) else {
            findings.error("a broker is written mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS", at: node.place)
            return nil
        }
        var rest = text.dropFirst(scheme.prefix.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if rest.contains("@") {
            findings.error("user name and password have keys of their own, “username” and “password”", at: node.place)
            return nil
        }
        guard !rest.contains(where: { "/?# \t".contains($0) }) else {
            findings.error("nothing may follow the port of a broker", at: node.place)
            return nil
        }
        do throws(HostAndPort.Fault) {
            let place = try HostAndPort(rest)
            host = place.host
            port = place.port ?? scheme.port
            isEncrypted = scheme.isEncrypted
        } catch {
            switch error {
            case .brackets: findings.error("an IPv6 address is written [::1] or [::1]:1883", at: node.place)
            case .noHost: findings.error("the broker's host is missing", at: node.place)
            case .port: findings.error("a port is a number from 1 to 65535", at: node.place)
            }
            return nil
        }
    }
}
