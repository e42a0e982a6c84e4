import Exchange
import Translations

/// Says what a raw operation and its parameters are: beside the `:op` line, and in the form.
struct OperationWords {
    let phrases: TranslationCatalog

    func title(of operation: Exchange.Operation) -> SafeText {
        SafeText(phrases(operation.title, context: operation.native))
    }

    /// `extension.delete – Delete extensions`, then how the exchange calls it and what kind it is.
    func documentation(of operation: Exchange.Operation) -> [Label] {
        var facts = [SafeText(operation.native), SafeText(operation.area), say(operation.kind == .query ? "query" : "command")]
        if operation.isDangerous { facts.append(say("asks first")) }
        var lines = [
            Label("\(operation.id) – \(title(of: operation))", "ui.title"),
            Label(SafeText(facts.map(\.string).joined(separator: " · ")), "ui.dim"),
        ]
        if let reason = operation.unavailable { lines.append(Label(phrases(reason), "ui.disabled")) }
        return lines
    }

    /// Name, what may be given, what it means, and the documented values.
    func documentation(of parameter: Exchange.Operation.Parameter, named name: String? = nil) -> [Label] {
        var facts = [SafeText(name ?? parameter.name), say(parameter.isRequired ? "required" : "may be left out")]
        if let type = Self.typeWords[parameter.type] { facts.append(say(type)) }
        if parameter.isSecret { facts.append(say("secret: shown as dots, remembered nowhere")) }
        if let standard = parameter.standard { facts.append(SafeText(phrases("without it: %1$@", SafeText(standard).string))) }
        var lines = [Label(SafeText(facts.map(\.string).joined(separator: " · ")), "ui.title")]
        if !parameter.doc.isEmpty { lines.append(Label(SafeText(phrases(parameter.doc)))) }
        if !parameter.values.isEmpty { lines.append(Label(values(of: parameter), "ui.hint")) }
        return lines
    }

    /// `on = enabled, off = disabled`
    private func values(of parameter: Exchange.Operation.Parameter) -> SafeText {
        let values = parameter.choices.map { value in
            let meaning = parameter.values[value] ?? ""
            return meaning.isEmpty ? value : "\(value) = \(phrases(meaning))"
        }
        let list = SafeText(values.joined(separator: ", "))
        return parameter.valuesAreExamples ? SafeText(phrases("for example: %1$@", list.string)) : list
    }

    private func say(_ english: String) -> SafeText { SafeText(phrases(english)) }

    private static let typeWords: [Exchange.Operation.ValueType: String] = [
        .integer: "whole number", .number: "number", .boolean: "true or false",
        .list: "list: values with commas between, or a JSON array", .object: "JSON object",
    ]
}

extension Exchange.Operation.Parameter {
    /// The documented values in an order that people expect: numbers by size.
    var choices: [String] {
        values.keys.sorted { left, right in
            if let left = Int(left), let right = Int(right) { left < right } else { left < right }
        }
    }

    /// Nothing but the documented values is taken.
    var isClosed: Bool { !values.isEmpty && !valuesAreExamples }
}
