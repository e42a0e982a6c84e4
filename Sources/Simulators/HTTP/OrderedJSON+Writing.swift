/// How a platform writes JSON, defects included. No library would write such.
struct JSONStyle {
    /// Ids that look like numbers stand without quotation marks.
    var idsAreNumbers = false
    /// Words stand without quotation marks.
    var wordsAreBare = false
    /// Texts of nothing but digits stand without quotation marks, zeros in front and all.
    var digitsAreBare = false
    /// A slash is written as `\/`.
    var escapesSlashes = false
    /// A member's name as it is printed.
    var name: (String) -> String = { $0 }
}

/// How a platform writes XML.
struct XMLStyle {
    /// What lines of an inner element begin with; empty writes everything on one line.
    var margin = ""
    /// `<item id="0">`, counted from 0, rather than `<item>`.
    var numbersItems = false
    /// `<a/>` rather than `<a></a>`.
    var shortensEmpty = false
    var isEscaped = true
    var name: (String) -> String = { $0 }
}

extension OrderedJSON {
    /// Without any blank.
    var json: String { written(JSONStyle()) }

    func written(_ style: JSONStyle) -> String {
        switch self {
        case .null: "null"
        case .text(let text):
            style.digitsAreBare && !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) } ? text : Self.quoted(text, style)
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        case .bare(let text): text
        case .id(let text): style.idsAreNumbers && Self.isNumber(text) ? text : Self.quoted(text)
        case .word(let text): style.wordsAreBare && !text.isEmpty ? text : Self.quoted(text)
        case .list(let items), .bareList(let items): "[" + items.map { $0.written(style) }.joined(separator: ",") + "]"
        case .fields(let fields):
            "{" + fields.map { Self.quoted(style.name($0.name)) + ":" + $0.value.written(style) }.joined(separator: ",") + "}"
        }
    }

    /// Four blanks deep.
    func prettyJSON(_ margin: String = "") -> String {
        let inner = margin + "    "
        func block(_ open: String, _ lines: [String], _ close: String) -> String {
            lines.isEmpty ? open + close : open + "\n" + lines.map { inner + $0 }.joined(separator: ",\n") + "\n" + margin + close
        }
        switch self {
        case .list(let items), .bareList(let items): return block("[", items.map { $0.prettyJSON(inner) }, "]")
        case .fields(let fields):
            return block("{", fields.map { Self.quoted($0.name) + ": " + $0.value.prettyJSON(inner) }, "}")
        default: return json
        }
    }

    static func quoted(_ text: String, _ style: JSONStyle = JSONStyle()) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "/" where style.escapesSlashes: out += "\\/"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                out += "\\u" + Texts.filled(Int(scalar.value), 4, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// Digits, with or without a decimal part, and no zero in front.
    private static func isNumber(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2 else { return false }
        let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        return isPlain && (whole == "0" || !whole.hasPrefix("0"))
    }

    // MARK: - XML

    /// What stands between the tags of a root element.
    func xml(_ style: XMLStyle, margin: String = "") -> String {
        func element(_ name: String, _ attribute: String = "", _ value: OrderedJSON) -> String {
            let (line, end) = (style.margin.isEmpty ? "" : "\n", style.margin.isEmpty ? "" : margin)
            let content = value.xml(style, margin: margin + style.margin)
            if content.isEmpty, style.shortensEmpty { return "\(end)<\(name)\(attribute)/>\(line)" }
            let isBlock = !line.isEmpty && value.isCompound
            return "\(end)<\(name)\(attribute)>\(isBlock ? line : "")\(content)\(isBlock ? end : "")</\(name)>\(line)"
        }
        switch self {
        case .list(let items):
            return items.enumerated().map { element("item", style.numbersItems ? " id=\"\($0)\"" : "", $1) }.joined()
        case .bareList(let items): return items.map { $0.xml(style, margin: margin) }.joined()
        case .fields(let fields): return fields.map { element(style.name($0.name), "", $0.value) }.joined()
        default: return style.isEscaped ? Self.escaped(text ?? "") : text ?? ""
        }
    }

    private var isCompound: Bool {
        switch self {
        case .list, .bareList, .fields: true
        default: false
        }
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { out, scalar in
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            // XML 1.0 has no other control characters.
            case _ where scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar): out += "?"
            default: out.unicodeScalars.append(scalar)
            }
        }
    }
}
