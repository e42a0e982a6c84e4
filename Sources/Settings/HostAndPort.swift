/// `host[:port]`, an IPv6 address in brackets.
struct HostAndPort: Equatable {
    enum Fault: Error { case brackets, noHost, port }

    var host: String
    var port: Int?

    init(_ text: Substring, ports: ClosedRange<Int> = 1...65_535) throws(Fault) {
        let portText: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = String(text[text.index(after: text.startIndex)..<end])
            let after = text[text.index(after: end)...]
            let isAddress = host.contains(":") && host.allSatisfy { $0.isHexDigit || ":.%".contains($0) || $0.isLetter }
            guard after.isEmpty || after.hasPrefix(":"), isAddress else { throw .brackets }
            portText = after.isEmpty ? nil : after.dropFirst()
        } else {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, !text.contains(where: { "[]".contains($0) }) else { throw .brackets }
            host = parts.first.map(String.init) ?? ""
            portText = parts.count == 2 ? parts[1] : nil
        }
        guard !host.isEmpty else { throw .noHost }
        guard let portText else { return }
        let isNumber = portText.allSatisfy { $0.isASCII && $0.isNumber }
        guard isNumber, let number = Int(portText), ports.contains(number) else { throw .port }
        port = number
    }
}

/// `HOST:PORT` of a conference server, whose port is not documented and must be given, or of a listener of ours.
struct ServerAddress: Equatable {
    var host: String
    var port: Int

    /// - Parameter isOurs: we listen there; port 0 takes a free one.
    init?(_ node: YAMLNode, isOurs: Bool = false, _ findings: inout Findings) {
        guard let text = node.text(&findings) else { return nil }
        do throws(HostAndPort.Fault) {
            guard !text.contains(where: { "/?#@ \t".contains($0) }) else { throw .noHost }
            let place = try HostAndPort(text[...], ports: (isOurs ? 0 : 1)...65_535)
            guard let port = place.port else { throw .noHost }
            self.host = place.host
            self.port = port
        } catch {
            switch error {
            case .brackets: findings.error("an IPv6 address is written [::1]:9100", at: node.place)
            case .noHost: findings.error("an address is written HOST:PORT", at: node.place)
            case .port: findings.error("a port is a number from 1 to 65535", at: node.place)
            }
            return nil
        }
    }
}

/// `http://HOST[:PORT]` or `https://HOST[:PORT]`, with a path behind it where the system has one.
struct WebAddress: Equatable {
    var text: String

    init?(_ node: YAMLNode, withPath mayHavePath: Bool = false, _ findings: inout Findings) {
        guard let text = node.text(&findings) else { return nil }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count == 2 ? parts[1] : ""
        let bare = rest.hasSuffix("/") ? rest.dropLast() : rest
        let place = mayHavePath ? bare.prefix { $0 != "/" } : bare
        guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()), !bare.contains(where: { "?#@ \t".contains($0) }),
            !place.contains("/"), let _ = try? HostAndPort(place)
        else {
            if mayHavePath {
                findings.error("an address is written http://HOST:PORT/PATH or https://HOST:PORT/PATH", at: node.place)
            } else {
                findings.error("an address is written http://HOST:PORT or https://HOST:PORT", at: node.place)
            }
            return nil
        }
        self.text = parts[0].lowercased() + "://" + bare
    }
}
