import Exchange
import Foundation

// Keeping in step: a snapshot, then looks at what no event tells, at a civil pace, and now and then at everything.
extension ICPSite {
    /// How long a burst of events may gather before a look.
    private static let gathering = Duration.milliseconds(200)
    /// Looks between two at all agents, where the gateway does not tell of their states.
    private static let looksAtAgents = 2

    func keepInStep() async throws {
        try await synchronise()
        var pollDue = environment.now() + configuration.pollInterval
        var reconcileDue = environment.now() + configuration.reconcileInterval
        var pace = Self.gathering
        var count = 0
        while true {
            if wanted.isEmpty { await rest(.seconds(min(pollDue, reconcileDue).timeIntervalSince(environment.now()))) }
            if !wanted.isEmpty { try await environment.sleep(min(pace, configuration.pollInterval)) }
            try Task.checkCancellation()
            let begun = environment.now()
            var subjects = wanted
            wanted = []
            if begun >= pollDue {
                count += 1
                subjects.formUnion([.queues, .calls, .rooms])
                if watched == nil, count % Self.looksAtAgents == 0 { subjects.insert(.agents) }
            }
            if begun >= reconcileDue { subjects = .everything }
            do {
                let changes = picture.apply(try await look(at: subjects), at: environment.now())
                report(changes + newPauseReasons())
                notice(.look, nil)
            } catch let failure as GatewayFailure {
                // Whether the link lives the poll finds out.
                notice(.look, failure.linkFailure(.link).reason)
                wanted.formUnion(subjects)
                pace = configuration.pollInterval
                continue
            }
            // A gateway that takes its time gets as much time again before it is asked more.
            let now = environment.now()
            let took = Duration.seconds(max(0, now.timeIntervalSince(begun)))
            pace = max(Self.gathering, took)
            if begun >= pollDue { pollDue = now + max(configuration.pollInterval, took) }
            if subjects == .everything { reconcileDue = now + configuration.reconcileInterval }
        }
    }

    /// All skills that are configured for the agent, without which no queue call ever comes (section 1.3); then everything.
    private func synchronise() async throws {
        while true {
            do {
                let reply = try await request(ICPRequest(method: "POST", path: "onlineagent/\(agent)/resetskill/true"))
                if !reply.isSuccess { tell("no queue calls for agent \(agent): \(reply.refusal) (\(reply.code))", once: "resetskill") }
                wanted = []
                // Whether it may be asked who waits depends on what the agents' states are.
                for subjects in [[.lists, .agents], Subjects.everything.subtracting([.lists, .agents])] {
                    _ = picture.apply(try await look(at: subjects), at: environment.now())
                }
                break
            } catch let failure as GatewayFailure {
                notice(.look, failure.linkFailure(.sync).reason)
                try await environment.sleep(configuration.pollInterval)
            }
        }
        isSynchronised = true
        troubles[.session] = nil
        troubles[.look] = nil
        report(picture.listings() + newPauseReasons() + [link])
        tellSynchronised()
    }

    private func newPauseReasons() -> [Change] {
        guard pauseReasons != toldReasons else { return [] }
        toldReasons = pauseReasons
        return [.pauseReasons(configuration.id, pauseReasons)]
    }

    /// Asks for a look before it is due.
    func want(_ subjects: Subjects) {
        guard !subjects.isEmpty else { return }
        wanted.formUnion(subjects)
        stir()
    }

    private func stir() { sleeper.take()?.resume() }

    private func rest(_ duration: Duration) async {
        let alarm = Task { [environment] in
            try? await environment.sleep(duration)
            if !Task.isCancelled { self.stir() }
        }
        defer { alarm.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled || !wanted.isEmpty { continuation.resume() } else { sleeper = continuation }
            }
        } onCancel: {
            Task { await self.stir() }
        }
    }
}

extension Date {
    fileprivate static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration / .seconds(1)) }
}
