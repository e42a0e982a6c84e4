import JSON

/// What is wrong with one argument of an operation; found before anything is sent.
public struct ArgumentFault: Error, Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case missing
        /// The operation has no such parameter; with the name that was most likely meant.
        case unknown(nearest: String?)
        /// Not among the documented values, in their order.
        case undocumented(choices: [String])
        case wrongType(Operation.ValueType)
        /// A list whose elements are not all of the type they should be.
        case wrongElements(Operation.ValueType)
        /// A number outside its documented bounds.
        case outOfRange(ClosedRange<Int>)
    }

    /// Where, as people write it: `params.start`, `members[0].number`.
    public var parameter: String
    public var kind: Kind
    /// The operation's id.
    public var operation: String

    public init(parameter: String, kind: Kind, operation: String) {
        self.parameter = parameter
        self.kind = kind
        self.operation = operation
    }

    /// A sentence that never repeats what was given: it may be a password.
    public var reason: SafeText {
        let name = SafeText(parameter)
        return switch kind {
        case .missing: "\(name) is needed"
        case .unknown(nil): "\(operation) takes no \(name)"
        case .unknown(let nearest?): "\(operation) takes no \(name); did you mean “\(nearest)”?"
        case .undocumented(let choices): "\(name) must be one of \(choices.joined(separator: ", "))"
        case .wrongType(.text): "\(name) must be a single text"
        case .wrongType(.integer): "\(name) must be a whole number"
        case .wrongType(.number): "\(name) must be a number"
        case .wrongType(.boolean): "\(name) must be true or false"
        case .wrongType(.list): "\(name) must be a list: values with commas between, or a JSON array"
        case .wrongType(.object): "\(name) must be a JSON object"
        case .wrongElements(.integer): "\(name) must be a list of whole numbers"
        case .wrongElements(let type): "\(name) must be a list of \(type.rawValue)"
        case .outOfRange(let range): "\(name) must be between \(String(range.lowerBound)) and \(String(range.upperBound))"
        }
    }
}

extension Operation {
    /// What is wrong with the arguments, in the catalog's order; empty when they may be sent.
    ///
    /// Nested parameters (`params.start`, `members[].number`) may stand nested or under their dotted names. Everything may be
    /// given as text, as it is typed. An empty text is a value like any other, except for what is required.
    public func check(_ arguments: JSONValue) -> [ArgumentFault] {
        guard arguments.object != nil else {
            return [ArgumentFault(parameter: "the arguments", kind: .wrongType(.object), operation: id)]
        }
        var check = ArgumentCheck(operation: self)
        check.look(at: unfolded(arguments), ParameterTree(parameters), "")
        return check.faults
    }

    /// The arguments as the wire nests them: dotted names unfolded, lists and objects read where they were typed as text.
    ///
    /// Other values stay as they were given. Where `check` finds fault, what comes of it makes no sense.
    public func arranged(_ arguments: JSONValue) -> JSONValue {
        ParameterTree(parameters).arranged(unfolded(arguments))
    }

    /// The arguments with the secret ones made unreadable, for logs; so is what the operation does not know, where it has
    /// secrets at all: it may be one with its name misspelt.
    public func masked(_ arguments: JSONValue) -> JSONValue {
        guard parameters.contains(where: \.isSecret) else { return arguments }
        return ParameterTree(parameters).masked(unfolded(arguments))
    }

    /// The answer with its secrets made unreadable, for screens, files and logs: fields that the catalog marks, wherever in the
    /// answer they stand. A field that is empty stays so.
    public func masked(answer: JSONValue) -> JSONValue {
        secretFields.isEmpty ? answer : SecretNames(secretFields).masked(answer)
    }

    /// The least role for a request with these arguments.
    public func role(for arguments: JSONValue) -> Role {
        let given = unfolded(arguments)
        return parameters.reduce(role) { role, parameter in
            guard let needed = parameter.role, let value = given.value(at: parameter.name), value != .null, value != "" else { return role }
            return max(role, needed)
        }
    }

