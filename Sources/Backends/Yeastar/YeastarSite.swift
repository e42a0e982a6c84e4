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
    let http: HTTPClient
    /// Where the reports come to; nil where the exchange is only polled.
    let reception: Reception?
    private let secretPath: String

    var picture: Picture
    /// The extensions our own telephone was set to supervise.
    var supervisions: [String] = []
    /// A refused log-in is never repeated: five lock our address out for ten minutes.
    var refusal: LinkFailure?

    // The rest lives as long as one run.
    var report: ChangeSink = { _ in }
    var token: String?
    var localAddress = ""
    /// Requests that wait for their turn; those of people first.
    var isBusy = false
    var urgent: [CheckedContinuation<Void, Never>] = []
    var patient: [CheckedContinuation<Void, Never>] = []
    /// Questions that the exchange refuses though the token lives.
    var refusedQuestions: Set<Question> = []
    var toldTroubles: Set<String> = []
    var isSynchronised = false
    /// How much the next sweep shall cover, where it is wanted before its time.
    var wanted: Scope?
    var sleeper: CheckedContinuation<Void, Never>?
    var listener: ReportListener?
    var listenerTrouble: SafeText?
    var toldStrangers = 0
    /// The serial number in the exchange's reports.
    var serial = ""

    public init(_ configuration: YeastarConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        http = HTTPClient(tls: configuration.tls, maxBodyBytes: 16 << 20, maxConnections: 2)
        picture = Picture(site: configuration.id)
        let random = (0..<4).map { _ in String(UInt32(environment.random() * 0x1p32), radix: 36) }.joined()
        secretPath = "report-" + random
        reception = configuration.reports.map { reports in
            Reception(path: reports.url.map { url in
                let bare = url.range(of: "://").map { String(url[$0.upperBound...]) } ?? url
                return bare.firstIndex(of: "/").map { String(bare[$0...]) } ?? ""
            } ?? "/report-" + random)
        }
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
        self.report = report
        token = nil
        refusedQuestions = []
        toldTroubles = []
        isSynchronised = false
        wanted = nil
        toldStrangers = 0
    }

    /// The longest that a log-out may delay who leaves.
    private static let parting = Duration.seconds(2)

    /// Logs out, even where nobody waits for us any more.
    private func end() async {
        let token = token
        self.token = nil
        if token != nil, refusal == nil {
            let limit = min(Self.parting, configuration.deadline)
            _ = await Task { try? await self.post(Path.logout, [:], token: token, within: limit) }.value
        }
        await listener?.close()
        listener = nil
        report = { _ in }
    }
}

extension LinkFailure {
    init(_ error: any Error) {
        switch error {
        case let failure as LinkFailure: self = failure
        case let failure as WireFailure:
            self.init(Stage(rawValue: failure.stage.rawValue) ?? .link, failure.reason, isFinal: failure.isFinal)
        case let failure as RequestFailure:
            switch failure {
            case .notSent(let cause): self.init(cause)
            case .noAnswer(let path, let limit): self.init(.link, "no answer to \(path) within \(limit.description)")
            case .broken(let reason), .unreadable(let reason): self.init(.link, reason)
            }
        default: self.init(.link, "\(String(describing: error))")
        }
    }
}

// MARK: - Reports

extension YeastarSite {
    /// Opens the listener; where that fails the exchange is polled, and it is tried again.
    func openListener() {
        guard let reception, let place = configuration.reports, listener == nil else { return }
        do {
            listener = try ReportListener.open(
                host: place.host, port: place.port, accept: { reception.accepts($0, $1) }, deliver: { reception.put($0) })
            listenerTrouble = nil
        } catch {
            let reason = (error as? WireFailure)?.reason ?? SafeText(String(describing: error))
            listenerTrouble = "no event reports, only polling: \(reason)"
            tell("no event reports, only polling: \(reason)", once: "listener")
        }
    }

    /// Where the exchange is asked to send its reports (section 2.1): always an address with a path, since one without makes
    /// it write requests without a target.
    var destination: [String: JSONValue] {
        guard let place = configuration.reports else { return ["port": "0"] }
        let port = String(listener?.port ?? place.port)
        if let url = place.url {
            let bare = url.range(of: "://").map { String(url[$0.upperBound...]) } ?? url
            return ["port": .string(port), "url": .string(bare), "urltag": "1"]
        }
        let isAnyAddress = ["0.0.0.0", "::", "*", ""].contains(place.host)
        guard !isAnyAddress else { return ["port": .string(port), "url": .string(secretPath), "urltag": "0"] }
        let host = place.host.contains(":") ? "[\(place.host)]" : place.host
        return ["port": .string(port), "url": .string("\(host):\(port)/\(secretPath)"), "urltag": "1"]
    }

    private func receive() async {
        guard let reception else { return }
        while let batch = await reception.nextBatch() {
            if reception.takeOverflow() { want(.everything) }
            take(batch)
        }
    }

    private func take(_ batch: [PostedReport]) {
        let now = environment.now()
        var events: [Event] = []
        for posted in batch {
            // What is no JSON, or speaks of another exchange, is nothing to us.
            guard let body = try? JSONValue(parsing: posted.body), let event = Event(body) else {
                tell("a report could not be read", once: "malformed report")
                continue
            }
            let sender = body.member("sn").trimmedText
            if !sender.isEmpty, !serial.isEmpty, sender != serial {
                tell("reports of another exchange (serial number \(sender)) are ignored", once: "serial")
                continue
            }
            events.append(event)
        }
        guard !events.isEmpty else { return }
        var changes = picture.apply(events, at: now)
        if !isSynchronised { changes.removeAll { if case .message = $0 { false } else { true } } }
        for case .status(let number, let word) in events
        where number == configuration.operatorExtension && AgentState(extension: word) == .idle { supervisions = [] }
        report(changes + [.heard(configuration.id, at: now, latency: nil)])
        if events.contains(.boot) {
            // Whether the token outlived the start is not said.
            token = nil
            want(.everything)
        }
    }

    func tell(_ trouble: SafeText, once key: String) {
        guard toldTroubles.insert(key).inserted else { return }
        report([.message(SiteMessage(site: configuration.id, time: environment.now(), topic: "trouble", text: trouble))])
    }
}
