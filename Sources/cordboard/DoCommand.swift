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
            let request = try self.request(action, session)
            if invocation.options.hold != nil, !session.desk.isSessionBound(action, at: site) {
                program.complain("“\(word)” holds nothing; --for has no effect")
            }
            // What would be refused whatever the link is refused at once, without connecting.
            if !session.desk.isRefusedForGood(action, at: site) {
                session.desk.open()
                _ = await session.desk.wait(atMost: invocation.options.timeout ?? Session.patience) { board in
                    // Talking groups may come in after the rest of a site, which is online without them.
                    let needsAll = Action.ofTalkingGroups.contains(action)
                    return board.sites[site].map { $0.isSettled || ($0.link == .online && !needsAll) } ?? true
                }
                try Task.checkCancellation()
            }
            await makeReady(for: action, at: site, session.desk)
            try Task.checkCancellation()
            let outcome = await session.desk.perform(request, at: site)
            output.write(line(site, request, outcome), isStream: true)
            let status = ExitStatus(rawValue: outcome.exitStatus) ?? .refused
            if status != .done {
                program.complain(outcome.sentence(deed: "\(site) \(word)", link: session.desk.board.sites[site]?.error))
            } else if session.desk.isSessionBound(action, at: site) {
                await Hold(atMost: invocation.options.hold).untilOver()
            }
            return status
        }
    }

    /// Makes our own agent ready where the action needs that: nobody else can in this session. What stands against it is
    /// said by the action.
    private func makeReady(for action: Action, at site: SiteID, _ desk: Desk) async {
        guard desk.refusal(of: action, at: site) == nil, let agent = desk.agentToBeReady(for: action, at: site),
            desk.board.agent(site, agent)?.state != .idle, let unpause = try? ActionRequest(.unpause, [agent])
        else { return }
        guard case .done = await desk.perform(unpause, at: site) else { return }
        _ = await desk.wait(atMost: Self.readiness) { $0.agent(site, agent)?.state == .idle }
    }

    /// How long the exchange may take to say that the agent is ready.
    private static let readiness = Duration.seconds(5)

    private func request(_ action: Action, _ session: Session) throws(CommandError) -> ActionRequest {
        do {
            return try ActionRequest(
                action, Array(invocation.operands.dropFirst(2)), fallbackExtension: session.desk.ownTelephone(at: SiteID(invocation.operands[0])))
        } catch {
            throw .usage("\(String(describing: error))")
        }
    }

    private func line(_ site: SiteID, _ request: ActionRequest, _ outcome: Outcome) -> JSONValue {
        let head: JSONMembers = [
            "site": .string(site.rawValue), "action": .string(request.action.rawValue), "arguments": JSONValue(request.arguments),
        ]
        return .object(head.merging(outcome.json.object ?? [:]) { own, _ in own })
    }
}

extension Desk {
    /// Neither the system nor the operator's role will ever allow it.
    fileprivate func isRefusedForGood(_ action: Action, at site: SiteID) -> Bool {
        switch refusal(of: action, at: site) {
        case .unsupported, .forbidden, .invalid: true
        default: false
        }
    }
}

extension Outcome {
    /// What a person needs to know of a deed that failed.
    /// - Parameter link: why the link is not what it should be.
    func sentence(deed: String, link: SafeText?) -> Wording {
        switch self {
        case .done: "\(deed): done"
        case .refused(let code?, let words): "\(deed): the exchange refused: \(words) (code \(code))"
        case .refused(nil, let words): "\(deed): refused: \(words)"
        case .noAnswer: "\(deed): \(message ?? ""); whether it was done is not known"
        case .unknown(let words): "\(deed): whether it was done is not known: \(words)"
        case .notOnline(let state):
            if let link {
                "\(deed): not sent; the site is \(state.rawValue): \(link)"
            } else {
                "\(deed): not sent; the site is \(state.rawValue)"
            }
        case .unsupported(let words): "\(deed): not possible there: \(words)"
        case .forbidden(let role): "\(deed): not allowed; it needs the role \(role.rawValue)"
        case .invalid(let words): "\(deed): not sent: \(words)"
        }
    }
}
