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
        let kinds = try self.kinds()
        if invocation.options.json {
            let list = JSONValue.array(kinds.flatMap { kind in kind.operations.map { $0.json(of: kind) } })
            output.write(list)
        } else {
            for kind in kinds { output.write(lines(kind)) }
        }
        return .done
    }

    private func kinds() throws(Fault) -> [SystemKind] {
        guard let word = invocation.operands.first else { return SystemKind.allCases }
        guard let kind = SystemKind(rawValue: word) else {
            throw .unknown("there is no kind of system “\(word)”", written: word, valid: SystemKind.allCases.map(\.rawValue))
        }
        return [kind]
    }

    private func lines(_ kind: SystemKind) -> [String] {
        let operations = kind.operations
        let width = operations.map(\.id.count).max() ?? 0
        let native = operations.map(\.native.count).max() ?? 0
        return operations.flatMap { operation in
            let isChinese = program.phrases.language == .zh_CN
            let title = isChinese ? operation.titleChinese : operation.titleEnglish
            return ["\(operation.id.padded(to: width))  \(operation.native.padded(to: native))  \(title)"]
                + operation.parameters.map { "    " + $0.line }
        }
    }
}

extension Exchange.Operation.Parameter {
    /// `queue=…` or `[type=…]`, its values and what it means.
    fileprivate var line: String {
        let word = isRequired ? "\(name)=…" : "[\(name)=…]"
        let choices = values.sorted { $0.key < $1.key }.map { $0.value.isEmpty ? $0.key : "\($0.key) (\($0.value))" }
        return ([word, doc] + (choices.isEmpty ? [] : [choices.joined(separator: ", ")])).joined(separator: "  ")
    }
}

extension Exchange.Operation {
    fileprivate func json(of system: SystemKind) -> JSONValue {
        [
            "kind": .string(system.rawValue), "id": .string(id), "native": .string(native),
            "title": ["en": .string(titleEnglish), "zh_CN": .string(titleChinese)], "area": .string(area),
            "type": .string(kind.rawValue), "dangerous": .bool(isDangerous),
            "parameters": .array(
                parameters.map {
                    [
                        "name": .string($0.name), "required": .bool($0.isRequired), "doc": .string($0.doc),
                        "values": .object($0.values.mapValues { .string($0) }),
                    ]
                }),
        ]
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
