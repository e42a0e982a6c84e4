import Exchange
import JSON

extension ICPRequest {
    /// The request of a catalog entry for some arguments.
    /// - Parameters:
    ///   - arguments: an object with the parameters by name, dotted or nested; anything may be given as text.
    ///   - agent: the own work number.
    init(_ entry: ICPOperations.Entry, _ arguments: JSONValue, agent: String) throws(OperationArguments.Fault) {
        let arguments = try OperationArguments(arguments, of: entry, agent: agent)
        guard let template = entry.requests.first(where: { $0.conditions.allSatisfy { $0.holds(for: arguments) } }) else {
            throw .init(reason: "no gateway request is known for \(entry.operation.id) with these values")
        }
        self = try template.filled(with: arguments)
    }
}

/// The arguments of a raw operation, checked against its row of the catalog.
struct OperationArguments: Sendable {
    struct Fault: Error, Equatable { var reason: SafeText }

    /// The own work number.
    let agent: String
    /// By dotted name.
    private var values: [String: JSONValue] = [:]
    /// The elements of lists of objects, by the list's name.
    private var rows: [String: [OperationArguments]] = [:]

    init(_ arguments: JSONValue, of entry: ICPOperations.Entry, agent: String) throws(Fault) {
        if let fault = entry.operation.check(arguments).first { throw Fault(reason: fault.reason) }
        try self.init(entry.operation.arranged(arguments), of: entry, under: "", agent: agent)
    }

    /// - Parameter place: what the names begin with in the catalog: nothing, or `list[].` for the elements of a list.
    private init(
        _ arguments: JSONValue, of entry: ICPOperations.Entry, under place: String, agent: String
    ) throws(Fault) {
        self.agent = agent
        let parameters = entry.operation.parameters
        for parameter in parameters where parameter.name.hasPrefix(place) && !parameter.name.dropFirst(place.count).contains("[") {
            let name = String(parameter.name.dropFirst(place.count))
            values[name] = Self.written(arguments.value(at: name), as: parameter) ?? parameter.standard.map(JSONValue.string)
            let inner = "\(parameter.name)[]."
            guard parameters.contains(where: { $0.name.hasPrefix(inner) }) else { continue }
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
        guard let value = values[name] else { throw Fault(reason: "\(name) is needed") }
        return value
    }

    /// A checked argument in one form for each type; nil where it is empty or not there.
    private static func written(_ given: JSONValue?, as parameter: Operation.Parameter) -> JSONValue? {
        guard let given, given != .null, given != "", given != [] else { return nil }
        return switch parameter.type {
        case .list: given
        case .boolean: .string(given.isYes || given.text?.lowercased() == "on" ? "true" : "false")
        default: .string(given.text ?? given.names.joined(separator: ";"))
        }
    }
}
