import Foundation
import Wire

/// What the uPortal wants to be answered before it lets anybody in (its `WWW-Authenticate`), and the answer.
///
/// It is like RFC 2069 without being it: no `qop`, fields that are sent without quotes, and a path of its own in place of the
/// URI that is really asked.
struct UPortalChallenge: Equatable, Sendable {
    static let path = "/login/sc"

    /// A field and its value. Read scalar by scalar: a value that begins with a combining mark would be one Character with the
    /// quote or sign before it.
    private static var field: Regex<(Substring, Substring, Substring?, Substring?)> {
        /([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/.matchingSemantics(.unicodeScalar)
    }

    var isDigest: Bool
    /// The name to answer under; the user's own where the uPortal gives none.
    var name: String?
    var realm: String
    var nonce: String

    init(_ header: String) {
        let digest = header.range(of: "digest", options: .caseInsensitive)
        isDigest = digest != nil
        var fields: [String: String] = [:]
        for match in header[(digest?.upperBound ?? header.startIndex)...].matches(of: Self.field) {
            fields[match.1.lowercased()] = String(match.2 ?? match.3 ?? "")
        }
        name = fields["auth-name"]
        realm = fields["realm"] ?? ""
        nonce = fields["nonce"] ?? ""
    }

    /// The `Authorization` of the first step, which asks for the challenge.
    static func request(for user: String) -> String { "Digest username=\(user), algorithm=MD5" }

    /// The `Authorization` of the second step.
    func answer(user: String, password: String) -> String {
        let name = name ?? user
        guard isDigest else { return "Basic " + Data("\(name):\(password)".utf8).base64EncodedString() }
        let secret = Digest.md5("\(name):\(realm):\(password)")
        let response = Digest.md5("\(secret):\(nonce):\(Digest.md5("POST:\(Self.path)"))")
        return "Digest username=\(name), realm=\(realm), nonce=\(nonce), uri=\(Self.path), response=\(response)"
    }
}
