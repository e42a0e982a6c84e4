import BackendSupport
import Exchange
import JSON
import Wire

/// One Smart PBX behind an MQTT broker.
///
/// Answers, events and records come in one stream and are taken in batches; beside it one task keeps the picture in step
/// by asking (`SmartPBXSweep.swift`). Both run on this actor, so that what an event told and what an answer told can be
/// put in order. Actions (`SmartPBXActions.swift`) share the pending requests.
public actor SmartPBXSite: Site {
    let configuration: SmartPBXConfiguration
    let environment: Environment
    let topics: Topics
    let polls: PollLoop<Scope>
    let decoder: WireDecoder

    var picture: Picture
    /// The supervision calls we asked for, by the extension that is supervised, the latest last.
    var supervisions: [(extension: String, call: String)] = []

    // The rest lives as long as one run.
    var reporter: SiteReporter
    /// Queries that went unanswered while others were answered, and how often.
    var strikes: [Query: Int] = [:]
    /// The board has been told that the exchange does not answer.
    var isSilent = false
    /// What came on the topic of answers and could not be read, as long as nothing else came there.
    var unreadable: SafeText?
    /// When the latest answer to us came.
    var lastAnswer = SequenceNumber.zero
    /// How often the exchange was heard at all: by answers to anybody, by events, by records.
    var signsOfLife = 0
    /// Wakes who waits for a sign of life.
    let lifeSignal = WakeSignal()
    private var link: MQTTLink?
    private var identifiers: RequestIdentifiers
    /// The exchange has answered a request of this run.
    private var hasAnswered = false
    /// How many messages were parsed so far.
    private(set) var messagesRead = 0
    private var requests = PendingRequests<Command, Answer>()
    /// Watches the requests' deadlines while any request waits.
    private var timekeeper: Task<Void, Never>?

    public init(_ configuration: SmartPBXConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        topics = Topics(token: configuration.token)
        decoder = WireDecoder(configuration.encoding)
        polls = PollLoop(
            [.init(.moving, every: configuration.pollInterval), .init(.everything, every: configuration.reconcileInterval)],
            gathering: Self.gathering, environment: environment)
        picture = Picture(site: configuration.id)
        reporter = SiteReporter(site: configuration.id, environment: environment)
        identifiers = RequestIdentifiers(random: environment.random())
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
        reporter.begin(report)
        polls.reset()
        identifiers = RequestIdentifiers(random: environment.random())
        strikes = [:]
        hasAnswered = false
        isSilent = false
        unreadable = nil
    }

    private func end() {
        timekeeper?.cancel()
        timekeeper = nil
        link = nil
        reporter.end()
        requests.failAll(.abandoned)
    }
}

// MARK: - What comes in

extension SmartPBXSite {
    /// A sign of life is worth waking the board for twice a second, not with every answer of a sweep.
    private static let heardSpacing = Duration.milliseconds(500)

    private func receive(from link: MQTTLink) async {
        while let batch = await link.nextBatch() { take(batch) }
    }

    private func take(_ batch: [MQTTMessage]) {
        let uptime = environment.uptime()
        var events: [Event] = []
        var isHeard = false
        var latency: Duration?
        // What the broker had kept is no news: it was said before this link, possibly about calls that are long over.
        for message in batch where !message.isRetained && isOfSaneSize(message) {
            if isForOthers(message) {
                signsOfLife += 1
                continue
            }
            guard let value = read(message) else { continue }
            if message.topic == topics.response {
                signsOfLife += 1
                unreadable = nil
                guard let asked = settle(Answer(value)) else { continue }
                hasAnswered = true
                latency = max(.zero, uptime - asked)
                lastAnswer = picture.sequence.next()
                isHeard = true
            } else if let event = Event(value, isRecord: message.topic == topics.record) {
                signsOfLife += 1
                events.append(event)
                isHeard = true
            }
        }
        lifeSignal.wake()
        guard isHeard else { return }
        picture.ended.advance(to: uptime)
        reporter.reportNews(picture.apply(events, at: environment.now()))
        supervisions.removeAll { picture.ended.contains($0.call) }
        reporter.heard(latency: latency, spacing: Self.heardSpacing)
        if events.contains(where: \.concernsCalls) { polls.want(.calls) }
    }

