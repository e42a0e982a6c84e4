import CXML

extension JSONValue {
    /// Reads an XML document in the manner of devices that say the same in XML as in JSON: an element without elements in
    /// it is its text, one that holds only `item`s (or a `list` of them) is an array, any other is an object; where a name
    /// comes twice in one, its values become an array. Attributes are not read.
    ///
    /// What is not well-formed is read as far as it makes sense: such devices forget to escape a caller's `<name>`.
    /// Nothing outside the text is ever fetched, and no entity of its own is expanded.
    /// - Throws: `JSONError` when there is no document in it.
    public init(parsingXML bytes: [UInt8]) throws(JSONError) {
        let options =
            XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
            | XML_PARSE_NOWARNING.rawValue | XML_PARSE_NOCDATA.rawValue
        let document = bytes.withUnsafeBytes { raw in
            xmlReadMemory(raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: raw.count), nil, nil, Int32(options))
        }
        guard let document, let root = xmlDocGetRootElement(document) else {
            if let document { xmlFreeDoc(document) }
            throw JSONError(reason: "no XML document", offset: 0)
        }
        defer { xmlFreeDoc(document) }
        self = Self.value(of: root, depth: 0)
    }

    private static func value(of element: xmlNodePtr, depth: Int) -> JSONValue {
        guard depth < deepest else { return .null }
        var members: [(name: String, value: JSONValue)] = []
        var text = ""
        var next = element.pointee.children
        while let node = next {
            switch node.pointee.type {
            case XML_ELEMENT_NODE:
                members.append((node.pointee.name.map { String(cString: $0) } ?? "", value(of: node, depth: depth + 1)))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                if let content = node.pointee.content { text += String(cString: content) }
            default:
                break
            }
            next = node.pointee.next
        }
        if members.isEmpty { return .string(trimmed(text)) }
        if members.allSatisfy({ $0.name == "item" }) { return .array(members.map(\.value)) }
        if members.count == 1, members[0].name == "list" { return members[0].value }
        return .object(
            Dictionary(grouping: members, by: \.name).mapValues { $0.count == 1 ? $0[0].value : .array($0.map(\.value)) })
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(text[first...last])
    }
}
