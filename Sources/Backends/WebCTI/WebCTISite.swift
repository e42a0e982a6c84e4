import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// One MVB2000, spoken to through WEBCTI2's pages.
///
/// Nothing is pushed: one task asks for the state of everything, again and again (`WebCTISweep.swift`), and the picture tells
/// what is different. Actions (`WebCTIActions.swift`) ask on the same connections and want a look soon after.
public actor WebCTISite: Site {
    let configuration: WebCTIConfiguration
    let environment: Environment
    let pages: Pages
    let polls: PollLoop<Scope>

    var picture: Picture
    /// The console command that shows the dial plan here.
    var planCommand: String?

    // The rest lives as long as one run.
    /// The exchange has taken a key.
    var isLoggedIn = false
    /// Actions can see what they are about.
    var isStateKnown = false
    private var waitingActions: [CheckedContinuation<Void, Never>] = []
    var reporter: SiteReporter
    var http: HTTPExchange?
    /// For requests that are answered when somebody lifts a receiver: they must not hold up the others.
    var waiting: HTTPExchange?
    /// Sweeps in a row that failed, and the pause before the next.
    var failures = 0
    var pause: RetryPause
    /// What the exchange does not have, and is not asked again on this link.
    var absent: Set<String> = []
    /// Pages whose JSON made no sense, and whether their XML does.
    var xmlPages: [String: Bool] = [:]
    /// Which spelling of a page's name answered.
    var spellings: [String: String] = [:]
    var log = QueueLog(from: "")
    /// Where the turn of the queues goes on, where the log is read queue by queue.
    var logPlace = 0
    var filter = Filter()
    /// Under way when the exchange refused a key and its day is being found out.
    var learning: Task<Bool, any Error>?

    public init(_ configuration: WebCTIConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        pages = Pages(configuration.url)
        polls = PollLoop(
            [
                .init(.moving, every: configuration.pollInterval), .init(.slow, every: configuration.pollInterval * Self.slowness),
                .init(.everything, every: configuration.reconcileInterval),
            ], gathering: Self.gathering, environment: environment)
        pause = RetryPause(configuration.pollInterval...max(configuration.pollInterval, Self.longestPause))
        reporter = SiteReporter(site: configuration.id, environment: environment)
        picture = Picture(
            site: configuration.id, clock: ExchangeClock(zone: configuration.timeZone), supervision: configuration.supervision)
    }

    public nonisolated var operations: [Exchange.Operation] { WebCTIOperations.all }

    public nonisolated var unsupported: [Action: SafeText] { Self.reasons }

    public func run(_ report: @escaping ChangeSink) async throws {
        let client = HTTPClient(tls: configuration.tls)
        let waitingClient = HTTPClient(tls: configuration.tls, maxConnections: 32)
        begin(client, waitingClient, report)
        var failure: LinkFailure?
        do {
            try await keepInStep()
        } catch RequestFailure.notRecognised(let reason, _) {
            // The exchange's clock may be put right, or ours; until then every attempt is refused.
            failure = LinkFailure(.login, reason, leastPause: Self.pauseAfterRefusedKey)
        } catch RequestFailure.absent(let reason, _) {
            failure = LinkFailure(stage, "\(reason); check the url")
        } catch {
            failure = LinkFailure(error, at: stage)
        }
        end()
        await client.close()
        await waitingClient.close()
        if let failure, !Task.isCancelled { throw failure }
    }

    /// How long the next attempt waits after the key was refused.
    static let pauseAfterRefusedKey = Duration.seconds(60)

    /// How far this run has come.
    private var stage: LinkFailure.Stage { reporter.isSynchronised ? .link : isLoggedIn ? .sync : .login }

    /// Waits until the state of the exchange has been seen once, or the run is over.
    func untilStateIsKnown() async {
        guard http != nil, !isStateKnown else { return }
        await withCheckedContinuation { waitingActions.append($0) }
    }

    func wakeWaitingActions() {
        for action in waitingActions { action.resume() }
        waitingActions = []
    }

    private func begin(_ client: HTTPClient, _ waitingClient: HTTPClient, _ report: @escaping ChangeSink) {
        http = HTTPExchange(client, encoding: configuration.encoding, environment: environment)
        waiting = HTTPExchange(waitingClient, encoding: configuration.encoding, environment: environment)
        reporter.begin(report)
        polls.reset()
        pause.reset()
        failures = 0
        (isLoggedIn, isStateKnown) = (false, false)
        (absent, xmlPages) = ([], [:])
        filter = Filter()
    }

    private func end() {
        (http, waiting) = (nil, nil)
        wakeWaitingActions()
        reporter.end()
        learning?.cancel()
        learning = nil
    }
}

