import Exchange
import Synchronization
import Testing
import Wire

@testable import BackendSupport

@Suite(.timeLimit(.minutes(1))) struct PostedReportsTests {
    private func posted(url: String? = nil, capacity: Int = 4) -> PostedReports {
        PostedReports(host: "127.0.0.1", port: 0, url: url, prefix: "report-", capacity: capacity, environment: .system)
    }

    private func report(_ text: String) -> PostedReport { PostedReport(peer: "10.0.0.1", path: "/", body: Array(text.utf8)) }

    @Test func `Only who answered us is believed, and only at the path it was told`() {
        let posted = posted()
        #expect(!posted.accepts("10.0.0.1", posted.path))
        var answer = HTTPResponse(status: 200)
        (answer.peerAddress, answer.localAddress) = ("10.0.0.1", "10.0.0.9")
        posted.believe(answer)
        #expect(posted.accepts("10.0.0.1", posted.path))
        #expect(!posted.accepts("10.0.0.2", posted.path))
        #expect(!posted.accepts("10.0.0.1", "/report-guess"))
        #expect(posted.localAddress == "10.0.0.9")
    }

    @Test func `Behind a proxy the exchange's own address is believed, not the proxy's`() async {
        let posted = posted()
        var answer = HTTPResponse(status: 200)
        (answer.peerAddress, answer.localAddress) = ("10.0.0.1", "10.0.0.9")
        (answer.proxy, answer.host) = ("10.0.0.1:3128", "127.0.0.2")
        posted.believe(answer)
        while !posted.accepts("127.0.0.2", posted.path) { await Task.yield() }
        #expect(!posted.accepts("10.0.0.1", posted.path))
    }

    @Test func `The path is that of a configured address`() {
        #expect(posted(url: "http://desk:8000/in/reports").path == "/in/reports")
        #expect(posted(url: "desk:8000").path == "")
        #expect(posted().path.hasPrefix("/report-"))
    }

    @Test func `Of too many reports the older half goes, and that is told once`() async {
        let posted = posted()
        for number in 1...5 { posted.put(report(String(number))) }
        #expect(await posted.nextBatch()?.map(\.body) == ["3", "4", "5"].map { Array($0.utf8) })
        #expect(posted.takeOverflow())
        #expect(!posted.takeOverflow())
    }
}

@Suite struct AnswerTextTests {
    private let zhang: [UInt8] = [0xD5, 0xC5, 0xC8, 0xFD]

    private func read(_ body: [UInt8], type: String = "application/json", _ encoding: TextEncoding = .automatic) -> ([UInt8], SafeText?) {
        let exchange = HTTPExchange(HTTPClient(tls: nil), encoding: encoding, environment: .system)
        var response = HTTPResponse(status: 200, headers: ["content-type": type], body: body)
        let trouble = exchange.readText(of: &response)
        return (response.body, trouble)
    }

    @Test func `Answers in GBK, with a byte order mark or NULs become UTF-8, and GBK is said`() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF], quoted = Array("{\"n\":\"".utf8), end = Array("\"}".utf8)
        #expect(read(mark + quoted + end + [0]) == (quoted + end, nil))
        let (body, trouble) = read(quoted + zhang + end)
        #expect(body == quoted + Array("张三".utf8) + end)
        #expect(trouble != nil)
        #expect(read(quoted + zhang + end, .gbk) == (body, nil))
    }

    @Test func `What is no text stays as it is, and XML says itself how it is written`() {
        #expect(read(zhang + [0], type: "audio/wav") == (zhang + [0], nil))
        let page = Array("<?xml version=\"1.0\" encoding=\"GBK\"?><n>".utf8) + zhang + Array("</n>".utf8)
        #expect(read(page, type: "text/xml") == (page, nil))
        let broken: [UInt8] = [0x41, 0xFF, 0xFE]
        #expect(read(broken).0 == broken)
        #expect(read(broken).1 != nil)
    }

    @Test func `Reports become UTF-8 as well`() async {
        let posted = PostedReports(host: "127.0.0.1", port: 0, url: nil, prefix: "report-", environment: .system)
        posted.put(PostedReport(peer: "10.0.0.1", path: "/", body: zhang + [0]))
        #expect(await posted.nextBatch()?.first?.body == Array("张三".utf8))
    }
}

