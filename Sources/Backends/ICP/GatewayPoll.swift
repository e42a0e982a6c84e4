import BackendSupport
import Exchange
import Foundation

// The long poll (section 3.1): one at a time, which brings one event at a time, keeps us signed in, and renews the token.
extension ICPSite {
    /// How long the gateway may hold a poll.
    private static let longestHold = Duration.seconds(10)
    /// The pause after a poll that brought nothing: some gateways answer at once.
    private static let pause = Duration.milliseconds(500)
    /// Polls in a row that may stay without any answer. Each takes its whole deadline, and two minutes without one end the
    /// session.
    private static let mostSilences = 3

    /// - Throws: `SessionLoss`, or a `LinkFailure` after which nothing is tried by itself.
    func poll() async throws {
        var doubts = 0
        var silences = 0
        var recovering: Duration?
        while true {
            try Task.checkCancellation()
            let reply: GatewayReply
            do {
                reply = try await request(
                    ICPRequest(method: "GET", path: "agentevent/\(agent)"), within: configuration.deadline + Self.longestHold, isPoll: true)
            } catch let failure as RequestFailure {
                let loss = LinkFailure(failure)
                // An answer that got lost does not mean that the poll did.
                if !failure.isUnsent { ownSeatSince = environment.uptime() }
                notice(.poll, loss.reason)
                silences += 1
                if loss.isFinal { throw loss }
                if silences >= (failure.isSilence ? Self.mostSilences : GatewayCode.mostDoubtfulAnswers) {
                    throw SessionLoss.unreachable(loss)
                }
                if !failure.isSilence { try await environment.sleep(Self.pause) }
                continue
            }
            silences = 0
            switch reply.code {
            case "0", GatewayCode.recovered:
                ownSeatSince = environment.uptime()
                lossesInARow = 0
                isUnwanted = false
                if doubts > 0 || recovering != nil || reply.code == GatewayCode.recovered { refreshes.want(.everything) }
                doubts = 0
                recovering = nil
                notice(.poll, nil)
                if let event = reply.event {
                    try take(event)
                    continue
                }
            case GatewayCode.notSignedIn:
                throw SessionLoss.gone
            case GatewayCode.stillAnswering:
                break  // the gateway has not let go of an earlier poll yet
            case _ where GatewayCode.signInAgain.contains(reply.code):
                throw SessionLoss.doubted
            case _ where GatewayCode.recovering.contains(reply.code):
                let since = recovering ?? environment.uptime()
                recovering = since
                notice(.poll, "the gateway is being replaced by another: \(reply.refusal)")
                if environment.uptime() - since >= Self.sessionLife { throw SessionLoss.doubted }
            default:
                doubts += 1
                notice(.poll, "the gateway refuses the poll: \(reply.refusal) (\(reply.code))")
                if doubts > GatewayCode.mostDoubtfulAnswers { throw SessionLoss.doubted }
            }
            try await environment.sleep(Self.pause)
        }
    }

    private func take(_ event: GatewayEvent) throws {
        guard event.workNumber.isEmpty || event.workNumber == agent else { return }
        for listener in listeners.values { listener.yield(event) }
        unknownEvents.note(event, site: configuration.id)
        picture.ended.advance(to: environment.uptime())
        reporter.reportNews(picture.apply(event, at: environment.now()))
        if event.type == "AgentOther_ShutdownService" {
            forgetSession()
            before = nil
            throw eviction
        }
        noticeEndOfTask(after: event)
        refreshes.want(RefreshScope(after: event))
    }

    /// Sends a request whose reply only says that it was taken, and waits for the event that tells how it ended.
    /// - Parameters:
    ///   - limit: the longest wait for the event where a person has to do something first; nil: the site's deadline.
    ///   - outcome: what an event says of that; nil where it is about something else.
    /// - Returns: also a refusal of the request itself; `noAnswer` where no event told within the limit.
    func send(
        _ request: ICPRequest, within limit: Duration? = nil, untilTold outcome: @escaping @Sendable (GatewayEvent) -> Outcome?
    ) async -> Outcome {
        listenerCount += 1
        let number = listenerCount
        let (events, listener) = AsyncStream<GatewayEvent>.makeStream()
        // Listening begins before asking: the event may overtake the reply.
        listeners[number] = listener
        defer { listeners.removeValue(forKey: number)?.finish() }
        let taken = await send(request)
        guard case .done = taken else { return taken }
        do {
            return try await environment.within(limit ?? configuration.deadline) {
                for await event in events {
                    if let told = outcome(event) { return told }
                }
                return .unknown("the link broke before the answer came")
            }
        } catch is DeadlinePassed {
            return .noAnswer(after: limit ?? configuration.deadline)
        } catch {
            return .unknown("the link broke before the answer came")
        }
    }
}
