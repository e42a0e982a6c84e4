import Exchange
import JSON

/// A raw operation on its way.
struct PendingOperation: Equatable, Sendable {
    var operation: Exchange.Operation
    var arguments: JSONValue
    var site: SiteID
}

extension PendingOperation {
    /// The local file of an operation that fetches one.
    var destination: String? {
        operation.wantsDestination ? arguments[Exchange.Operation.destination]?.text.flatMap { $0.isEmpty ? nil : $0 } : nil
    }

    var lacksDestination: Bool { operation.wantsDestination && destination == nil }

    mutating func set(_ text: String, for name: String) {
        guard case .object(var members) = arguments else { return }
        members[name] = .string(text)
        arguments = .object(members)
    }

    /// What the operator types before something dangerous is sent: the first required argument – mostly the id of what is
    /// deleted – or, where there is none that can be typed, the last word of the operation's id.
    var nameToType: String {
        let required = operation.parameters.lazy.filter { $0.isRequired && !$0.isSecret }
        let given = required.compactMap { arguments[$0.name]?.text }.first { !$0.isEmpty }
        if let given, given.count <= Self.longestName, SafeText(given).string == given, given.trimmed == given { return given }
        return operation.id.split(separator: ".").last.map(String.init) ?? operation.id
    }

    private static let longestName = 32
}

extension Exchange.Operation {
    /// As they are written on a line.
    var secretNames: Set<String> { Set(parameters.lazy.filter(\.isSecret).map(\.name)) }
}

extension Exchange.Operation {
    /// The parameter of an operation that fetches a file which says where that goes.
    static let destination = "to"

    var wantsDestination: Bool { answer == .file && parameters.contains { $0.name == Self.destination } }
}