extension RequestFailure {
    /// The key of the day is refused, of whatever day.
    static let keyRefused = RequestFailure.notRecognised(
        "the exchange refuses the WEB key on every day it could mean; check webkey against its basic settings, and timezone",
        code: WebCTIErrors.wrongKey)

    /// The exchange has no such page, under any of its names.
    static func noPage(_ page: String) -> RequestFailure { .absent("the exchange has no \(page)", code: "404") }
}

// MARK: - Asking

extension WebCTISite {
    /// Asks one operation and waits for its answer.
    /// - Parameters:
    ///   - id: of the catalog: `calls.ctihangup`.
    ///   - parameters: without `webkey` and `json`.
    ///   - limit: the longest wait, where it is not the site's own.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    func ask(_ id: String, _ parameters: [(String, String)] = [], within limit: Duration? = nil) async throws -> Answer {
        guard let entry = WebCTIOperations.byID[id] else { throw RequestFailure.noPage(id) }
        var parameters = parameters
        while true {
            let answer = try await retryingKey(entry, parameters, limit)
            // A page that wants a name in the document's other spelling did nothing yet: it is asked again with both.
            guard answer.code == WebCTIErrors.missingParameter,
                let missing = parameters.first(where: { given in
                    guard let other = Self.misspellings[given.0] else { return false }
                    return answer.message.string.contains("\"\(other)\"") && !parameters.contains { $0.0 == other }
                }), let other = Self.misspellings[missing.0]
            else { return answer }
            parameters.append((other, missing.1))
        }
    }

    /// Names that the document's own examples spell in another way than its tables.
    private static let misspellings = ["priority": "priorty", "ivrfiile": "ivrfile"]

    private func retryingKey(_ entry: WebCTIOperations.Entry, _ parameters: [(String, String)], _ limit: Duration?) async throws -> Answer {
        let day = picture.clock.day(at: environment.now())
        let (answer, date) = try await spelled(entry, parameters, day: day, limit)
        guard answer.code == WebCTIErrors.wrongKey else { return answer }
        guard try await hasLearned(refused: day, date) else { throw RequestFailure.keyRefused }
        let (second, _) = try await spelled(entry, parameters, day: picture.clock.day(at: environment.now()), limit)
        guard second.code != WebCTIErrors.wrongKey else { throw RequestFailure.keyRefused }
        return second
    }

    /// Tries a page's names in turn until one is there, and remembers it.
    private func spelled(
        _ entry: WebCTIOperations.Entry, _ parameters: [(String, String)], day: String, _ limit: Duration?
    ) async throws -> (Answer, Date?) {
        let id = entry.operation.id
        for page in spellings[id].map({ [$0] }) ?? entry.pages {
            let request = request(entry, page, parameters, day: day, asXML: xmlPages[id] == true)
            let response = try await send(request, named: page, limit, waits: WebCTIOperations.waiting.contains(id))
            if response.status == 404 { continue }
            let answer = try await read(response, of: entry, page, parameters, day: day, limit)
            spellings[id] = page
            return (answer, response.headers["date"].flatMap(Self.date(ofHeader:)))
        }
        throw RequestFailure.noPage(entry.pages[0])
    }

    /// Reads an answer; a question whose JSON makes no sense is asked again for the other form that the document has (section
    /// 1.1), once. A command is not: it was carried out.
    private func read(
        _ response: HTTPResponse, of entry: WebCTIOperations.Entry, _ page: String, _ parameters: [(String, String)], day: String,
        _ limit: Duration?
    ) async throws -> Answer {
        let id = entry.operation.id
        do {
            return try read(response, of: page, day: day)
        } catch let failure as RequestFailure {
            guard entry.operation.kind == .query, xmlPages[id] == nil, response.status == 200,
                case .garbled? = unreadable(response, day)
            else { throw failure }
            xmlPages[id] = false
            let second = try await send(request(entry, page, parameters, day: day, asXML: true), named: page, limit)
            guard let answer = try? read(second, of: page, day: day) else { throw failure }
            xmlPages[id] = true
            return answer
        }
    }

    private func unreadable(_ response: HTTPResponse, _ day: String) -> Unreadable? {
        do {
            _ = try Answer(response.body, hiding: key(of: day))
            return nil
        } catch {
            return error
        }
    }

    private func request(
        _ entry: WebCTIOperations.Entry, _ page: String, _ parameters: [(String, String)], day: String, asXML: Bool
    ) -> HTTPRequest {
        request(entry.method, page, parameters, day: day, isCommand: entry.operation.kind == .command, form: asXML ? nil : "2")
    }

    /// - Parameter form: what the page is asked to answer with, as `json` has it; nil is XML.
    func request(
        _ method: String, _ page: String, _ parameters: [(String, String)], day: String, isCommand: Bool, form: String? = "2"
    ) -> HTTPRequest {
        let fields = [("webkey", key(of: day))] + parameters + (form.map { [("json", $0)] } ?? [])
        // Commands travel as questions do; sent twice they act twice.
        return HTTPRequest(method: method, url: "\(pages.address(of: page))?\(fields.asQuery)", needsFreshConnection: isCommand)
    }

    func key(of day: String) -> String { ExchangeClock.key(configuration.webKey.reveal(), day: day) }

    /// - Parameter page: as the document names it, for the words of a failure.
    func read(_ response: HTTPResponse, of page: String, day: String) throws -> Answer {
        let name = page.split(atOctet: UInt8(ascii: "/")).last ?? page
        do {
            let answer = try Answer(response.body, hiding: key(of: day))
            // An envelope says more than the status it came with.
            guard response.status < 400 || !answer.isSuccess else {
                throw RequestFailure.unreadable("the exchange answered \(name) with HTTP \(String(response.status))")
            }
            return answer
        } catch let error as Unreadable {
            if response.status != 200 {
                throw RequestFailure.unreadable("the exchange answered \(name) with HTTP \(String(response.status))")
            }
            switch error {
            case .page:
                throw RequestFailure.unreadable(
                    "the exchange answered \(name) with a web page; check the url, and whether the module is licensed")
            case .cutShort(let reason), .garbled(let reason):
                throw RequestFailure.unreadable("the exchange's answer to \(name) cannot be read: \(reason)")
            }
        }
    }

    /// Sends a request within its deadline, and tells the board that the exchange was heard.
    /// - Parameter waits: the answer may wait for a person, and says nothing about the link's pace then.
    func send(
        _ request: HTTPRequest, named page: String, _ limit: Duration?, waits: Bool = false, takesRedirections: Bool = false
    ) async throws -> HTTPResponse {
        guard let exchange = waits ? waiting : http else { throw RequestFailure.noLink }
        let reply = try await exchange.send(
            request, named: page, within: limit ?? configuration.deadline, takesRedirections: takesRedirections)
        reporter.heard(latency: waits ? nil : reply.latency)
        if let proxy = reply.response.proxy {
            reporter.tell("the way leads over the proxy \(proxy), which the environment names", once: "proxy")
        }
        reporter.tellOfText(reply.trouble)
        return reply.response
    }

    /// Reads `Sat, 21 Nov 2026 02:23:43 GMT`, whatever language this process speaks.
    private static func date(ofHeader text: String) -> Date? {
        let words = text.fields(atOctet: UInt8(ascii: " "))
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count >= 5, let month = months.firstIndex(of: words[2]) else { return nil }
        return ExchangeClock(zone: .gmt).date(wall: "\(words[3])-\(month + 1)-\(words[1]) \(words[4])")
    }
}

