import Exchange
import JSON
import Settings
import Translations

/// `cordboard kinds`: what the configuration of each kind of exchange takes.
@MainActor
struct KindsCommand {
    let program: Program
    let invocation: Invocation
    let output: Output

    func run() throws -> ExitStatus {
        let adapters = try program.adapters.chosen(by: invocation.operands.first)
        if invocation.options.manual {
            output.write(KindsManual(adapters: adapters, phrases: program.phrases).lines)
        } else if invocation.options.json {
            output.write(JSONValue.array(adapters.map(\.json)))
        } else {
            for adapter in adapters {
                output.write(["\(adapter.kind)  \(program.phrases(adapter.title))"] + lines(adapter.settings))
            }
            output.write(
                [program.phrases("every site")] + lines(CommonSettings.identity(program.adapters.map(\.kind)) + CommonSettings.rest))
        }
        return .done
    }

    private func lines(_ fields: [SettingsField]) -> [String] {
        let rows = fields.flatMap { $0.rows() }
        let width = rows.map(\.left.count).max() ?? 0
        return rows.map { "    \($0.left.padded(to: width))  \($0.field.meaning(program.phrases))" }
    }
}

extension SettingsField {
    /// The field and those within it, as lines of a configuration; what may be left out stands in brackets.
    func rows(depth: Int = 0) -> [(left: String, field: SettingsField)] {
        let word = ([name + ":"] + [placeholder].filter { !$0.isEmpty }).joined(separator: " ")
        let line = String(repeating: "  ", count: depth) + (isRequired ? word : "[\(word)]")
        return [(line, self)] + fields.flatMap { $0.rows(depth: depth + 1) }
    }

    /// What may stand there; empty for a group.
    var placeholder: String {
        switch type {
        case .text(let format): format.placeholder
        case .list(let placeholder, _): "[\(placeholder), …]"
        case .durations(let placeholder, _): "{\(placeholder): TIME, …}"
        case .choice(let words): words.joined(separator: "|")
        case .truth: "true|false"
        case .duration: "TIME"
        case .secret: "SECRET"
        case .file: "FILE"
        case .group: ""
        }
    }

    /// Its meaning, and what counts where it is left out.
    func meaning(_ phrases: TranslationCatalog) -> String {
        phrases(doc) + (standard.map { " " + phrases("(default %1$@)", $0) } ?? "")
    }

    fileprivate var json: JSONValue {
        [
            "name": .string(name), "type": .string(typeName), "form": placeholder.isEmpty ? .null : .string(placeholder),
            "required": .bool(isRequired), "default": JSONValue(standard), "secret": .bool(isSecret),
            "values": JSONValue(choices), "doc": doc.inBothLanguages,
            "settings": .array(fields.map(\.json)),
        ]
    }

    private var choices: [String] { if case .choice(let words) = type { words } else { [] } }

    private var typeName: String {
        switch type {
        case .text: "text"
        case .list: "list"
        case .durations: "durations"
        case .choice: "choice"
        case .truth: "boolean"
        case .duration: "duration"
        case .secret: "secret"
        case .file: "file"
        case .group: "group"
        }
    }
}

extension AdapterDescriptor {
    fileprivate var json: JSONValue {
        let encryption: JSONValue =
            switch tls {
            case .byScheme(let plain, let encrypted): ["plain": .string(plain), "encrypted": .string(encrypted)]
            case .whereSet: ["setting": "tls"]
            case .never: .null
            }
        return [
            "kind": .string(kind.rawValue), "title": title.inBothLanguages, "tls": encryption,
            "operations": .number(String(operations.count)), "settings": .array(CommonSettings.fields(of: self).map(\.json)),
        ]
    }
}

extension String {
    /// A sentence of ours as JSON gives it.
    fileprivate var inBothLanguages: JSONValue { ["en": .string(self), "zh_CN": .string(TranslationCatalog(.zh_CN)(self))] }

    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
