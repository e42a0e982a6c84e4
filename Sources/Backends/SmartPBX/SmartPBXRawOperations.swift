import Exchange
import JSON

extension SmartPBXSite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        guard let command = Command(native: operation.native) else { return (.unsupported("Smart PBX has no such command"), nil) }
        do {
            let values = try OperationArguments(arguments, of: operation).body
            let (outcome, answer) = await send(command, values: values)
            return (outcome, answer?.withoutPINs)
        } catch {
            return (.invalid(error.reason), nil)
        }
    }
}

/// The arguments of a raw operation, checked against its row of the ledger and laid out as the wire wants them.
struct OperationArguments {
    struct Fault: Error, Equatable { var reason: SafeText }

    /// All values as text, dotted names nested.
    let body: [String: JSONValue]

    /// - Parameter arguments: an object with the parameters by name; `params.x` may be written dotted or nested.
    init(_ arguments: JSONValue, of operation: Exchange.Operation) throws(Fault) {
        var given = Self.flattened(arguments)
        // The adapter sets these itself; naming them is no error.
        given["cmd"] = nil
        given["request_id"] = nil
        let known = Set(operation.parameters.map(\.name))
        if let stranger = given.keys.sorted().first(where: { !known.contains($0) }) {
            throw Fault(reason: "\(operation.id) takes no \(stranger)")
        }
        var body: [String: JSONValue] = [:]
        for parameter in operation.parameters {
            guard let value = given[parameter.name], !value.isEmpty || !parameter.isRequired else {
                if parameter.isRequired { throw Fault(reason: "\(operation.id) needs \(parameter.name)") }
                continue
            }
            guard parameter.values.isEmpty || parameter.values[value] != nil else {
                let choice = parameter.values.keys.sorted().joined(separator: ", ")
                throw Fault(reason: "\(parameter.name) must be one of \(choice)")
            }
            if let dot = parameter.name.firstIndex(of: ".") {
                let (group, name) = (String(parameter.name[..<dot]), String(parameter.name[parameter.name.index(after: dot)...]))
                var members = body[group]?.object ?? [:]
                members[name] = .string(value)
                body[group] = .object(members)
            } else {
                body[parameter.name] = .string(value)
            }
        }
        self.body = body
    }

    private static func flattened(_ arguments: JSONValue) -> [String: String] {
        var flat: [String: String] = [:]
        for (name, value) in arguments.object ?? [:] {
            if let members = (value.array?.first ?? value).object {
                for (member, value) in members { flat["\(name).\(member)"] = value.text ?? "" }
            } else {
                flat[name] = value.text ?? ""
            }
        }
        return flat
    }
}

extension JSONValue {
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
