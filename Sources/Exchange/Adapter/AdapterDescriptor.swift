/// One kind of exchange as the rest of the program knows it. Every adapter exports exactly one; module `Adapters` lists them.
///
/// What a configuration may say about such a site, what can be asked of it and how a site is made from the settings are
/// values here, so that nothing outside the adapter's folder has to know the kind.
public struct AdapterDescriptor: Sendable {
    public let kind: SystemKind
    /// What the system is called, in English; also the key of its translation.
    public let title: String
    /// What one entry of `sites:` takes besides the settings that all kinds share, in the order in which they are listed.
    public let settings: [SettingsField]
    public let tls: TLSUse
    /// The setting that names the operator's own telephone there; such a system takes no `extension`.
    public let telephoneSetting: String?
    private let catalog: @Sendable () -> [Operation]
    private let build: @Sendable (SettingsValues, SiteContext) -> any Site

    /// - Parameters:
    ///   - operations: the system's catalog; asked only when somebody wants to see it.
    ///   - make: makes a site from settings that were read by `settings`. Nothing is connected by it.
    public init(
        kind: SystemKind, title: String, settings: [SettingsField], tls: TLSUse, telephoneSetting: String? = nil,
        operations: @escaping @Sendable () -> [Operation], make: @escaping @Sendable (SettingsValues, SiteContext) -> any Site
    ) {
        self.kind = kind
        self.title = title
        self.settings = settings
        self.tls = tls
        self.telephoneSetting = telephoneSetting
        catalog = operations
        build = make
    }

    /// The operations of the system's catalog.
    public var operations: [Operation] { catalog() }

    /// A site with these settings. Nothing is connected yet.
    public func makeSite(_ values: SettingsValues, _ context: SiteContext) -> any Site { build(values, context) }
}

/// There is one descriptor of a kind, so the kind tells them apart.
extension AdapterDescriptor: Hashable {
    public static func == (left: AdapterDescriptor, right: AdapterDescriptor) -> Bool { left.kind == right.kind }
    public func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

extension Collection<AdapterDescriptor> {
    /// The adapter of a kind; nil where the list has none.
    public subscript(kind: SystemKind) -> AdapterDescriptor? { first { $0.kind == kind } }
}

/// What `tls:` does at a kind of system.
public enum TLSUse: Sendable, Equatable {
    /// Links are encrypted where the address begins with `encrypted`, as in `mqtts://`; with `plain` they are not.
    case byScheme(plain: String, encrypted: String)
    /// Links are encrypted where the site has a `tls:` of its own.
    case whereSet
    /// The system speaks in clear text.
    case never
}

/// Whom to believe on encrypted links.
public struct TLSSettings: Sendable, Equatable {
    /// A file of authorities in PEM; nil means the system's.
    public var ca: String?
    /// SHA-256 of the peer's certificate, 32 bytes.
    public var fingerprint: [UInt8]?
    /// False accepts any certificate.
    public var verify: Bool

    public init(ca: String? = nil, fingerprint: [UInt8]? = nil, verify: Bool = true) {
        self.ca = ca
        self.fingerprint = fingerprint
        self.verify = verify
    }
}

/// What a site is given besides its kind's own settings.
public struct SiteContext: Sendable {
    public var id: SiteID
    public var name: SafeText
    /// nil where no link of the site is encrypted.
    public var tls: TLSSettings?
    /// The longest wait for one answer.
    public var timeout: Duration
    /// How the exchange writes text.
    public var encoding: TextEncoding
    /// The operator's telephone: it rings for supervision and for what is dialled.
    public var operatorExtension: String?
    public var environment: Environment

    public init(
        id: SiteID, name: SafeText, tls: TLSSettings? = nil, timeout: Duration = .seconds(5), encoding: TextEncoding = .automatic,
        operatorExtension: String? = nil, environment: Environment = .system
    ) {
        self.id = id
        self.name = name
        self.tls = tls
        self.timeout = timeout
        self.encoding = encoding
        self.operatorExtension = operatorExtension
        self.environment = environment
    }
}
