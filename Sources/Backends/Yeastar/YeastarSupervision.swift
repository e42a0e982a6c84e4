import BackendSupport
import Exchange
import Foundation

/// Whom our own telephone was set to supervise: no list of the exchange's tells it, and no report.
struct OwnSupervision: Equatable {
    var by: String
    var `extension`: String
    var how: Supervision.Manner?
    /// Our telephone was seen ringing or busy since: before that, news of its being free is older than the supervision.
    var isUnderWay = false
}

extension Picture {
    mutating func take(_ supervision: OwnSupervision?, at now: Date) -> [Change] {
        guard supervision != self.supervision else { return [] }
        let numbers = [self.supervision, supervision].compactMap(\.self).flatMap { [$0.by, $0.extension] }
        self.supervision = supervision
        staleAgents.formUnion(numbers)
        for number in Set(numbers) { showCalls(of: number) }
        refreshAgents(at: now)
        return published.takeChanges()
    }

    /// What is told of our own telephone: once it is free it supervises nobody.
    mutating func noteOwnTelephone(isFree: Bool, at now: Date) -> [Change] {
        guard let supervision else { return [] }
        if isFree { return supervision.isUnderWay ? take(nil, at: now) : [] }
        self.supervision?.isUnderWay = true
        return []
    }

    /// Whether a call is nothing but our telephone's ear: nobody else than we and the supervised are in it.
    func isSupervision(_ call: LiveCall) -> Bool {
        guard let supervision else { return false }
        return call.extensions.contains(supervision.by) && call.extensions.isSubset(of: [supervision.by, supervision.extension])
            && call.direction != .inbound && call.direction != .outbound
    }
}

// Listening, whispering and barging in. The exchange rings the supervisor's telephone, which must be free (sections 2.57 to 2.59),
// and has neither a switch between the three nor a request that ends them.
extension YeastarSite {
    private static let noOwnExtension: SafeText = "no extension of your own is configured; set operator.extension"

    /// How long the telephone may take to be free after it was cut off.
    private static let releaseLimit = Duration.seconds(5)
    private static let releasePause = Duration.milliseconds(250)

