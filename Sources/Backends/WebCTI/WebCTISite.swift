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

    var picture: Picture
    /// The extensions we listen to, the latest last.
    var supervised: [String] = []

    // The rest lives as long as one run.
    var report: ChangeSink = { _ in }
    var client: HTTPClient?
    /// Whether the board has a snapshot.
    var isSynchronised = false
    /// Whether the next sweep is wanted before its time, and wakes the pause before it.
    var isWanted = false
    var sleeper: CheckedContinuation<Void, Never>?
    /// What the exchange does not have, and is not asked again on this link.
    var absent: Set<String> = []
    /// Which spelling of a page's name answered.
    var spellings: [String: String] = [:]
    /// Troubles that have been told: once is news, every second is not.
    var toldTroubles: Set<String> = []
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
        picture = Picture(site: configuration.id, clock: ExchangeClock(zone: configuration.timeZone))
    }

    public nonisolated var operations: [Exchange.Operation] { WebCTIOperations.all }

    public nonisolated var unsupported: [Action: SafeText] { Self.reasons }

    public func run(_ report: @escaping ChangeSink) async throws {
        let client = HTTPClient(tls: configuration.tls)
        begin(client, report)
        let outcome: Result<Void, any Error>
        do {
            try await keepInStep()
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        end()
        await client.close()
        if Task.isCancelled { return }
        switch outcome {
        case .success: return
        case .failure(let failure as RequestFailure): throw failure.linkFailure(isSynchronised ? .link : .sync)
        case .failure(let failure as LinkFailure): throw failure
        case .failure(let error): throw LinkFailure(.link, "\(String(describing: error))")
        }
    }

    private func begin(_ client: HTTPClient, _ report: @escaping ChangeSink) {
        self.client = client
        self.report = report
        isSynchronised = false
        isWanted = false
        absent = []
        toldTroubles = []
        filter = Filter()
    }

    private func end() {
        client = nil
        report = { _ in }
        learning?.cancel()
        learning = nil
    }
}

/// Why a request brought no answer that could be used.
enum RequestFailure: Error, Equatable {
    /// No link: nothing was sent.
    case notSent
    case noAnswer(after: Duration)
    case wire(WireFailure)
    /// The exchange has no such page, under any of its names.
    case absent(String)
    /// Something other than an answer came: an HTTP status, a web page, half an answer.
    case unreadable(SafeText)
    /// The key of the day is refused, of whatever day.
    case keyRefused

    /// Whether nothing of the request left this machine.
    var isUnsent: Bool {
        switch self {
        case .notSent: true
        case .wire(let failure): failure.stage == .address || failure.stage == .tcp || failure.stage == .tls
        default: false
        }
    }

    func linkFailure(_ stage: LinkFailure.Stage) -> LinkFailure {
        switch self {
        case .wire(let failure):
            LinkFailure(LinkFailure.Stage(rawValue: failure.stage.rawValue) ?? .link, failure.reason, isFinal: failure.isFinal)
        case .keyRefused: LinkFailure(.login, words, isFinal: true)
        default: LinkFailure(stage, words)
        }
    }

    var words: SafeText {
        switch self {
        case .notSent: "there is no link"
        case .noAnswer(let limit): "the exchange does not answer within \(limit.description)"
        case .wire(let failure): failure.reason
        case .absent(let page): "the exchange has no \(page); check the url"
        case .unreadable(let words): words
        case .keyRefused:
            "the exchange refuses the WEB key on every day it could mean; check webkey against its basic settings, and timezone"
        }
    }
}

// MARK: - Asking

