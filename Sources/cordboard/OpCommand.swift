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

    private var options: Options { invocation.options }
    private var site: SiteID { SiteID(invocation.operands[0]) }

    func run() async throws -> ExitStatus {
        let words = Array(invocation.operands.dropFirst(2))
        var arguments = try OpArguments(words, over: try await input()).value
        return try await Session.with(program, options, sites: [site]) { session in
            let operation = try self.operation(session.desk.operations(of: site))
            if let reason = operation.unavailable {
                return tell(.unsupported(reason), nil, of: operation, session)
            }
            try take(outputFile: operation, into: &arguments)
            try check(arguments, of: operation)
            warnOfSecrets(in: words, of: operation)
            await session.desk.prepare(for: operation, at: site, atMost: options.timeout ?? Session.defaultTimeout)
            try Task.checkCancellation()
            let (outcome, answer) = await perform(operation, arguments, session)
            return try await write(outcome, answer, of: operation, session)
        }
    }

    // MARK: Before anything is sent

    private func operation(_ catalog: [Exchange.Operation]) throws(CommandError) -> Exchange.Operation {
        let id = invocation.operands[1]
        guard let operation = catalog.first(where: { $0.id == id }) else {
            throw .unknown("there is no operation “\(id)”", written: id, valid: catalog.map(\.id))
        }
        return operation
    }

    /// The JSON object that `--input` names.
    private func input() async throws -> JSONValue {
        guard let file = options.input else { return [:] }
        // Standard input may take its time: it is read away from the main actor.
        let data = await Task.detached {
            file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        }.value
        guard let data else { throw CommandError(status: .usage, sentences: ["\(file) cannot be read"]) }
        do {
            return try JSONValue(parsing: Array(data))
        } catch {
            throw CommandError(status: .usage, sentences: ["\(file) is no JSON: \(error.reason) at byte \(error.offset)"])
        }
    }

    /// Where an operation answers with a file, `--output` says which.
    private func take(outputFile operation: Exchange.Operation, into arguments: inout JSONValue) throws(CommandError) {
        guard operation.answer == .file, var members = arguments.object else { return }
        if let file = options.output { members["to"] = .string(file) }
        guard members["to"] != nil else {
            throw .usage("\(operation.id) answers with a file; say where it goes: --output FILE")
        }
        arguments = .object(members)
    }

    private func check(_ arguments: JSONValue, of operation: Exchange.Operation) throws(CommandError) {
        let problems = operation.check(arguments).filter { problem in
            if options.unchecked, case .undocumented = problem.kind { return false }
            return true
        }
        guard !problems.isEmpty else { return }
        throw CommandError(status: .usage, sentences: problems.map { Wording("\($0.reason)") })
    }

    private func warnOfSecrets(in words: [String], of operation: Exchange.Operation) {
        for parameter in operation.parameters where parameter.isSecret && words.contains(where: { $0.hasPrefix(parameter.name + "=") }) {
            program.complain("\(parameter.name) stands on the command line, where others can see it; --input takes it from a file")
        }
    }

    // MARK: The operation and what comes of it

    private func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, _ session: Session
    ) async -> (Outcome, JSONValue?) {
        if options.all, var listing = PagedListing(operation, arguments) {
            while true {
                let (outcome, answer) = await session.desk.perform(operation, listing.arguments, at: site)
                guard case .done = outcome, let answer else { return (outcome, answer) }
                if !listing.take(answer) || Task.isCancelled { return (outcome, listing.whole) }
            }
        }
        if options.all { program.complain("\(operation.id) answers whole; --all has no effect") }
        let bar = operation.answer == .file ? ProgressBar() : nil
        defer { bar?.end() }
        return await session.desk.perform(operation, arguments, at: site) { bar?.show($0, of: $1) }
    }

    private func write(
        _ outcome: Outcome, _ answer: JSONValue?, of operation: Exchange.Operation, _ session: Session
    ) async throws -> ExitStatus {
        guard operation.answer != .file, let file = options.output else { return tell(outcome, answer, of: operation, session) }
        let writing = try Output(file: file)
        let status = tell(outcome, answer, of: operation, session, on: writing)
        try await writing.finish()
        return status
    }

    private func tell(
        _ outcome: Outcome, _ answer: JSONValue?, of operation: Exchange.Operation, _ session: Session, on other: Output? = nil
    ) -> ExitStatus {
        (other ?? output).write(answer ?? outcome.json)
        let status = ExitStatus(rawValue: outcome.exitStatus) ?? .refused
        if status != .done {
            program.complain(outcome.sentence(actionText: "\(site) \(operation.id)", link: session.desk.board.sites[site]?.error))
        }
        return status
    }
}