    /// An answer to another console. Until the exchange has answered us, all are read: then it may be that none can be.
    private func isForOthers(_ message: MQTTMessage) -> Bool {
        message.topic == topics.response && hasAnswered && !identifiers.mayAnswer(message.payload)
    }

    /// A list of twenty thousand telephones takes about as much. What is larger is not even parsed.
    static let largestPayload = 4 << 20

    private func isOfSaneSize(_ message: MQTTMessage) -> Bool {
        let size = message.payload.count
        if size > Self.largestPayload {
            reporter.tell("a message of \(String(size)) octets is larger than any answer and is not read", once: "size of messages")
        }
        return size <= Self.largestPayload
    }

    /// One message, or nil for what is no JSON. What cannot be read is told once.
    private func read(_ message: MQTTMessage) -> JSONValue? {
        messagesRead += 1
        let (octets, reading) = decoder.utf8(message.payload)
        if let trouble = reading.trouble { reporter.tell(trouble, once: "encoding") }
        if let value = try? JSONValue(parsing: octets) { return value }
        // A message of nothing only clears what the broker keeps.
        guard !message.payload.isEmpty else { return nil }
        let sample = WireDecoder.sample(message.payload)
        if message.topic == topics.response { unreadable = sample }
        reporter.tell("what comes cannot be read: \(sample)", once: "unreadable")
        return nil
    }

    /// Hands an answer to whoever waits for it.
    /// - Returns: when the request was sent; nil when nobody waits: the answer is somebody else's, late, or doubled.
    private func settle(_ answer: Answer) -> Duration? {
        guard let number = identifiers.number(of: answer.requestID) else { return nil }
        return requests.settle(answer) { $0.id == number }?.since
    }
}

// MARK: - Asking

extension SmartPBXSite {
    /// Sends one command and waits for its answer.
    /// - Throws: `RequestFailure`.
    func ask(_ command: Command, _ fields: JSONMembers = [:]) async throws -> Asked<Answer> {
        guard let link else { throw RequestFailure.noLink }
        let id = requests.nextID()
        let sent = environment.uptime()
        let asked = picture.sequence.next()
        let body = fields.merging(["cmd": .string(command.name), "request_id": .string(identifiers.text(of: id))]) { _, ours in ours }
        do {
            // A query lost with its link is asked again with the next; it need not be confirmed by the broker as well.
            try link.publish(
                decoder.encode(JSONValue.object(body).compactText), to: topics.command(command),
                quality: command.isQuery ? .atMostOnce : .atLeastOnce)
        } catch {
            throw RequestFailure.noLink
        }
        // Nothing suspends between sending and waiting, so the answer cannot come in between.
        let answer = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                requests.await(id, command, since: sent, $0)
                watchDeadlines()
            }
        } onCancel: {
            Task { await self.abandon(id) }
        }
        return Asked(at: asked, value: answer)
    }

    private func abandon(_ id: Int) { requests.fail(id, .abandoned) }

    /// One timer for all requests that wait. Nearly all are answered long before their deadline, and a timer for each would
    /// wake the process when it runs out, cancelled or not.
    private func watchDeadlines() {
        guard timekeeper == nil else { return }
        let limit = configuration.deadline
        timekeeper = Task {
            while !Task.isCancelled, let oldest = requests.oldest {
                let rest = oldest + limit - environment.uptime()
                if rest > .zero { try? await environment.sleep(rest) }
                if !Task.isCancelled {
                    requests.expire(sentBy: environment.uptime() - limit) { .noAnswer(to: $0.name, after: limit) }
                }
            }
            if !Task.isCancelled { timekeeper = nil }
        }
    }
}
