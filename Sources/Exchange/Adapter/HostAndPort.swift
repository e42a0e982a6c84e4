/// `host[:port]`, an IPv6 address in brackets.
public struct HostAndPort: Equatable, Sendable {
    public enum SyntaxError: Error { case brackets, noHost, port }

    /// Without brackets.
    public var host: String
    public var port: Int?

    /// - Parameter ports: those that may be written.
    public init(_ text: Substring, ports: ClosedRange<Int> = 1...65_535) throws(SyntaxError) {
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
