import Exchange
import Wire

/// What the adapter needs to know of one Huawei ICP.
public struct ICPConfiguration: Sendable {
    /// The uPortal with the dispatch service (CDS) behind it.
    public struct TalkingGroups: Sendable {
        /// Scheme, host and port, perhaps with a path: `https://10.0.0.9:8443`.
        public var url: String
        public var tls: TLSPolicy?
        /// The dispatcher's number.
        public var username: String
        public var password: Secret
        /// The interface and port on which notifications are received; port 0 takes a free one.
        public var host: String
        public var port: Int
        /// The address the service is told. nil: a path that nobody can guess on the address we listen on.
        public var callbackURL: String?
        /// The longest that the floor is kept.
        public var talkLimit: Duration
        /// How the service writes text.
        public var encoding = TextEncoding.automatic
        /// How long a subscription lasts before it must be renewed; the service takes up to 7200 s.
        public var subscription: Duration

        public init(
            url: String, tls: TLSPolicy? = nil, username: String, password: Secret, host: String = "127.0.0.1", port: Int = 0,
            callbackURL: String? = nil, talkLimit: Duration = .seconds(60), subscription: Duration = .seconds(7_200)
        ) {
            self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
            self.tls = tls
            self.username = username
            self.password = password
            self.host = host
            self.port = port
            self.callbackURL = callbackURL
            self.talkLimit = talkLimit
            self.subscription = subscription
        }
    }

    public var id: SiteID
    public var name: SafeText
    /// `https://host:8043/agentgateway/resource`
    public var gateway: String
    public var standby: String?
    public var tls: TLSPolicy?
    /// The agent's work number.
    public var agent: String
    /// May be empty.
    public var password: Secret
    /// The telephone bound to the agent.
    public var phone: String
    /// Throws out whoever is signed in as this agent already, without asking.
    public var forcesSignIn: Bool
    /// How the exchange writes text.
    public var encoding = TextEncoding.automatic
    /// The longest wait for one answer; the long poll is given its own ten seconds more.
    public var deadline: Duration
    /// Pause between two looks at what only polling shows.
    public var pollInterval: Duration
    /// Pause between two complete looks, which find what was missed.
    public var reconcileInterval: Duration
    public var talkingGroups: TalkingGroups?

    public init(
        id: SiteID, name: SafeText, gateway: String, standby: String? = nil, tls: TLSPolicy? = nil, agent: String,
        password: Secret, phone: String, forcesSignIn: Bool = false, deadline: Duration = .seconds(5),
        pollInterval: Duration = .seconds(2), reconcileInterval: Duration = .seconds(30), talkingGroups: TalkingGroups? = nil
    ) {
        func bare(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
        self.id = id
        self.name = name
        self.gateway = bare(gateway)
        self.standby = standby.map(bare)
        self.tls = tls
        self.agent = agent
        self.password = password
        self.phone = phone
        self.forcesSignIn = forcesSignIn
        self.deadline = deadline
        self.pollInterval = pollInterval
        self.reconcileInterval = reconcileInterval
        self.talkingGroups = talkingGroups
    }
}
