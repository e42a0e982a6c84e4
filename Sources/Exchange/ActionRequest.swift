/// An action with its arguments, bound to entities by identifier.
public struct ActionRequest: Equatable, Sendable {
    public let action: Action
    private var values: [String: [String]]

    /// Reads positional arguments against the registry.
    ///
    /// Where optional parameters stand before required ones (`dial [FROM] TO`) the required ones are served first.
    /// - Parameter fallbackExtension: stands in for a leading optional extension (the operator's own telephone).
    /// - Throws: `UsageError` when arguments are missing, empty or left over.
    public init(_ action: Action, _ arguments: [String], fallbackExtension: String? = nil) throws(UsageError) {
        self.action = action
        values = try Self.values(of: action, arguments)
        if action == .dial, values["FROM"] == nil {
            guard let fallbackExtension else { throw UsageError.noOwnExtension(action) }
            values["FROM"] = [fallbackExtension]
        }
    }

    /// Reads positional arguments by the names of their parameters; what was left out is not in it.
    /// - Throws: `UsageError` when arguments are missing, empty or left over.
    public static func values(of action: Action, _ arguments: [String]) throws(UsageError) -> [String: [String]] {
        var values: [String: [String]] = [:]
        let parameters = action.definition.parameters
        var rest = arguments[...]
        for (index, parameter) in parameters.enumerated() {
            // Only what may be left out steps back for what may not: a missing word is then named for what it is.
            let neededLater = parameter.isOptional ? parameters[(index + 1)...].count { !$0.isOptional } : 0
            let available = rest.count - neededLater
            if parameter.repeats {
                guard available > 0 || parameter.isOptional else { throw UsageError.missing(parameter.name, of: action) }
                values[parameter.name] = Array(rest.prefix(max(0, available)))
                rest = rest.dropFirst(max(0, available))
            } else if available > 0 || (!parameter.isOptional && !rest.isEmpty) {
                values[parameter.name] = [rest.removeFirst()]
            } else if !parameter.isOptional {
                throw UsageError.missing(parameter.name, of: action)
            }
        }
        if let extra = rest.first { throw UsageError.leftOver(extra, of: action) }
        if let empty = values.first(where: { $0.value.contains("") }) { throw UsageError.empty(empty.key, of: action) }
        return values.filter { !$0.value.isEmpty }
    }

    /// Takes arguments by the names of their parameters; one without values counts as left out.
    /// - Throws: `UsageError` when arguments are missing or empty.
    public init(_ action: Action, values given: [String: [String]]) throws(UsageError) {
        self.action = action
        values = given.filter { !$0.value.isEmpty }
        for parameter in action.definition.parameters where !parameter.isOptional && values[parameter.name] == nil {
            throw UsageError.missing(parameter.name, of: action)
        }
        if let empty = values.first(where: { $0.value.contains("") }) { throw UsageError.empty(empty.key, of: action) }
    }

    /// The one value of a parameter, or nil when an optional one was left out.
    public subscript(_ parameter: String) -> String? { values[parameter]?.first }

    /// All values of a repeating parameter.
    public func all(_ parameter: String) -> [String] { values[parameter] ?? [] }

    /// The arguments in the registry's order, as they would be typed.
    public var arguments: [String] { action.definition.parameters.flatMap { all($0.name) } }
}

/// What is wrong with the words of a request.
public enum UsageError: Error, Equatable, Sendable {
    case missing(String, of: Action)
    case leftOver(String, of: Action)
    case empty(String, of: Action)
    case noOwnExtension(Action)
}

extension UsageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let parameter, let action): "\(action.rawValue): \(parameter) is missing; usage: \(action.usage)"
        case .leftOver(let word, let action): "\(action.rawValue): “\(SafeText(word))” is one argument too many; usage: \(action.usage)"
        case .empty(let parameter, let action): "\(action.rawValue): \(parameter) is empty; usage: \(action.usage)"
        case .noOwnExtension(let action):
            "\(action.rawValue): no extension of your own is configured; set operator.extension or give FROM"
        }
    }
}

extension Action {
    /// The words to type, as in `pause EXTENSION [QUEUE] [REASON]`.
    public var usage: String {
        ([rawValue]
            + definition.parameters.map { parameter in
                let name = parameter.repeats ? parameter.name + "…" : parameter.name
                return parameter.isOptional ? "[\(name)]" : name
            }).joined(separator: " ")
    }
}
