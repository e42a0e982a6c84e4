import Exchange

/// What a site's run tells the desk: how the link stands, the first snapshot, troubles once, and news only to a board that has
/// a snapshot.
public struct SiteReporter {
    public let site: SiteID
    private let environment: Environment
    private var sink: ChangeSink = { _ in }
    private var told: Set<String> = []
    private var lastHeard: Duration?
    /// Whether the board has a snapshot.
    public private(set) var isSynchronised = false

    public init(site: SiteID, environment: Environment) {
        self.site = site
        self.environment = environment
    }

    // MARK: A run begins and ends

    public mutating func begin(_ sink: @escaping ChangeSink) {
        self.sink = sink
        told = []
        lastHeard = nil
        isSynchronised = false
    }

    /// Nothing is told any more.
    public mutating func end() {
        sink = { _ in }
        isSynchronised = false
    }

    // MARK: News

    /// Passes changes on as they are.
    public func report(_ changes: [Change]) { if !changes.isEmpty { sink(changes) } }

    /// Passes on what events told. A board without a snapshot is told the messages alone: the snapshot brings the rest.
    public func reportNews(_ changes: [Change]) {
        report(isSynchronised ? changes : changes.filter { if case .message = $0 { true } else { false } })
    }

    /// The exchange answered, or was heard otherwise.
    /// - Parameters:
    ///   - latency: the round trip; nil where it says nothing about the link, as with a long poll.
    ///   - spacing: signs of life that follow each other more closely are not passed on.
    public mutating func heard(latency: Duration?, spacing: Duration = .zero) {
        let uptime = environment.uptime()
        if let lastHeard, uptime - lastHeard < spacing { return }
        lastHeard = uptime
        sink([.heard(site, at: environment.now(), latency: latency)])
    }

    // MARK: The link

    /// The first snapshot, or the one after a silence, is complete.
    /// - Parameter note: what is less than it should be though the link stands.
    public mutating func synchronised(_ listings: [Change], note: SafeText? = nil) {
        showSnapshot(listings + [.link(site, .online, error: note, at: environment.now(), retry: nil)])
        complete()
    }

    /// A part of the site has its snapshot, of which events may be told from now on; the rest is still awaited.
    public mutating func showSnapshot(_ changes: [Change]) {
        isSynchronised = true
        sink(changes)
    }

    /// All parts of the site have their snapshot.
    public func complete() { sink([.synced(site, at: environment.now())]) }

    /// The exchange knows us and answers: actions can be tried. Told as soon as the log-in is answered, which may be long before
    /// the board is complete (`synchronised`), and when the exchange is heard again.
    public func online(note: SafeText? = nil) { sink([.link(site, .online, error: note, at: environment.now(), retry: nil)]) }

    public func degraded(_ reason: SafeText) {
        sink([.link(site, .degraded, error: reason, at: environment.now(), retry: nil)])
    }

    // MARK: Messages

    public func tell(_ topic: String, _ text: SafeText, _ details: [String: String] = [:]) {
        sink([.message(SiteMessage(site: site, time: environment.now(), topic: topic, text: text, details: details))])
    }

    /// Tells a trouble: once is news, with every look it is not.
    /// - Parameter key: what the trouble is about; another one under the same key is not told.
    public mutating func tell(_ trouble: SafeText, once key: String) {
        if told.insert(key).inserted { tell("trouble", trouble) }
    }

    /// Tells what was special about the way in which text came, where something was.
    public mutating func tellOfText(_ trouble: SafeText?) {
        if let trouble { tell(trouble, once: "encoding") }
    }

    /// The trouble is over; the next of its kind is news again.
    public mutating func forget(_ key: String) { told.remove(key) }
}
