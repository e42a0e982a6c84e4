/// One key of a configuration's entry: what it is called, what it takes, and what it means.
public struct SettingsField: Sendable {
    public let name: String
    public let type: SettingsType
    public let isRequired: Bool
    /// What counts where the key is not written, as it would be written; nil where that is nothing.
    public let standard: String?
    /// What it means, in English; also the key of its translation.
    public let doc: String
    /// An empty secret is one, too: the system takes accounts without a password.
    public let mayBeEmpty: Bool
    /// Another key that must stand beside this one, and what is said where it does not.
    public let companion: Companion?

    public struct Companion: Sendable {
        public let name: String
        public let missing: Wording

        public init(_ name: String, missing: Wording) {
            self.name = name
            self.missing = missing
        }
    }

    public init(
        _ name: String, _ type: SettingsType, required: Bool = false, standard: String? = nil, companion: Companion? = nil,
        mayBeEmpty: Bool = false, _ doc: String
    ) {
        self.name = name
        self.type = type
        isRequired = required
        self.standard = standard
        self.companion = companion
        self.mayBeEmpty = mayBeEmpty
        self.doc = doc
    }

    /// A password or key: it prints as dots, and may be given as `NAME_env` or `NAME_command` instead.
    public var isSecret: Bool { if case .secret = type { true } else { false } }

    /// The fields of a group; empty for anything else.
    public var fields: [SettingsField] { if case .group(let fields, _) = type { fields } else { [] } }

    /// The keys under which it may stand.
    public var keys: [String] { isSecret ? [name, name + "_env", name + "_command"] : [name] }
}

/// What a setting takes.
public enum SettingsType: Sendable {
    /// Text in a form of its own.
    case text(SettingsFormat = .free)
    /// Texts; the check says everything that is wrong with them. `placeholder` stands for one in listings.
    case list(placeholder: String, check: @Sendable ([String]) -> [Wording] = { _ in [] })
    /// A time each for names of the user's own, as in `{sales: 5s}`. `placeholder` stands for a name in listings.
    case durations(placeholder: String, ClosedRange<Duration>)
    /// One of these words.
    case choice([String])
    case truth
    /// `500ms`, `5s`, `1m`, within these bounds.
    case duration(ClosedRange<Duration>)
    /// A password or key; see `SettingsField.isSecret`.
    case secret
    /// The path of a file that must exist; a relative one starts at the configuration's folder.
    case file
    /// Keys within a key. `owner` is what lacks something in `OWNER “NAME”`, as in `the site has no`.
    /// A group without a required field counts even where it is not written, by its defaults.
    case group([SettingsField], owner: String)
}

extension SettingsType {
    /// How often something may be asked for.
    public static let pause = SettingsType.duration(.milliseconds(100) ... .seconds(3_600))
}

/// The form of a setting that is one piece of text.
public struct SettingsFormat: Sendable {
    /// What became of a text.
    public enum Reading: Sendable {
        case value(SettingsValue)
        /// It is taken, and something is said about it.
        case doubtful(SettingsValue, Wording)
        case wrong(Wording)
    }

    /// How it is written, as in `mqtt://HOST[:PORT]`.
    public let placeholder: String
    public let read: @Sendable (String) -> Reading

    public init(_ placeholder: String, read: @escaping @Sendable (String) -> Reading) {
        self.placeholder = placeholder
        self.read = read
    }

    /// Any text.
    public static let free = SettingsFormat("TEXT") { .value(.text($0)) }

    /// Text that passes a test; `problem` is said of any other.
    public static func text(
        _ placeholder: String, where isValid: @escaping @Sendable (String) -> Bool, otherwise problem: Wording
    ) -> SettingsFormat {
        SettingsFormat(placeholder) { isValid($0) ? .value(.text($0)) : .wrong(problem) }
    }
}
