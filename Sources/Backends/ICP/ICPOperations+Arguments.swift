import Exchange
import JSON

/// What is wrong with the arguments of a raw operation.
struct ArgumentFault: Error, Equatable { var reason: SafeText }

extension ICPRequest {
    /// The request of a ledger entry for some arguments.
    /// - Parameters:
    ///   - arguments: an object with the parameters by name, dotted or nested.
    ///   - agent: the own work number.
    init(_ entry: ICPOperations.Entry, _ arguments: JSONValue, agent: String) throws(ArgumentFault) {
        let arguments = try OperationArguments(arguments, of: entry, agent: agent)
        guard let template = entry.requests.first(where: { $0.conditions.allSatisfy { $0.holds(for: arguments) } }) else {
            throw ArgumentFault(reason: "no gateway request is known for \(entry.operation.id) with these values")
        }
        self = try template.filled(with: arguments)
    }
}

/// The arguments of a raw operation, checked against its row of the ledger.
struct OperationArguments: Sendable {
    /// The own work number.
    let agent: String
    private let operation: String
    /// By name; lists hold checked elements.
    private var values: [String: JSONValue] = [:]
    private var members: [String: [OperationArguments]] = [:]

    init(_ arguments: JSONValue, of entry: ICPOperations.Entry, agent: String) throws(ArgumentFault) {
        let operation = entry.operation
        self.init(agent: agent, operation: operation.id)
        var given: [String: JSONValue] = [:]
        Self.flatten(arguments, under: "", wanted: Set(operation.parameters.map(\.name)), into: &given)
        try take(operation.parameters, from: given, entry)
        for (list, wanted) in entry.members {
            for element in values[list]?.array ?? [] {
                var inner = OperationArguments(agent: agent, operation: "\(operation.id) \(list)")
                // A number alone is the first thing wanted of an element.
                try inner.take(wanted, from: element.object ?? [wanted[0].name: element], entry)
                members[list, default: []].append(inner)
            }
        }
    }

    private init(agent: String, operation: String) {
        self.agent = agent
        self.operation = operation
    }

    subscript(_ name: String) -> JSONValue? { values[name] }

    /// The elements of a list of objects.
    func elements(of list: String) -> [OperationArguments] { members[list] ?? [] }

    /// An argument that the request cannot do without.
    func needed(_ name: String) throws(ArgumentFault) -> JSONValue {
        guard let value = values[name] else { throw ArgumentFault(reason: "\(operation) needs \(name)") }
        return value
    }

    /// Nested members under their dotted names.
    private static func flatten(_ value: JSONValue, under prefix: String, wanted: Set<String>, into flat: inout [String: JSONValue]) {
        guard let members = value.object, !wanted.contains(prefix) else { return flat[prefix] = value }
        for (name, value) in members { flatten(value, under: prefix.isEmpty ? name : "\(prefix).\(name)", wanted: wanted, into: &flat) }
    }

    private mutating func take(
        _ wanted: [Operation.Parameter], from given: [String: JSONValue], _ entry: ICPOperations.Entry
    ) throws(ArgumentFault) {
        let known = Set(wanted.map(\.name))
        if let stranger = given.keys.sorted().first(where: { !known.contains($0) }) {
            throw ArgumentFault(reason: "\(operation) takes no \(stranger)")
        }
        for parameter in wanted {
            guard let value = try checked(given[parameter.name], as: parameter, entry) ?? parameter.standard.map(JSONValue.string) else {
                if parameter.isRequired { throw ArgumentFault(reason: "\(operation) needs \(parameter.name)") }
                continue
            }
            values[parameter.name] = value
        }
    }

    /// The argument as it may be sent; nil where it is empty or not there.
    private func checked(
        _ given: JSONValue?, as parameter: Operation.Parameter, _ entry: ICPOperations.Entry
    ) throws(ArgumentFault) -> JSONValue? {
        guard let given, given != .null else { return nil }
        if parameter.type == .list {
            let list = given.array ?? (given.text ?? "").split { $0 == "," || $0 == ";" }.map { .string(String($0).trimmed) }
            if entry.numberLists.contains(parameter.name), list.contains(where: { $0.text.flatMap { Int($0) } == nil }) {
                throw ArgumentFault(reason: "\(parameter.name) must be a list of whole numbers")
            }
            return list.isEmpty ? nil : .array(list)
        }
        guard let text = given.text else { throw ArgumentFault(reason: "\(parameter.name) must be a single value") }
        if text.isEmpty { return nil }
        switch parameter.type {
        case .integer:
            guard let number = Int(text) else { throw ArgumentFault(reason: "\(parameter.name) must be a whole number") }
            if let range = entry.ranges[parameter.name], !range.contains(number) {
                throw ArgumentFault(
                    reason: "\(parameter.name) must be between \(String(range.lowerBound)) and \(String(range.upperBound))")
            }
        case .boolean:
            guard ["true", "false"].contains(text.lowercased()) else {
                throw ArgumentFault(reason: "\(parameter.name) must be true or false")
            }
            return .string(text.lowercased())
        default:
            break
        }
        let allowed = parameter.values.keys.map { $0 == "{A}" ? agent : $0 }.sorted()
        guard allowed.isEmpty || allowed.contains(text) else {
            throw ArgumentFault(reason: "\(parameter.name) must be one of \(allowed.joined(separator: ", "))")
        }
        return .string(text)
    }
}
