import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// One Yeastar-style exchange: its HTTP interface, and the reports it posts to us.
///
/// Requests go one at a time (`YeastarSession.swift`). Beside them one task takes in reports, one keeps the picture in step
/// by asking (`YeastarSweep.swift`), and one keeps the token alive.
public actor YeastarSite: Site {
    let configuration: YeastarConfiguration
    let environment: Environment
    let http: HTTPExchange
    /// The reports that come to us; nil where the exchange is only polled.
    let posted: PostedReports?
    let polls: PollLoop<Scope>

    var picture: Picture
    /// A refused log-in is never repeated: five lock our address out for ten minutes.
    var refusal: LinkFailure?

    // The rest lives as long as one run.
    var reporter: SiteReporter
    var token: String?
    var renewals = SessionRenewals()
    var watch = ReportWatch()
    var localAddress = ""
    /// One request at a time.
    var turns = RequestTurns<Server>()
    /// Questions that the exchange refuses though the token lives.
    var refusedQuestions: Set<Question> = []
    var queueTurns = QueueTurns()
    var listenerTrouble: SafeText?
    /// The serial number in the exchange's reports.
    var serial = ""

    public init(_ configuration: YeastarConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        http = HTTPExchange(
            HTTPClient(tls: configuration.tls, maxBodyBytes: 16 << 20, maxConnections: 2), encoding: configuration.encoding,
            environment: environment)
        let polls = PollLoop<Scope>(
            [.init(.moving, every: configuration.pollInterval), .init(.everything, every: configuration.reconcileInterval)],
            gathering: Self.gathering, environment: environment)
        self.polls = polls
        posted = configuration.reports.map {
            PostedReports(
                host: $0.host, port: $0.port, url: $0.url, prefix: "report-", encoding: configuration.encoding,
                shared: configuration.sharedReports,
                onMisdirected: { polls.want(.calls) }, environment: environment)
        }
        posted?.believe(exchangeAt: configuration.url)
        picture = Picture(site: configuration.id)
        reporter = SiteReporter(site: configuration.id, environment: environment)
    }

    public nonisolated var operations: [Exchange.Operation] { YeastarOperations.all }

    public nonisolated var unsupported: [Action: SafeText] { Self.reasons }

    public func run(_ report: @escaping ChangeSink) async throws {
        if let refusal { throw refusal }
        begin(report)
        var failure: LinkFailure?
        do {
            openListener()
            try await inTurn(urgent: true) { try await self.logIn() }
            reporter.online(note: listenerTrouble)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await self.receive() }
                tasks.addTask { try await self.keepInStep() }
                tasks.addTask { try await self.keepAlive() }
                defer { tasks.cancelAll() }
                while try await tasks.next() != nil {
                    if Task.isCancelled { return }
                }
            }
        } catch {
            failure = LinkFailure(error)
        }
        await end()
        if Task.isCancelled { return }
        throw failure ?? LinkFailure(.link, "the link has ended")
    }

    private func begin(_ report: @escaping ChangeSink) {
        reporter.begin(report)
        polls.reset()
        token = nil
        refusedQuestions = []
        renewals = SessionRenewals()
        watch = ReportWatch()
    }

    /// The longest that a log-out may delay who leaves.
    private static let farewellLimit = Duration.seconds(2)

    /// Logs out, even where nobody waits for us any more.
    private func end() async {
        let token = token
        self.token = nil
        if token != nil, refusal == nil {
            let limit = min(Self.farewellLimit, configuration.deadline)
            _ = await Task { try? await self.post(Path.logout, [:], token: token, within: limit) }.value
        }
        await posted?.close()
        reporter.end()
    }
}

// MARK: - Reports

extension YeastarSite {
    /// Opens the listener; where that fails the exchange is polled, and it is tried again.
    func openListener() {
        do {
            try posted?.open()
            listenerTrouble =
                posted?.isElsewhere == true
                ? "another console of this configuration takes the reports; here calls are seen by asking" : nil
        } catch {
            let trouble: SafeText = "no event reports, only polling: \(LinkFailure(error).reason)"
            listenerTrouble = trouble
            reporter.tell(trouble, once: "listener")
        }
    }

    /// Where the exchange is asked to send its reports (section 2.1): always an address with a path, since one without makes
    /// it write requests without a target.
    var destination: [String: JSONValue] {
        guard let posted else { return ["port": "0"] }
        let port = JSONValue.string(String(posted.openPort))
        if let url = configuration.reports?.url {
            return ["port": port, "url": .string(PostedReports.withoutScheme(url)), "urltag": "1"]
        }
        // Without an interface of our own the exchange takes the address that the request came from.
        if posted.isAnyInterface { return ["port": port, "url": .string(String(posted.path.dropFirst())), "urltag": "0"] }
        return ["port": port, "url": .string(posted.authority + posted.path), "urltag": "1"]
    }

    private func receive() async {
        guard let posted else { return }
        while let batch = await posted.nextBatch() {
            if posted.takeOverflow() { polls.want(.everything) }
            take(batch)
        }
    }

    private func take(_ batch: [PostedReport]) {
        let now = environment.now()
        var events: [Event] = []
        for posted in batch {
            // What is no JSON, or speaks of another exchange, is nothing to us.
            guard let body = try? JSONValue(parsing: posted.body), let event = Event(body) else {
                reporter.tell("a report could not be read", once: "malformed report")
                continue
            }
            let sender = body.member("sn").trimmedText
            if !sender.isEmpty, !serial.isEmpty, sender != serial {
                reporter.tell("reports of another exchange (serial number \(sender)) are ignored", once: "serial")
                continue
            }
            events.append(event)
        }
        guard !events.isEmpty else { return }
        if watch.heard() {
            reporter.forget("reports")
            reporter.tell("trouble", "reports come again")
            reporter.online(note: listenerTrouble)
        }
        picture.endedCalls.advance(to: environment.uptime())
        let changes = picture.apply(events, at: now)
        reporter.reportNews(changes)
        for case .status(let number, let word) in events where number == configuration.operatorExtension {
            let isFree = [.idle, .offline].contains(AgentState(extension: word))
            reporter.report(picture.noteOwnTelephone(isFree: isFree, at: now))
        }
        reporter.heard(latency: nil)
        if events.contains(.boot) {
            // Whether the token outlived the start is not said.
            token = nil
            polls.want(.everything)
        }
    }
}
