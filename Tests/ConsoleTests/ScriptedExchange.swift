import Exchange
import Foundation
import JSON
import Synchronization

/// An exchange that answers as it is told and remembers what it was asked.
actor ScriptedExchange: Site {
    nonisolated let unsupported: [Action: SafeText]
    nonisolated let operations: [Exchange.Operation] =
        [
            Exchange.Operation("calls.live", native: "livecall", title: "Live calls", area: "calls", kind: .query),
            Exchange.Operation(
                "system.wipe", native: "wipe", title: "Wipe", area: "system", kind: .command, dangerous: true,
                [.init("what", "what to wipe")]),
        ] + SampleOperations.more
    /// Every request in the order of arrival.
    nonisolated let requests: AsyncStream<ActionRequest>
    private let heard: AsyncStream<ActionRequest>.Continuation
    private let first: [Change]
    private var report: ChangeSink?
    private var outcome: Outcome = .done("Success")
    private var isHolding = false
    private var held: [CheckedContinuation<Outcome, Never>] = []
    private var end: CheckedContinuation<LinkFailure, Never>?
    private(set) var asked: [ActionRequest] = []
    /// How often the operator has agreed.
    private(set) var consents = 0
    private(set) var operated: [(String, JSONValue)] = []
    /// What operations answer, in turn; then the standing answer.
    private var answers: [(Outcome, JSONValue?)] = []

    init(tells first: [Change], unsupported: [Action: SafeText] = [:]) {
        self.first = first
        self.unsupported = unsupported
        (requests, heard) = AsyncStream.makeStream()
    }

    func run(_ report: @escaping ChangeSink) async throws {
        self.report = report
        report(first)
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { end = $0 }
        } onCancel: {
            Task { await self.fail(LinkFailure(.link, "cancelled")) }
        }
        throw failure
    }

    func fail(_ failure: LinkFailure) {
        end?.resume(returning: failure)
        end = nil
    }

    func tell(_ changes: [Change]) { report?(changes) }

    func answer(_ outcome: Outcome) { self.outcome = outcome }

    func answerOperations(_ answers: [(Outcome, JSONValue?)]) { self.answers = answers }

    /// Leaves requests unanswered until `release`.
    func hold() { isHolding = true }

    /// Answers the oldest request that was left unanswered.
    func release(_ outcome: Outcome) { held.removeFirst().resume(returning: outcome) }

    func consent() { consents += 1 }

    func perform(_ request: ActionRequest) async -> Outcome {
        asked.append(request)
        guard isHolding else {
            heard.yield(request)
            return outcome
        }
        return await withCheckedContinuation {
            held.append($0)
            heard.yield(request)
        }
    }

    private var isSlow = false
    private var coming: CheckedContinuation<Void, Never>?

    /// The next file stops after its first part until `letCome`.
    func comesSlowly() { isSlow = true }

    func letCome() { coming?.resume() }

    func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        if isSlow {
            isSlow = false
            await withCheckedContinuation {
                coming = $0
                progress(512, 2_048)
            }
        }
        return await perform(operation, arguments)
    }

    func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        operated.append((operation.id, arguments))
        if !answers.isEmpty { return answers.removeFirst() }
        return (.done("Success"), ["calls": ["one", "t\u{1B}wo"]])
    }
}

/// A clock that stands still until it is moved.
final class StandingClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_700_000_000))
    private let waited = Mutex(Duration.zero)

    /// Lets the clock that only goes forward go on, while the wall clock stands.
    func letRead() { waited.withLock { $0 += .milliseconds(500) } }

    var now: Date { time.withLock { $0 } }

    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }

    /// Nobody's pause ever ends by itself.
    var environment: Environment {
        Environment(
            now: { self.now }, uptime: { self.waited.withLock { $0 } + .seconds(self.now.timeIntervalSince1970) },
            sleep: { _ in
                for await _ in AsyncStream<Never>.makeStream().stream {}
                throw CancellationError()
            },
            random: { 0.5 })
    }
}

/// A small exchange in the middle of a day.
enum Day {
    static let site: SiteID = "hq"
    static let begin = Date(timeIntervalSince1970: 1_700_000_000 - 12)

    static func agent(_ number: String, _ name: SafeText, _ state: AgentState, queues: [String] = [], call: String? = nil) -> Entity {
        .agent(Agent(site: site, id: number, name: name, extension: number, state: state, since: begin, queues: queues, call: call))
    }

    static func call(_ id: String, _ state: CallState, _ caller: String, _ callee: String) -> Entity {
        .call(Call(site: site, id: id, state: state, direction: .internal, caller: caller, callee: callee, since: begin, answered: begin))
    }

    static let agents = [
        agent("2008", "Desk", .idle), agent("8001", "Alice", .talking, queues: ["6500"], call: "1673071399.25"),
        agent("8002", "Bob", .idle), agent("8003", "陈丽", .paused, queues: ["6500"]),
    ]
    static let calls = [call("1673071399.25", .talking, "2005", "8001"), call("1673071400.1", .held, "2006", "2007")]
    static let waiting = Entity.waiting(WaitingCall(site: site, queue: "6500", call: "1673071401.7", caller: "13800138000", since: begin))
    static let queue = Entity.queue(
        Queue(
            site: site, id: "6500", name: "Sales",
            members: [.init(agent: "8001", state: .talking, paused: false), .init(agent: "8003", state: .paused, paused: true)]))
    static let room = Entity.room(
        Room(
            site: site, id: "9000", name: "Board", state: "active",
            members: [
                .init(id: "SIP/8002-1", number: "8002", state: .joined),
                .init(id: "SIP/8003-2", number: "8003", state: .joined, muted: true),
            ]))
    static func group(_ floor: Floor, monitored: Bool = false) -> Entity {
        .group(TalkingGroup(site: site, id: "g1", name: "Patrol", type: "static", floor: floor, monitored: monitored))
    }

    static var all: [Change] {
        (agents + calls + [waiting, queue, room, group(.idle)]).map { .put($0) } + [
            .link(site, .online, error: nil, at: begin, retry: nil), .synced(site, at: begin),
        ]
    }
}
