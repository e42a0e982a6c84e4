import BackendSupport
import Exchange
import Simulators
import Synchronization
import Testing

@testable import ConferenceServer
@testable import ICP
@testable import SmartPBX
@testable import WebCTI
@testable import Yeastar

/// A system in all the tests of operations; a new one is a row in `all`, an extract and a harness.
struct ExchangeSystem: Sendable, CustomTestStringConvertible {
    /// The name of its catalog, and of the extract of its document.
    let name: String
    /// How many operations its document has.
    let count: Int
    let catalog: OperationCatalog
    /// Parameters of the document that the adapter sets itself, in every operation that has them or in one: `hotel.checkout type`.
    let setByAdapter: Set<String>
    /// nil where the document does not tell what is on the wire: `ICPOperationTests` tries those against the reference pages.
    let harness: (any OperationHarness.Type)?

    var operations: [Exchange.Operation] { catalog.operations }

    var testDescription: String { name }

    static let all = [
        ExchangeSystem(
            name: "smartpbx", count: 22, catalog: SmartPBXOperations.catalog, setByAdapter: ["cmd", "request_id"],
            harness: SmartPBXHarness.self),
        ExchangeSystem(
            name: "confserver", count: 24, catalog: ConferenceServerOperations.catalog, setByAdapter: [],
            harness: ConferenceServerHarness.self),
        ExchangeSystem(
            name: "yeastar", count: 78, catalog: YeastarOperations.catalog, setByAdapter: ["token", "type in the URL"],
            harness: YeastarHarness.self),
        ExchangeSystem(
            name: "webcti", count: 206, catalog: WebCTIOperations.catalog, setByAdapter: ["webkey", "json"],
            harness: WebCTIHarness.self),
        ExchangeSystem(name: "icp", count: 145, catalog: ICPOperations.catalog, setByAdapter: [], harness: nil),
    ]

    /// Those whose document tells the wire.
    static let onTheWire = all.filter { $0.harness != nil }
}

/// A simulated exchange, a site that works with it, and somebody who reads along between the two.
protocol OperationHarness: Sendable {
    /// Opens it all; returns when the site is online and has its picture.
    init() async throws

    var site: any Site { get }

    /// Values that stand for what the simulated exchange has, where the document's examples would be about nothing.
    func subjects(of operation: String) async throws -> [String: String]

    /// The requests that have come over the wire since the last look.
    func arrived() async throws -> [WireRequest]

    /// Whether an argument stays here: a file's name, where its contents go out.
    func isLocal(_ parameter: String, of operation: String) -> Bool

    /// How operations end that the exchange refuses, as the document says: the code, or the words where there are no codes.
    /// `calls.dial with everything` is about the run with all that may be given.
    static var refusals: [String: String] { get }

    func close() async
}

extension OperationHarness {
    func isLocal(_ parameter: String, of operation: String) -> Bool { false }
}

/// A request as it was read off the wire, by nobody who shares code with the adapter.
struct WireRequest: Equatable, Sendable {
    struct Field: Equatable, Comparable, Sendable, CustomStringConvertible {
        var name: String
        var value: String

        var description: String { "\(name)=\(value)" }
        static func < (left: Field, right: Field) -> Bool { (left.name, left.value) < (right.name, right.value) }
    }

    /// As a catalog's `native` has it.
    var native: String
    /// In the order of the wire; nested names dotted.
    var fields: [Field]
    /// What is not in the catalog: tokens, keys, the form of the answer.
    var setByAdapter: [String: String] = [:]
}

/// What came over HTTP.
final class HTTPTap: Sendable {
    private let requests = Mutex<[SimulatedHTTPServer.Request]>([])

    func note(_ request: SimulatedHTTPServer.Request) { requests.withLock { $0.append(request) } }

    func take() -> [SimulatedHTTPServer.Request] {
        requests.withLock { requests in
            defer { requests = [] }
            return requests
        }
    }
}

/// A site while it runs.
final class RunningSite: Sendable {
    let site: any Site
    private let running: Task<Void, any Error>

    /// Returns when the site is online and has its picture.
    /// - Parameter isReady: what must be on the board besides.
    init(_ site: any Site, id: SiteID, kind: SystemKind, isReady: (Board) -> Bool = { _ in true }) async throws {
        self.site = site
        let (reports, teller) = AsyncStream<[Change]>.makeStream()
        running = Task {
            defer { teller.finish() }
            try await site.run { teller.yield($0) }
        }
        var board = Board(sites: [SiteStatus(id: id, name: "harness", kind: kind)])
        for await changes in reports {
            _ = board.apply(changes)
            if board.sites[id]?.synced == true, board.sites[id]?.link == .online, isReady(board) { return }
        }
        try await running.value
        throw NeverOnline()
    }

    deinit { running.cancel() }

    struct NeverOnline: Error {}

    func stop() async {
        running.cancel()
        _ = await running.result
    }
}
