import Exchange
import JSON
import SiteHarness
import Synchronization

@testable import Desk

/// A site that tells what a test has it tell, and brings other sites where the test names some.
actor TellingSite: Site {
    nonisolated let unsupported: [Action: SafeText]
    nonisolated let operations: [Exchange.Operation]
    nonisolated let members: [SiteID: TellingSite]
    private let id: SiteID
    private let time: SteppedClock
    private var report: ChangeSink?
    private var mayEnd = false
    private var end: CheckedContinuation<Void, Never>?
    private let holdsOn: Bool
    private(set) var asked: [ActionRequest] = []
    /// Whether the latest run has ended.
    private(set) var hasEnded = false

    /// - Parameter holdsOn: takes until `letGo` to give back what it holds.
    init(
        _ id: SiteID, _ time: SteppedClock, unsupported: [Action: SafeText] = [:], operations: [Exchange.Operation] = [],
        members: [SiteID: TellingSite] = [:], holdsOn: Bool = false
    ) {
        self.id = id
        self.time = time
        self.unsupported = unsupported
        self.operations = operations
        self.members = members
        self.holdsOn = holdsOn
    }

    nonisolated func member(_ id: SiteID) -> (any Site)? { members[id] }

    func run(_ report: @escaping ChangeSink) async throws {
        self.report = report
        hasEnded = false
        report([.link(id, .online, error: nil, at: time.now, retry: nil), .synced(id, at: time.now)])
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        if holdsOn, !mayEnd { await withCheckedContinuation { end = $0 } }
        hasEnded = true
    }

    /// Says something, also after its run has ended, as a late callback would.
    func tell(_ changes: [Change]) { report?(changes) }

    func letGo() {
        mayEnd = true
        end?.resume()
        end = nil
    }

    func perform(_ request: ActionRequest) async -> Outcome {
        asked.append(request)
        return .done(nil)
    }

    func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) { (.done(nil), arguments) }

    nonisolated func configured(_ name: SafeText = "") -> Desk.ConfiguredSite {
        Desk.ConfiguredSite(SiteStatus(id: id, name: name, kind: "smartpbx"), self)
    }
}
