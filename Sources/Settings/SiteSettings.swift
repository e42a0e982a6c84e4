import Exchange

/// One entry of `sites:`: what every site has, and what its kind of system needs.
public struct SiteSettings: Sendable, Equatable {
    /// The kind of system, and what makes a site of it.
    public let adapter: AdapterDescriptor
    public var id: SiteID
    public var name: SafeText
    /// What stands under the keys that the adapter names.
    public var values: SettingsValues
    /// The operator's telephone at this site, where it is another than everywhere else.
    public var `extension`: String?
    public var tls: TLSSettings
    /// `tls:` is written, which encrypts the links of some kinds.
    public var hasTLS: Bool
    /// Deadline of one request.
    public var timeout: Duration
    /// How the exchange writes text.
    public var encoding: TextEncoding
    /// Shortest and longest wait before another attempt to connect.
    public var reconnect: ClosedRange<Duration>

    public init(
        _ adapter: AdapterDescriptor, id: SiteID, name: SafeText, values: SettingsValues, extension: String? = nil,
        tls: TLSSettings = TLSSettings(), hasTLS: Bool = false, timeout: Duration = .seconds(5), encoding: TextEncoding = .automatic,
        reconnect: ClosedRange<Duration> = .seconds(1) ... .seconds(30)
    ) {
        self.adapter = adapter
        self.id = id
        self.name = name
        self.values = values
        self.extension = `extension`
        self.tls = tls
        self.hasTLS = hasTLS
        self.timeout = timeout
        self.encoding = encoding
        self.reconnect = reconnect
    }

    public var kind: SystemKind { adapter.kind }

    /// Whether any link is encrypted; `check` says so.
    public var isEncrypted: Bool { values.hasEncryptedAddress || hasTLS && adapter.tls == .whereSet }

    /// A site with these settings. Nothing is connected yet.
    /// - Parameter operator: whose telephone the site may ring.
    public func makeSite(for operator: Operator, _ environment: Environment = .system) -> any Site {
        adapter.makeSite(
            values,
            SiteContext(
                id: id, name: name, tls: isEncrypted ? tls : nil, timeout: timeout, encoding: encoding,
                operatorExtension: `extension` ?? `operator`.extension, environment: environment))
    }
}
