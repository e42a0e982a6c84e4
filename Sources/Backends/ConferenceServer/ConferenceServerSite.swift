import BackendSupport
import Exchange
import JSON
import Synchronization
import Wire

/// One dispatch conference server, reached by frames over TCP.
///
/// Answers and events come in one stream and are taken in batches. Beside it one task logs in and keeps in step
/// (`ConferenceServerSweep.swift`) and one notices a silence. Requests that wait for answers are in
/// `ConferenceServerRequests.swift` and `ConferenceServerListing.swift`, what people ask for in `ConferenceServerActions.swift`.
public actor ConferenceServerSite: Site {
    /// The server's frames (catalog, `transport.framing`). No maximum is documented; what is longer than 1 MiB is no message.
    static let codec = MagicLengthCodec(peer: "a conference server", magic: [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE])

    let configuration: ConferenceServerConfiguration
    let environment: Environment
    let polls: PollLoop<Scope>

    let decoder: WireDecoder
    /// The operator's telephones as they were set last; read from anywhere.
    private let telephones: Mutex<[String]>

    var picture: Picture
    /// As it was changed last: the log-out must carry it.
    var password: Secret
    var phones: [String] {
        get { telephones.withLock { $0 } }
        set { telephones.withLock { $0 = newValue } }
    }
    /// Numbers the rooms we create.
    var roomCounter: Int
    /// When a link on which we were logged in was lost, by the monotonic clock: the server may hold that session for a while.
    var lostAt: Duration?
    /// Who was muted when the link was lost, which no list tells.
    private var muted = MutedMembers()

    // The rest lives as long as one run.
    var reporter: SiteReporter
    var isLoggedIn = false
    /// The beginning of the first message that could not be read.
    var unreadable: SafeText?
    /// When the server was heard last, by the monotonic clock.
    var heardAt = Duration.zero
    /// What is listed, while somebody asks for it.
    var listing = Listing()
    let listingSignal = WakeSignal()
    var link: FramedLink?
    var requests = PendingRequests<Message, Message>()
    var turns = RequestTurns<Turn>()

    public init(_ configuration: ConferenceServerConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        polls = PollLoop([.init(.rooms, every: configuration.reconcileInterval)], gathering: Self.gathering, environment: environment)
        decoder = WireDecoder(configuration.encoding)
        telephones = Mutex(Array(configuration.phones.prefix(2)))
        picture = Picture(site: configuration.id, username: configuration.username)
        reporter = SiteReporter(site: configuration.id, environment: environment)
        password = configuration.password
        roomCounter = Int(environment.random() * 10_000)
    }

    public nonisolated var operations: [Exchange.Operation] { ConferenceServerOperations.all }

    public nonisolated var unsupported: [Action: SafeText] { Self.reasons }

    /// The first telephone of the log-in: it is the one that a room rings (`PHONE1`).
    public nonisolated var ownTelephone: String? { telephones.withLock(\.first) }

    public func run(_ report: @escaping ChangeSink) async throws {
        let link: FramedLink
        do {
            link = try await FramedLink.open(
                host: configuration.host, port: configuration.port, codec: Self.codec, deadline: configuration.deadline)
        } catch {
            if Task.isCancelled { return }
            throw LinkFailure(error)
        }
        begin(link, report)
        let ended = await work(on: link)
        let wasLoggedIn = isLoggedIn
        let isLeaving = Task.isCancelled
        if isLeaving, wasLoggedIn { await Task { await self.logOut(link) }.value }
        let failure = ended ?? link.failure.map { LinkFailure($0) } ?? LinkFailure(.link, "the server ended the link")
        end()
        await link.close()
        if isLeaving { return }
        if wasLoggedIn { lostAt = environment.uptime() }
        throw failure.stage == .link && !wasLoggedIn ? LinkFailure(.login, failure.reason) : failure
    }

    private func begin(_ link: FramedLink, _ report: @escaping ChangeSink) {
        self.link = link
        reporter.begin(report)
        polls.reset()
        picture = Picture(site: configuration.id, username: configuration.username, muted: muted)
        isLoggedIn = false
        unreadable = nil
        heardAt = environment.uptime()
        listing = Listing()
    }

    private func end() {
        link = nil
        // A run that did not come as far as the rooms knows nothing about them.
        if reporter.isSynchronised { muted = picture.mutedMembers }
        reporter.end()
        isLoggedIn = false
        requests.failAll(.abandoned)
    }

    /// Works until the link ends.
    /// - Returns: why, where it was not the link itself that ended.
    private func work(on link: FramedLink) async -> LinkFailure? {
        await withTaskGroup(of: LinkFailure?.self) { tasks in
            tasks.addTask {
                await self.receive(from: link)
                return nil
            }
            tasks.addTask { await self.failure(of: self.keepInStep) }
            tasks.addTask { await self.failure(of: self.watchForSilence) }
            var failure: LinkFailure?
            for await end in tasks {
                failure = failure ?? end
                tasks.cancelAll()
            }
            return failure
        }
    }

    /// A request that could not be sent says less than the link does.
    private func failure(of task: () async throws -> Void) async -> LinkFailure? {
        do { try await task() } catch { return error as? LinkFailure }
        return nil
    }

    /// The longest that a log-out may delay who leaves.
    private static let farewellLimit = Duration.seconds(2)

    /// Logs out and waits a little for the answer, so that the name is free at once.
    private func logOut(_ link: FramedLink) async {
        let goodbye = Message("LOGOUT", ["OPERATORNAME": configuration.username, "PASS": password.reveal()])
        guard (try? link.send(decoder.encode(goodbye.text))) != nil else { return }
        try? await environment.within(min(configuration.deadline, Self.farewellLimit)) {
            while let batch = await link.nextBatch() {
                if batch.contains(where: { Message(text: self.decoder.decode($0).text)?.name == "LOGOUTACK" }) { return }
            }
        }
    }
}

