import JSON

/// One row of a system's catalog: what the exchange can be asked, as data.
public struct Operation: Equatable, Sendable {
    /// Whether it asks or changes something.
    public enum Kind: String, Sendable { case query, command }

    /// What a parameter takes; checked before anything is sent.
    public enum ValueType: String, CaseIterable, Sendable { case text, integer, number, boolean, list, object }

    /// One argument of an operation.
    public struct Parameter: Equatable, Sendable {
        /// Dotted where the wire nests it: `params.start`.
        public var name: String
        public var isRequired: Bool
        public var type: ValueType = .text
        /// What the exchange takes where the parameter is left out, as far as documented.
        public var standard: String?
        /// The documented wire values with their meanings; empty when free.
        public var values: [String: String]
        /// The documented values are examples or keywords among free ones; otherwise nothing else is sent.
        public var valuesAreExamples: Bool
        public var doc: String
        /// A password: what is given for it goes to the exchange alone, not into the audit log.
        public var isSecret: Bool
        /// Documented bounds of a number.
        public var range: ClosedRange<Int>?
        /// What a list is made of, where that is not text: `integer`.
        public var elements: ValueType?
        /// The least role that may give it, where that is more than the operation's: an application to run on a call.
        public var role: Role?

        public init(
            _ name: String, type: ValueType = .text, required: Bool = true, secret: Bool = false, standard: String? = nil,
            values: [String: String] = [:], examples: Bool = false, _ doc: String
        ) {
            self.name = name
            self.type = type
            isRequired = required
            self.standard = standard
            isSecret = secret
            self.values = values
            valuesAreExamples = examples
            self.doc = doc
        }
    }

    /// How an answer is laid out.
    public enum Answer: Equatable, Sendable {
        /// Nothing but that it was done.
        case done
        case object
        /// Rows that stand at a dotted path; the empty path is the answer itself.
        case rows(at: String)
        /// A file: a recording, a voicemail message, a table.
        case file
    }

    /// How a long listing is asked for piece by piece.
    public struct Paging: Equatable, Sendable {
        /// The parameter that says where a piece begins.
        public var start: String
        /// The value of `start` for the first piece.
        public var first: Int
        /// The parameter that says how long a piece is, if there is one.
        public var size: String?
        /// Whether `start` counts pieces; otherwise it counts rows.
        public var countsPages: Bool

        public init(start: String, first: Int, size: String? = nil, countsPages: Bool) {
            self.start = start
            self.first = first
            self.size = size
            self.countsPages = countsPages
        }
    }

    /// Stable dotted name, as in the catalog: `calls.hangup`.
    public var id: String
    /// The system's own name.
    public var native: String
    /// English; also the key of the translations, where it stands in the context of `native` if others share it.
    public var title: String
    public var area: String
    public var kind: Kind
    public var parameters: [Parameter]
    /// The least role that may run it. Never less than what the action needs that it amounts to.
    public var role: Role
    /// The action that it amounts to at the exchange, where there is one: `calls.hangup` is `hangup`.
    public var action: Action?
    /// Deletes or wipes: asks first.
    public var isDangerous: Bool
    public var answer: Answer = .object
    /// nil: the answer comes whole.
    public var paging: Paging?
    /// Why the operation has no wire; it is listed all the same.
    public var unavailable: SafeText?
    /// Names of fields that nobody may read in an answer, in small letters; `*` at an end stands for anything.
    public var secretFields: [String]

    /// - Parameter role: nil is the least that `kind` and `action` allow: a query is for everybody, a command for dispatchers, and
    ///   what amounts to an action needs that action's role.
    public init(
        _ id: String, native: String, title: String, area: String, kind: Kind,
        role: Role? = nil, action: Action? = nil, dangerous: Bool = false, answer: Answer = .object, paging: Paging? = nil,
        unavailable: SafeText? = nil, secretFields: [String] = [], _ parameters: [Parameter] = []
    ) {
        self.id = id
        self.native = native
        self.title = title
        self.area = area
        self.kind = kind
        self.action = action
        self.role = role ?? Self.leastRole(kind, action)
        isDangerous = dangerous
        self.answer = answer
        self.paging = paging
        self.unavailable = unavailable
        self.secretFields = secretFields.map { $0.lowercased() }
        self.parameters = parameters
    }

    /// What kind and action ask for: a query is for everybody, a command for dispatchers, and what amounts to an action needs
    /// that action's role.
    public static func leastRole(_ kind: Kind, _ action: Action?) -> Role {
        max(kind == .query ? .viewer : .dispatcher, action?.definition.role ?? .viewer)
    }
}
