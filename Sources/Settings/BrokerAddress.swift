/// `mqtt://host[:port]` or `mqtts://host[:port]`, an IPv6 address in brackets.
struct BrokerAddress: Equatable {
    var host: String
    var port: Int
    var isEncrypted: Bool

    private static let schemes: [(prefix: String, port: Int, isEncrypted: Bool)] = [
        ("mqtt://", 1883, false), ("mqtts://", 8883, true),
    ]

    /// Reads `node`. What is wrong is told without the text: a user may have put a password into it.
    init?(_ node: YAMLNode, _ problems: inout ProblemCollector) {
        guard let text = node.text(&problems) else { return nil }
        guard let scheme = Self.schemes.first(where: { text.lowercased().hasPrefix($0.prefix) }) else {
            problems.error("a broker is written mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS", at: node.location)
            return nil
        }
        var rest = text.dropFirst(scheme.prefix.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if rest.contains("@") {
            problems.error("user name and password have keys of their own, “username” and “password”", at: node.location)
            return nil
        }
        guard !rest.contains(where: { "/?# \t".contains($0) }) else {
            problems.error("nothing may follow the port of a broker", at: node.location)
            return nil
        }
        do throws(HostAndPort.SyntaxError) {
            let address = try HostAndPort(rest)
            host = address.host
            port = address.port ?? scheme.port
            isEncrypted = scheme.isEncrypted
        } catch {
            switch error {
            case .brackets: problems.error("an IPv6 address is written [::1] or [::1]:1883", at: node.location)
            case .noHost: problems.error("the broker's host is missing", at: node.location)
            case .port: problems.error("a port is a number from 1 to 65535", at: node.location)
            }
            return nil
        }
    }
}
