import Exchange
import Foundation
import Wire

/// What the adapter needs to know of one MVB2000 with its WEBCTI2 interface.
public struct WebCTIConfiguration: Sendable {
    public var id: SiteID
    public var name: SafeText
    /// Where the pages are (document, section 1.1): `http://192.168.0.201/webservice2`.
    public var url: String
    /// Whom to believe on `https`; nil believes the system's authorities.
    public var tls: TLSPolicy?
    /// The text of “WEB密钥” in the exchange's basic settings (section 1.2).
    public var webKey: Secret
    /// The exchange's time zone: its day goes into the key, and its times carry no zone.
    public var timeZone: TimeZone
    /// How the exchange writes text.
    public var encoding = TextEncoding.automatic
    /// The longest wait for one answer; the document states none.
    public var deadline: Duration
    /// Pause between two looks at what moves.
    public var pollInterval: Duration
    /// Pause between two looks at what hardly ever changes: extensions, queues, reasons, trunks.
    public var reconcileInterval: Duration
    /// The operator's telephone: it rings for supervision, pick-up and parked calls.
    public var operatorExtension: String?
    public var supervision: Supervision
    /// Where calls begin in the dial plan when the extension's own entry is not known.
    public var context: String
    /// Stands between channel variables and between an application's arguments. The document lost the sign in print.
    public var separator: String

    public init(
        id: SiteID, name: SafeText, url: String, tls: TLSPolicy? = nil, webKey: Secret, timeZone: TimeZone = .current,
        deadline: Duration = .seconds(5), pollInterval: Duration = .seconds(1), reconcileInterval: Duration = .seconds(30),
        operatorExtension: String? = nil, supervision: Supervision = Supervision(), context: String = "from-internal",
        separator: String = "|"
    ) {
        self.id = id
        self.name = name
        self.url = url
        self.tls = tls
        self.webKey = webKey
        self.timeZone = timeZone
        self.deadline = deadline
        self.pollInterval = pollInterval
        self.reconcileInterval = reconcileInterval
        self.operatorExtension = operatorExtension
        self.supervision = supervision
        self.context = context
        self.separator = separator
    }

    /// WEBCTI2 has no operation of its own to listen in: the operator's telephone is called and given to an application, or
    /// dials a feature code.
    public struct Supervision: Sendable, Equatable {
        public enum Means: Sendable, Equatable {
            /// An application of the exchange, told the watched device's interface and these options.
            case application(String, options: String)
            /// The operator's telephone dials this code with the watched extension behind it.
            case featureCode(String)
        }

        public var listen: Means
        public var whisper: Means
        public var barge: Means

        public init(
            listen: Means = .application("ChanSpy", options: "q"), whisper: Means = .application("ChanSpy", options: "qw"),
            barge: Means = .application("ChanSpy", options: "qB")
        ) {
            self.listen = listen
            self.whisper = whisper
            self.barge = barge
        }
    }
}

/// Where the pages of one exchange are.
struct Pages: Sendable {
    /// Scheme, host and port.
    let origin: String
    /// Where chapter 4's pages are; the document's own place is `/webservice2`.
    let base: String

    init(_ url: String) {
        let trimmed = String(url.reversed().drop { $0 == "/" }.reversed())
        let afterScheme = trimmed.range(of: "://")?.upperBound ?? trimmed.startIndex
        if let slash = trimmed[afterScheme...].firstIndex(of: "/") {
            origin = String(trimmed[..<slash])
            base = String(trimmed[slash...])
        } else {
            origin = trimmed
            base = Self.documented
        }
    }

    /// The address of a page as the document names it: `/webservice2/report/getcallday.php`.
    func address(of path: String) -> String {
        path.hasPrefix(Self.documented + "/") ? origin + base + path.dropFirst(Self.documented.count) : origin + path
    }

    private static let documented = "/webservice2"
}
