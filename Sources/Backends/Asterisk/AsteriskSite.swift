import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// One Asterisk, reached by its manager interface over TCP or TLS.
///
/// Answers, rows of lists and events come in one stream and are taken in the order in which they come. Beside it one task logs in
/// and keeps in step (`AsteriskSweep.swift`), one asks whether the exchange is there, and one ends rests after calls, of which no
/// event tells. What people ask for is in `AsteriskActions.swift`.
actor AsteriskSite: Site {
    let configuration: AsteriskConfiguration
    let environment: Environment
    let polls: PollLoop<Scope>
    let decoder: WireDecoder

    var picture: Picture
    /// What this account may do, as the exchange listed it.
    var rights = Rights()

    // The rest lives as long as one run.
    var reporter: SiteReporter
    var link: FramedLink?
    var requests = PendingRequests<PendingAction, Reply>()
    /// Lists that are under way, by ActionID.
    var lists: [String: OpenList] = [:]
    /// What became of telephones that we let ring, by ActionID, until somebody looks.
    var originated: [String: Message] = [:]
    /// Conditions that somebody waits for; looked at whenever something came.
    var watchers: [Int: Watcher] = [:]
    var watcherCount = 0
    var identifiers: String
    /// The exchange's last words: why the link ends.
    private var lastWords: SafeText?
    var hasBooted = false
    /// What the account may do must be asked for again.
    var areRightsInDoubt = false
    private var isBannerTaken = false
    private let wrapUpSignal = WakeSignal()

    init(_ configuration: AsteriskConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        // Asterisk writes UTF-8, and cuts it where a name is too long: what cannot be read of it is no sign of GBK.
        decoder = WireDecoder(configuration.encoding == .automatic ? .utf8 : configuration.encoding)
        polls = PollLoop(
            [.init(.everything, every: configuration.reconcileInterval)], gathering: configuration.gathering, environment: environment)
        picture = Picture(configuration)
        reporter = SiteReporter(site: configuration.id, environment: environment)
        identifiers = Self.prefix(environment)
    }

    /// Identifiers of another run, or of another console, must not be taken for ours.
    private static func prefix(_ environment: Environment) -> String {
        "cordboard-" + String(Int(environment.random() * 1_000_000_000), radix: 36)
    }

    nonisolated var operations: [Exchange.Operation] { AsteriskOperations.all }
    nonisolated var unsupported: [Action: SafeText] { Self.reasons }
    nonisolated var sessionBoundActions: Set<Action> { [] }

    func run(_ report: @escaping ChangeSink) async throws {
        let link: FramedLink
        do {
            link = try await FramedLink.open(
                host: configuration.host, port: configuration.port, tls: configuration.tls, codec: ManagerInterface.codec,
                deadline: configuration.deadline)
        } catch {
            if Task.isCancelled { return }
            throw LinkFailure(error)
        }
        begin(link, report)
        let ended = await work(on: link)
        let words = lastWords
        let isLeaving = Task.isCancelled
        if isLeaving { try? link.send(Array(Request("Logoff").text(id: nextID()).utf8)) }
        let wasIn = reporter.isSynchronised
        end()
        await link.close()
        if isLeaving { return }
        if let words { throw LinkFailure(wasIn ? .link : .login, words) }
        throw ended ?? link.failure.map { LinkFailure($0) } ?? LinkFailure(.link, "the exchange ended the link")
    }

    private func begin(_ link: FramedLink, _ report: @escaping ChangeSink) {
        self.link = link
        reporter.begin(report)
        polls.reset()
        picture = Picture(configuration)
        identifiers = Self.prefix(environment)
        (lastWords, hasBooted, isBannerTaken, areRightsInDoubt) = (nil, false, false, false)
    }

    private func end() {
        link = nil
        reporter.end()
        (lists, originated) = ([:], [:])
        requests.failAll(.abandoned)
        for watcher in exchange(&watchers, with: [:]).values { watcher.continuation.resume(returning: nil) }
    }

    /// Works until the link ends.
    private func work(on link: FramedLink) async -> LinkFailure? {
        await withTaskGroup(of: LinkFailure?.self) { tasks in
            tasks.addTask {
                await self.receive(from: link)
                return nil
            }
            for task in [keepInStep, ping, endRests] { tasks.addTask { await self.failure(of: task) } }
            var failure: LinkFailure?
            for await end in tasks {
                failure = failure ?? end
                tasks.cancelAll()
            }
            return failure
        }
    }

    private func failure(of task: () async throws -> Void) async -> LinkFailure? {
        do { try await task() } catch { return error is CancellationError ? nil : LinkFailure(error) }
        return nil
    }

    /// Asks again and again whether the exchange is there: one that is gone without a word is noticed by this alone.
    private func ping() async throws {
        while true {
            try await environment.sleep(configuration.pingInterval)
            guard reporter.isSynchronised else { continue }
            noteClock(try await ask(Request("Ping")))
        }
    }

    /// The exchange's clock beside ours: its times are those of its own clock.
    func noteClock(_ pong: Reply) {
        guard let time = Double(pong.answer["Timestamp"]), (0...253_402_300_799).contains(time) else { return }
        let lead = time - environment.now().timeIntervalSince1970
        // A clock that is ten years off tells nothing.
        picture.clockLead = abs(lead) < 315_360_000 ? lead : 0
    }

    private func endRests() async throws {
        while true {
            try Task.checkCancellation()
            let now = environment.now()
            let next = picture.nextWrapUpEnd(after: now)
            publish(at: now)
            await wrapUpSignal.wait(atMost: next.map { .seconds(max(0.05, $0.timeIntervalSince(now))) } ?? .seconds(3_600), environment)
        }
    }
}

