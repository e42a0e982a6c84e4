import Desk
import Exchange
import JSON

/// `cordboard watch`: the present state, then every change, until interrupted.
@MainActor
struct WatchCommand {
    let program: Program
    let options: Options
    let output: Output

    func run() async throws -> ExitStatus {
        try await Session.with(program, options, sites: options.sites) { session in
            let stream = ChangeStream(session.desk) { output.write($0) }
            session.desk.open()
            // A site that cannot be had must not keep the others waiting: its changes follow when it comes.
            let limit = options.timeout ?? Session.patience
            _ = await session.desk.wait(atMost: limit) { board in
                board.sites.values.allSatisfy { $0.isSettled || $0.link == .offline && $0.since != nil }
            }
            guard !Task.isCancelled else { return .done }
            stream.begin()
            for site in session.desk.board.sites.values.sorted(by: { $0.id < $1.id }) where !site.synced {
                program.complain("\(site.id) is not synchronised: \(site.trouble)")
            }
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            return .done
        }
    }
}

/// Turns a desk's changes into the lines of CONTRACT section 4.
@MainActor
final class ChangeStream {
    private let desk: Desk
    private let write: ([String]) -> Void
    private var hasBegun = false
    /// What was said before the beginning, and belongs to no entity: it would be lost.
    private var early: [Change] = []
    /// The sites alone, taken change by change: a line shows a site's status as it was then, not as it is by now.
    private var sites: Board

    init(_ desk: Desk, write: @escaping ([String]) -> Void) {
        self.desk = desk
        self.write = write
        sites = Board()
        desk.observe { [weak self] in self?.take($0) }
    }

    /// Writes the present state, and every change from then on.
    func begin() {
        let board = desk.board
        let statuses = board.siteOrder.compactMap { board.sites[$0] }
        sites = Board(sites: statuses)
        hasBegun = true
        let now = desk.now
        let links = statuses.map { Change.link($0.id, $0.link, error: $0.error, at: now, retry: $0.retry) }
        let entities = EntityKind.allCases.flatMap(board.sorted).map(Change.put)
        let synced = statuses.filter(\.synced).map { Change.synced($0.id, at: now) }
        write((links + entities + synced + early).compactMap(line))
        early = []
    }

    private func take(_ changes: [Change]) {
        guard hasBegun else {
            early += changes.filter { if case .message = $0 { true } else { false } }
            return
        }
        write(changes.compactMap { change in
            follow(change)
            return line(change)
        })
    }

    private func follow(_ change: Change) {
        switch change {
        case .link(let site, _, _, _, _), .synced(let site, _):
            let latency = desk.board.sites[site]?.latencyMs.map { Duration.milliseconds($0) }
            _ = sites.apply([change, .heard(site, at: desk.now, latency: latency)])
        default: break
        }
    }

    private func line(_ change: Change) -> String? {
        switch change {
        case .link, .synced: change.streamLine(at: desk.now, on: sites)?.compactText.escapingUnseen
        default: change.streamLine(at: desk.now, on: desk.board)?.compactText.escapingUnseen
        }
    }
}
