import Exchange
import Foundation
import Testing

/// An adapter at work against a simulated exchange, whose time passes a little with every report.
final class Trial {
    private let site: any Site
    private let id: SiteID
    private(set) var board: Board
    private(set) var messages: [SiteMessage] = []
    private var reports: AsyncStream<[Change]>.Iterator
    private let passTime: @Sendable () async -> Void
    private let running: Task<Void, any Error>

    init(_ site: any Site, id: SiteID, kind: SystemKind, passTime: @escaping @Sendable () async -> Void) {
        self.site = site
        self.id = id
        self.passTime = passTime
        board = Board(sites: [SiteStatus(id: id, name: "trial", kind: kind)])
        let (stream, continuation) = AsyncStream<[Change]>.makeStream()
        reports = stream.makeAsyncIterator()
        running = Task {
            defer { continuation.finish() }
            try await site.run { continuation.yield($0) }
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

    func state(_ number: String) -> AgentState? { board.agent(id, number)?.state }
    /// The one call between two numbers, whoever began it.
    func call(_ one: String, _ other: String) -> Call? { board.calls.first { Set([$0.caller, $0.callee]) == [one, other] } }

    func end() async {
        running.cancel()
        _ = await running.result
    }
}
