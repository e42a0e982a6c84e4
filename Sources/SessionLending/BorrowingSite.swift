import Exchange
import Foundation
import JSON
import Synchronization
import Wire

/// A site of a command: it uses the session of a process that has one already, and its own where nobody has.
///
/// Which of the two is decided with every run, so a command that lasts goes on by itself when the console ends.
public actor BorrowingSite: Site {
    private let id: SiteID
    private let own: any Site
    private let folder: LendingFolder
    private let environment: Environment
    private var link: FramedLink?
    private var pending: [Int: AsyncStream<LendingReply>.Continuation] = [:]
    private var lastRequest = 0
    private let lendingProcess = Atomic<Int32>(0)

    /// How long a process that holds a session may take to say that it lends it.
    private static let openingLimit = Duration.seconds(5)
    /// How long it may be silent about a request: longer than any exchange or telephone takes, for one that is stopped.
    private static let silenceLimit = Duration.seconds(180)

    /// - Parameter own: the site as it is without a lender; it is connected only then.
    public init(_ id: SiteID, own: any Site, folder: LendingFolder, environment: Environment = .system) {
        self.id = id
        self.own = own
        self.folder = folder
        self.environment = environment
    }

    /// The process whose session is used; nil where it is the site's own.
    public nonisolated var lender: Int32? {
        let process = lendingProcess.load(ordering: .acquiring)
        return process == 0 ? nil : process
    }

    public nonisolated var isBorrowed: Bool { lender != nil }
    public nonisolated var unsupported: [Action: SafeText] { own.unsupported }
    public nonisolated var sessionBoundActions: Set<Action> { own.sessionBoundActions }
    public nonisolated var ownTelephone: String? { own.ownTelephone }
    public nonisolated var ownAgent: String? { own.ownAgent }
    public nonisolated var operations: [Exchange.Operation] { own.operations }
    public nonisolated func member(_ id: SiteID) -> (any Site)? { own.member(id) }

    /// The lender's operator may have chosen not to be ready: it looks after that itself.
    public nonisolated func agentToBeReady(for action: Action) -> String? { isBorrowed ? nil : own.agentToBeReady(for: action) }

    // MARK: Following

    public func run(_ report: @escaping ChangeSink) async throws {
        guard let (process, link, first) = try await borrow() else { return try await own.run(report) }
        lendingProcess.store(process, ordering: .releasing)
        self.link = link
        defer {
            self.link = nil
            lendingProcess.store(0, ordering: .releasing)
            for waiting in pending.values { waiting.finish() }
            pending = [:]
        }
        do {
            try await follow(link, first, report)
        } catch {
            await link.close()
            throw error
        }
        await link.close()
    }

    /// A link to a process that lends this site, and what it has said already; nil where there is none.
    private func borrow() async throws -> (Int32, FramedLink, [LendingReply])? {
        for (process, path) in folder.sockets() {
            guard let link = try? await FramedLink.open(local: path, codec: LendingWire.codec, deadline: Self.openingLimit) else {
                try Task.checkCancellation()
                // Nobody listens: its process was killed.
                unlink(path)
                continue
            }
            if let first = try await open(link, process) { return (process, link, first) }
            await link.close()
        }
        return nil
    }

    /// - Returns: what came with the answer; nil where the process does not have the site.
    private func open(_ link: FramedLink, _ process: Int32) async throws -> [LendingReply]? {
        try link.send(LendingRequest.open(version: LendingWire.version, site: id).line)
        let replies: [LendingReply]
        do {
            replies = try await environment.within(Self.openingLimit) { try await link.nextReplies() } ?? []
        } catch is DeadlinePassed {
            throw LinkFailure(
                .login, "The cordboard that has this session (process \(process)) does not answer. Is it stopped? Continue it or end it.")
        }
        switch replies.first {
        case .opened(LendingWire.version): return Array(replies.dropFirst())
        case .opened:
            throw LinkFailure(
                .login, "The cordboard that has this session (process \(process)) is of another version. End it, or use its version.",
                isFinal: true)
        default: return nil
        }
    }

    private func follow(_ link: FramedLink, _ first: [LendingReply], _ report: @escaping ChangeSink) async throws {
        for reply in first { try take(reply, report) }
        while let replies = try await link.nextReplies() {
            for reply in replies { try take(reply, report) }
        }
        try Task.checkCancellation()
        throw LinkFailure(.link, "The cordboard whose session was used has ended.")
    }

    private func take(_ reply: LendingReply, _ report: ChangeSink) throws {
        switch reply {
        case .changes(let records): report(try changes(records))
        case .outcome(let id, _, _):
            pending[id]?.yield(reply)
            pending.removeValue(forKey: id)?.finish()
        case .progress(let id, _, _): pending[id]?.yield(reply)
        case .opened, .notLent: break
        }
    }

    private func changes(_ records: [ChangeRecord]) throws(LinkFailure) -> [Change] {
        var changes: [Change] = []
        for record in records where record.site == id {
            do {
                changes += try record.changes()
            } catch {
                throw LinkFailure(.sync, "The cordboard that has this session says what is not understood: \(SafeText(error.description))")
            }
        }
        if changes.contains(.siteRemoved(id)) {
            throw LinkFailure(.link, "The cordboard whose session was used no longer has this site.")
        }
        return changes
    }

    // MARK: Acting

    public func consent() async {
        if link == nil { return await own.consent() }
        _ = await ask { .consent($0) }
    }

    public func perform(_ request: ActionRequest) async -> Outcome {
        if link == nil { return await own.perform(request) }
        return await ask { .perform($0, request) }.0
    }

    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        if link == nil { return await own.perform(operation, arguments) }
        return await ask { .operate($0, operation.id, arguments) }
    }

    public func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        if link == nil { return await own.perform(operation, arguments, progress: progress) }
        return await ask(progress) { .operate($0, operation.id, arguments.withAbsoluteFile(of: operation)) }
    }

    private func ask(_ progress: FileProgress = { _, _ in }, _ request: (Int) -> LendingRequest) async -> (Outcome, JSONValue?) {
        guard let link else { return (.notOnline(.offline), nil) }
        lastRequest += 1
        let id = lastRequest
        let (replies, reply) = AsyncStream.makeStream(of: LendingReply.self)
        pending[id] = reply
        defer { pending[id] = nil }
        do {
            try link.send(request(id).line)
        } catch {
            return (.notOnline(.offline), nil)
        }
        let silence = SilenceTimer(Self.silenceLimit, environment) { reply.finish() }
        for await reply in replies {
            switch reply {
            case .outcome(_, let outcome, let answer):
                silence.end()
                return (outcome, answer)
            case .progress(_, let bytes, let whole):
                silence.restart()
                progress(bytes, whole)
            default: break
            }
        }
        silence.end()
        return (.unknown("the cordboard whose session was used has ended or does not answer"), nil)
    }
}

