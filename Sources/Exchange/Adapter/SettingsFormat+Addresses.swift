import Foundation

extension SettingsFormat {
    /// `mqtt://HOST[:PORT]`, or `mqtts://` for TLS. What is wrong is told without the text: a user may have put a password into it.
    public static let broker = SettingsFormat("mqtt://HOST[:PORT]") { text in
        let schemes: [(name: String, port: Int, isEncrypted: Bool)] = [("mqtt", 1883, false), ("mqtts", 8883, true)]
        guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0.name + "://") }) else {
            return .wrong("a broker is written mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS")
        }
        var rest = text.dropFirst(scheme.name.count + 3)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if rest.contains("@") { return .wrong("user name and password have keys of their own, “username” and “password”") }
        guard !rest.contains(where: { "/?# \t".contains($0) }) else { return .wrong("nothing may follow the port of a broker") }
        do throws(HostAndPort.SyntaxError) {
            let server = try HostAndPort(rest)
            return .value(
                .address(
                    NetworkAddress(
                        text: "\(scheme.name)://\(rest)", scheme: scheme.name, host: server.host, port: server.port ?? scheme.port,
                        isEncrypted: scheme.isEncrypted)))
        } catch {
            switch error {
            case .brackets: return .wrong("an IPv6 address is written [::1] or [::1]:1883")
            case .noHost: return .wrong("the broker's host is missing")
            case .port: return .wrong(noPort)
            }
        }
    }

    /// `HOST:PORT` of a server whose port is not documented and must be given.
    public static let server = hostAndPort(ports: 1...65_535)
    /// `HOST:PORT` that we listen on; port 0 takes a free one.
    public static let listener = hostAndPort(ports: 0...65_535)

    private static func hostAndPort(ports: ClosedRange<Int>) -> SettingsFormat {
        SettingsFormat("HOST:PORT") { text in
            do throws(HostAndPort.SyntaxError) {
                guard !text.contains(where: { "/?#@ \t".contains($0) }) else { throw .noHost }
                let server = try HostAndPort(text[...], ports: ports)
                guard let port = server.port else { throw .noHost }
                return .value(.address(NetworkAddress(text: text, scheme: nil, host: server.host, port: port)))
            } catch {
                switch error {
                case .brackets: return .wrong("an IPv6 address is written [::1]:9100")
                case .noHost: return .wrong("an address is written HOST:PORT")
                case .port: return .wrong(noPort)
                }
            }
        }
    }

    /// `http://HOST[:PORT]` or `https://HOST[:PORT]`, with a path behind it where the system has one.
    /// - Parameter isOurs: somebody else opens it; it says nothing of our links.
    public static func web(path mayHavePath: Bool = true, isOurs: Bool = false) -> SettingsFormat {
        SettingsFormat(mayHavePath ? "http://HOST[:PORT]/PATH" : "http://HOST[:PORT]") { text in
            let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
            let rest = parts.count == 2 ? parts[1] : ""
            let bare = rest.hasSuffix("/") ? rest.dropLast() : rest
            let authority = mayHavePath ? bare.prefix { $0 != "/" } : bare
            let scheme = parts[0].lowercased()
            guard parts.count == 2, ["http", "https"].contains(scheme), !bare.contains(where: { "?#@ \t".contains($0) }),
                !authority.contains("/"), let server = try? HostAndPort(authority)
            else {
                return .wrong(
                    mayHavePath
                        ? "an address is written http://HOST:PORT/PATH or https://HOST:PORT/PATH"
                        : "an address is written http://HOST:PORT or https://HOST:PORT")
            }
            return .value(
                .address(
                    NetworkAddress(
                        text: "\(scheme)://\(bare)", scheme: scheme, host: server.host,
                        port: server.port ?? (scheme == "https" ? 443 : 80), isEncrypted: scheme == "https" && !isOurs)))
        }
    }

    /// A zone of the tz database, as `Asia/Shanghai`.
    public static let timeZone = SettingsFormat("AREA/CITY") { name in
        TimeZone(identifier: name) == nil
            ? .wrong("there is no time zone “\(name)”; write one as Asia/Shanghai") : .value(.text(name))
    }

    private static let noPort: Wording = "a port is a number from 1 to 65535"
}
