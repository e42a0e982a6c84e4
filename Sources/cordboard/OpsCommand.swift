import Exchange
import JSON
import Translations

/// `cordboard ops`: the catalogs of the systems.
@MainActor
struct OpsCommand {
    let program: Program
    let invocation: Invocation
    let output: Output

    func run() throws -> ExitStatus {
        let kinds = try program.adapters.chosen(by: invocation.operands.first)
        if invocation.options.manual {
            output.write(OpsManual(kinds: kinds, phrases: program.phrases).lines)
        } else if invocation.options.json {
            let list = JSONValue.array(kinds.flatMap { kind in kind.operations.map { $0.json(of: kind.kind) } })
            output.write(list)
        } else {
            for kind in kinds { output.write(lines(kind)) }
        }
        return .done
    }

    private func lines(_ kind: AdapterDescriptor) -> [String] {
        let operations = kind.operations
        let width = operations.map(\.id.count).max() ?? 0
        let native = operations.map(\.native.count).max() ?? 0
        return operations.flatMap { operation in
            let title = program.phrases(operation.title, context: operation.native)
            let reason = operation.unavailable.map { ["    " + program.phrases("not available: %1$@", program.phrases($0).string)] } ?? []
            return ["\(operation.id.padded(to: width))  \(operation.native.padded(to: native))  \(title)"] + reason
                + operation.parameters.map { "    " + $0.line(program.phrases) }
        }
    }
}

extension Exchange.Operation.Parameter {
    /// `queue=…` or `[type=…]`, its values and what it means.
    fileprivate func line(_ phrases: TranslationCatalog) -> String {
        let word = isRequired ? "\(name)=…" : "[\(name)=…]"
        let choices = values.sorted { $0.key < $1.key }.map { $0.value.isEmpty ? $0.key : "\($0.key) (\(phrases($0.value)))" }
        let facts = (type == .text ? [] : [type.rawValue]) + (standard.map { ["default \($0)"] } ?? [])
        return
            ([word, phrases(doc)] + (facts.isEmpty ? [] : ["(\(facts.joined(separator: ", ")))"])
            + (choices.isEmpty ? [] : [choices.joined(separator: ", ")])).joined(separator: "  ")
    }
}

extension Exchange.Operation {
    /// The title in every language, by the language's name.
    private var titles: [(String, JSONValue)] {
        Language.allCases.map { ($0.rawValue, .string(TranslationCatalog($0)(title, context: native))) }
    }

    fileprivate func json(of system: SystemKind) -> JSONValue {
        [
            "kind": .string(system.rawValue), "id": .string(id), "native": .string(native),
            "title": .object(JSONMembers(uniqueKeysWithValues: titles)), "area": .string(area),
            "type": .string(kind.rawValue), "dangerous": .bool(isDangerous), "answer": answer.json, "paging": .bool(paging != nil),
            "unavailable": JSONValue(unavailable),
            "parameters": .array(
                parameters.map {
                    [
                        "name": .string($0.name), "type": .string($0.type.rawValue), "required": .bool($0.isRequired),
                        "default": JSONValue($0.standard), "secret": .bool($0.isSecret), "doc": .string($0.doc),
                        "values": .object($0.values.mapValues { .string($0) }),
                    ]
                }),
        ]
    }
}

extension Exchange.Operation.Answer {
    fileprivate var json: JSONValue {
        switch self {
        case .done: ["form": "done"]
        case .object: ["form": "object"]
        case .rows(let path): ["form": "rows", "at": .string(path)]
        case .file: ["form": "file"]
        }
    }
}
