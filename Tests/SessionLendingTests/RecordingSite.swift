import Exchange
import JSON

/// An exchange that comes online at once with one agent, and notes what is asked of it.
actor RecordingSite: Site {
    nonisolated let unsupported: [Action: SafeText] = [.transfer: "That system cannot transfer"]
    nonisolated let sessionBoundActions: Set<Action> = [.listen]
    nonisolated let operations: [Exchange.Operation]
    private let agent: Agent?
    private(set) var runs = 0
    private(set) var asked: [ActionRequest] = []
    private(set) var rawAsked: [JSONValue] = []
    private var report: ChangeSink?
    private let answer: @Sendable (ActionRequest) async -> Outcome

    init(
        agent: Agent? = nil, operations: [Exchange.Operation] = [],
        answer: @escaping @Sendable (ActionRequest) async -> Outcome = { _ in .done("as you wish", reference: "77") }
    ) {
        self.agent = agent
        self.operations = operations
        self.answer = answer
    }

    /// The operator's agent has to be ready to listen.
    nonisolated func agentToBeReady(for action: Action) -> String? { action == .listen ? "2001" : nil }

    func run(_ report: @escaping ChangeSink) async throws {
        runs += 1
        self.report = report
        report([.link("hq", .online, error: nil, at: .now, retry: nil)])
        if let agent { report([.put(.agent(agent))]) }
        report([.synced("hq", at: .now)])
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
    }

    func tell(_ changes: [Change]) { report?(changes) }

    func perform(_ request: ActionRequest) async -> Outcome {
        asked.append(request)
        return await answer(request)
    }

    func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        rawAsked.append(arguments)
        return (.done(nil), ["password": "hunter2", "name": "alice"])
    }

    func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        progress(512, 1_024)
        return await perform(operation, arguments)
    }
}