    private func unfolded(_ arguments: JSONValue) -> JSONValue {
        guard let members = arguments.object, members.keys.contains(where: { $0.contains(".") || $0.contains("[") }) else {
            return arguments
        }
        return members.sorted { $0.key < $1.key }.reduce([:]) { whole, member in
            ArgumentPath(member.key)?.setting(member.value, in: whole) ?? ArgumentPath.alone(member, in: whole)
        }
    }
}

extension ArgumentPath {
    /// A name that makes no sense as a path stays as it is: it is unknown, and said to be.
    fileprivate static func alone(_ member: (key: String, value: JSONValue), in whole: JSONValue) -> JSONValue {
        var members = whole.object ?? [:]
        members[member.key] = member.value
        return .object(members)
    }
}

/// The parameters of an operation as they nest.
private struct ParameterTree {
    /// nil: only holds others, and is not itself in the catalog.
    private(set) var parameter: Operation.Parameter?
    /// In the catalog's order.
    private(set) var members: [(name: String, tree: ParameterTree)] = []
    /// The rows of a list, where the catalog knows their members: `name[]`.
    private(set) var rows: [ParameterTree] = []

    init(_ parameters: [Operation.Parameter]) {
        for parameter in parameters {
            let steps: [Substring] = parameter.name.split(separator: ".").flatMap { $0.hasSuffix("[]") ? [$0.dropLast(2), "[]"] : [$0] }
            insert(parameter, steps[...])
        }
    }

    private mutating func insert(_ parameter: Operation.Parameter, _ steps: ArraySlice<Substring>) {
        guard let step = steps.first else { return self.parameter = parameter }
        if step == "[]" {
            if rows.isEmpty { rows = [ParameterTree([])] }
            rows[0].insert(parameter, steps.dropFirst())
        } else if let place = members.firstIndex(where: { $0.name == step }) {
            members[place].tree.insert(parameter, steps.dropFirst())
        } else {
            var tree = ParameterTree([])
            tree.insert(parameter, steps.dropFirst())
            members.append((String(step), tree))
        }
    }

    subscript(_ name: String) -> ParameterTree? { members.first { $0.name == name }?.tree }

    /// A value for the wire, with nothing in it that the catalog tells apart.
    var isLeaf: Bool { members.isEmpty && rows.isEmpty }

    var isList: Bool { parameter?.type == .list || !rows.isEmpty }

    /// A text that stands for a list or an object, read; nil when it is none.
    func read(_ value: JSONValue) -> JSONValue? {
        guard case .string(let text) = value, !text.isEmpty else { return value }
        guard isList || parameter?.type == .object || !members.isEmpty else { return value }
        let first = text.first { !$0.isWhitespace }
        if isList, first != "[" {
            let words = text.split(separator: ",", omittingEmptySubsequences: false).map { JSONValue.string(String($0).trimmed) }
            return rows.isEmpty ? .array(words) : nil
        }
        return try? JSONValue(parsing: text)
    }

    func arranged(_ value: JSONValue) -> JSONValue { mapping(value) { tree, value in tree?.read(value) ?? value } }

    func masked(_ value: JSONValue) -> JSONValue {
        mapping(value) { tree, value in
            // A text that should hold secrets and cannot be read may be one.
            guard let tree, tree.parameter?.isSecret != true, let value = tree.read(value) else { return "••••" }
            return value
        }
    }

    /// - Parameter change: is handed each value before what is in it, and nil for what the catalog does not know.
    private func mapping(_ value: JSONValue, _ change: (ParameterTree?, JSONValue) -> JSONValue) -> JSONValue {
        switch change(self, value) {
        case .object(let given) where !members.isEmpty:
            .object(JSONMembers(uniqueKeysWithValues: given.map { ($0, self[$0]?.mapping($1, change) ?? change(nil, $1)) }))
        case .array(let values) where !rows.isEmpty: .array(values.map { rows[0].mapping($0, change) })
        // Written as a list of one where the documents want an object.
        case .array(let values) where !members.isEmpty: .array(values.map { mapping($0, change) })
        case let changed: changed
        }
    }
}

