import CJSON

/// What made a text no JSON.
public struct JSONError: Error, Equatable, Sendable {
    /// The parser's words.
    public var reason: String
    /// Bytes read before the trouble.
    public var offset: Int
}

extension JSONValue {
    /// The deepest nesting read; anything deeper is an attack, not an answer.
    public static let deepest = 64

    /// Reads one JSON text. Bytes that are no UTF-8 are read as U+FFFD rather than refused: a caller's name in a wrong
    /// encoding is no reason to lose the call. A number that would not survive as one (a zero or a plus before it, more digits
    /// than 64 bits hold) is read as text, digit for digit.
    /// - Throws: `JSONError` when the text is no JSON, more than one value, or more values than memory should hold.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        let scan = JSONScan(bytes)
        guard !scan.isTooLarge, bytes.count < Int32.max / 2 else {
            throw JSONError(reason: "too many values", offset: bytes.count)
        }
        self = try Self.parsed(scan.repaired(bytes))
    }

    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The value as one line of JSON, members in alphabetical order.
    public var compactText: String { text(flags: JSON_C_TO_STRING_PLAIN) }

    /// The value as indented JSON, members in alphabetical order.
    public var prettyText: String { text(flags: JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED) }

    private static func parsed(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        guard let tokener = json_tokener_new_ex(Int32(deepest)) else { throw JSONError(reason: "out of memory", offset: 0) }
        defer { json_tokener_free(tokener) }
        // UTF-8 is put right when texts become strings of ours.
        json_tokener_set_flags(tokener, JSON_TOKENER_STRICT)
        // A final NUL tells the parser that a bare number or word is complete.
        let root = (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { json_tokener_parse_ex(tokener, $0.baseAddress, Int32($0.count)) }
        }
        let outcome = json_tokener_get_error(tokener)
        guard outcome == json_tokener_success else {
            throw JSONError(
                reason: String(cString: json_tokener_error_desc(outcome)), offset: json_tokener_get_parse_end(tokener))
        }
        defer { json_object_put(root) }
        guard json_tokener_get_parse_end(tokener) >= bytes.count else {
            throw JSONError(reason: "more than one value", offset: json_tokener_get_parse_end(tokener))
        }
        return JSONValue(copying: root)
    }

    private init(copying object: OpaquePointer?) {
        switch json_object_get_type(object) {
        case json_type_boolean:
            self = .bool(json_object_get_boolean(object) != 0)
        case json_type_int, json_type_double:
            // For a parsed double the library gives back the very digits it read.
            self = .number(String(cString: json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN)))
        case json_type_string:
            let bytes = UnsafeRawBufferPointer(
                start: json_object_get_string(object), count: Int(json_object_get_string_len(object)))
            self = .string(String(decoding: bytes, as: UTF8.self))
        case json_type_array:
            self = .array((0..<json_object_array_length(object)).map { JSONValue(copying: json_object_array_get_idx(object, $0)) })
        case json_type_object:
            var members: [JSONMembers.Element] = []
            members.reserveCapacity(Int(json_object_object_length(object)))
            // The library tells keys apart by octets, and so do we: only what had to be put right may have become one.
            var areDistinct = true
            var iterator = json_object_iter_begin(object)
            var end = json_object_iter_end(object)
            while json_object_iter_equal(&iterator, &end) == 0 {
                let name = json_object_iter_peek_name(&iterator)!
                let key = String(validatingCString: name)
                areDistinct = areDistinct && key != nil
                members.append((key ?? String(cString: name), JSONValue(copying: json_object_iter_peek_value(&iterator))))
                json_object_iter_next(&iterator)
            }
            self = .object(areDistinct ? JSONMembers(distinct: members) : JSONMembers(lastOfEachKey: members))
        default:
            self = .null
        }
    }

    private func text(flags: Int32) -> String {
        let object = makeObject()
        defer { json_object_put(object) }
        return String(cString: json_object_to_json_string_ext(object, flags | JSON_C_TO_STRING_NOSLASHESCAPE))
    }

    /// A tree of the library's objects, owned by the caller.
    private func makeObject() -> OpaquePointer? {
        switch self {
        case .null: return nil
        case .bool(let value): return json_object_new_boolean(value ? 1 : 0)
        case .number(let digits): return json_object_new_double_s(Double(digits) ?? 0, digits)
        case .string(let text):
            return text.utf8.withContiguousStorageIfAvailable { bytes in
                bytes.withMemoryRebound(to: CChar.self) { json_object_new_string_len($0.baseAddress, Int32($0.count)) }
            } ?? json_object_new_string(text)
        case .array(let values):
            let object = json_object_new_array()
            for value in values { json_object_array_add(object, value.makeObject()) }
            return object
        case .object(let members):
            let object = json_object_new_object()
            for (name, value) in members.sorted(by: { $0.key < $1.key }) { json_object_object_add(object, name, value.makeObject()) }
            return object
        }
    }
}
