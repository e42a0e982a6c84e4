import Exchange
import Translations

/// The catalogs of the systems as a manual page, made of the same rows.
struct OpsManual {
    let kinds: [AdapterDescriptor]
    let phrases: TranslationCatalog

    /// The page in the language of man(7).
    var lines: [String] {
        [
            #".TH CORDBOARD-OPS 7 "" "\#(HelpText.version)" "Operations""#, ".SH NAME",
            #"cordboard-ops \- every operation of every system, for \fBcordboard op\fR and \fB:op\fR"#, ".SH DESCRIPTION",
            #"Each operation is listed with its identifier, the system's own name for it and its parameters; those in brackets may be left out."#,
            #"Operations that change something are marked \fBcommand\fR, those that delete or cut off \fBdangerous\fR."#,
        ] + kinds.flatMap(section)
    }

    private func section(of kind: AdapterDescriptor) -> [String] {
        let operations = kind.operations
        var areas: [String] = []
        for operation in operations where !areas.contains(operation.area) { areas.append(operation.area) }
        return [".SH \(Roff.quoted(kind.kind.rawValue.uppercased()))", "\(operations.count) operations."]
            + areas.flatMap { area in
                [".SS \(Roff.quoted("\(kind.kind.rawValue): \(area)"))"] + operations.filter { $0.area == area }.flatMap(paragraphs)
            }
    }

    private func paragraphs(of operation: Exchange.Operation) -> [String] {
        var marks = operation.kind == .command ? ["command"] : []
        if operation.isDangerous { marks.append("dangerous") }
        let title = phrases(operation.title, context: operation.native)
        var lines = [
            ".TP", ".B \(Roff.quoted(operation.id))",
            Roff.text(title) + "." + (marks.isEmpty ? "" : #" \fB\#(marks.joined(separator: ", "))\fR."#),
            #"\fI\#(Roff.text(operation.native))\fR"#,
        ]
        if let reason = operation.unavailable { lines.append("Not available: \(Roff.text(reason.string)).") }
        guard !operation.parameters.isEmpty else { return lines }
        return lines + [".RS"] + operation.parameters.flatMap(self.lines) + [".RE"]
    }

    private func lines(of parameter: Exchange.Operation.Parameter) -> [String] {
        let word = parameter.isRequired ? "\(parameter.name)=…" : "[\(parameter.name)=…]"
        let choices = parameter.values.sorted { $0.key < $1.key }.map { $0.value.isEmpty ? $0.key : "\($0.key) (\(phrases($0.value)))" }
        var facts = parameter.type == .text ? [] : [parameter.type.rawValue]
        if let standard = parameter.standard { facts.append("default \(standard)") }
        let meaning = [phrases(parameter.doc), facts.isEmpty ? "" : "(\(facts.joined(separator: ", ")))", choices.joined(separator: ", ")]
        return [".TP", ".I \(Roff.quoted(word))", Roff.text(meaning.filter { !$0.isEmpty }.joined(separator: " "))]
    }
}
