import Foundation

/// The parameters of a request, from JSON or XML: every scalar as text, whatever type it had.
struct YeastarRequest: Sendable {
    var fields: [String: String] = [:]

    /// - Throws: `YeastarRefusal` when the body is no JSON object, or no XML with root `<xml>`.
    init(body: [UInt8], isXML: Bool) throws(YeastarRefusal) {
        let text = String(decoding: body, as: UTF8.self)
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        guard let fields = isXML || text.drop(while: \.isWhitespace).hasPrefix("<") ? Self.xml(text) : Self.json(body) else {
            throw .unreadable
        }
        self.fields = fields
    }

    init(_ fields: [String: String]) { self.fields = fields }

    /// A parameter; empty counts as absent.
    subscript(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }

    func required(_ name: String) throws(YeastarRefusal) -> String {
        guard let value = self[name] else { throw .missing }
        return value
    }

    /// A list of keys in one text, separated by commas.
    func list(_ name: String) -> [String]? { self[name].map(Self.items) }

    static func items(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func json(_ body: [UInt8]) -> [String: String]? {
        guard let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else { return nil }
        return object.compactMapValues { value in
            switch value {
            case let text as String: text
            case let number as NSNumber: number.stringValue
            default: nil
            }
        }
    }

    /// The requests' XML has one level below the root and no attributes.
    private static func xml(_ text: String) -> [String: String]? {
        guard let start = text.range(of: "<xml>"), let end = text.range(of: "</xml>", options: .backwards),
            start.upperBound <= end.lowerBound
        else { return nil }
        var rest = text[start.upperBound..<end.lowerBound]
        var fields: [String: String] = [:]
        while let open = rest.firstIndex(of: "<") {
            guard let close = rest[open...].firstIndex(of: ">") else { return nil }
            let name = rest[rest.index(after: open)..<close]
            if name.hasSuffix("/") {
                rest = rest[rest.index(after: close)...]
                continue
            }
            guard let ending = rest[close...].range(of: "</\(name)>") else { return nil }
            fields[String(name)] = plain(rest[rest.index(after: close)..<ending.lowerBound])
            rest = rest[ending.upperBound...]
        }
        return fields
    }

    private static func plain(_ text: Substring) -> String {
        // &amp; last: it may have been in front of the others.
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
            .reduce(String(text)) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }
}

/// Why the exchange refuses. The document gives one code only, 30003; the others are made up, so that a refusal here can be
/// told from another, and an application has to do with codes it does not know.
enum YeastarRefusal: String, Error {
    /// Wrong user name or password, or the address is locked.
    case logIn = "30003"
    case token = "30005"
    case operation = "10001"
    case unreadable = "10002"
    case missing = "10003"
    /// There is no such extension, queue, room, call, route or file.
    case unknown = "20001"
    /// A number or name that another has already.
    case taken = "20002"
    /// Nothing that can be done now: the extension is busy, not in a call, not allowed.
    case impossible = "20003"
    /// No outbound route matches the number.
    case noRoute = "20004"
    case wrongPassword = "20005"
    /// A download's key is unknown, used or too old.
    case random = "20006"

    var answer: OrderedJSON { ["status": "Failed", "errno": .text(rawValue)] }
}
