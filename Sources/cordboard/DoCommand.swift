import Desk
import Exchange
import JSON
import Settings

/// `cordboard do`: one dispatcher action.
@MainActor
struct DoCommand {
    let program: Program
    let invocation: Invocation
    let output: Output

    func run() async throws -> ExitStatus {
        let site = SiteID(invocation.operands[0])
        let word = invocation.operands[1]
        guard let action = Action(rawValue: word) else {
            throw CommandError.unknown("there is no action “\(word)”", written: word, valid: Action.allCases.map(\.rawValue))
        }
        return try await Session.with(program, invocation.options, sites: [site]) { session in
            let desk = session.desk
            // Wrong words are told before anything is connected, and bound anew to what is then on the board.
            let words = try bind(action, at: site, desk)
            if invocation.options.hold != nil, !desk.isSessionBound(action, at: site) {
                program.complain("“\(word)” holds nothing; --for has no effect")
            }
            await desk.prepare(for: action, at: site, atMost: invocation.options.timeout ?? Session.defaultTimeout)
            try Task.checkCancellation()
            let pending = (try? bind(action, at: site, desk)) ?? words
            let outcome = await desk.perform(pending)
            output.write(line(pending, action, outcome), isStream: true)
            let status = ExitStatus(rawValue: outcome.exitStatus) ?? .refused
            if status != .done {
                program.complain(outcome.sentence(actionText: "\(site) \(word)", link: desk.board.sites[site]?.error))
            } else if desk.isSessionBound(action, at: site), !session.isKeptByLender(action, at: site) {
                await session.lending { await SessionHold(atMost: invocation.options.hold).untilOver() }
                if let loss = desk.loss(of: pending) {
                    program.complain("\(site) \(word): what it held was lost meanwhile: \(loss)")
                    return .refused
                }
            }
            return status
        }
    }

    private func bind(_ action: Action, at site: SiteID, _ desk: Desk) throws(CommandError) -> PendingAction {
        do {
            return try desk.bind(action, typed: try ActionRequest.values(of: action, Array(invocation.operands.dropFirst(2))), at: site)
        } catch {
            throw .usage("\(String(describing: error))")
        }
    }

    private func line(_ pending: PendingAction, _ action: Action, _ outcome: Outcome) -> JSONValue {
        let head: JSONMembers = [
            "site": .string(pending.site.rawValue), "action": .string(action.rawValue), "arguments": JSONValue(pending.arguments),
        ]
        return .object(head.merging(outcome.json.object ?? [:]) { own, _ in own })
    }
}

extension Outcome {
    /// What a person needs to know of an action that failed.
    /// - Parameter link: why the link is not what it should be.
    func sentence(actionText: String, link: SafeText?) -> Wording {
        switch self {
        case .done: "\(actionText): done"
        case .refused(let code?, let words): "\(actionText): the exchange refused: \(words) (code \(code))"
        case .refused(nil, let words): "\(actionText): refused: \(words)"
        case .noAnswer: "\(actionText): \(message ?? ""); whether it was done is not known"
        case .unknown(let words): "\(actionText): whether it was done is not known: \(words)"
        case .notOnline(let state):
            if let link {
                "\(actionText): not sent; the site is \(state.rawValue): \(link)"
            } else {
                "\(actionText): not sent; the site is \(state.rawValue)"
            }
        case .unsupported(let words): "\(actionText): not possible there: \(words)"
        case .forbidden(let role): "\(actionText): not allowed; it needs the role \(role.rawValue)"
        case .invalid(let words): "\(actionText): not sent: \(words)"
        }
    }
}
