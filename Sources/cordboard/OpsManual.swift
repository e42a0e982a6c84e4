import Exchange

/// The catalogs of the systems as a manual page, made of the same ledgers.
struct OpsManual {
    let kinds: [SystemKind]
    let isChinese: Bool

    /// The page in the language of man(7).
    var lines: [String] {
        [
            #".TH CORDBOARD-OPS 7 "" "\#(HelpText.version)" "Operations""#, ".SH NAME",
            #"cordboard-ops \- every operation of every system, for \fBcordboard op\fR and \fB:op\fR"#, ".SH DESCRIPTION",
            #"Each operation is listed with its identifier, the system's own name for it and its parameters; those in brackets may be left out."#,
            #"Operations that change something are marked \fBcommand\fR, those that delete or cut off \fBdangerous\fR."#,
        ] + kinds.flatMap(section)
    }

    private func section(of kind: SystemKind) -> [String] {
        let operations = kind.operations
        var areas: [String] = []
        for operation in operations where !areas.contains(operation.area) { areas.append(operation.area) }
        return [".SH \(Self.quoted(kind.rawValue.uppercased()))", "\(operations.count) operations."]
            + areas.flatMap { area in
                [".SS \(Self.quoted("\(kind.rawValue): \(area)"))"] + operations.filter { $0.area == area }.flatMap(paragraphs)
            }
    }

    private func paragraphs(of operation: Exchange.Operation) -> [String] {
        var marks = operation.kind == .command ? ["command"] : []
        if operation.isDangerous { marks.append("dangerous") }
        let title = isChinese ? operation.titleChinese : operation.titleEnglish
        var lines = [
            ".TP", ".B \(Self.quoted(operation.id))",
            Self.text(title) + "." + (marks.isEmpty ? "" : #" \fB\#(marks.joined(separator: ", "))\fR."#),
            #"\fI\#(Self.text(operation.native))\fR"#,
        ]
        if let reason = operation.unavailable { lines.append("Not available: \(Self.text(reason.string)).") }
        guard !operation.parameters.isEmpty else { return lines }
        return lines + [".RS"] + operation.parameters.flatMap(self.lines) + [".RE"]
    }

    private func lines(of parameter: Exchange.Operation.Parameter) -> [String] {
        let word = parameter.isRequired ? "\(parameter.name)=…" : "[\(parameter.name)=…]"
        let choices = parameter.values.sorted { $0.key < $1.key }.map { $0.value.isEmpty ? $0.key : "\($0.key) (\($0.value))" }
        var facts = parameter.type == .text ? [] : [parameter.type.rawValue]
        if let standard = parameter.standard { facts.append("default \(standard)") }
        let meaning = [parameter.doc, facts.isEmpty ? "" : "(\(facts.joined(separator: ", ")))", choices.joined(separator: ", ")]
        return [".TP", ".I \(Self.quoted(word))", Self.text(meaning.filter { !$0.isEmpty }.joined(separator: " "))]
    }

    /// Text that cannot be taken for a request or an escape.
    private static func text(_ text: String) -> String {
        let plain = text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }

    private static func quoted(_ text: String) -> String { "\"" + Self.text(text).replacing("\"", with: "\"\"") + "\"" }
}
