/// `host[:port]`, an IPv6 address in brackets.
struct HostAndPort: Equatable {
    enum SyntaxError: Error { case brackets, noHost, port }

    var host: String
    var port: Int?

    init(_ text: Substring, ports: ClosedRange<Int> = 1...65_535) throws(SyntaxError) {
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
    init?(_ node: YAMLNode, isOurs: Bool = false, _ problems: inout ProblemCollector) {
        guard let text = node.text(&problems) else { return nil }
        do throws(HostAndPort.SyntaxError) {
            guard !text.contains(where: { "/?#@ \t".contains($0) }) else { throw .noHost }
            let address = try HostAndPort(text[...], ports: (isOurs ? 0 : 1)...65_535)
            guard let port = address.port else { throw .noHost }
            self.host = address.host
            self.port = port
        } catch {
            switch error {
            case .brackets: problems.error("an IPv6 address is written [::1]:9100", at: node.location)
            case .noHost: problems.error("an address is written HOST:PORT", at: node.location)
            case .port: problems.error("a port is a number from 1 to 65535", at: node.location)
            }
            return nil
        }
    }
}

/// `http://HOST[:PORT]` or `https://HOST[:PORT]`, with a path behind it where the system has one.
struct WebAddress: Equatable {
    var text: String

    init?(_ node: YAMLNode, withPath mayHavePath: Bool = false, _ problems: inout ProblemCollector) {
        guard let text = node.text(&problems) else { return nil }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count == 2 ? parts[1] : ""
        let bare = rest.hasSuffix("/") ? rest.dropLast() : rest
        let authority = mayHavePath ? bare.prefix { $0 != "/" } : bare
        guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()), !bare.contains(where: { "?#@ \t".contains($0) }),
            !authority.contains("/"), let _ = try? HostAndPort(authority)
        else {
            if mayHavePath {
                problems.error("an address is written http://HOST:PORT/PATH or https://HOST:PORT/PATH", at: node.location)
            } else {
                problems.error("an address is written http://HOST:PORT or https://HOST:PORT", at: node.location)
            }
            return nil
        }
        self.text = parts[0].lowercased() + "://" + bare
    }
}