/// Walks arguments along the parameters.
private struct ArgumentCheck {
    let operation: Operation
    private(set) var faults: [ArgumentFault] = []

    init(operation: Operation) { self.operation = operation }

    mutating func look(at value: JSONValue, _ tree: ParameterTree, _ place: String) {
        guard let value = tree.read(value) else { return note(.wrongType(tree.isList ? .list : .object), at: place) }
        if tree.isLeaf {
            if let parameter = tree.parameter { checkValue(value, parameter, place) }
        } else if let rows = tree.rows.first {
            guard let values = value.array else { return note(.wrongType(.list), at: place) }
            if values.isEmpty { demand(tree, place) }
            for (index, value) in values.enumerated() { look(at: value, rows, "\(place)[\(index)]") }
        } else if let given = value.object ?? (value.array?.count == 1 ? value.array?[0].object : nil) {
            lookInside(given, tree, place)
        } else {
            note(.wrongType(.object), at: place)
        }
    }

    private mutating func lookInside(_ given: JSONMembers, _ tree: ParameterTree, _ place: String) {
        func inside(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
        for (name, member) in tree.members {
            if let value = given[name], value != .null, value != "" || member.parameter?.isRequired != true {
                look(at: value, member, inside(name))
            } else {
                demand(member, inside(name))
            }
        }
        let known = tree.members.map(\.name)
        for name in given.keys.sorted() where !known.contains(name) {
            note(.unknown(nearest: nearestName(to: name, among: known).map(inside)), at: inside(name))
        }
    }

    /// Says what is missing where nothing is given; of an object that may be left out nothing is.
    private mutating func demand(_ tree: ParameterTree, _ place: String) {
        if let parameter = tree.parameter {
            if parameter.isRequired { note(.missing, at: place) }
        } else {
            for (name, member) in tree.members { demand(member, "\(place).\(name)") }
            for rows in tree.rows { demand(rows, "\(place)[0]") }
        }
    }

    private mutating func checkValue(_ value: JSONValue, _ parameter: Operation.Parameter, _ place: String) {
        guard value != "" else { return }
        guard parameter.type.takes(value) else { return note(.wrongType(parameter.type), at: place) }
        if let elements = parameter.elements, value.array?.allSatisfy(elements.takes) != true {
            return note(.wrongElements(elements), at: place)
        }
        if let range = parameter.range, let number = value.text.flatMap({ Int($0) }), !range.contains(number) {
            return note(.outOfRange(range), at: place)
        }
        guard !parameter.values.isEmpty, !parameter.valuesAreExamples else { return }
        let words = value.array?.map(\.text) ?? [value.text]
        if !words.allSatisfy({ $0.map { parameter.values[$0] != nil } ?? false }) {
            note(.undocumented(choices: parameter.values.keys.sorted()), at: place)
        }
    }

    private mutating func note(_ kind: ArgumentFault.Kind, at place: String) {
        faults.append(ArgumentFault(parameter: place, kind: kind, operation: operation.id))
    }
}

extension Operation.ValueType {
    fileprivate func takes(_ value: JSONValue) -> Bool {
        switch self {
        // Several texts may stand in an array: each system joins them with a sign of its own.
        case .text: value.text != nil || value.array?.allSatisfy { $0.text != nil } == true
        case .integer: value.text?.wholeMatch(of: /[+-]?[0-9]+/) != nil
        case .number: value.text?.wholeMatch(of: /[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/) != nil
        case .boolean: ["true", "false", "yes", "no", "on", "off", "1", "0"].contains(value.text?.lowercased() ?? "")
        case .list: value.array != nil
        case .object: value.object != nil
        }
    }
}