// MARK: - What comes in

extension AsteriskSite {
    private func receive(from link: FramedLink) async {
        while let batch = await link.nextBatch() { take(batch) }
    }

    private func take(_ batch: [[UInt8]]) {
        let now = environment.now()
        picture.legs.advance(to: environment.uptime())
        var latency: Duration?
        for payload in batch {
            guard let message = read(payload) else { continue }
            if let took = take(message, at: now) { latency = took }
        }
        publish(at: now)
        reporter.heard(latency: latency, spacing: Self.heardSpacing)
        wrapUpSignal.wake()
        if !picture.queuesInDoubt.isEmpty { polls.want(.queues) }
        if picture.isInDoubt { polls.want(.everything) }
        lookAtWatchers()
    }

    /// A sign of life is worth waking the board for twice a second, not with every event.
    private static let heardSpacing = Duration.milliseconds(500)

    private func read(_ payload: [UInt8]) -> Message? {
        guard isBannerTaken else {
            isBannerTaken = true
            let banner = decoder.decode(payload).text
            if !banner.hasOctetPrefix("Asterisk Call Manager/") {
                lastWords = "“\(banner.prefix(octets: 80))” is no manager interface; check address and port"
                polls.fail(LinkFailure(.login, lastWords ?? ""))
            }
            return nil
        }
        // Half of what comes to an account with all classes says nothing here: it is not even read.
        guard AsteriskSite.isWanted(payload) else { return nil }
        let reading = decoder.decode(payload)
        reporter.tellOfText(reading.trouble)
        return Message(text: reading.text)
    }

    /// Whether a message is an answer, a row of a list, or an event that the board shows.
    private static func isWanted(_ payload: [UInt8]) -> Bool {
        guard payload.starts(with: eventKey) else { return true }
        let name = payload[eventKey.count...].prefix { $0 > 0x20 }
        return Picture.isUsed(String(decoding: name, as: UTF8.self)) || payload.firstIndex(ofLine: actionKey) || isOwn(name)
    }

    private static let eventKey = Array("Event: ".utf8)
    private static let actionKey = Array("ActionID: ".utf8)
    private static func isOwn(_ name: ArraySlice<UInt8>) -> Bool { ["FullyBooted", "Shutdown"].contains { name.elementsEqual($0.utf8) } }

    /// - Returns: the round trip, where the message is an answer of ours.
    private func take(_ message: Message, at now: Date) -> Duration? {
        let id = message.actionID
        if !message.response.isEmpty { return answer(message, id) }
        if !id.isEmpty, lists[id] != nil {
            guard message["EventList"] == "Complete" else {
                lists[id]?.rows.append(message)
                return nil
            }
            return complete(id, at: now)
        }
        switch message.event {
        case "FullyBooted": hasBooted = true
        case "Shutdown": farewell(message)
        case "Reload": noteReload(message)
        case "OriginateResponse" where !id.isEmpty: originated[id] = message
        default: break
        }
        picture.apply(message, at: now)
        return nil
    }

    /// The configuration was read anew: queues may be others, and what this account may do.
    private func noteReload(_ message: Message) {
        areRightsInDoubt = true
        reporter.tell("exchange", "the exchange has read its configuration anew: \(message["Module"])")
    }

    private func farewell(_ message: Message) {
        lastWords =
            message.isYes("Restart") || message["Restart"] == "True" ? "the exchange is restarting" : "the exchange is shutting down"
        reporter.tell("trouble", lastWords ?? "")
    }

    private func answer(_ message: Message, _ id: String) -> Duration? {
        guard message["EventList"] != "start" else { return nil }
        lists[id] = nil
        return settle(id, Reply(answer: message))
    }

    /// A list that is complete is taken in its place among the events, before whoever asked for it goes on.
    private func complete(_ id: String, at now: Date) -> Duration? {
        guard let list = lists.removeValue(forKey: id) else { return nil }
        list.take?(&picture, list.rows, now)
        return settle(id, Reply(answer: Message(["Response": "Success"]), rows: list.rows))
    }

    private func settle(_ id: String, _ reply: Reply) -> Duration? {
        requests.settle(reply) { $0.request.id == id }.map { environment.uptime() - $0.since }
    }

    /// Tells the board what is different.
    func publish(at now: Date) { reporter.reportNews(picture.takeChanges(at: now)) }
}

extension [UInt8] {
    /// Whether a line begins so.
    fileprivate func firstIndex(ofLine key: [UInt8]) -> Bool {
        var place = startIndex
        while let end = self[place...].firstIndex(of: 0x0A) {
            place = end + 1
            if self[place...].starts(with: key) { return true }
        }
        return false
    }
}
