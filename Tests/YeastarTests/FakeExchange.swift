import Exchange
import Foundation
import Glibc
import JSON
import SiteHarness
import Synchronization
import Wire

@testable import Yeastar

/// What a scripted exchange was asked.
struct Asking: Sendable {
    var path: String
    var token: String?
    var body: JSONValue
    var isPost: Bool
}

/// A scripted exchange on a loopback port: one connection for each request, as the real one.
final class FakeExchange: Sendable {
    enum Answer: Sendable {
        case body(String)
        /// The whole answer, head and all.
        case raw(String)
        /// Closes without a word.
        case close
        /// Never answers.
        case silence
    }

    fileprivate struct State {
        var answers: [String: Answer] = FakeExchange.quiet
        var tokens: Set<String> = []
        var count = 0
        var refusesLogIn = false
        var endsEarlier = false
        var isSilent = false
        var asked: [Asking] = []
        var silent: [Int32] = []
    }

    let port: Int
    private let listener: Int32
    private let state = Box()

    final class Box: Sendable {
        fileprivate let state = Mutex(State())
        let news: AsyncStream<Asking>
        let tell: AsyncStream<Asking>.Continuation
        init() { (news, tell) = AsyncStream.makeStream() }
    }

    static let quiet: [String: Answer] = [
        "deviceinfo/query": .body(#"{"status":"Success","deviceinfo":{"sn":"a09805021987","systemtime":"2020-05-19 04:06:07"}}"#),
        "extensionlist/query": .body(
            #"{"status":"Success","extlist":[{"extnumber":"101","status":"Registered","type":"pjsip","username":"Ann"},{"extnumber":"102","status":"Registered","type":"pjsip","username":"Bob"}]}"#
        ),
        "queue/query": .body(
            #"{"status":"Success","queues":[{"queuenumber":"9998","queuename":"Sales","password":"6666","agents":"101,102","ringstrategy":"Ring All"}]}"#
        ),
        "queuestatus/query": .body(
            #"{"status":"Success","queue":{"queuenumber":"9998","queuestatus":{"members":[{"agent":"101","agentstatus":"1"},{"agent":"102","agentstatus":"9"}],"callercount":2}}}"#
        ),
        "conference/query": .body(#"{"status":"Success","conferences":[{"number":"8000","name":"Board","waitformoderator":"no"}]}"#),
        "conference/query_in_session": .body(
            #"{"status":"Success","conference":[{"conferencenumber":"8000","member":[{"number":"111","channelid":"PJSIP/111-3","memberstatus":"Up"}]}]}"#
        ),
        "trunklist/query": .body(#"{"status":"Success","trunkname":[{"trunkname":"to-pstn","status":"Registered","type":"SIP"}]}"#),
        "inbound/query": .body(#"{"status":"Success","inbound":[]}"#),
        "outbound/query": .body(#"{"status":"Success","outbound":[]}"#),
    ]

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isUp = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0 && listen(listener, 64) == 0
            }
        }
        guard isUp else { throw POSIXError(.EADDRINUSE) }
        port = Int(UInt16(bigEndian: address.sin_port))
        let state = state
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    close(listener)
                    return
                }
                Self.serve(connection, state)
            }
        }
    }

    deinit {
        // The thread closes it: a number that is free again may be another test's by the time it accepts.
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in state.state.withLock(\.silent) { close(connection) }
    }

    // MARK: What the test says

    func answer(_ path: String, _ answer: Answer?) { state.state.withLock { $0.answers[path] = answer } }
    func refuseLogIn(_ refuses: Bool) { state.state.withLock { $0.refusesLogIn = refuses } }
    /// A log-in ends the earlier ones of its account.
    func endEarlierLogIns() { state.state.withLock { $0.endsEarlier = true } }
    func silence(_ isSilent: Bool) { state.state.withLock { $0.isSilent = isSilent } }
    func forgetTokens() { state.state.withLock { $0.tokens = [] } }
    var asked: [Asking] { state.state.withLock(\.asked) }
    func asked(_ path: String) -> [Asking] { asked.filter { $0.path == path } }

    /// Waits for a request to a path.
    func next(_ path: String) async -> Asking? {
        for await asking in state.news where asking.path == path { return asking }
        return nil
    }

    func configuration(
        reports: YeastarConfiguration.Reports? = .init(host: "127.0.0.1", port: 0), own: String? = "101",
        poll: Duration = .milliseconds(20),
        deadline: Duration = .seconds(30), heartbeat: Duration = .seconds(600)
    ) -> YeastarConfiguration {
        YeastarConfiguration(
            id: "n", name: "n", url: "http://127.0.0.1:\(port)", username: "api", password: Secret("123456"), reports: reports,
            deadline: deadline, pollInterval: poll, heartbeatInterval: heartbeat, operatorExtension: own)
    }

    /// Posts a report to where the latest log-in or heartbeat said; without a target, as the exchange does, where asked.
    /// - Parameter source: the address of this machine that it comes from.
    /// - Returns: the answer's status line.
    @discardableResult
    func post(_ report: String, path: String? = nil, from source: UInt32 = 0x7F00_0001) -> String {
        let where_ = asked.last { $0.path == "login" || $0.path == "heartbeat" }?.body["url"]?.text ?? ""
        let parts = where_.split(separator: "/", maxSplits: 1)
        guard let port = parts.first?.split(separator: ":").last.flatMap({ UInt16($0) }) else { return "" }
        let target = path ?? "/" + (parts.count > 1 ? String(parts[1]) : "")
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = source.bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        Self.write(
            "POST \(target) HTTP/1.1\r\nHost:x\r\nContent-Length:\(report.utf8.count)\r\nContent-Type:application/json\r\nConnection:close\r\n\r\n"
                + report, to: descriptor)
        var answer = [UInt8](repeating: 0, count: 1_024)
        let count = recv(descriptor, &answer, answer.count, 0)
        return count > 0 ? String(decoding: answer[..<count], as: UTF8.self).components(separatedBy: "\r\n")[0] : ""
    }

    // MARK: The server

    private static func write(_ text: String, to descriptor: Int32) {
        _ = Array(text.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    private static func serve(_ connection: Int32, _ box: Box) {
        guard let asking = read(connection) else {
            close(connection)
            return
        }
        let answer = box.state.withLock { state -> Answer in
            state.asked.append(asking)
            if state.isSilent { return .silence }
            switch asking.path {
            case "login":
                if case .raw? = state.answers["login"] { return state.answers["login"]! }
                if state.refusesLogIn { return .body(#"{"status":"Failed","errno":"30003"}"#) }
                state.count += 1
                if state.endsEarlier { state.tokens = [] }
                state.tokens.insert("token\(state.count)")
                return .body(#"{"status":"Success","token":"token\#(state.count)"}"#)
            case _ where !state.tokens.contains(asking.token ?? ""):
                return .body(#"{"status":"Failed"}"#)
            default:
                return state.answers[asking.path] ?? .body(#"{"status":"Success"}"#)
            }
        }
        box.tell.yield(asking)
        switch answer {
        case .body(let text):
            write(
                "HTTP/1.1 200 OK\r\nServer: Boa/0.94.14rc21\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)",
                to: connection)
            close(connection)
        case .raw(let text):
            write(text, to: connection)
            close(connection)
        case .close:
            close(connection)
        case .silence:
            box.state.withLock { $0.silent.append(connection) }
        }
    }

    private static func read(_ connection: Int32) -> Asking? {
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let head = text.range(of: "\r\n\r\n") {
                let length = text.lowercased().range(of: "content-length: ").flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) }
                let body = text[head.upperBound...]
                if body.utf8.count >= length ?? 0 {
                    let words = text.split(separator: " ")
                    let url = words[1].split(separator: "?", maxSplits: 1)
                    let token = url.count > 1 ? url[1].split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst(6) : nil
                    return Asking(
                        path: url[0].split(separator: "/").dropFirst(2).joined(separator: "/"), token: token.map(String.init),
                        body: (try? JSONValue(parsing: String(body))) ?? .null, isPost: words[0] == "POST")
                }
            }
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }
}

extension SiteHarness where Tested == YeastarSite {
    convenience init(_ configuration: YeastarConfiguration, site existing: YeastarSite? = nil, environment: Environment = .system) {
        self.init(existing ?? YeastarSite(configuration, environment: environment), id: "n", kind: .yeastar)
    }

    func perform(_ action: Action, _ words: String...) async throws -> Outcome { try await perform(action, words, own: "101") }
}
