import Foundation
import Glibc
import JSON
import Synchronization
import TestPeers

/// One request as the uPortal got it.
struct GroupRequest: Sendable, Equatable {
    var method: String
    var path: String
    var query: String
    var authorization: String
    var body: JSONValue

    /// `PUT talkGroup/9001/subscribe`, short enough to compare rows of them.
    var words: String { "\(method) \(path.replacing("/CDS/", with: ""))" }
}

/// A scripted uPortal with its dispatch service on a real socket: it minds the order of the steps to the floor, sends
/// notifications, and misbehaves on demand.
final class TalkingGroupPeer: Sendable {
    enum Reply: Sendable {
        /// An answer of the service with this code and, of JSON, its data.
        case code(String, String = "null")
        case raw(String)
        case silence
    }

    struct World {
        var token = "t-1"
        var tokens = 1
        /// What `WWW-Authenticate` says; the right answer to it.
        var challenge = #"Digest auth-name="d4501", realm="uportal.test", nonce="00ff21ab""#
        var rightAnswer = TalkingGroupPeer.rightAnswer
        var groups = TalkingGroupPeer.groups
        var parameters = #"{"maxDisSubCount":10,"isPttDependsSelect":"true","maxPttTimeoutInterval":"70"}"#
        /// The states of all users: group, user, operation.
        var states: [String: [String: [String: String]]] = [:]
        var emergencies: [String: String] = [:]
        /// What a step leads to at once; `inProcess` keeps whoever asked waiting.
        var grant = "inOperation"
        var notifies = true
        var scripted: [String: [Reply]] = [:]
        var always: [String: Reply] = [:]
        var callback = ""
        var requests: [GroupRequest] = []
    }

