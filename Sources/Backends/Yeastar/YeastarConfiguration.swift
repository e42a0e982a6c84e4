import Exchange
import Wire

/// What the adapter needs to know of one Yeastar-style exchange.
public struct YeastarConfiguration: Sendable {
    /// Where the exchange sends its event reports.
    public struct Reports: Sendable, Equatable {
        /// The interface and port we listen on; port 0 takes a free one.
        public var host: String
        public var port: Int
        /// The address the exchange is told, `host:port/path`, sent with `urltag` 1. nil: a path that nobody can guess on the
        /// address we listen on.
        public var url: String?

        public init(host: String, port: Int, url: String? = nil) {
            self.host = host
            self.port = port
            self.url = url
        }
    }

    public var id: SiteID
    public var name: SafeText
    /// Scheme, host and port of the exchange: `http://10.0.0.1:9011`.
    public var url: String
    public var tls: TLSPolicy?
    public var username: String
    /// In plain; its MD5 goes over the wire.
    public var password: Secret
    /// The version segment of every path.
    public var version: String
    /// nil: the exchange is only polled.
    public var reports: Reports?
    /// How the exchange writes text.
    public var encoding = TextEncoding.automatic
    /// The longest wait for one answer; the document states none.
    public var deadline: Duration
    /// Pause between two looks at what only polling shows.
    public var pollInterval: Duration
    /// Pause between two looks at what hardly ever changes, and at everything that a lost report may have told.
    public var reconcileInterval: Duration
    /// Pause between two heartbeats; a token dies after 30 minutes without one.
    public var heartbeatInterval: Duration
    /// The operator's telephone, which rings for supervision.
    public var operatorExtension: String?

    public init(
        id: SiteID, name: SafeText, url: String, tls: TLSPolicy? = nil, username: String, password: Secret,
        version: String = "v1.1.0", reports: Reports? = nil, deadline: Duration = .seconds(5), pollInterval: Duration = .seconds(2),
        reconcileInterval: Duration = .seconds(30), heartbeatInterval: Duration = .seconds(300), operatorExtension: String? = nil
    ) {
        self.id = id
        self.name = name
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.tls = tls
        self.username = username
        self.password = password
        self.version = version
        self.reports = reports
        self.deadline = deadline
        self.pollInterval = pollInterval
        self.reconcileInterval = reconcileInterval
        self.heartbeatInterval = heartbeatInterval
        self.operatorExtension = operatorExtension
    }
}

/// The last segments of the paths the adapter itself uses.
enum Path {
    static let login = "login"
    static let heartbeat = "heartbeat"
    static let logout = "logout"
    static let deviceInfo = "deviceinfo/query"
    static let extensions = "extensionlist/query"
    static let extensionDetails = "extension/query"
    static let trunks = "trunklist/query"
    static let queues = "queue/query"
    static let queueStatus = "queuestatus/query"
    static let incomingRoutes = "inroute/query"
    static let rooms = "conference/query"
    static let roomsInSession = "conference/query_in_session"
    static let inbound = "inbound/query"
    static let outbound = "outbound/query"
}
