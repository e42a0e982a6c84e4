import Exchange
import JSON

extension SmartPBXSite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        guard let command = Command(native: operation.native) else { return (.unsupported("Smart PBX has no such command"), nil) }
        if let fault = operation.check(arguments).first { return (.invalid(fault.reason), nil) }
        return await send(command, values: operation.arranged(arguments).asTexts.object ?? [:])
    }
}

extension JSONValue {
    /// As the wire wants it: every value as text, and one object where the document's tables want a list of one.
    var asTexts: JSONValue {
        switch self {
        case .object(let members): .object(members.filter { $0.value != .null }.mapValues(\.asTexts))
        case .array(let values): values.count == 1 ? values[0].asTexts : .array(values.map(\.asTexts))
        default: .string(text ?? "")
        }
    }
}
