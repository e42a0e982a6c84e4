/// What an answer holds. The order of fields is the order on the wire.
enum WebCTIValue: Sendable, Equatable {
    case text(String)
    /// Written without quotation marks, digit for digit.
    case bare(String)
    /// A call id or number that the platform prints without quotation marks where it looks like a number.
    case id(String)
    /// A word that the platform prints without quotation marks, though that is no JSON.
    case word(String)
    case null
    case row(WebCTIRow)
    case rows([WebCTIRow])
}

struct WebCTIRow: Sendable, Equatable {
    var fields: [(name: String, value: WebCTIValue)]

    init(_ fields: [(name: String, value: WebCTIValue)]) { self.fields = fields }

    subscript(_ name: String) -> String? {
        get { fields.first { $0.name == name }?.value.text }
        set {
            guard let newValue else { return }
            if let place = fields.firstIndex(where: { $0.name == name }) {
                let isBare = if case .bare = fields[place].value { true } else { false }
                fields[place].value = isBare ? .bare(newValue) : .text(newValue)
            } else {
                fields.append((name, .text(newValue)))
            }
        }
    }

    static func == (left: WebCTIRow, right: WebCTIRow) -> Bool {
        left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
    }
}

extension WebCTIRow: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, WebCTIValue)...) { fields = elements.map { ($0.0, $0.1) } }
}

extension WebCTIValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .bare("\(value)") }

    var text: String? {
        switch self {
        case .text(let it), .bare(let it), .id(let it), .word(let it): it
        case .null, .row, .rows: nil
        }
    }
}

/// What a page answers with.
enum WebCTIAnswer: Sendable {
    case envelope(code: Int, message: String?, data: WebCTIValue, total: WebCTIValue?)
    case file([UInt8], type: String)

    static func rows(_ rows: [WebCTIRow], total: WebCTIValue? = nil) -> WebCTIAnswer {
        .envelope(code: 0, message: "SUCCESS", data: .rows(rows), total: total)
    }

    static func done(_ message: String) -> WebCTIAnswer { .envelope(code: 0, message: message, data: .rows([]), total: nil) }

    init(_ refusal: WebCTIRefusal) {
        var rows: [WebCTIRow] = []
        if let reason = refusal.reason { rows = [["message": "Originate failed", "reason": "\(reason)"]] }
        self = .envelope(code: refusal.code, message: refusal.message, data: .rows(rows), total: nil)
    }
}

/// Writes answers as the platform does, defects included. No library would write such JSON.
struct WebCTIWriter {
    var defects: WebCTIDefects
    /// The page, some of which have defects of their own.
    var page: String

    /// - Parameter script: wraps the object for a script element (json=1).
    func json(_ answer: WebCTIAnswer, script: Bool) -> [UInt8] {
        guard case .envelope(let code, let message, let data, let total) = answer else { return [] }
        var text = "{\"errcode\":\(code),\"message\":" + (message.map(Self.quoted) ?? "null")
        if defects.printsBraces, Self.pagesWithStrayBrace.contains(page) { text += "}" }
        if let total { text += ",\"total\":" + json(total) }
        text += ",\"data\":" + json(data)
        text += defects.printsBraces && Self.pagesWithStrayBracket.contains(page) ? "]}" : "}"
        return Array((script ? "var responseJSON=\(text);" : text).utf8)
    }

    private func json(_ value: WebCTIValue) -> String {
        switch value {
        case .text(let text): Self.quoted(text)
        case .bare(let text): text
        case .id(let text): defects.idsAreNumbers && Self.isNumber(text) ? text : Self.quoted(text)
        case .word(let text): defects.wordsAreBare && !text.isEmpty ? text : Self.quoted(text)
        case .null: "null"
        case .row(let row): json(row)
        case .rows(let rows): "[" + rows.map(json).joined(separator: ",") + "]"
        }
    }

    private func json(_ row: WebCTIRow) -> String {
        "{" + row.fields.map { Self.quoted(printed($0.name, inJSON: true)) + ":" + json($0.value) }.joined(separator: ",") + "}"
    }

    func xml(_ answer: WebCTIAnswer) -> [UInt8] {
        guard case .envelope(let code, let message, let data, let total) = answer else { return [] }
        var text = "<root><errcode>\(code)</errcode>" + element("message", escaped(message ?? ""))
        if let total { text += element("total", escaped(total.text ?? "")) }
        text += element("data", xml(data)) + "</root>"
        return Array(text.utf8)
    }

    private func xml(_ value: WebCTIValue) -> String {
        switch value {
        case .text(let text), .bare(let text), .id(let text), .word(let text): escaped(text)
        case .null: ""
        case .row(let row): xml(row)
        case .rows(let rows): rows.map { element("item", xml($0)) }.joined()
        }
    }

    private func xml(_ row: WebCTIRow) -> String {
        row.fields.map { element(printed($0.name, inJSON: false), xml($0.value)) }.joined()
    }

    private func element(_ name: String, _ content: String) -> String {
        content.isEmpty ? "<\(name)/>" : "<\(name)>\(content)</\(name)>"
    }

    private func escaped(_ text: String) -> String {
        if defects.xmlIsUnescaped { return text }
        return text.reduce(into: "") { all, letter in
            switch letter {
            case "<": all += "&lt;"
            case ">": all += "&gt;"
            case "&": all += "&amp;"
            default: all.append(letter)
            }
        }
    }

    /// A field's name as this page misspells it.
    private func printed(_ name: String, inJSON: Bool) -> String {
        guard defects.namesAreMisspelt, let known = Self.misspellings[page], let other = known.names[name] else { return name }
        return inJSON || known.inXMLToo ? other : name
    }

    static let misspellings: [String: (names: [String: String], inXMLToo: Bool)] = [
        "getqueue": (["servicelevelperf": "serviceleveelperf"], false),
        "getqueuelog": (["queuestart": "queuesstart"], true),
        "getqueuelist": (["queueno": "queue no"], false),
        "getchannel": (["createtime": "createtim"], false),
        "getpopupscreen": (["miscdata": "miscredata", "miscuniqueid": "miscreuniqueid"], true),
        "getzapchannel": (["createtime": "createime"], false),
        // Printed so everywhere.
        "getagentcalls": (["completetime": "commpletetime"], true),
    ]
    private static let pagesWithStrayBrace: Set = [
        "ctiaddblacklist", "ctiatxfer", "ctidelblacklist", "ctifeaturecode", "ctimailboxstatus",
    ]
    private static let pagesWithStrayBracket: Set = ["ctigetchanneldetail", "getmemload"]

    /// Digits, with or without a decimal part, and no zero in front.
    private static func isNumber(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2 else { return false }
        let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        return isPlain && (whole == "0" || !whole.hasPrefix("0"))
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
