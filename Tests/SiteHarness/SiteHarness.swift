import Exchange

/// A site at work in a test, with the board that its reports make.
public final class SiteHarness<Tested: Site> {
    public let site: Tested
    public let id: SiteID
    public private(set) var board: Board
    /// All that was reported, in order.
    public private(set) var told: [Change] = []
    /// Of this what was different on the board.
    public private(set) var effective: [Change] = []
    private var reports: AsyncStream<[Change]>.Iterator
    private let running: Task<Void, any Error>
    /// What the site talks to lives as long as somebody works with it.
    public let partner: (any Sendable)?

    public init(_ site: Tested, id: SiteID, kind: SystemKind, partner: (any Sendable)? = nil) {
        self.site = site
        self.id = id
        self.partner = partner
        board = Board(sites: [SiteStatus(id: id, name: SafeText(id.rawValue), kind: kind)])
        let (stream, continuation) = AsyncStream<[Change]>.makeStream()
        reports = stream.makeAsyncIterator()
        running = Task {
            defer { continuation.finish() }
            try await site.run { continuation.yield($0) }
        }
    }

    deinit { running.cancel() }

    // MARK: What is on the board

    /// Takes in reports until it is so; false when the run ended before.
    public func until(_ isReached: (SiteHarness) -> Bool) async -> Bool {
        while !isReached(self) {
            guard let changes = await reports.next() else { return false }
            told += changes
            effective += board.apply(changes)
        }
        return true
    }

    /// Until the first snapshot is there and the link stands.
    public func untilSynced() async -> Bool { await until { $0.status?.synced == true && $0.status?.link == .online } }

    public var status: SiteStatus? { board.sites[id] }
    public func agent(_ number: String) -> Agent? { board.agent(id, number) }
    public func room(_ number: String) -> Room? { board.room(id, number) }
    public func call(_ number: String) -> Call? { board.call(id, number) }
    public var links: [LinkState] { told.compactMap { if case .link(_, let state, _, _, _) = $0 { state } else { nil } } }
    public var messages: [SiteMessage] { told.compactMap { if case .message(let message) = $0 { message } else { nil } } }

    // MARK: Acting

    /// - Parameter own: the operator's extension, where a word is left out.
    public func perform(_ action: Action, _ words: [String], own: String) async throws -> Outcome {
        await site.perform(try ActionRequest(action, words, fallbackExtension: own))
    }

    // MARK: The end

    /// Ends the run by cancellation.
    public func stop() async throws {
        running.cancel()
        try await running.value
    }

    /// Waits for the end of a run that ends by itself; the end of the test's own time cancels it.
    public func end() async throws {
        let running = running
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            running.cancel()
        }
    }

    /// Why the run ended by itself.
    public func failure() async -> LinkFailure? {
        do {
            try await end()
            return nil
        } catch {
            return error as? LinkFailure
        }
    }
}
