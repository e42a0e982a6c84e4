import JSON

/// One row of a system's ledger: what the exchange can be asked, as data.
public struct Operation: Equatable, Sendable {
    /// Whether it asks or changes something.
    public enum Kind: String, Sendable { case query, command }

    /// One argument of an operation.
    public struct Parameter: Equatable, Sendable {
        /// Dotted where the wire nests it: `params.start`.
        public var name: String
        public var isRequired: Bool
        /// The documented wire values with their meanings; empty when free.
        public var values: [String: String]
        public var doc: String
        /// A password: what is given for it goes to the exchange alone, not into the audit log.
        public var isSecret: Bool

        public init(_ name: String, required: Bool = true, secret: Bool = false, values: [String: String] = [:], _ doc: String) {
            self.name = name
            isRequired = required
            isSecret = secret
            self.values = values
            self.doc = doc
        }
    }

    /// Stable dotted name, as in the catalog: `calls.hangup`.
    public var id: String
    /// The system's own name.
    public var native: String
    public var titleEnglish: String
    public var titleChinese: String
    public var area: String
    public var kind: Kind
    public var parameters: [Parameter]
    /// Deletes or wipes: asks first.
    public var isDangerous: Bool

    public init(
        _ id: String, native: String, english: String, chinese: String, area: String, kind: Kind,
        dangerous: Bool = false, _ parameters: [Parameter] = []
    ) {
        self.id = id
        self.native = native
        titleEnglish = english
        titleChinese = chinese
        self.area = area
        self.kind = kind
        isDangerous = dangerous
        self.parameters = parameters
    }
}

extension Operation {
    /// The arguments with the secret ones made unreadable, for logs.
    public func masked(_ arguments: JSONValue) -> JSONValue {
        let secrets = Set(parameters.lazy.filter(\.isSecret).map(\.name))
        guard !secrets.isEmpty, let members = arguments.object else { return arguments }
        return .object(Dictionary(uniqueKeysWithValues: members.map { ($0, secrets.contains($0) ? "••••" : $1) }))
    }
}
