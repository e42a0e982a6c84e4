import Exchange
import JSON
import Wire

/// One Huawei ICP: the Agent Gateway for agents, queues, calls and conferences, and the uPortal for talking groups.
public actor ICPSite: Site {
    let configuration: ICPConfiguration
    let surroundings: Surroundings
    /// nil where no uPortal is configured.
    let talkingGroups: TalkingGroupService?

    public init(_ configuration: ICPConfiguration, surroundings: Surroundings = .system) {
        self.configuration = configuration
        self.surroundings = surroundings
        talkingGroups = configuration.talkingGroups.map { TalkingGroupService($0, site: configuration.id, surroundings: surroundings) }
    }

    public nonisolated var unsupported: [Action: SafeText] { [:] }

    public nonisolated var held: Set<Action> { [.listen, .whisper, .barge, .intercept, .pttTake] }

    public nonisolated var operations: [Exchange.Operation] { ICPOperations.all }

    public func run(_ report: @escaping Report) async throws {
        throw LinkFailure(.link, "not built yet", isFinal: true)
    }

    public func perform(_ request: ActionRequest) async -> Outcome {
        .unsupported("not built yet")
    }

    /// Sends one request as it is.
    /// - Returns: the outcome, and the `result` of the answer where one came.
    func ask(_ request: ICPRequest) async -> (Outcome, JSONValue?) { (.unsupported("not built yet"), nil) }
}
