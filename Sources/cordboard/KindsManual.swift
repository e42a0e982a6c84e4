import Exchange
import Settings
import Translations

/// What the configuration of each kind takes as a manual page, made of the same rows.
struct KindsManual {
    let adapters: [AdapterDescriptor]
    let phrases: TranslationCatalog

    /// The page in the language of man(7).
    var lines: [String] {
        [
            #".TH CORDBOARD-KINDS 5 "" "\#(HelpText.version)" "Configuration""#, ".SH NAME",
            #"cordboard-kinds \- what an entry of \fBsites:\fR takes for each kind of exchange"#, ".SH DESCRIPTION",
            #"A key in brackets may be left out. Instead of a SECRET under NAME, NAME_env names an environment variable that holds it"#,
            #"and NAME_command a command that prints it. A TIME is written 500ms, 5s or 1m."#,
            ".SH \"EVERY SITE\"",
        ] + paragraphs(CommonSettings.identity(adapters.map(\.kind)) + CommonSettings.rest)
            + adapters.flatMap { adapter in
                [".SH \(Roff.quoted(adapter.kind.rawValue.uppercased()))", Roff.text(phrases(adapter.title)) + "."]
                    + paragraphs(adapter.settings)
            }
    }

    private func paragraphs(_ fields: [SettingsField]) -> [String] {
        fields.flatMap { field -> [String] in
            let word = field.rows()[0].left
            let inner = field.fields.isEmpty ? [] : [".RS"] + paragraphs(field.fields) + [".RE"]
            return [".TP", ".B \(Roff.quoted(word))", Roff.text(field.meaning(phrases))] + inner
        }
    }
}
