import CCurl
import Glibc
import Text

/// The proxy that a request goes through, as the environment says.
///
/// As with curl: `http_proxy` for http, `https_proxy` for https, else `all_proxy`, the latter two in capitals also; `no_proxy` names
/// hosts that are reached without. Besides, loopback and private addresses are reached without one, as a proxy elsewhere
/// cannot reach them and is told what it should not know, unless `CORDBOARD_PROXY=all` says so.
struct HTTPProxy: Equatable {
    /// Reads a variable of the environment.
    typealias Variables = @Sendable (String) -> String?

    /// Where it is, without the user's name and password that its address may hold.
    let authority: String
    /// As libcurl takes it.
    let url: String
    /// The variable that names it.
    let variable: String

    /// - Returns: nil where the host is reached directly.
    init?(for address: HTTPAddress, environment: Variables) {
        let variables = address.isSecret ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
        guard let variable = (variables + ["all_proxy", "ALL_PROXY"]).first(where: { environment($0)?.isEmpty == false }),
            let url = environment(variable)
        else { return nil }
        if environment("CORDBOARD_PROXY") != "all", Self.isNearby(address.host) { return nil }
        let exceptions = environment("no_proxy") ?? environment("NO_PROXY") ?? ""
        if Self.isExcepted(address.host, by: exceptions) { return nil }
        self.url = url
        self.variable = variable
        authority = Self.withoutSecrets(url)
    }

    @Sendable static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func withoutSecrets(_ url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = rest.prefix { $0 != "/" }
        return String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority)
    }

    // MARK: Whom it is not for

    /// Loopback, link-local and private addresses (RFC 1918, 4193, 6598), and names that no name service outside knows.
    static func isNearby(_ host: String) -> Bool {
        let name = host.lowercased()
        var four = in_addr()
        if inet_pton(AF_INET, name, &four) == 1 { return isNearby(withUnsafeBytes(of: &four) { Array($0) }) }
        var six = in6_addr()
        let bare = name.prefix { $0 != "%" }
        if inet_pton(AF_INET6, String(bare), &six) == 1 {
            let bytes = withUnsafeBytes(of: &six) { Array($0) }
            // An address of version 4 in one of version 6.
            if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF { return isNearby(Array(bytes[12...])) }
            let isLoopback = bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
            return isLoopback || bytes[0] & 0xFE == 0xFC || (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80)
        }
        return !name.contains(".") || [".localhost", ".local", ".lan", ".internal", ".home.arpa"].contains { name.hasSuffix($0) }
    }

    private static func isNearby(_ bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1]) {
        case (127, _), (10, _), (192, 168), (169, 254): true
        case (172, let second): (16...31).contains(second)
        case (100, let second): (64...127).contains(second)
        default: false
        }
    }

    /// Whether `no_proxy` has it: the host itself, or a domain that it is in; `*` is all.
    private static func isExcepted(_ host: String, by list: String) -> Bool {
        let name = host.lowercased()
        return list.split { $0 == "," || $0 == " " }.contains { entry in
            if entry == "*" { return true }
            let domain = entry.lowercased().drop { $0 == "." }
            return !domain.isEmpty && (name == domain || name.hasSuffix("." + domain))
        }
    }
}
