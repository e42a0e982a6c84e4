import Exchange
import JSON

/// The parameters of one operation as fields to fill in.
struct OperationForm: Equatable, Sendable {
    struct Field: Equatable, Sendable {
        var parameter: Exchange.Operation.Parameter
        /// Where the value goes: `params.start`.
        var name: String
        /// Of a list of objects: what each may hold.
        var members: [Exchange.Operation.Parameter] = []
        var editor = LineEditor()
        var fault: SafeText?

        var text: String { editor.text }

        /// What is taken to complete or choose, as far as it fits what is typed.
        var choices: [String] { parameter.choices }
    }

    let operation: Exchange.Operation
    let site: SiteID
    var fields: [Field]
    private(set) var focus = 0
    /// The first line in sight; the view follows the focus.
    var firstLine = 0

    /// - Parameters:
    ///   - arguments: what the line gave already.
    ///   - remembered: what was typed last time, by field.
    init(_ operation: Exchange.Operation, at site: SiteID, _ arguments: JSONValue, remembered: [String: String] = [:]) {
        self.operation = operation
        self.site = site
        fields = Self.fields(of: operation)
        for index in fields.indices {
            let name = fields[index].name
            let given = arguments[name] ?? name.split(separator: ".").reduce(arguments as JSONValue?) { $0?[String($1)] }
            let text = given.map { $0.text ?? $0.compactText } ?? remembered[name] ?? ""
            fields[index].editor = LineEditor(SafeText(text).string)
        }
        focus = fields.firstIndex { $0.parameter.isRequired && $0.text.isEmpty } ?? 0
    }

    /// One field for each parameter, except that a list of objects is one field, and what only holds others is none.
    private static func fields(of operation: Exchange.Operation) -> [Field] {
        var fields: [Field] = []
        for parameter in operation.parameters {
            if operation.parameters.contains(where: { $0.name.hasPrefix(parameter.name + ".") }) { continue }
            guard let brackets = parameter.name.range(of: "[]") else {
                fields.append(Field(parameter: parameter, name: parameter.name))
                continue
            }
            let list = String(parameter.name[..<brackets.lowerBound])
            if let place = fields.firstIndex(where: { $0.name == list }) {
                fields[place].members.append(parameter)
            } else {
                let all = operation.parameters.filter { $0.name.hasPrefix(list + "[]") }
                let own = Exchange.Operation.Parameter(
                    list, type: .list, required: all.contains(where: \.isRequired), secret: all.contains(where: \.isSecret), "")
                fields.append(Field(parameter: own, name: list, members: [parameter]))
            }
        }
        return fields
    }

    var focused: Field {
        get { fields[focus] }
        set { fields[focus] = newValue }
    }

    var isOnLast: Bool { focus == fields.count - 1 }

    mutating func moveFocus(by step: Int) {
        guard !fields.isEmpty else { return }
        focus = (focus + step + fields.count) % fields.count
    }

    /// Changes the text of the focused field; what was found wrong with the old one is forgotten.
    mutating func edit(_ change: (inout LineEditor) -> Void) {
        guard !fields.isEmpty else { return }
        let before = focused.text
        change(&focused.editor)
        if focused.text != before { focused.fault = nil }
    }

    /// Puts the next documented value into the focused field: of those that begin with what is typed, where it is none itself.
    mutating func choose(step: Int) {
        guard !fields.isEmpty, !focused.choices.isEmpty else { return }
        let typed = focused.text
        var choices = focused.choices
        if !typed.isEmpty, !choices.contains(typed) {
            let begun = choices.filter { $0.lowercased().hasPrefix(typed.lowercased()) }
            if !begun.isEmpty { choices = begun }
        } else if !focused.parameter.isRequired {
            choices.insert("", at: 0)
        }
        let place = choices.firstIndex(of: typed).map { ($0 + step + choices.count) % choices.count } ?? (step > 0 ? 0 : choices.count - 1)
        edit { $0 = LineEditor(choices[place]) }
    }

    /// What was filled in, as the wire nests it; empty fields are left out.
    var arguments: JSONValue {
        let typed = fields.reduce([:] as JSONValue) { whole, field in
            guard !field.text.isEmpty else { return whole }
            return ArgumentPath(field.name)?.setting(.string(field.text), in: whole) ?? whole
        }
        return operation.arranged(typed)
    }

    /// Notes at each field what is wrong with it, and goes to the first.
    /// - Returns: what belongs to no field; empty and no field marked when the form may be sent.
    mutating func check(_ faults: [ArgumentFault]) -> [ArgumentFault] {
        for index in fields.indices { fields[index].fault = nil }
        var left: [ArgumentFault] = []
        for fault in faults {
            let place = fields.firstIndex { field in
                field.name == fault.parameter
                    || [".", "["].contains { fault.parameter.hasPrefix(field.name + $0) || field.name.hasPrefix(fault.parameter + $0) }
            }
            if let place {
                fields[place].fault = fields[place].fault ?? fault.reason
            } else {
                left.append(fault)
            }
        }
        if let first = fields.firstIndex(where: { $0.fault != nil }) { focus = first }
        return left
    }

    var hasFaults: Bool { fields.contains { $0.fault != nil } }

    /// What is worth keeping for the next time: everything but secrets.
    var remembered: [String: String] {
        Dictionary(uniqueKeysWithValues: fields.filter { !$0.parameter.isSecret && !$0.text.isEmpty }.map { ($0.name, $0.text) })
    }
}
