import Desk
import Exchange
import Foundation
import JSON
import Settings

/// `cordboard op`: one raw operation of a system's catalog.
@MainActor
struct OpCommand {
    let program: Program
    let invocation: Invocation
    let output: Output

    func run() async throws -> ExitStatus {
        let site = SiteID(invocation.operands[0])
        let arguments = try OpArguments(Array(invocation.operands.dropFirst(2)), over: try await input()).value
        return try await Session.with(program, invocation.options, sites: [site]) { session in
            let operation = try self.operation(session.desk.operations(of: site))
            if operation.kind == .query || session.desk.operator.role >= .dispatcher {
                session.desk.open()
                _ = await session.desk.wait(atMost: invocation.options.timeout ?? Session.patience) { board in
                    board.sites[site].map { $0.link == .online || $0.isSettled } ?? true
                }
                try Task.checkCancellation()
            }
            let (outcome, answer) = await session.desk.perform(operation, arguments, at: site)
            let value = answer ?? outcome.json
            output.write(value)
            let status = ExitStatus(rawValue: outcome.exitStatus) ?? .refused
            if status != .done {
                program.complain(outcome.sentence(deed: "\(site) \(operation.id)", link: session.desk.board.sites[site]?.error))
            }
            return status
        }
    }

    private func operation(_ catalog: [Exchange.Operation]) throws(Fault) -> Exchange.Operation {
        let id = invocation.operands[1]
        guard let operation = catalog.first(where: { $0.id == id }) else {
            throw .unknown("there is no operation “\(id)”", written: id, valid: catalog.map(\.id))
        }
        return operation
    }

    /// The JSON object that `--input` names.
    private func input() async throws -> JSONValue {
        guard let file = invocation.options.input else { return [:] }
        // Standard input may take its time: it is read away from the main actor.
        let data = await Task.detached {
            file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        }.value
        guard let data else { throw Fault(status: .usage, sentences: ["\(file) cannot be read"]) }
        do {
            return try JSONValue(parsing: Array(data))
        } catch {
            throw Fault(status: .usage, sentences: ["\(file) is no JSON: \(error.reason) at byte \(error.offset)"])
        }
    }
}