@Suite struct RequestFailureTests {
    @Test func `What never left this machine was not done, of what broke nobody knows`() {
        let refused = WireFailure(stage: .tcp, reason: "No connection.")
        let lost = WireFailure(stage: .link, reason: "Lost.")
        let late = WireFailure(stage: .link, reason: "Late.", isLate: true)
        func outcome(_ failure: WireFailure) -> Outcome { Outcome(RequestFailure(failure, of: "calls", after: .seconds(5))) }
        #expect(outcome(refused) == .notOnline(.offline))
        #expect(outcome(lost) == .unknown("Lost."))
        #expect(outcome(late) == .noAnswer(after: .seconds(5)))
        #expect(Outcome(RequestFailure.notRecognised("no session")) == .notOnline(.offline))
        #expect(Outcome(RequestFailure.notRecognised("wrong key", code: "9999")) == .refused(code: "9999", "wrong key"))
        #expect(Outcome(RequestFailure.absent("no page", code: "404")) == .refused(code: "404", "no page"))
    }

    @Test func `The wire's own stage outranks that of the request`() {
        let refused = WireFailure(stage: .tls, reason: "No.", isFinal: true)
        #expect(LinkFailure(RequestFailure.notSent(refused), at: .login) == LinkFailure(.tls, "No.", isFinal: true))
        #expect(LinkFailure(RequestFailure.broken("Lost."), at: .login) == LinkFailure(.login, "Lost."))
    }
}

/// Requests of one actor.
private actor Requests {
    private var pending = PendingRequests<String, Int>()
    private var turns = RequestTurns<String>()
    private(set) var order: [String] = []

    func ask(_ request: String, since: Duration, _ sent: AsyncStream<Void>.Continuation) async throws -> Int {
        let id = pending.nextID()
        return try await withCheckedThrowingContinuation {
            pending.await(id, request, since: since, $0)
            sent.yield()
        }
    }

    func settle(_ answer: Int, to request: String) -> Duration? { pending.settle(answer) { $0.request == request }?.since }

    func expire(sentBy uptime: Duration) {
        pending.expire(sentBy: uptime) { .noAnswer(to: $0, after: .seconds(5)) }
    }

    func begin() { _ = turns.take("room") }
    func finish() { turns.pass("room") }

    func inTurn(_ name: String, urgent: Bool, _ isWaiting: AsyncStream<Void>.Continuation) async {
        if !turns.take("room") {
            await withCheckedContinuation {
                turns.wait(for: "room", urgent: urgent, $0)
                isWaiting.yield()
            }
        }
        order.append(name)
        turns.pass("room")
    }
}

@Suite(.timeLimit(.minutes(1))) struct RequestOrderTests {
    @Test func `An answer goes to the oldest request that it fits, and late ones are given up`() async throws {
        let requests = Requests()
        let (news, sent) = AsyncStream<Void>.makeStream()
        var sendings = news.makeAsyncIterator()
        let first = Task { try await requests.ask("calls", since: .seconds(1), sent) }
        _ = await sendings.next()
        let second = Task { try await requests.ask("calls", since: .seconds(2), sent) }
        _ = await sendings.next()
        #expect(await requests.settle(7, to: "rooms") == nil)
        #expect(await requests.settle(7, to: "calls") == .seconds(1))
        #expect(try await first.value == 7)
        await requests.expire(sentBy: .seconds(2))
        await #expect(throws: RequestFailure.noAnswer(to: "calls", after: .seconds(5))) { try await second.value }
    }

    @Test func `What is urgent goes before what waits longer`() async {
        let requests = Requests()
        let (news, waiting) = AsyncStream<Void>.makeStream()
        var waits = news.makeAsyncIterator()
        await requests.begin()
        let poll = Task { await requests.inTurn("poll", urgent: false, waiting) }
        _ = await waits.next()
        let person = Task { await requests.inTurn("person", urgent: true, waiting) }
        _ = await waits.next()
        await requests.finish()
        await poll.value
        await person.value
        #expect(await requests.order == ["person", "poll"])
    }
}
