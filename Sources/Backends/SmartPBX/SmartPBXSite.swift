import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// One Smart PBX behind an MQTT broker.
///
/// Answers, events and records come in one stream and are taken in batches; beside it one task keeps the picture in step
/// by asking (`SmartPBXSweep.swift`). Both run on this actor, so that what an event told and what an answer told can be
/// put in order. Actions (`SmartPBXActions.swift`) use the same table of requests.
public actor SmartPBXSite: Site {
    let configuration: SmartPBXConfiguration
    let environment: Environment
    let topics: Topics

    var picture: Picture
    /// The supervision calls we asked for, by the extension that is supervised, the latest last.
    var supervisions: [(extension: String, call: String)] = []

    // The rest lives as long as one run.
    var report: ChangeSink = { _ in }
    /// Whether the board has a snapshot; until then only messages are passed on.
    var isSynchronised = false
    /// How much the next sweep shall cover, where it is wanted before its time.
    var wanted: Scope?
    /// Wakes the pause between two sweeps.
    var sleeper: CheckedContinuation<Void, Never>?
    /// Queries that went unanswered while others were answered, and how often.
    var strikes: [Query: Int] = [:]
    /// Queries whose trouble has been told: once is news, every two seconds is not.
    var toldTroubles: Set<Query> = []
    /// When the latest answer to us came.
    var lastAnswer: Moment = 0
    /// The latest sign of life that was passed on.
    private var heard = Date.distantPast
    private var link: MQTTLink?
    private var requests: RequestTable
    /// Watches the requests' deadlines while any request waits.
    private var timekeeper: Task<Void, Never>?

    public init(_ configuration: SmartPBXConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        topics = Topics(token: configuration.token)
        picture = Picture(site: configuration.id)
        requests = RequestTable(random: environment.random())
    }

    public nonisolated var operations: [Exchange.Operation] { SmartPBXOperations.all }

    public nonisolated var unsupported: [Action: SafeText] { Self.reasons }

    public func run(_ report: @escaping ChangeSink) async throws {
        let link: MQTTLink
        do {
            link = try await MQTTLink.open(configuration.broker, subscribing: topics.subscribed, deadline: configuration.deadline)
        } catch {
            if Task.isCancelled { return }
            throw LinkFailure(error)
        }
        begin(link, report)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.receive(from: link) }
            tasks.addTask { await self.keepInStep() }
            await tasks.next()
            tasks.cancelAll()
        }
        let failure = link.failure
        end()
        await link.close()
        if Task.isCancelled { return }
        throw failure.map { LinkFailure($0) } ?? LinkFailure(.link, "the broker closed the link")
    }

    private func begin(_ link: MQTTLink, _ report: @escaping ChangeSink) {
        self.link = link
        self.report = report
        requests = RequestTable(random: environment.random())
        isSynchronised = false
        wanted = nil
        strikes = [:]
        toldTroubles = []
        lastAnswer = 0
        heard = .distantPast
    }

    private func end() {
        timekeeper?.cancel()
        timekeeper = nil
        link = nil
        report = { _ in }
        requests.failAll(.abandoned)
    }
}

// MARK: - What comes in

extension SmartPBXSite {
    private func receive(from link: MQTTLink) async {
        while let batch = await link.nextBatch() { take(batch) }
    }

    private func take(_ batch: [MQTTMessage]) {
        let now = environment.now()
        var events: [Event] = []
        var isHeard = false
        var latency: Duration?
        // What the broker had kept is no news: it was said before this link, possibly about calls that are long over.
        for message in batch where !message.isRetained {
            // What is no JSON comes from somebody else, or from nobody sane: there is nothing to do about it.
            guard let value = try? JSONValue(parsing: message.payload) else { continue }
            if message.topic == topics.response {
                guard let asked = requests.settle(Answer(value)) else { continue }
                latency = .seconds(max(0, now.timeIntervalSince(asked)))
                lastAnswer = picture.moment()
                isHeard = true
            } else if let event = Event(value, isRecord: message.topic == topics.record) {
                events.append(event)
                isHeard = true
            }
        }
        guard isHeard else { return }
        var changes = picture.apply(events, at: now)
        if !isSynchronised { changes.removeAll { if case .message = $0 { false } else { true } } }
        for case .record(let record) in events { supervisions.removeAll { $0.call == record.call } }
        // A sign of life is worth waking the board for twice a second, not with every answer of a sweep.
        if !changes.isEmpty || now >= heard + .milliseconds(500) || now < heard {
            heard = now
            changes.append(.heard(configuration.id, at: now, latency: latency))
            report(changes)
        }
        if events.contains(where: \.concernsCalls) { want(.calls) }
    }
}

// MARK: - Asking

/// An answer, and the moment at which it was asked for.
struct Reply: Sendable {
    var asked: Moment
    var answer: Answer
}

extension SmartPBXSite {
    /// Sends one command and waits for its answer.
    /// - Throws: `RequestFailure`.
    func ask(_ command: Command, _ fields: JSONMembers = [:]) async throws -> Reply {
        guard let link else { throw RequestFailure.noLink }
        let id = requests.nextID()
        let sent = environment.now()
        let asked = picture.moment()
        let body = fields.merging(["cmd": .string(command.name), "request_id": .string(id)]) { _, ours in ours }
        do {
            // A query lost with its link is asked again with the next; it need not be confirmed by the broker as well.
            try link.publish(
                Array(JSONValue.object(body).compactText.utf8), to: topics.command(command),
                quality: command.isQuery ? .atMostOnce : .atLeastOnce)
        } catch {
            throw RequestFailure.noLink
        }
        watchDeadlines()
        // Nothing suspends between sending and waiting, so the answer cannot come in between.
        let answer = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { requests.await(id, to: command, since: sent, $0) }
        } onCancel: {
            Task { await self.abandon(id) }
        }
        return Reply(asked: asked, answer: answer)
    }

    private func abandon(_ id: String) { requests.fail(id, .abandoned) }

    /// One timer for all requests that wait. Nearly all are answered long before their deadline, and a timer for each would
    /// wake the process when it runs out, cancelled or not.
    private func watchDeadlines() {
        guard timekeeper == nil else { return }
        let limit = configuration.deadline
        timekeeper = Task {
            while !Task.isCancelled, let oldest = requests.oldest {
                let age = Duration.seconds(max(0, environment.now().timeIntervalSince(oldest)))
                if age < limit { try? await environment.sleep(limit - age) }
                if !Task.isCancelled { requests.expire(sentBy: max(oldest, environment.now() - limit), after: limit) }
            }
            if !Task.isCancelled { timekeeper = nil }
        }
    }
}
