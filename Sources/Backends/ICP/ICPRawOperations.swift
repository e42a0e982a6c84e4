import BackendSupport
import Exchange
import JSON

extension ICPSite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        await perform(operation, arguments) { _, _ in }
    }

    /// Performs one row of the catalog; what has no request is refused with the reason.
    public func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        guard let entry = ICPOperations.byID[operation.id] else { return (.unsupported("ICP has no such command"), nil) }
        if let reason = entry.operation.unavailable { return (.unsupported(reason), nil) }
        let request: ICPRequest
        do {
            request = try ICPRequest(entry, arguments, agent: configuration.agent)
        } catch {
            return (.invalid(error.reason), nil)
        }
        let (outcome, answer) = await ask(request)
        let file = arguments.member("to", "localFileName").trimmedText
        if entry.operation.answer == .file, case .done = outcome, !file.isEmpty {
            return await fetch(answer, to: IncomingFile(file), progress)
        }
        return (outcome, answer.map { Self.readable($0, as: entry.operation.answer) })
    }

    /// The answer; where it is a listing, the rows alone: the uPortal wraps a page in an object whose
    /// member names are not documented.
    static func readable(_ answer: JSONValue, as layout: Exchange.Operation.Answer) -> JSONValue {
        guard layout == .rows(at: ""), let members = answer.object else { return answer }
        if members.isEmpty { return [] }
        let lists = members.values.filter { $0.array != nil }
        return lists.count == 1 && lists[0].array?.allSatisfy { $0.object != nil } == true ? lists[0] : .array([answer])
    }
}
