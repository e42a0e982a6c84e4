import Exchange
import JSON

extension SmartPBXSite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        guard let command = Command(native: operation.native) else { return (.unsupported("Smart PBX has no such command"), nil) }
        if let fault = operation.check(arguments).first { return (.invalid(fault.reason), nil) }
        let (outcome, answer) = await send(command, values: operation.arranged(arguments).asTexts.object ?? [:])
        return (outcome, answer?.withoutPINs)
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

    /// The same with the PINs of conference rooms made unreadable: they are no business of screens and logs.
    var withoutPINs: JSONValue {
        switch self {
        case .array(let values):
            return .array(values.map(\.withoutPINs))
        case .object(let members):
            return .object(
                Dictionary(uniqueKeysWithValues: members.map { name, value in
                    let isPIN = ["participantpassword", "moderatorpassword"].contains(name.lowercased())
                    return (name, isPIN && !value.trimmedText.isEmpty ? "••••" : value.withoutPINs)
                }))
        default:
            return self
        }
    }
}
