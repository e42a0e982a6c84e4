import Exchange

/// What the adapter needs to know of one conference server.
public struct ConferenceServerConfiguration: Sendable {
    public var id: SiteID
    public var name: SafeText
    public var host: String
    public var port: Int
    /// The operator's log-in name; one session per name (catalog, `session_single`).
    public var username: String
    /// Goes over the wire in clear text, at log-in and again at log-out.
    public var password: Secret
    /// The operator's telephones, at most two; the first opens rooms.
    public var phones: [String]
    /// How the server writes text, and wants to read it.
    public var encoding: TextEncoding
    /// The longest wait for one answer; none is documented, 5 to 10 s are advised.
    public var deadline: Duration
    /// After this much silence the server counts as dead: three of the gateway's checks and a half (catalog, `keep_alive_timeout`).
    public var silence: Duration
    /// How long rooms and operators are awaited: without rooms no answer comes.
    public var listingLimit: Duration
    /// With this much silence after a listed room the list has ended: nothing marks its end.
    public var gathering: Duration
    /// Pause between two looks at the operators and at our rooms.
    public var reconcileInterval: Duration

    public init(
        id: SiteID, name: SafeText, host: String, port: Int, username: String, password: Secret, phones: [String],
        encoding: TextEncoding = .automatic, deadline: Duration = .seconds(5), listingLimit: Duration? = nil,
        silence: Duration = .seconds(36),
        gathering: Duration = .milliseconds(500),
        reconcileInterval: Duration = .seconds(15)
    ) {
        self.id = id
        self.name = name
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.phones = phones
        self.encoding = encoding
        self.deadline = deadline
        self.listingLimit = listingLimit ?? deadline
        self.silence = silence
        self.gathering = gathering
        self.reconcileInterval = reconcileInterval
    }
}
