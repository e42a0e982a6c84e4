/// Which of the document's two forms the exchange writes: its tables and its examples name and place things differently.
public enum SmartPBXSpelling: Sendable, CaseIterable {
    /// As the examples print it: `pused`, `members` beside `params`, `callid`, `duration`, everything as text.
    case examples
    /// As the tables print it: `paused`, `members` inside `params`, which is an array, `called` for the call's id, `Duration`,
    /// `Event`, `dispositon`, `recordurl`, and figures as JSON numbers.
    case tables
}

/// A command as it came: every scalar as text, whatever JSON type it had.
struct SmartPBXRequest {
    private var fields: OrderedJSON

    /// - Returns: nil when the payload is no JSON object.
    init?(_ payload: [UInt8]) {
        // Foundation lets a comma before a closing bracket pass, as the document's own hang-up request has it; the device's
        // parser hardly does.
        guard !Self.hasCommaBeforeClosing(payload), let value = OrderedJSON(parsing: payload), case .fields = value else { return nil }
        fields = value
    }

    private static func hasCommaBeforeClosing(_ payload: [UInt8]) -> Bool {
        var isInText = false, isEscaped = false, afterComma = false
        for byte in payload {
            if isInText {
                isInText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            if [0x20, 0x09, 0x0A, 0x0D].contains(byte) { continue }
            if afterComma, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { return true }
            afterComma = byte == UInt8(ascii: ",")
            isInText = byte == UInt8(ascii: "\"")
        }
        return false
    }

    subscript(_ name: String) -> String? { fields[name].text }

    /// A parameter that the command cannot do without.
    func required(_ name: String) throws(Refusal) -> String { try Self.present(self[name], name) }

    /// A member of `params`: an object in the examples, an array of objects in the tables.
    func optionalSetting(_ name: String) -> String? {
        guard let settings = fields["params"] else { return nil }
        return (settings.list ?? [settings]).compactMap { $0[name]?.text }.last
    }

    func setting(_ name: String) throws(Refusal) -> String { try Self.present(optionalSetting(name), name) }

    /// A figure of `params`.
    func figure(_ name: String) throws(Refusal) -> Int {
        guard let value = Int(try setting(name)), value >= 0 else { throw Refusal("\(name) is not a number") }
        return value
    }

    private static func present(_ value: String?, _ name: String) throws(Refusal) -> String {
        guard let value, !value.isEmpty else { throw Refusal("Missing parameter: \(name)") }
        return value
    }
}