extension WebCTISite {
    /// Asks one operation and waits for its answer.
    /// - Parameters:
    ///   - id: of the catalog: `calls.ctihangup`.
    ///   - parameters: without `webkey` and `json`.
    ///   - patience: the longest wait, where it is not the site's own.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    func ask(_ id: String, _ parameters: [(String, String)] = [], patience: Duration? = nil) async throws -> Answer {
        guard let entry = WebCTIOperations.byID[id] else { throw RequestFailure.absent(id) }
        var parameters = parameters
        while true {
            let answer = try await retryingKey(entry, parameters, patience)
            // A page that wants a name in the document's other spelling did nothing yet: it is asked again with both.
            guard answer.code == WebCTIErrors.missingParameter, let missing = parameters.first(where: { given in
                guard let other = Self.misspellings[given.0] else { return false }
                return answer.message.string.contains("\"\(other)\"") && !parameters.contains { $0.0 == other }
            }), let other = Self.misspellings[missing.0] else { return answer }
            parameters.append((other, missing.1))
        }
    }

    /// Names that the document's own examples spell in another way than its tables.
    private static let misspellings = ["priority": "priorty", "ivrfiile": "ivrfile"]

    private func retryingKey(_ entry: WebCTIOperations.Entry, _ parameters: [(String, String)], _ patience: Duration?) async throws -> Answer {
        let day = picture.clock.day(at: environment.now())
        let (answer, date) = try await spelled(entry, parameters, day: day, patience)
        guard answer.code == WebCTIErrors.wrongKey else { return answer }
        guard try await hasLearned(refused: day, date) else { throw RequestFailure.keyRefused }
        let (second, _) = try await spelled(entry, parameters, day: picture.clock.day(at: environment.now()), patience)
        guard second.code != WebCTIErrors.wrongKey else { throw RequestFailure.keyRefused }
        return second
    }

    /// Tries a page's names in turn until one is there, and remembers it.
    private func spelled(
        _ entry: WebCTIOperations.Entry, _ parameters: [(String, String)], day: String, _ patience: Duration?
    ) async throws -> (Answer, Date?) {
        let id = entry.operation.id
        for page in spellings[id].map({ [$0] }) ?? entry.pages {
            let request = request(entry.method, page, parameters, day: day, isCommand: entry.operation.kind == .command)
            let response = try await send(request, patience)
            if response.status == 404 { continue }
            let answer = try read(response, day: day)
            spellings[id] = page
            return (answer, response.headers["date"].flatMap(Self.date(ofHeader:)))
        }
        throw RequestFailure.absent(entry.pages[0])
    }

    func request(_ method: String, _ page: String, _ parameters: [(String, String)], day: String, isCommand: Bool) -> HTTPRequest {
        let fields = [("webkey", key(of: day))] + parameters + [("json", "2")]
        let query = fields.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
        // Commands travel as questions do; sent twice they act twice.
        return HTTPRequest(method: method, url: "\(pages.address(of: page))?\(query)", needsFreshConnection: isCommand)
    }

    func key(of day: String) -> String { ExchangeClock.key(configuration.webKey.reveal(), day: day) }

    func read(_ response: HTTPResponse, day: String) throws -> Answer {
        do {
            let answer = try Answer(response.body, hiding: key(of: day))
            // An envelope says more than the status it came with.
            guard response.status < 400 || !answer.isSuccess else { throw RequestFailure.unreadable("the exchange answered HTTP \(String(response.status))") }
            return answer
        } catch let error as Unreadable {
            if response.status != 200 { throw RequestFailure.unreadable("the exchange answered HTTP \(String(response.status))") }
            switch error {
            case .page: throw RequestFailure.unreadable("the exchange answered with a web page; check the url, and whether the module is licensed")
            case .garbled(let reason): throw RequestFailure.unreadable("the exchange's answer cannot be read: \(reason)")
            }
        }
    }

    /// Sends a request within its deadline, and tells the board that the exchange was heard.
    func send(_ request: HTTPRequest, _ patience: Duration?) async throws -> HTTPResponse {
        guard let client else { throw RequestFailure.notSent }
        let limit = patience ?? configuration.deadline
        let sent = environment.now()
        do {
            // The client's own deadline is the second line, for a clock here that stands still.
            let response = try await environment.within(limit) { try await client.send(request, deadline: limit + .seconds(5)) }
            let now = environment.now()
            report([.heard(configuration.id, at: now, latency: .seconds(max(0, now.timeIntervalSince(sent))))])
            return response
        } catch is DeadlinePassed {
            throw RequestFailure.noAnswer(after: limit)
        } catch let failure as WireFailure {
            throw RequestFailure.wire(failure)
        }
    }

    /// Reads `Sat, 21 Nov 2026 02:23:43 GMT`, whatever language this process speaks.
    private static func date(ofHeader text: String) -> Date? {
        let words = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count >= 5, let month = months.firstIndex(of: String(words[2])) else { return nil }
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
        return try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
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

extension String {
    /// For a query: everything but letters, digits and `-._~` (RFC 3986, section 2.3).
    var percentEncoded: String {
        if utf8.allSatisfy(\.isUnreserved) { return self }
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in utf8 {
            if byte.isUnreserved { bytes.append(byte) } else { bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
