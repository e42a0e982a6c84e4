import Exchange
import Foundation
import Synchronization
import Testing

/// An adapter at work against a simulated exchange, whose time passes a little with every report, and with every pause that the
/// adapter makes.
final class ActionHarness {
    private let site: any Site
    private let id: SiteID
    private(set) var board: Board
    private(set) var messages: [SiteMessage] = []
    private var reports: AsyncStream<[Change]>.Iterator
    private let news: AsyncStream<[Change]>.Continuation
    private let passTime: @Sendable () async -> Void
    private let running: Task<Void, any Error>

    /// - Parameter pauses: yields whenever the adapter pauses, where its environment tells (`Environment.accelerated`).
    init(_ site: any Site, id: SiteID, kind: SystemKind, pauses: AsyncStream<Void>? = nil, passTime: @escaping @Sendable () async -> Void) {
        self.site = site
        self.id = id
        self.passTime = passTime
        board = Board(sites: [SiteStatus(id: id, name: "test", kind: kind)])
        let (stream, continuation) = AsyncStream<[Change]>.makeStream()
        reports = stream.makeAsyncIterator()
        news = continuation
        running = Task {
            defer { continuation.finish() }
            try await site.run { continuation.yield($0) }
        }
        if let pauses {
            Task { for await _ in pauses { continuation.yield([]) } }
        }
    }

    /// Lets time pass until the board is as wanted; false when the run ends before.
    func until(_ isReached: (Board) -> Bool) async -> Bool {
        while !isReached(board) {
            await passTime()
            guard let changes = await reports.next() else { return false }
            for case .message(let message) in changes { messages.append(message) }
            _ = board.apply(changes)
        }
        return true
    }

    func untilSynced() async -> Bool { await until { $0.sites[id]?.synced == true } }

    func perform(_ request: ActionRequest) async -> Outcome { await site.perform(request) }

    /// Performs an action that must succeed.
    func succeed(_ action: Action, _ arguments: String..., at place: SourceLocation = #_sourceLocation) async throws {
        let outcome = await site.perform(try ActionRequest(action, arguments))
        guard case .done = outcome else {
            Issue.record("\(action) \(arguments): \(outcome)", sourceLocation: place)
            throw Failed()
        }
    }

    private struct Failed: Error {}

    /// Performs an action, time passing until it has ended, for those that wait for more than an answer.
    /// - Parameter look: sees the board after every report meanwhile.
    func carryOut(_ action: Action, _ arguments: String..., look: (Board) -> Void = { _ in }) async throws -> Outcome {
        let request = try ActionRequest(action, arguments)
        let isOver = Mutex(false)
        let performing = Task { [site, news] in
            let outcome = await site.perform(request)
            isOver.withLock { $0 = true }
            news.yield([])
            return outcome
        }
        _ = await until { board in
            look(board)
            return isOver.withLock(\.self)
        }
        return await performing.value
    }

    /// Begins an action that is to end later.
    func begin(_ action: Action, _ arguments: String...) throws -> Task<Outcome, Never> {
        let request = try ActionRequest(action, arguments)
        return Task { [site] in await site.perform(request) }
    }

    func state(_ number: String) -> AgentState? { board.agent(id, number)?.state }
    /// The one call between two numbers, whoever began it.
    func call(_ one: String, _ other: String) -> Call? { board.calls.first { Set([$0.caller, $0.callee]) == [one, other] } }

    func said(_ topic: String) -> [String] { messages.filter { $0.topic == topic }.map(\.text.string) }

    /// Waits until the run has ended by itself.
    /// - Returns: why.
    func failure() async -> LinkFailure? {
        _ = await until { _ in false }
        guard case .failure(let failure) = await running.result else { return nil }
        return failure as? LinkFailure
    }

    func end() async {
        running.cancel()
        _ = await running.result
    }
}

extension Environment {
    /// The machine's clock, faster for an adapter where it only waits: what it waits for happens in simulated time.
    /// - Parameters:
    ///   - long: waits over this pass thirty times as fast.
    ///   - short: pauses under this pass ten times as fast.
    ///   - pauses: told of every pause that ends.
    static func accelerated(
        over long: Duration = .seconds(3_600), under short: Duration = .zero, pauses: AsyncStream<Void>.Continuation? = nil
    ) -> Environment {
        var environment = system
        environment.sleep = {
            try await system.sleep($0 > long ? $0 / 30 : $0 < short ? $0 / 10 : $0)
            pauses?.yield()
        }
        return environment
    }
}
