import Exchange

/// What every entry of `sites:` takes, whatever its kind.
public enum CommonSettings {
    /// What the site is; read before its kind is known.
    public static func identity(_ kinds: [SystemKind]) -> [SettingsField] {
        [
            SettingsField("id", .text(id), required: true, "The site's name in commands."),
            SettingsField("name", .text(), "What it is called on the screen; otherwise its id."),
            SettingsField("kind", .choice(kinds.map(\.rawValue)), required: true, "The kind of exchange."),
        ]
    }

    /// The rest.
    public static let rest: [SettingsField] = [
        SettingsField("extension", .text(), "The operator's telephone at this site, instead of the operator's own extension."),
        SettingsField(
            "tls",
            .group(
                [
                    SettingsField("ca", .file, "Certificate authorities in PEM; otherwise the system's."),
                    SettingsField(
                        "fingerprint", .text(fingerprint), "SHA-256 of the server's certificate: that one is believed, and no other."),
                    SettingsField("verify", .truth, standard: "true", "false believes any certificate."),
                ], owner: "tls has no"),
            "Whom to believe on encrypted links."),
        SettingsField("timeout", .duration(.milliseconds(100) ... .seconds(600)), standard: "5s", "The longest wait for one answer."),
        SettingsField(
            "encoding", .choice(TextEncoding.allCases.map(\.rawValue)), standard: TextEncoding.automatic.rawValue,
            "How the exchange writes text; “auto” reads UTF-8, and GBK where it can be nothing else."),
        SettingsField(
            "reconnect",
            .group(
                [
                    SettingsField("min", .pause, standard: "1s", "The shortest."),
                    SettingsField("max", .pause, standard: "30s", "The longest."),
                ], owner: "reconnect has no"),
            "How long to wait before another attempt to connect."),
    ]

    /// Everything that an entry of a kind takes, the kind's own settings first after its identity.
    public static func fields(of adapter: AdapterDescriptor) -> [SettingsField] {
        identity([adapter.kind]) + adapter.settings + rest.filter { adapter.telephoneSetting == nil || $0.name != "extension" }
    }

    private static let id = SettingsFormat.text(
        "ID", where: { $0.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) } && !$0.hasPrefix("-") },
        otherwise: "a site's id is made of letters, digits, “.”, “_” and “-”")

    private static let fingerprint = SettingsFormat("SHA256") { text in
        guard let bytes = [UInt8](hexadecimal: text), bytes.count == 32 else {
            return .wrong("a fingerprint is SHA-256: 64 hexadecimal digits, with or without colons")
        }
        return .value(.bytes(bytes))
    }
}

extension [UInt8] {
    /// Pairs of hexadecimal digits, with colons between them or none at all; nil for anything else.
    init?(hexadecimal text: String) {
        let digits: [Character]
        if text.contains(":") {
            let pairs = text.split(separator: ":", omittingEmptySubsequences: false)
            guard pairs.allSatisfy({ $0.count == 2 }) else { return nil }
            digits = pairs.flatMap { $0 }
        } else {
            digits = [Character](text)
        }
        let values = digits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
        guard values.count == digits.count, values.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}
