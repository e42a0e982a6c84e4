/// What was read for one setting.
public enum SettingsValue: Sendable, Equatable {
    case text(String)
    case list([String])
    case truth(Bool)
    case duration(Duration)
    case secret(Secret)
    case address(NetworkAddress)
    case bytes([UInt8])
    case group(SettingsValues)
}

/// What was read for the fields of a kind or of a group, defaults filled in. What is missing, or was asked for as something
/// else than its field takes, reads as empty: a configuration that lacks a required field makes no site.
public struct SettingsValues: Sendable, Equatable {
    private var values: [String: SettingsValue] = [:]

    public init() {}

    public subscript(name: String) -> SettingsValue? {
        get { values[name] }
        set { values[name] = newValue }
    }

    public func text(_ name: String) -> String { optionalText(name) ?? "" }
    public func optionalText(_ name: String) -> String? {
        switch values[name] {
        case .text(let text)?: text
        case .address(let address)?: address.text
        default: nil
        }
    }
    public func list(_ name: String) -> [String] { if case .list(let list)? = values[name] { list } else { [] } }
    public func truth(_ name: String) -> Bool { if case .truth(true)? = values[name] { true } else { false } }
    public func duration(_ name: String) -> Duration { if case .duration(let duration)? = values[name] { duration } else { .zero } }
    /// Times by names of the user's own.
    public func durations(_ name: String) -> [String: Duration] {
        (group(name)?.values ?? [:]).compactMapValues { if case .duration(let duration) = $0 { duration } else { nil } }
    }
    /// The empty secret where none is given.
    public func secret(_ name: String) -> Secret { optionalSecret(name) ?? Secret("") }
    public func optionalSecret(_ name: String) -> Secret? { if case .secret(let secret)? = values[name] { secret } else { nil } }
    public func address(_ name: String) -> NetworkAddress {
        if case .address(let address)? = values[name] { address } else { NetworkAddress(text: "", scheme: nil, host: "", port: nil) }
    }
    public func bytes(_ name: String) -> [UInt8]? { if case .bytes(let bytes)? = values[name] { bytes } else { nil } }
    public func group(_ name: String) -> SettingsValues? { if case .group(let group)? = values[name] { group } else { nil } }

    /// Everything in it that nobody may see: its secrets, and texts under a name for which `isSecret` says so.
    public func secrets(isSecret: (String) -> Bool) -> [String] {
        values.flatMap { name, value in
            switch value {
            case .secret(let secret): [secret.reveal()]
            case .text(let text): isSecret(name) ? [text] : []
            case .group(let group): group.secrets(isSecret: isSecret)
            default: [String]()
            }
        }
    }

    /// Whether any of its addresses stands for an encrypted link.
    public var hasEncryptedAddress: Bool {
        values.values.contains { value in
            switch value {
            case .address(let address): address.isEncrypted
            case .group(let group): group.hasEncryptedAddress
            default: false
            }
        }
    }

    /// Sets a value within groups; `path` names them from the outside.
    public mutating func set(_ value: SettingsValue, at path: some Collection<String>) {
        guard let name = path.first else { return }
        guard path.count > 1 else {
            values[name] = value
            return
        }
        var inner = group(name) ?? SettingsValues()
        inner.set(value, at: path.dropFirst())
        values[name] = .group(inner)
    }
}

extension SettingsValues: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, SettingsValue)...) {
        values = Dictionary(elements, uniquingKeysWith: { _, last in last })
    }
}

/// The address of a server, or of a listener of ours.
public struct NetworkAddress: Sendable, Equatable {
    /// As adapters use it: scheme in lower case, no slash behind it.
    public var text: String
    /// As in `https`; nil where addresses have none.
    public var scheme: String?
    /// Without brackets.
    public var host: String
    /// The one written, or the scheme's own.
    public var port: Int?
    /// Whether what we open there is encrypted.
    public var isEncrypted: Bool

    public init(text: String, scheme: String?, host: String, port: Int?, isEncrypted: Bool = false) {
        self.text = text
        self.scheme = scheme
        self.host = host
        self.port = port
        self.isEncrypted = isEncrypted
    }
}