// MARK: - What comes in

extension ConferenceServerSite {
    private func receive(from link: FramedLink) async {
        while let batch = await link.nextBatch() { take(batch) }
    }

    private func take(_ batch: [[UInt8]]) {
        let uptime = environment.uptime()
        var heard: [Picture.Heard] = []
        var latency: Duration?
        for var message in batch.lazy.compactMap(self.read) {
            let request = requests.settle(message) { message.answers($0.request) }
            if let request {
                latency = uptime - request.since
                settle(request.request, with: message)
            }
            answer(&message)
            noteListing(message)
            heard.append(Picture.Heard(message: message, request: request?.request))
        }
        guard !heard.isEmpty else { return }
        heardAt = uptime
        picture.released.advance(to: uptime)
        reporter.reportNews(picture.apply(heard, at: environment.now()))
        reporter.heard(latency: latency)
        if picture.isInDoubt { polls.want(.rooms) }
    }

    /// One message, or nil for what is none. What cannot be read is told once.
    private func read(_ payload: [UInt8]) -> Message? {
        let reading = decoder.decode(payload)
        if let trouble = reading.trouble { reporter.tell(trouble, once: "encoding") }
        if let message = Message(text: reading.text) { return message }
        // The document has no empty messages; they say nothing and harm nobody.
        guard !reading.text.octetTrimmed.isEmpty else { return nil }
        let sample = WireDecoder.sample(payload)
        unreadable = unreadable ?? sample
        reporter.tell("what comes cannot be read: \(sample)", once: "unreadable")
        return nil
    }

    /// Does at once what the server expects of us. A room that the server made gets a local id, where it has none.
    private func answer(_ message: inout Message) {
        switch message.name {
        case "KEEPALIVE":
            let name = message.operatorName.isEmpty ? configuration.username : message.operatorName
            post(Message("KEEPALIVEACK", ["OPERATORNAME": name, "SYN": message["SYN"]]))
        case "SERVERCREATECONFROOM", "SERVERCREATEINCOMINGCONFROOM": accept(&message)
        default: break
        }
    }

    /// A room that the server made is confirmed at once. Its local id is ours to choose where it has none; from then on it is the
    /// room's, so that it is put into what the picture hears.
    private func accept(_ message: inout Message) {
        if message.localRoom.isEmpty {
            message.lines.append(.init(key: "LOCALCONFROOMID", value: nextLocalRoom(phones.first ?? "")))
        }
        post(
            Message(
                message.name + "ACK",
                [
                    "OPERATORNAME": configuration.username, "LOCALCONFROOMID": message.localRoom, "SERVERROOMID": message.serverRoom,
                    "STATUS": "OK",
                ]))
    }

    /// What an answer changes in ourselves.
    private func settle(_ request: Message, with answer: Message) {
        guard answer.isSuccess else { return }
        switch request.name {
        case "CHANGEPASSWORD": password = Secret(request["NEWPASS"])
        case "SETOPERATORNUMBER": phones = [request["PHONE1"], request["PHONE2"]].filter { !$0.isEmpty }
        case "LOGOUT": isLoggedIn = false
        default: break
        }
    }

    /// The operator's number and four digits, as the document has them.
    func nextLocalRoom(_ number: String) -> String {
        repeat { roomCounter = (roomCounter + 1) % 10_000 } while picture.roomID(localRoom(number)) != nil
        return localRoom(number)
    }

    private func localRoom(_ number: String) -> String {
        let digits = String(roomCounter)
        return number + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
