import BackendSupport
import Exchange

/// What the platform's codes mean, in words; the English sentences are the keys of the translations.
///
/// The document has four tables for one error code and does not say which applies. The numbers tell, but for -1, 0, 1, 2 and
/// 3, which mean different things to different families of methods.
enum ICPErrors {
    /// Who gives a code: the gateway itself, or one of the document's tables.
    enum Family: String, CaseIterable, Sendable {
        case gateway
        case sdk = "ECC SDK"
        case server
        case voice = "Voice.ocx"
        case phone = "TUP"
    }

    /// The meaning of a code: the gateway's own (`100-006`), or one of the document's 334 (section 6).
    /// - Parameter family: the part of the document's table to look in first; some numbers mean different things in different
    ///   parts.
    static func meaning(of code: String, family: String? = nil) -> SafeText? {
        let first = family.flatMap(Family.init(rawValue:)).map { [$0] } ?? []
        for family in first + Family.allCases {
            guard let meanings = meanings[Key(family: family, code: code)] else { continue }
            // One number is printed twice, with two meanings.
            return meanings.dropFirst().reduce(meanings[0]) { "\($0), or \($1)" }
        }
        if let other = misprints[code] { return meaning(of: other, family: family) }
        guard let group = code.cut(atOctet: UInt8(ascii: "-"))?.before, !group.isEmpty else { return nil }
        return meanings[Key(family: .gateway, code: group)]?.first
    }

    /// Codes that lack a zero beside their neighbours; they may come with it.
    private static let misprints = ["40000006": "4000006", "40000007": "4000007", "40000009": "4000009"]

    struct Key: Hashable, Sendable {
        var family: Family
        var code: String
    }

    static let meanings: [Key: [SafeText]] = {
        var meanings: [Key: [SafeText]] = [:]
        for row in [document, gateway].flatMap({ $0.split(separator: "\n") }) {
            let fields = row.split(separator: "|").map { String($0).trimmed }
            guard let family = Family(rawValue: fields[0]) else { continue }
            meanings[Key(family: family, code: fields[1]), default: []].append(SafeText(stringLiteral: fields[2]))
        }
        return meanings
    }()
}
