import BackendSupport
import Exchange

// The gateway beside talking groups: its loss ends neither the site nor the floor that somebody holds.
extension ICPSite {
    private static let retryPauses: ClosedRange<Duration> = .seconds(1) ... .seconds(30)

    /// Signs in and serves. With talking groups it does so again and again, and where a person has to agree to something the
    /// question is put while the groups go on; without them the desk keeps the pace.
    func keepGateway() async throws {
        guard talkingGroups != nil else {
            try await beginSession()
            return try await serve()
        }
        var pause = RetryPause(Self.retryPauses)
        var hasBegun = false
        while true {
            do {
                try await beginSession()
                hasBegun = true
                pause.reset()
                isGatewayAway = false
                try await serve()
            } catch {
                try Task.checkCancellation()
                let failure = LinkFailure(error)
                // What was wrong from the start a person has to put right.
                if failure.isFinal, !hasBegun { throw failure }
                try await standBy(after: failure, &pause)
            }
        }
    }

    /// What an operator has left while the gateway is away.
    func awayReason(_ reason: SafeText) -> SafeText {
        areGroupsUp
            ? "the Agent Gateway is away, only the talking groups go on: \(reason)"
            : "the Agent Gateway is away, and the talking groups are, too: \(reason)"
    }

    private func standBy(after failure: LinkFailure, _ pause: inout RetryPause) async throws {
        rememberReadiness()
        isGatewayAway = true
        troubles = [.session: failure.reason]
        reporter.tell("the Agent Gateway is away: \(failure.reason)", once: "gateway")
        reporter.report([.question(configuration.id, failure.question)])
        reportLink()
        if failure.isFinal {
            while !hasConsent {
                try Task.checkCancellation()
                await consentSignal.wait(atMost: Self.sessionLife, environment)
            }
        } else {
            try await environment.sleep(pause.grow() * (1 - environment.random() / 2))
        }
        reporter.forget("gateway")
        reporter.report([.question(configuration.id, nil)])
    }
}
