import Exchange
import JSON

/// `cordboard state`: one snapshot.
@MainActor
struct StateCommand {
    let program: Program
    let options: Options
    let output: Output

    func run() async throws -> ExitStatus {
        try await Session.with(program, options, sites: options.sites) { session in
            session.desk.open()
            let limit = options.timeout ?? Session.defaultTimeout
            let deadline = session.desk.now.addingTimeInterval(limit / .seconds(1))
            _ = await session.desk.wait(atMost: limit) { $0.sites.values.allSatisfy { $0.isSettled(until: deadline) } }
            try Task.checkCancellation()
            let board = session.desk.board
            let snapshot = board.snapshot(at: session.desk.now)
            output.write(snapshot)
            let missing = session.sites.compactMap { board.sites[$0.id] }.filter { !$0.synced }
            for site in missing { program.complain("\(site.id) is not synchronised: \(site.trouble)") }
            return missing.isEmpty ? .done : .unreachable
        }
    }
}
