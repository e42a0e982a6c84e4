import Desk
import Exchange
import Foundation
import JSON
import Wire

/// Lends the sessions of a desk to commands of the same user: they see its sites as it does, and what they ask goes over the
/// links that it has. An exchange that gives an operator one place is so never asked for a second.
@MainActor
public final class SessionLender {
    private let desk: Desk
    private let listener: LocalListener
    private var borrowers: [Int: Task<Void, Never>] = [:]
    private var lastBorrower = 0

    private init(_ desk: Desk, _ listener: LocalListener) {
        self.desk = desk
        self.listener = listener
    }

    /// Lends until the task is cancelled; then what borrowers still wait for is waited for too, a few seconds at most.
    /// - Parameter isReady: called as soon as others can connect.
    /// - Throws: `WireFailure` where the socket cannot be had.
    public static func lend(_ desk: Desk, in folder: LendingFolder, isReady: () -> Void = {}) async throws {
        let listener = try await LocalListener.open(folder.ownSocket(), codec: LendingWire.codec)
        isReady()
        let lender = SessionLender(desk, listener)
        await lender.serve()
    }

    private func serve() async {
        while let links = try? await listener.nextLinks() {
            for link in links { serve(link) }
        }
        await listener.close()
        for borrower in borrowers.values { borrower.cancel() }
        for borrower in borrowers.values { await borrower.value }
    }

    private func serve(_ link: FramedLink) {
        lastBorrower += 1
        let id = lastBorrower
        borrowers[id] = Task {
            await Borrower(desk, link).serve()
            borrowers[id] = nil
        }
    }
}

/// One connection of a process that borrows one site.
@MainActor
private final class Borrower {
    private let desk: Desk
    private let link: FramedLink
    private var site: SiteID?
    private var stream: ChangeStream?
    private var requests: [Int: Task<Void, Never>] = [:]
    /// What it does that lasts only as long as it stays.
    private var bound: [ActionRequest] = []

    init(_ desk: Desk, _ link: FramedLink) {
        self.desk = desk
        self.link = link
    }

    func serve() async {
        serving: while let batch = await link.nextBatch() {
            for line in batch {
                guard let json = try? JSONValue(parsing: line), let request = LendingRequest(json: json) else {
                    send(.notLent("the request is not understood"))
                    break serving
                }
                take(request)
            }
        }
        stream?.end()
        if Task.isCancelled {
            await finishRequests()
        } else {
            for request in requests.values { request.cancel() }
            await giveBack()
        }
        await link.close()
    }

    private func take(_ request: LendingRequest) {
        switch request {
        case .open(let version, let wanted): open(wanted, version)
        case .perform(let id, let action):
            answer(id) { desk, site, _ in
                let outcome = await desk.performLent(action, at: site)
                self.note(action, outcome, at: site)
                return (outcome, nil)
            }
        case .operate(let id, let operation, let arguments):
            answer(id) { desk, site, progress in await desk.performLent(operation, arguments, at: site, progress: progress) }
        case .consent(let id):
            answer(id) { desk, site, _ in
                await desk.consentLent(at: site)
                return (.done(nil), nil)
            }
        }
    }

    private func open(_ wanted: SiteID, _ version: Int) {
        guard version == LendingWire.version else { return send(.opened(version: LendingWire.version)) }
        guard desk.lends(wanted), site == nil else { return send(.notLent("there is no such site here")) }
        site = wanted
        send(.opened(version: LendingWire.version))
        let stream = ChangeStream(desk, .full, of: wanted) { [weak self] records in
            var rest = records[...]
            while !rest.isEmpty {
                self?.send(.changes(Array(rest.prefix(LendingWire.mostChanges))))
                rest = rest.dropFirst(LendingWire.mostChanges)
            }
        }
        self.stream = stream
        stream.begin()
    }

    private func answer(
        _ id: Int, _ work: @escaping @MainActor (Desk, SiteID, @escaping FileProgress) async -> (Outcome, JSONValue?)
    ) {
        guard let site else { return send(.outcome(id, .noSite(""), nil)) }
        requests[id] = Task { [desk, link] in
            let (outcome, value) = await work(desk, site) { bytes, whole in
                try? link.send(Array(LendingReply.progress(id, bytes, of: whole).json.compactText.utf8))
            }
            send(.outcome(id, outcome, value))
            requests[id] = nil
        }
    }

    private func note(_ request: ActionRequest, _ outcome: Outcome, at site: SiteID) {
        guard case .done = outcome else { return }
        if desk.isSessionBound(request.action, at: site) { bound.append(request) }
        bound.removeAll { $0.isEnded(by: request) }
    }

    /// The lender ends: what is under way at the exchange is still answered, as far as it does not keep the lender.
    private func finishRequests() async {
        let underWay = Array(requests.values)
        let limit = Task { [environment = desk.environment] in
            try? await environment.sleep(Self.endingLimit)
            for request in underWay { request.cancel() }
        }
        for request in underWay { await request.value }
        limit.cancel()
    }

    private static let endingLimit = Duration.seconds(2)

    /// The session goes on without the borrower, so what it did in it is ended by what ends it.
    private func giveBack() async {
        guard let site else { return }
        for request in bound { _ = await desk.giveBack(request, at: site) }
    }

    /// A borrower that takes nothing any more has ended its link already.
    private func send(_ reply: LendingReply) { try? link.send(Array(reply.json.compactText.utf8)) }
}
