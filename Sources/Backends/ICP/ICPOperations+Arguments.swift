import Exchange
import JSON

extension ICPRequest {
    /// The request of a ledger entry for some arguments.
    /// - Parameters:
    ///   - arguments: an object with the parameters by name, dotted or nested.
    ///   - agent: the own work number.
    init(_ entry: ICPOperations.Entry, _ arguments: JSONValue, agent: String) throws(OperationArguments.Fault) {
        let arguments = try OperationArguments(arguments, of: entry, agent: agent)
        guard let template = entry.requests.first(where: { $0.conditions.allSatisfy { $0.holds(for: arguments) } }) else {
            throw OperationArguments.Fault(reason: "no gateway request is known for \(entry.operation.id) with these values")
        }
        self = try template.filled(with: arguments)
    }
}

/// The arguments of a raw operation, checked against its row of the ledger.
struct OperationArguments: Sendable {
    struct Fault: Error, Equatable { var reason: SafeText }

    /// The own work number.
    let agent: String
    private let operation: String
    /// By dotted name.
    private var values: [String: JSONValue] = [:]
    /// The elements of lists of objects, by the list's name.
    private var rows: [String: [OperationArguments]] = [:]

    /// - Parameter arguments: an object with the parameters by name, dotted or nested; anything may be given as text.
    init(_ arguments: JSONValue, of entry: ICPOperations.Entry, agent: String) throws(Fault) {
        try self.init(arguments, of: entry, under: "", agent: agent)
    }

    /// - Parameter place: what the names begin with in the ledger: nothing, or `list[].` for the elements of a list.
    private init(
        _ arguments: JSONValue, of entry: ICPOperations.Entry, under place: String, agent: String
    ) throws(Fault) {
        self.agent = agent
        operation = entry.operation.id
        let wanted = entry.operation.parameters.filter { $0.name.hasPrefix(place) && !$0.name.dropFirst(place.count).contains("[") }
        var given: [String: JSONValue] = [:]
        Self.flatten(arguments, under: place, wanted: Set(wanted.map(\.name)), into: &given)
        if let stranger = given.keys.sorted().first(where: { name in !wanted.contains { $0.name == name } }) {
            throw Fault(reason: "\(operation) takes no \(stranger)")
        }
        for parameter in wanted {
            let name = String(parameter.name.dropFirst(place.count))
            values[name] = try Self.checked(given[parameter.name], as: parameter, entry) ?? parameter.standard.map(JSONValue.string)
            if values[name] == nil, parameter.isRequired {
                throw Fault(reason: "\(operation) needs \(parameter.name)")
            }
            let inner = "\(parameter.name)[]."
            guard entry.operation.parameters.contains(where: { $0.name.hasPrefix(inner) }) else { continue }
            for element in values[name]?.array ?? [] {
                rows[name, default: []].append(try OperationArguments(element, of: entry, under: inner, agent: agent))
            }
        }
    }

    subscript(_ name: String) -> JSONValue? { values[name] }

    /// The elements of a list of objects.
    func elements(of list: String) -> [OperationArguments] { rows[list] ?? [] }

    /// An argument that the request cannot do without.
    func needed(_ name: String) throws(Fault) -> JSONValue {
        guard let value = values[name] else { throw Fault(reason: "\(operation) needs \(name)") }
        return value
    }

    /// Nested members under their dotted names.
    private static func flatten(
        _ value: JSONValue, under place: String, wanted: Set<String>, into flat: inout [String: JSONValue]
    ) {
        guard let members = value.object, !wanted.contains(place) else { return flat[place] = value }
        let prefix = place.isEmpty || place.hasSuffix(".") ? place : "\(place)."
        for (name, value) in members { flatten(value, under: prefix + name, wanted: wanted, into: &flat) }
    }

    /// The argument as it may be sent; nil where it is empty or not there.
    private static func checked(
        _ given: JSONValue?, as parameter: Operation.Parameter, _ entry: ICPOperations.Entry
    ) throws(Fault) -> JSONValue? {
        guard let given, given != .null else { return nil }
        if parameter.type == .list {
            let list = given.array ?? (given.text ?? "").split(separator: ",").map { .string(String($0).trimmed) }
            if entry.numberLists.contains(parameter.name), list.contains(where: { $0.text.flatMap { Int($0) } == nil }) {
                throw Fault(reason: "\(parameter.name) must be a list of whole numbers")
            }
            let holdsRows = entry.operation.parameters.contains { $0.name.hasPrefix("\(parameter.name)[].") }
            guard list.allSatisfy({ holdsRows ? $0.object != nil : $0.text != nil }) else {
                throw Fault(
                    reason: holdsRows ? "\(parameter.name) must be a list of objects" : "\(parameter.name) must be a list of single texts")
            }
            return list.isEmpty ? nil : .array(list)
        }
        guard let text = given.text else { throw Fault(reason: "\(parameter.name) must be a single text") }
        if text.isEmpty { return nil }
        switch parameter.type {
        case .integer:
            guard let number = Int(text) else { throw Fault(reason: "\(parameter.name) must be a whole number") }
            if let range = entry.ranges[parameter.name], !range.contains(number) {
                throw Fault(
                    reason: "\(parameter.name) must be between \(String(range.lowerBound)) and \(String(range.upperBound))")
            }
        case .boolean:
            guard ["true", "false", "yes", "no", "on", "off", "1", "0"].contains(text.lowercased()) else {
                throw Fault(reason: "\(parameter.name) must be true or false")
            }
            return .string(given.isYes ? "true" : "false")
        default:
            break
        }
        guard parameter.values.isEmpty || parameter.values[text] != nil else {
            let choice = parameter.values.keys.sorted().joined(separator: ", ")
            throw Fault(reason: "\(parameter.name) must be one of \(choice)")
        }
        return .string(text)
    }
}