// MARK: - The exchange's day

extension WebCTISite {
    /// Finds out what day it is at the exchange, after it refused a key. Whoever else is refused meanwhile waits for the same.
    private func hasLearned(refused day: String, _ header: Date?) async throws -> Bool {
        // Midnight passed while the request was under way, or somebody has learned since.
        if picture.clock.day(at: environment.now()) != day { return true }
        if let learning { return try await learning.value }
        let task = Task { try await self.learn(refused: day, header) }
        learning = task
        defer { learning = nil }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Asks for the time with the keys of the likely days, each once: the day of the answer's own date, and the neighbours of
    /// the refused one.
    private func learn(refused day: String, _ header: Date?) async throws -> Bool {
        guard let entry = WebCTIOperations.byID[Self.timeOperation] else { return false }
        let now = environment.now()
        var days = [picture.clock.day(at: now, shiftedBy: -1), picture.clock.day(at: now, shiftedBy: 1)]
        if let header {
            let plain = ExchangeClock(zone: configuration.timeZone)
            days = [plain.day(at: header), plain.day(at: header, shiftedBy: -1), plain.day(at: header, shiftedBy: 1)] + days
        }
        var tried: Set<String> = [day]
        for day in days where tried.insert(day).inserted {
            let (answer, _) = try await spelled(entry, [], day: day, nil)
            guard answer.code != WebCTIErrors.wrongKey else { continue }
            setClock(answer)
            picture.clock.assume(day, at: environment.now())
            return true
        }
        return false
    }

    /// Takes over the time of the exchange (section 4.15).
    func setClock(_ answer: Answer) {
        guard answer.isSuccess, let row = answer.rows.first else { return }
        picture.clock.set(wall: row["mvb_datetime"], stamp: row["mvb_timestamp"], at: environment.now())
    }

    static var timeOperation: String { "system.ctigetdatetime" }
}