/// Calls back once when nothing was heard for so long.
private final class SilenceTimer: Sendable {
    private let limit: Duration
    private let environment: Environment
    private let isOver: @Sendable () -> Void
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ limit: Duration, _ environment: Environment, _ isOver: @escaping @Sendable () -> Void) {
        (self.limit, self.environment, self.isOver) = (limit, environment, isOver)
        restart()
    }

    func restart() {
        let next = Task { [limit, environment, isOver] in
            guard (try? await environment.sleep(limit)) != nil else { return }
            isOver()
        }
        task.withLock { task in
            task?.cancel()
            task = next
        }
    }

    func end() { task.withLock { $0?.cancel() } }
}

extension LendingRequest {
    fileprivate var line: [UInt8] { Array(json.compactText.utf8) }
}

extension FramedLink {
    /// - Returns: nil when the link has ended.
    fileprivate func nextReplies() async throws(LinkFailure) -> [LendingReply]? {
        guard let batch = await nextBatch() else { return nil }
        var replies: [LendingReply] = []
        for line in batch {
            guard let json = try? JSONValue(parsing: line), let reply = LendingReply(json: json) else {
                throw LinkFailure(.link, "The cordboard that has this session says what is not understood. Is it of another version?")
            }
            replies.append(reply)
        }
        return replies
    }
}

extension JSONValue {
    /// The lender has another working folder: the file that an operation writes is named in full.
    fileprivate func withAbsoluteFile(of operation: Exchange.Operation) -> JSONValue {
        guard operation.answer == .file, var members = object, let file = members["to"]?.text else { return self }
        members["to"] = .string(URL(fileURLWithPath: file).path)
        return .object(members)
    }
}
