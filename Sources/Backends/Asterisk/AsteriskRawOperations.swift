import BackendSupport
import Exchange
import JSON
import Wire

extension AsteriskSite {
    func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        let entry = AsteriskOperations.catalog.entries.first { $0.operation.id == operation.id }
        guard let wire = entry?.wire.first.flatMap(WireLine.init) else { return (.unsupported("Asterisk has no such action"), nil) }
        if let fault = operation.check(arguments).first { return (.invalid(fault.reason), nil) }
        var fields: [(String, String)] = []
        for (name, value) in operation.arranged(arguments).object ?? [:] where value != .null {
            // A list stands in as many lines.
            for one in value.array ?? [value] { fields.append((name, Self.wireText(one))) }
        }
        let request = Request(wire.name, fields: fields)
        if let problem = request.problem { return (.invalid(problem), nil) }
        do {
            let reply = try await askBeside(request)
            polls.want(.everything)
            guard reply.isSuccess else { return (.refused(code: nil, reply.message ?? "the exchange gave no reason"), reply.answer.json) }
            return (.done(reply.message), Self.json(reply, operation.answer))
        } catch {
            return (Outcome(error), nil)
        }
    }

    /// In a session of its own, so that nothing it does stops the events; in ours where the account takes only one.
    private func askBeside(_ request: Request) async throws -> Reply {
        do {
            if let reply = try await SideSession(configuration: configuration, decoder: decoder).ask(request, environment) { return reply }
        } catch let failure as WireFailure {
            throw RequestFailure(failure, of: request.name, after: configuration.deadline)
        }
        return try await ask(request)
    }

    private static func wireText(_ value: JSONValue) -> String {
        switch value {
        case .bool(let truth): truth ? "true" : "false"
        case .object(let members): members.map { "\($0.key)=\($0.value.text ?? "")" }.joined(separator: ",")
        default: value.text ?? ""
        }
    }

    private static func json(_ reply: Reply, _ answer: Exchange.Operation.Answer) -> JSONValue {
        switch answer {
        case .rows: .array(reply.rows.map(\.json))
        default: reply.rows.isEmpty ? reply.answer.json : .array(reply.rows.map(\.json))
        }
    }
}
