import Exchange
import Foundation

/// What the configuration file says (CONTRACT section 2).
public struct Configuration: Sendable, Equatable {
    /// The console's language; `auto` follows the environment.
    public enum Language: String, CaseIterable, Sendable { case auto, en, zh_CN }

    public var `operator`: Operator
    public var language: Language
    /// Name of the theme file, without ending.
    public var theme: String
    /// Name of the keymap file, without ending.
    public var keymap: String
    /// Actions that ask first.
    public var confirm: Set<Action>
    public var sites: [SiteSettings]

    public init(
        operator: Operator, language: Language = .auto, theme: String = "night", keymap: String = "default",
        confirm: Set<Action> = [.hangup, .roomEnd, .forceLogout], sites: [SiteSettings] = []
    ) {
        self.operator = `operator`
        self.language = language
        self.theme = theme
        self.keymap = keymap
        self.confirm = confirm
        self.sites = sites
    }
}

/// One entry of `sites:`: what every site has, and what its kind of system needs.
public struct SiteSettings: Sendable, Equatable {
    /// Whom to believe on an encrypted link.
    public struct TLS: Sendable, Equatable {
        /// A file of authorities in PEM; nil means the system's.
        public var ca: String?
        /// SHA-256 of the peer's certificate, 32 bytes.
        public var fingerprint: [UInt8]?
        /// False accepts any certificate.
        public var verify = true

        public init(ca: String? = nil, fingerprint: [UInt8]? = nil, verify: Bool = true) {
            self.ca = ca
            self.fingerprint = fingerprint
            self.verify = verify
        }
    }

    /// What one kind of system needs besides; a case for each adapter that exists.
    public enum System: Sendable, Equatable {
        case smartpbx(SmartPBX)
        case confserver(ConferenceServer)
        case webcti(WebCTI)
        case yeastar(Yeastar)
        case icp(ICP)
    }

    /// A Smart PBX behind its broker.
    public struct SmartPBX: Sendable, Equatable {
        public var host: String
        public var port: Int
        /// `mqtts://`
        public var isEncrypted: Bool
        public var token: String
        public var username: String?
        public var password: Secret?
        /// Pause between two sweeps of what only polling shows.
        public var pollInterval: Duration

        public init(
            host: String, port: Int, isEncrypted: Bool = false, token: String, username: String? = nil, password: Secret? = nil,
            pollInterval: Duration = .seconds(2)
        ) {
            self.host = host
            self.port = port
            self.isEncrypted = isEncrypted
            self.token = token
            self.username = username
            self.password = password
            self.pollInterval = pollInterval
        }
    }

    /// An MVB2000 with its WEBCTI2 pages.
    public struct WebCTI: Sendable, Equatable {
        /// How one kind of supervision is done: options for the application, or a feature code to dial.
        public struct Supervision: Sendable, Equatable {
            public var application = "ChanSpy"
            public var listen = "q"
            public var whisper = "qw"
            public var barge = "qB"

            public init() {}
        }

        /// Where the pages are: `http://192.168.0.201/webservice2`.
        public var url: String
        /// The exchange's “WEB密钥”.
        public var webKey: Secret?
        public var pollInterval: Duration
        /// The exchange's time zone: its day goes into the key.
        public var timeZone: TimeZone
        public var supervision = Supervision()
        /// Stands between channel variables and between an application's arguments.
        public var separator = "|"

        /// `https://`
        public var isEncrypted: Bool { url.lowercased().hasPrefix("https://") }

        public init(url: String, webKey: Secret? = nil, pollInterval: Duration = .seconds(1), timeZone: TimeZone = .current) {
            self.url = url
            self.webKey = webKey
            self.pollInterval = pollInterval
            self.timeZone = timeZone
        }
    }

    /// A Yeastar-style PBX, and where it reports to.
    public struct Yeastar: Sendable, Equatable {
        /// Where the exchange sends its event reports.
        public struct Reports: Sendable, Equatable {
            public var host: String
            public var port: Int
            /// What the exchange is told, `host:port/path`; nil leaves it to the adapter.
            public var url: String?

            public init(host: String, port: Int, url: String? = nil) {
                self.host = host
                self.port = port
                self.url = url
            }
        }

        /// Scheme, host and port.
        public var url: String
        public var username: String
        public var password: Secret?
        /// The version segment of every path.
        public var apiVersion: String
        /// nil: the exchange is only polled.
        public var reports: Reports?
        /// Pause between two sweeps of what only polling shows.
        public var pollInterval: Duration

        public init(
            url: String, username: String, password: Secret? = nil, apiVersion: String = "v1.1.0", reports: Reports? = nil,
            pollInterval: Duration = .seconds(2)
        ) {
            self.url = url
            self.username = username
            self.password = password
            self.apiVersion = apiVersion
            self.reports = reports
            self.pollInterval = pollInterval
        }

        /// `https://`
        public var isEncrypted: Bool { url.lowercased().hasPrefix("https:") }
    }

    /// A dispatch conference server, and whom we log in as.
    public struct ConferenceServer: Sendable, Equatable {
        public var host: String
        public var port: Int
        public var username: String
        public var password: Secret?
        /// The operator's telephones, one or two.
        public var phones: [String]

        public init(host: String, port: Int, username: String, password: Secret? = nil, phones: [String]) {
            self.host = host
            self.port = port
            self.username = username
            self.password = password
            self.phones = phones
        }
    }

    public var id: SiteID
    public var name: SafeText
    public var system: System
    public var tls: TLS
    /// Deadline of one request.
    public var timeout: Duration
    /// Shortest and longest wait before another attempt to connect.
    public var reconnect: ClosedRange<Duration>

    public init(
        id: SiteID, name: SafeText, system: System, tls: TLS = TLS(), timeout: Duration = .seconds(5),
        reconnect: ClosedRange<Duration> = .seconds(1) ... .seconds(30)
    ) {
        self.id = id
        self.name = name
        self.system = system
        self.tls = tls
        self.timeout = timeout
        self.reconnect = reconnect
    }

    /// Whether the link is encrypted; `check` says so.
    public var isEncrypted: Bool {
        switch system {
        case .smartpbx(let settings): settings.isEncrypted
        case .confserver: false
        case .webcti(let settings): settings.isEncrypted
        case .yeastar(let settings): settings.isEncrypted
        case .icp(let settings): settings.isEncrypted
        }
    }

    public var kind: SystemKind {
        switch system {
        case .smartpbx: .smartpbx
        case .confserver: .confserver
        case .webcti: .webcti
        case .yeastar: .yeastar
        case .icp: .icp
        }
    }
}
