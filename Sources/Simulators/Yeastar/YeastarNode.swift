/// A piece of an answer or a report, its members in the order in which they are written: that order carries meaning here.
indirect enum YeastarNode: Sendable, Equatable {
    case text(String)
    case number(Int)
    case list([YeastarNode])
    /// A list that XML writes as one bare object (`inbound/query`, `outbound/query`).
    case bareList([YeastarNode])
    case fields([Field])

    struct Field: Sendable, Equatable {
        var name: String
        var value: YeastarNode
    }
}

extension YeastarNode: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: YeastarNode...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, YeastarNode)...) {
        self = .fields(elements.map { Field(name: $0.0, value: $0.1) })
    }

    /// Rows of a settings book, only what they have, in the order of `names`.
    init(_ row: [String: String], _ names: [String]) {
        self = .fields(names.compactMap { name in row[name].map { Field(name: name, value: .text($0)) } })
    }

    static func + (left: YeastarNode, right: YeastarNode) -> YeastarNode {
        guard case .fields(let first) = left, case .fields(let second) = right else { return left }
        return .fields(first + second)
    }

    // MARK: - JSON

    /// As reports are written: without any blank.
    var compactJSON: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .list(let items), .bareList(let items): "[" + items.map(\.compactJSON).joined(separator: ",") + "]"
        case .fields(let fields):
            "{" + fields.map { Self.quoted($0.name) + ":" + $0.value.compactJSON }.joined(separator: ",") + "}"
        }
    }

    /// As answers are written: four blanks deep.
    func prettyJSON(_ margin: String = "") -> String {
        let inner = margin + "    "
        func block(_ open: String, _ lines: [String], _ close: String) -> String {
            lines.isEmpty ? open + close : open + "\n" + lines.map { inner + $0 }.joined(separator: ",\n") + "\n" + margin + close
        }
        switch self {
        case .text, .number: return compactJSON
        case .list(let items), .bareList(let items): return block("[", items.map { $0.prettyJSON(inner) }, "]")
        case .fields(let fields):
            return block("{", fields.map { Self.quoted($0.name) + ": " + $0.value.prettyJSON(inner) }, "}")
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    // MARK: - XML

    /// The whole document, root `<xml>`.
    var xml: String { "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<xml>\n" + xmlContent("    ") + "</xml>\n" }

    private func xmlContent(_ margin: String) -> String {
        switch self {
        case .text, .number: return xmlText
        case .list(let items):
            return items.enumerated().map { Self.element("item id=\"\($0.offset)\"", $0.element, margin) }.joined()
        case .bareList(let items): return items.map { $0.xmlContent(margin) }.joined()
        case .fields(let fields): return fields.map { Self.element($0.name, $0.value, margin) }.joined()
        }
    }

    private static func element(_ tag: String, _ value: YeastarNode, _ margin: String) -> String {
        let end = "</\(tag.prefix { $0 != " " })>\n"
        switch value {
        case .text, .number: return "\(margin)<\(tag)>\(value.xmlText)\(end)"
        default: return "\(margin)<\(tag)>\n" + value.xmlContent(margin + "    ") + margin + end
        }
    }

    private var xmlText: String {
        switch self {
        case .number(let number): return String(number)
        case .text(let text):
            return text.unicodeScalars.reduce(into: "") { out, scalar in
                switch scalar {
                case "<": out += "&lt;"
                case ">": out += "&gt;"
                case "&": out += "&amp;"
                // XML 1.0 has no other control characters.
                case _ where scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar): out += "?"
                default: out.unicodeScalars.append(scalar)
                }
            }
        default: return ""
        }
    }
}