    static let rightAnswer =
        "Digest username=d4501, realm=uportal.test, nonce=00ff21ab, uri=/login/sc, response=1b513c20b08fe0f3516b860978d33eab"
    static let groups = [
        group("9001", "Line 1", radio: ["70001"], dispatchers: ["4501", "4502"]),
        group("9002", "Line 2", radio: ["70002"], dispatchers: ["4501"]),
        group("9003", "All", type: 2, dispatchers: ["4501"], others: ["3001"]),
        group("9004", "Weather", radio: ["70004"], dispatchers: ["4501"], more: #","receiveOnly":"true""#),
    ]

    static func group(
        _ number: String, _ name: String, type: Int = 1, radio: [String] = [], dispatchers: [String] = [], others: [String] = [],
        more: String = #","receiveOnly":"false""#
    ) -> String {
        func list(_ numbers: [String]) -> String { "[" + numbers.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
        return
            #"{"talkGroupName":"\#(name)","talkGroupNumber":"\#(number)","talkGroupType":\#(type),"radioGroupNumber":\#(list(radio)),"dispatchNumber":\#(list(dispatchers)),"otherUserNumber":\#(list(others)),"recordFileAddr":""\#(more)}"#
    }

    static let own = "4501"
    let port: Int
    private let world = Mutex(World())
    private let listener = Mutex<LoopbackListener?>(nil)
    private let connections = Mutex<[LoopbackConnection]>([])
    private let news: AsyncStream<GroupRequest>
    private let tell: AsyncStream<GroupRequest>.Continuation

    init() throws {
        let first = try LoopbackListener()
        port = first.port
        (news, tell) = AsyncStream.makeStream()
        serve(first)
    }

    deinit { goDown() }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Nobody listens any more, and whoever is connected is cut off.
    func goDown() {
        listener.withLock { $0.take() }?.stop()
        for connection in connections.withLock({ exchange(&$0, with: []) }) { connection.end() }
    }
    func comeBack() throws { serve(try LoopbackListener(port: port)) }

    /// Changes what the service is and does.
    func change<Value: Sendable>(_ edit: (inout sending World) -> sending Value) -> Value { world.withLock { edit(&$0) } }

    var requests: [GroupRequest] { world.withLock(\.requests) }
    /// What was asked for, in order, without looks at states and lists.
    var commands: [String] { requests.filter { $0.method != "GET" }.map(\.words) }
    func forgetRequests() { world.withLock { $0.requests = [] } }

    /// The next request like this, from those that nobody has waited for yet.
    func next(_ words: String) async -> GroupRequest? {
        for await request in news where request.words == words { return request }
        return nil
    }

    // MARK: What happens by itself

    /// A user's state changes; whoever subscribed is told, unless notifications are lost.
    func set(_ user: String, _ operation: String, _ state: String, in group: String, telling isTold: Bool = true) async {
        let callback = world.withLock { world in
            world.states[group, default: [:]][user, default: [:]][operation] = state
            if operation == "emergencyCall" { world.emergencies[group] = state == "notInOperation" ? nil : user }
            return world.notifies && isTold ? world.callback : ""
        }
        guard !callback.isEmpty else { return }
        await Self.post(Self.notice(user, operation, state, in: group), to: callback)
    }

    static func notice(_ user: String, _ operation: String, _ state: String, in group: String) -> String {
        #"{"action":"notify","subscribeID":"1","callBackUrlCDS":"","userStateList":[{"talkGroupNumber":"\#(group)","userNumber":"\#(user)","operationType":"\#(operation)","operationState":"\#(state)","operatorNumber":"\#(user)","operatorName":"Li","isGroupCallHandler":"false"}]}"#
    }

    /// Posts a notification, from an address of the loopback.
    /// - Returns: the whole answer; empty where there was none.
    @discardableResult
    static func post(_ body: String, to url: String, from source: String = "127.0.0.1") async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: postBlocking(body, to: url, from: source)) }
        }
    }

    private static func postBlocking(_ body: String, to url: String, from source: String) -> String {
        guard let parts = URLComponents(string: url), let port = parts.port else { return "" }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        func at(_ host: String, _ port: Int, _ work: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Bool {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            inet_pton(AF_INET, host, &address.sin_addr)
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    work(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        }
        guard at(source, 0, bind), at(parts.host ?? "", port, connect) else { return "" }
        let text = "POST \(parts.path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        _ = Array(text.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var (answer, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1_024))
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { answer += chunk[..<count] }
        return String(decoding: answer, as: UTF8.self)
    }

    // MARK: Serving

    private func serve(_ listener: LoopbackListener) {
        self.listener.withLock { $0 = listener }
        Task { [weak self] in
            while let connection = await listener.next() {
                self?.connections.withLock { $0.append(connection) }
                Task { [weak self] in
                    var buffer: [UInt8] = []
                    for await bytes in connection.bytes {
                        buffer += bytes
                        while let request = Self.read(&buffer) { await self?.answer(request, on: connection) }
                    }
                    connection.end()
                }
            }
        }
    }

    private static func read(_ buffer: inout [UInt8]) -> GroupRequest? {
        guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
        func header(_ name: String) -> String? {
            head.first { $0.lowercased().hasPrefix(name + ":") }.map { String($0.drop { $0 != ":" }.dropFirst()).trimmed }
        }
        let length = header("content-length").flatMap { Int($0) } ?? 0
        guard buffer.count >= end.upperBound + length else { return nil }
        let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
        buffer.removeFirst(end.upperBound + length)
        let words = head[0].split(separator: " ").map(String.init)
        let parts = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        return GroupRequest(
            method: words[0], path: parts[0], query: parts.count > 1 ? parts[1] : "", authorization: header("authorization") ?? "",
            body: (try? JSONValue(parsing: body)) ?? .null)
    }

    private func answer(_ request: GroupRequest, on connection: LoopbackConnection) async {
        let (reply, news) = world.withLock { world -> (Reply, [String]) in
            world.requests.append(request)
            if world.scripted[request.words]?.isEmpty == false { return (world.scripted[request.words]!.removeFirst(), []) }
            if let reply = world.always[request.words] { return (reply, []) }
            return world.reply(to: request)
        }
        switch reply {
        case .code(let code, let data):
            connection.send(Array(Self.http(200, #"{"returnCode":\#(code),"returnDesc":"words of the service","data":\#(data)}"#).utf8))
        case .raw(let text): connection.send(Array(text.utf8))
        case .silence: break
        }
        tell.yield(request)
        guard news.count == 3 else { return }
        await set(Self.own, news[1], news[2], in: news[0])
    }

    static func http(_ status: Int, _ body: String, _ headers: String = "") -> String {
        "HTTP/1.1 \(status) X\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}

extension TalkingGroupPeer.World {
    private typealias Peer = TalkingGroupPeer

    /// - Returns: the answer and, of a step that was taken, what is told of it: group, operation, state.
    mutating func reply(to request: GroupRequest) -> (TalkingGroupPeer.Reply, [String]) {
        if request.path == "/login/sc" { return (logIn(request.authorization), []) }
        guard request.authorization == "Basic \(token)" else { return (.raw(Peer.http(401, "")), []) }
        let parts = request.path.split(separator: "/").map(String.init)
        switch (request.method, parts.dropFirst().first ?? "", parts.count) {
        case (_, "token", _), (_, "sc", _): return (.code("0"), [])
        case ("POST", "user", _):
            if parts.last == "register" { callback = request.body["callBackURL"]?.text ?? "" }
            return (
                .code("0", parts.last == "register" ? #"{"ucResult":0,"oldSessionID":0,"newSessionID":4711,"oldCallBackURL":""}"# : "null"),
                []
            )
        case ("GET", "pubparam", _): return (.code("0", parameters), [])
        case ("GET", "radioGroup", _):
            return (.code("0", #"{"radioGroupList":[{"radioTKGroupNumber":"70001"},{"radioTKGroupNumber":"70009"}]}"#), [])
        case ("GET", "talkGroup", 2): return (listing(request.query), [])
        case ("GET", "talkGroup", 3):
            return (groups.first { $0.contains("\"\(parts[2])\"") }.map { .code("0", $0) } ?? .code("300026"), [])
        case ("GET", "talkGroup", _): return (state(of: parts[2]), [])
        case (_, "talkGroup", 4): return step(request, in: parts[2], parts[3])
        default: return (.code("0"), [])
        }
    }

    private mutating func logIn(_ authorization: String) -> TalkingGroupPeer.Reply {
        guard authorization != "Digest username=4501, algorithm=MD5" else {
            return .raw(Peer.http(401, "", "WWW-Authenticate: \(challenge)\r\n"))
        }
        guard authorization == rightAnswer else { return .raw(Peer.http(403, "")) }
        token = "t-\(tokens)"
        tokens += 1
        return .raw(Peer.http(200, "<?xml version=\"1.0\"?><Login><AccessToken>\(token)</AccessToken></Login>"))
    }

    /// Two groups a page, whatever was asked for.
    private func listing(_ query: String) -> TalkingGroupPeer.Reply {
        let page = query.split(separator: "&").first { $0.hasPrefix("pageNumber=") }.flatMap { Int($0.dropFirst(11)) } ?? 1
        let rows = groups.dropFirst((page - 1) * 2).prefix(2)
        return .code(
            #""0""#,
            #"{"talkGroupList":[\#(rows.joined(separator: ","))],"pageInfo":{"pageNumber":"\#(page)","hasNext":\#(page * 2 < groups.count)}}"#
        )
    }

    private func state(of group: String) -> TalkingGroupPeer.Reply {
        let users = (states[group] ?? [:]).map { user, states in
            let members = states.map { #","\#($0.key)State":"\#($0.value)""# }.joined()
            return #"{"talkGroupNumber":"\#(group)","userNumber":"\#(user)"\#(members)}"#
        }
        return .code(
            "0",
            #"{"talkGroupNumber":"\#(group)","emergencyUser":"\#(emergencies[group] ?? "")","subscribeUsers":null,"userStateList":[\#(users.joined(separator: ","))]}"#
        )
    }

    /// One step towards the floor or back, in the order that the platform demands.
    private mutating func step(_ request: GroupRequest, in group: String, _ name: String) -> (TalkingGroupPeer.Reply, [String]) {
        let isOn = name == "subscribe" ? request.body["expire"]?.text != "0" : request.method == "POST"
        let own = states[group]?[Peer.own] ?? [:]
        func holds(_ operation: String) -> Bool { own[operation] == "inOperation" }
        if name == "subscribe", isOn { callback = request.body["callBackURL"]?.text ?? "" }
        guard let rules = Self.rules[name] else { return (.code("0"), []) }
        for (needed, code) in isOn ? rules.before : rules.after where holds(needed) != isOn { return (.code(code), []) }
        guard holds(name) != isOn || name == "subscribe" else { return (.code(isOn ? rules.already.0 : rules.already.1), []) }
        let isTaken = states[group]?.contains { $0.key != Peer.own && $0.value["ptt"] == "inOperation" } ?? false
        if name == "ptt", isOn, isTaken { return (.code("300059"), []) }
        let state = isOn ? (name == "ptt" ? grant : "inOperation") : "notInOperation"
        states[group, default: [:]][Peer.own, default: [:]][name] = state
        return (.code("0"), [group, name, state])
    }

    private static let rules: [String: (before: [(String, String)], after: [(String, String)], already: (String, String))] = [
        "subscribe": ([], [("ptt", "300092"), ("monitor", "300091")], ("300076", "300080")),
        "monitor": ([("subscribe", "300080")], [("select", "300072")], ("300025", "300030")),
        "select": ([("monitor", "300030")], [("ptt", "300054")], ("300072", "300071")),
        "ptt": ([("monitor", "300057"), ("select", "300058")], [], ("300054", "300055")),
    ]
}
