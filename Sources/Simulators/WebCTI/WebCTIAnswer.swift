/// What a page answers with.
enum WebCTIAnswer: Sendable {
    case envelope(code: Int, message: String?, data: OrderedJSON, total: OrderedJSON?)
    case file([UInt8], type: String)

    static func rows(_ rows: [WebCTIRow], total: OrderedJSON? = nil) -> WebCTIAnswer {
        .envelope(code: 0, message: "SUCCESS", data: .rows(rows), total: total)
    }

    static func done(_ message: String) -> WebCTIAnswer { .envelope(code: 0, message: message, data: .rows([]), total: nil) }

    init(_ refusal: WebCTIRefusal) {
        var rows: [WebCTIRow] = []
        if let reason = refusal.reason { rows = [["message": "Originate failed", "reason": "\(reason)"]] }
        self = .envelope(code: refusal.code, message: refusal.message, data: .rows(rows), total: nil)
    }
}

/// Writes answers as the platform does, defects included.
struct WebCTIWriter {
    var defects: WebCTIDefects
    /// The page, some of which have defects of their own.
    var page: String

    /// - Parameter script: wraps the object for a script element (json=1).
    func json(_ answer: WebCTIAnswer, script: Bool) -> [UInt8] {
        guard case .envelope(let code, let message, let data, let total) = answer else { return [] }
        let style = JSONStyle(
            idsAreNumbers: defects.idsAreNumbers, wordsAreBare: defects.wordsAreBare, digitsAreBare: defects.digitsAreBare,
            name: { printed($0, inJSON: true) })
        var text = "{\"errcode\":\(code),\"message\":" + (message.map({ OrderedJSON.quoted($0) }) ?? "null")
        if defects.printsBraces, Self.pagesWithStrayBrace.contains(page) { text += "}" }
        if let total { text += ",\"total\":" + total.written(style) }
        text += ",\"data\":" + data.written(style)
        text += defects.printsBraces && Self.pagesWithStrayBracket.contains(page) ? "]}" : "}"
        return Array((script ? "var responseJSON=\(text);" : text).utf8)
    }

    func xml(_ answer: WebCTIAnswer) -> [UInt8] {
        guard case .envelope(let code, let message, let data, let total) = answer else { return [] }
        let style = XMLStyle(
            shortensEmpty: true, isEscaped: !defects.xmlIsUnescaped, name: { printed($0, inJSON: false) })
        let head: OrderedJSON = ["errcode": "\(code)", "message": .text(message ?? "")]
        let whole = head + (total.map { ["total": $0] } ?? [:]) + ["data": data]
        return Array(("<root>" + whole.xml(style) + "</root>").utf8)
    }

    /// What PHP prints in front of an answer.
    var notice: [UInt8] {
        guard defects.printsNotices else { return [] }
        let file = "/var/www/html/webservice2/\(page).php"
        return Array("<br />\n<b>Notice</b>:  Undefined index: exten in <b>\(file)</b> on line <b>37</b><br />\n".utf8)
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
}
