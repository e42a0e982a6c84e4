import Foundation

/// How well a site's link stands.
public enum LinkState: String, Sendable, Encodable {
    case connecting
    /// The exchange has answered the log-in and goes on answering: actions can be tried. Whether the board is complete is another
    /// matter (`SiteStatus.synced`).
    case online
    /// Connected, but the exchange does not answer.
    case degraded
    case offline

    /// There is a connection, whether or not the exchange answers on it.
    public var isUp: Bool { self == .online || self == .degraded }
}

/// One exchange on the board.
public struct SiteStatus: Equatable, Sendable {
    public var id: SiteID
    public var name: SafeText
    public var kind: SystemKind
    public var link: LinkState
    /// Why the link is not `online`.
    public var error: SafeText?
    /// When the present link state began; of an outage, when the link was lost.
    public var since: Date?
    /// Round trip of the latest request, in milliseconds.
    public var latencyMs: Int?
    /// When the exchange was last heard; the age of the data counts from here.
    public var heard: Date?
    /// When the next attempt to connect is due, while `offline`.
    public var retry: Date?
    /// Whether a first snapshot is complete.
    public var synced: Bool
    /// What the operator would have to agree to for the next attempt to connect to come further.
    public var question: SafeText?
    /// Why agents pause there, in the words that `pause` takes.
    public var pauseReasons: [SafeText] = []
    /// What can be done there, as far as known.
    public var capabilities = Capabilities()

    public init(
        id: SiteID, name: SafeText, kind: SystemKind, link: LinkState = .connecting, error: SafeText? = nil,
        since: Date? = nil, latencyMs: Int? = nil, heard: Date? = nil, retry: Date? = nil, synced: Bool = false
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.link = link
        self.error = error
        self.since = since
        self.latencyMs = latencyMs
        self.heard = heard
        self.retry = retry
        self.synced = synced
    }
}

/// Something an exchange said that belongs to no entity: a key pressed in an IVR, a call record, a note.
public struct SiteMessage: Equatable, Sendable {
    public var site: SiteID
    public var time: Date
    /// A short stable word for scripts: `cdr`, `ivrdtmf`, `note`, `trouble`.
    public var topic: String
    public var text: SafeText
    /// The same as data, for the stream.
    public var details: [String: String]

    public init(site: SiteID, time: Date, topic: String, text: SafeText, details: [String: String] = [:]) {
        self.site = site
        self.time = time
        self.topic = topic
        self.text = text
        self.details = details
    }
}