    func supervise(_ operation: String, _ names: (own: String, other: String), _ request: ActionRequest) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        let number = request["EXTENSION"] ?? ""
        var ended: String?
        if let old = await supervisedSoFar(by: own) {
            switch await stopSupervising(nil) {
            case .done: ended = old
            case .refused: break  // it has ended already, or the telephone is in a call of its own
            case let outcome: return outcome
            }
        }
        let fields = [names.own: own, names.other: number]
        let begun = environment.uptime()
        if ended != nil { await untilFree(own, since: begun) }
        var outcome = await send(operation, fields)
        while ended != nil, case .refused = outcome, environment.uptime() - begun < Self.releaseLimit {
            // It may count as busy for a moment longer than it is listed so.
            guard (try? await environment.sleep(Self.releasePause)) != nil else { break }
            outcome = await send(operation, fields)
        }
        guard case .done(let message, let reference) = outcome else { return outcome }
        note(OwnSupervision(by: own, extension: number, how: Supervision.Manner(rawValue: request.action.rawValue)))
        return .done(ended.map { "the supervision of \($0) was ended first" } ?? message, reference: reference)
    }

    /// Whom our telephone supervises already: also where another process began it, which is looked for only where the telephone is
    /// not free.
    private func supervisedSoFar(by own: String) async -> String? {
        if let known = picture.supervision?.extension { return known }
        guard isOwnTelephoneBusy, case .success(let found) = await supervisedNow(by: own) else { return nil }
        return found
    }

    func note(_ supervision: OwnSupervision?) { reporter.report(picture.take(supervision, at: environment.now())) }

    /// Returns when a telephone is listed as free, at the latest after `releaseLimit`.
    private func untilFree(_ number: String, since begun: Duration) async {
        repeat {
            guard let reply = try? await ask(Path.extensions, isCommand: true), reply.value.isSuccess else { return }
            let row = ExtensionRow.list(reply.value.body).first { $0.number == number }
            guard let row, [.talking, .ringing, .held, .busy].contains(AgentState(extension: row.word)) else { return }
            guard (try? await environment.sleep(Self.releasePause)) != nil else { return }
        } while environment.uptime() - begun < Self.releaseLimit
    }

    /// Cuts off the operator's telephone, which is done only while it supervises: the exchange is asked what it is in.
    func stopSupervising(_ number: String?) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        guard let supervised = picture.supervision?.extension else { return await stopFound(number, by: own) }
        if let number, number != supervised { return .refused(code: nil, "\(number) is not being supervised") }
        switch await whatIs(own, supervising: supervised) {
        case .success(.supervising): break
        case .success(.free):
            note(nil)
            return .refused(code: nil, "nobody is being supervised any more")
        case .success(.inCall):
            note(nil)
            return .refused(code: nil, "\(own) is in a call of its own, and supervises nobody; hang up that call instead")
        case .failure(let failed): return failed.outcome
        }
        let outcome = await send("call.extension_hangup", ["extid": own])
        switch outcome {
        case .done, .refused: note(nil)
        default: break  // it may still be up: remember it
        }
        return outcome
    }

    /// Ends a supervision that another process began, where the exchange's own lists show one.
    private func stopFound(_ number: String?, by own: String) async -> Outcome {
        switch await supervisedNow(by: own) {
        case .success(let found?) where number == nil || number == found:
            return await send("call.extension_hangup", ["extid": own])
        case .success(.some): return .refused(code: nil, "\(number ?? "") is not being supervised")
        case .success(.none): return .refused(code: nil, "the exchange shows nobody whom \(own) supervises")
        case .failure(let failed): return failed.outcome
        }
    }

    /// Whom the operator's telephone supervises: somebody who is listed in the same call and names another as his partner. A partner
    /// who names ours talks with it, and a call that only ours is in is its own.
    private func supervisedNow(by own: String) async -> Result<String?, Failed> {
        do {
            let mine = try await details(of: [own])[own] ?? .init()
            guard mine.isTalking else { return .success(nil) }
            let inCall = mine.calls.compactMap { picture.live[$0] }.flatMap(\.extensions)
            let others = mine.partners.union(inCall).subtracting([own])
            guard !others.isEmpty else { return .success(nil) }
            let theirs = try await details(of: others.sorted())
            let watched = theirs.filter { number, other in
                guard number != own, other.isTalking, !other.partners.contains(own) else { return false }
                let isShared = !other.calls.isDisjoint(with: mine.calls)
                return isShared || mine.partners.contains(number) && !(other.partners.isEmpty && other.calls.isEmpty)
            }
            return .success(watched.count == 1 ? watched.first?.key : nil)
        } catch {
            return .failure(Failed(outcome: Outcome(error)))
        }
    }

    /// What an extension is in, as `extension/query` lists it.
    private struct Conversation {
        var isTalking = false
        /// Identifiers of calls from and to outside.
        var calls: Set<String> = []
        /// Extensions at the other end.
        var partners: Set<String> = []
    }

    private func details(of numbers: [String]) async throws -> [String: Conversation] {
        let answer = try await ask(Path.extensionDetails, ["extid": .string(numbers.joined(separator: ","))], isCommand: true).value
        guard answer.isSuccess else { return [:] }
        var found: [String: Conversation] = [:]
        for row in ExtensionRow.list(answer.body) {
            found[row.number, default: .init()].isTalking = ![.idle, .offline, .ringing].contains(AgentState(extension: row.word))
        }
        for call in CallRow.details(answer.body) {
            guard let number = call.extensions.first else { continue }
            found[number, default: .init()].calls.formUnion([call.inbound?.id, call.outbound?.id].compactMap(\.self))
            found[number, default: .init()].partners.formUnion(call.extensions.dropFirst())
        }
        return found
    }

    private enum Occupation { case free, supervising, inCall }

    private struct Failed: Error { var outcome: Outcome }

    /// What the operator's telephone is doing, as the exchange tells it now.
    private func whatIs(_ own: String, supervising supervised: String) async -> Result<Occupation, Failed> {
        let body: Answer
        do {
            body = try await ask(Path.extensionDetails, ["extid": .string(own)], isCommand: true).value
        } catch {
            return .failure(Failed(outcome: Outcome(error)))
        }
        // Where it will not tell, what reports told of our telephone has to do.
        var ids: Set<String> = [], peers: Set<String> = []
        if let call = picture.presentCall(of: own) {
            ids.insert(call.id)
            peers.formUnion(call.extensions.subtracting([own]))
        }
        if body.isSuccess {
            let row = ExtensionRow.list(body.body).first { $0.number == own }
            if let row, AgentState(extension: row.word) == .idle, ids.isEmpty { return .success(.free) }
            for call in CallRow.details(body.body) {
                ids.formUnion([call.inbound?.id, call.outbound?.id].compactMap(\.self))
                peers.formUnion(call.extensions.filter { $0 != own })
            }
        }
        // Whoever barges in is in the supervised extension's call.
        let theirs = picture.presentCall(of: supervised)
        let isTheirs = peers.contains(supervised) || theirs.map { !$0.legs.union([$0.id]).isDisjoint(with: ids) } ?? false
        return .success(ids.isEmpty && peers.isEmpty || isTheirs ? .supervising : .inCall)
    }
}
