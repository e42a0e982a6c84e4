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
            let stream = ChangeStream(session.desk) { output.writeData($0.map(\.json.compactText.escapingUnseen)) }
            session.desk.open()
            // A site that cannot be had must not keep the others waiting: its changes follow when it comes.
            let limit = options.timeout ?? Session.defaultTimeout
            _ = await session.desk.wait(atMost: limit) { board in
                board.sites.values.allSatisfy { $0.synced || $0.link == .offline && $0.since != nil }
            }
            guard !Task.isCancelled else { return .done }
            stream.begin()
            for site in session.desk.board.sites.values.sorted(by: { $0.id < $1.id }) where !site.synced {
                program.complain("\(site.id) is not synchronised: \(site.trouble)")
            }
            await session.lending {
                let (never, _) = AsyncStream.makeStream(of: Void.self)
                for await _ in never {}
            }
            return .done
        }
    }
}
