import Exchange
import Foundation
import JSON
import SiteHarness
import Synchronization

@testable import WebCTI

/// One request as the exchange got it.
struct Asking: Sendable, Equatable {
    var method: String
    var path: String
    var query: [String: String]
    var body: [UInt8]

    /// `ctihangup` of `/webservice2/ctihangup.php`.
    var page: String { String(path.split(separator: "/").last ?? "").replacing(".php", with: "") }
    /// What was asked, without what every request carries.
    var parameters: [String: String] { query.filter { $0.key != "webkey" && $0.key != "json" } }
}

/// A scripted WEBCTI2 on a real socket: it answers each page with a prepared text, or misbehaves.
final class Peer: Sendable {
    enum Reply: Sendable {
        case text(String)
        case status(Int, String)
        /// Half an answer and a reset.
        case reset
        case silence
        /// Nothing until the test releases it, as while a telephone rings.
        case held
    }

    private struct Script {
        var held: [(page: String, connection: Int32)] = []
        var replies: [String: Reply] = Peer.quiet.mapValues(Reply.text)
        var xml: [String: String] = [:]
        var once: [String: [Reply]] = [:]
        var day: String?
        var asked: [Asking] = []
        var dateHeader: String?
    }

    /// The connections that are open. Each is closed by the thread that reads it, and shut down here by whoever ends it: both
    /// under one lock, as a number that has been closed may be somebody else's socket already.
    private final class Sockets: Sendable {
        /// nil: all is over.
        private let open = Mutex<Set<Int32>?>([])

        func take(_ socket: Int32) -> Bool { open.withLock { $0?.insert(socket) != nil } }

        func close(_ socket: Int32) {
            open.withLock {
                $0?.remove(socket)
                Glibc.close(socket)
            }
        }

        /// Shuts down the listener and all connections, once.
        func end(_ listener: Int32) {
            open.withLock { open in
                for socket in open.map({ $0.union([listener]) }) ?? [] { shutdown(socket, Int32(SHUT_RDWR)) }
                open = nil
            }
        }
    }

    let port: Int
    private let listener: Int32
    private let sockets = Sockets()
    private let script = Mutex(Script())
    private let news: AsyncStream<Asking>
    private let tell: AsyncStream<Asking>.Continuation

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let fd = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(fd, $0, length) == 0 && listen(fd, 64) == 0 && getsockname(fd, $0, &length) == 0
            }
        }
        struct NoPort: Error {}
        guard isBound else { throw NoPort() }
        port = Int(UInt16(bigEndian: address.sin_port))
        (news, tell) = AsyncStream.makeStream()
        Thread.detachNewThread { [weak self, sockets] in
            while true {
                let connection = accept(fd, nil, nil)
                guard connection >= 0 else { break }
                guard sockets.take(connection) else {
                    close(connection)
                    break
                }
                Thread.detachNewThread { [weak self] in
                    var buffer: [UInt8] = []
                    while let asking = Self.request(from: connection, &buffer) {
                        guard let self, self.reply(to: asking, on: connection) else { break }
                    }
                    sockets.close(connection)
                }
            }
            sockets.close(fd)
        }
    }

    deinit { stop() }

    /// From now on nobody listens, and whoever is connected is cut off.
    func stop() { sockets.end(listener) }

    var url: String { "http://127.0.0.1:\(port)/webservice2" }
    var asked: [Asking] { script.withLock(\.asked) }
    func asked(_ page: String) -> [Asking] { asked.filter { $0.page == page } }

    func answer(_ page: String, _ text: String) { script.withLock { $0.replies[page] = .text(text) } }
    /// What a page answers that is asked without `json`.
    func answer(_ page: String, asXML text: String) { script.withLock { $0.xml[page] = text } }
    func answer(_ page: String, _ reply: Reply) { script.withLock { $0.replies[page] = reply } }
    /// The next answer to a page, before the usual ones.
    func answerOnce(_ page: String, _ reply: Reply) { script.withLock { $0.once[page, default: []].append(reply) } }
    /// From now on only the key of this day is good.
    func expect(day: String) { script.withLock { $0.day = day } }
    func say(date: String) { script.withLock { $0.dateHeader = date } }

    /// Answers the requests for a page that are held.
    func release(_ page: String, _ text: String) {
        let connections = script.withLock { script in
            defer { script.held.removeAll { $0.page == page } }
            return script.held.filter { $0.page == page }.map(\.connection)
        }
        for connection in connections { _ = send(200, text, nil, on: connection) }
    }

    /// The next request for a page, from now on.
    func next(_ page: String) async -> Asking? {
        for await asking in news where asking.page == page { return asking }
        return nil
    }

    private static func request(from connection: Int32, _ buffer: inout [UInt8]) -> Asking? {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let mark = Array("\r\n\r\n".utf8)
        while true {
            if let end = buffer.firstRange(of: mark) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
                let length =
                    head.first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) } ?? 0
                if buffer.count >= end.upperBound + length {
                    let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
                    buffer.removeFirst(end.upperBound + length)
                    let words = head[0].split(separator: " ").map(String.init)
                    let parts = words[1].split(separator: "?", maxSplits: 1).map(String.init)
                    let pairs = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
                        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                        return (sides[0].removingPercentEncoding ?? "", (sides.count > 1 ? sides[1] : "").removingPercentEncoding ?? "")
                    }
                    return Asking(
                        method: words[0], path: parts[0], query: Dictionary(pairs, uniquingKeysWith: { _, last in last }), body: body)
                }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }

    /// - Returns: whether the connection goes on.
    private func reply(to asking: Asking, on connection: Int32) -> Bool {
        let (reply, date) = script.withLock { script -> (Reply, String?) in
            script.asked.append(asking)
            if let day = script.day, asking.query["webkey"] != ExchangeClock.key(Peer.webKey, day: day) {
                return (.text(Peer.wrongKey(asking.query["webkey"] ?? "")), script.dateHeader)
            }
            if var waiting = script.once[asking.page], !waiting.isEmpty {
                let first = waiting.removeFirst()
                script.once[asking.page] = waiting
                return (first, script.dateHeader)
            }
            if asking.query["json"] == nil, let xml = script.xml[asking.page] { return (.text(xml), script.dateHeader) }
            return (script.replies[asking.page] ?? .status(404, "<html>Not Found</html>"), script.dateHeader)
        }
        tell.yield(asking)
        switch reply {
        case .text(let text): return send(200, text, date, on: connection)
        case .status(let status, let text): return send(status, text, date, on: connection)
        case .silence: return true
        case .held:
            script.withLock { $0.held.append((asking.page, connection)) }
            return true
        case .reset:
            _ = write(Array("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"errcode\":0,\"mess".utf8), on: connection)
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            return false
        }
    }

    private func send(_ status: Int, _ text: String, _ date: String?, on connection: Int32) -> Bool {
        let body = Array(text.utf8)
        let extra = date.map { "Date: \($0)\r\n" } ?? ""
        return write(Array("HTTP/1.1 \(status) X\r\n\(extra)Content-Length: \(body.count)\r\n\r\n".utf8) + body, on: connection)
    }

    private func write(_ bytes: [UInt8], on connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

extension Peer {
    static let webKey = "0866089e569bbd3d"

    static func wrongKey(_ key: String) -> String { #"{ "errcode":9999, "message": "WebKey \#(key) is invalid", "data": [] }"# }
    static func done(_ message: String = "SUCCESS") -> String { #"{"errcode":0,"message":"\#(message)","data":[]}"# }

    /// An exchange with three telephones, a queue and a trunk, and nothing going on.
    static let quiet = [
        "ctigetdatetime": time("2026-11-21 10:00:00"),
        "getallextensions": #"""
        {"errcode":0,"message":"SUCCESS","data":[
        {"extension":"2008","cnname":"班长","enname":"","device":"2008","channel":"SIP/2008","context":"from-internal","status":"0","statusint":"999"},
        {"extension":"2011","cnname":"王芳","enname":"WF","device":"2011","channel":"SIP/2011","context":"from-internal","status":"0","statusint":"999"},
        {"extension":"2012","cname":"","enname":"Li","device":"2012","channel":"SIP/2012","context":"from-internal","status":"0","statusint":999}]}
        """#,
        "getqueuelist": #"{ "errcode":0, "message":"SUCCESS", "data": [{ "queue no":"90", "description":"售后"}] }"#,
        "getpausetype":
            #"{ "errcode": 0, "message": "SUCCESS", "data": [{ "pausetype": "1", "description": "示忙" }, { "pausetype": 2, "description": "用餐" }] }"#,
        "gettrunklist": #"{ "errcode": 0, "message": "SUCCESS", "data": [{ "trunk": "ZAP/g0" }, { "trunk": "SIP/to117" }] }"#,
        "getpeers":
            #"{ "errcode":0, "message":"SUCCESS", "data": [{ "channeltype": "SIP", "objectname": "to117", "status": "OK (12 ms)" }] }"#,
        "getqueue":
            #"{ "errcode":0, "message":"SUCCESS", "data": [{ "queue": "90", "max": "6", "calls": "0", "holdtime": "7", "completed": "5", "abandoned": "2", "serviceLevel": "0", "serviceleveelperf": "71.4", "weight": "0" }] }"#,
        "getextensionstatus": done(), "getqueuemember": done(), "getqueuecalls": done(),
        "getcalls": done(), "getchannel": done(), "getparkedcall": done(), "getmeetme": done(), "getpopupscreen": done(),
        "getqueueloglist": #"{"errcode":0,"message":"SUCCESS","data":[{"result":[]}]}"#,
        "cticommand": #"{"errcode":0,"message":"SUCCESS","data":[{"result": "Privilege: Command"}]}"#,
        "getallstatus": status(),
        "ctioriginate": done("Originate successfully queued"), "ctihangup": done("Channel Hungup"), "ctihold": done("MusicOnHold Started."),
        "ctiunhold": done("MusicOnHold Stopped."), "ctiredirect": done("Redirect successful"),
        "ctiatxfer": #"{"errcode":0,"message":"Atxfer successfully queued"}, "data":[]}"#,
        "ctipark": done("Park successful"), "ctiunpark": done("Originate successfully queued"),
        "ctipickup": done("Originate successfully queued"),
        "ctiqueueadd": done("Added interface to queue"), "ctiqueueremove": done("Removed interface from queue"),
        "ctiqueuepause": done("Interface paused successfully"),
    ]

    static func time(_ wall: String, stamp: Int? = nil) -> String {
        #"{"errcode":0,"message":"SUCCESS","data":[{"mvb_datetime":"\#(wall)","mvb_timestamp":\#(stamp ?? 1_795_226_400),"mvb_year":"2026"}]}"#
    }

    /// - Parameters: the insides of the lists.
    static func status(
        states: [String: String] = [:], calls: [String: String] = [:], popups: [String: String] = [:],
        members: String = member("2011") + "," + member("2012"), waiting: String = "", conferences: String = "", parks: String = ""
    ) -> String {
        let devices = ["2008", "2011", "2012"].map { number in
            #"{"device":"\#(number)","interface":"SIP/\#(number)","devicetype":"fixed","context":"from-internal","popupcalls":[\#(popups[number] ?? "")],"calls":[\#(calls[number] ?? "")], "status":\#(states[number] ?? "0")}"#
        }
        return #"""
            {"errcode":0,"message":"SUCCESS","data":[{"requesttime":"2026-11-21 10:00:00","devices":[\#(devices.joined(separator: ","))],
            "users":[{"user":2011,"device":""}], "queues":[{"queue":90,"members":[\#(members)], "waitingcalls":[\#(waiting)]}],
            "conferences":[\#(conferences)], "parks":[\#(parks)], "responsetime":"2026-11-21 10:00:00"}]}
            """#
    }

    static func rows(_ rows: String...) -> String { #"{"errcode":0,"message":"SUCCESS","data":[\#(rows.joined(separator: ","))]}"# }

    /// A row of 4.55.
    static func channel(
        _ name: String, application: String = "", data: String = "", partner: String = "", held: Bool = false, state: String = "Up"
    ) -> String {
        #"{"createtim":"2026-11-21 09:59:00","channel":"\#(name)","state":"\#(state)","callerid":"","calleridname":"","uniqueid":"1.9","musichold":"\#(held ? "default" : "")","hold":"\#(held ? 1 : 0)","application":"\#(application)","appdata":"\#(data)","lastevent":"Newstate","refchannel":"\#(partner)","hanguptime":"0000-00-00 00:00:00","clearflag":"0"}"#
    }

    /// A row of the queue log that begins a pause (6.11).
    static func pause(_ number: String, value: String, text: String = "", at time: String = "2026-11-21 10:00:01") -> String {
        #"{"eventtime":"\#(time)","callid":"NONE","queuename":"90","queuestart":"0","agent":"SIP/\#(number)","agentno":"\#(number)","event":"PAUSE","arg1":"5","arg2":"\#(value)","arg3":"\#(text)","arg4":"0","arg5":""}"#
    }

    static func log(_ rows: String...) -> String {
        #"{"errcode":0,"message":"SUCCESS","data":[{"result":[\#(rows.joined(separator: ","))]}]}"#
    }

    static func member(_ number: String, paused: String = "0", status: String = "1") -> String {
        #"{"createtime":"2026-11-21 09:00:00","interface":"SIP/\#(number)","agentno":"\#(number)","agenttype":"dynamic","penalty":"0","callstaken":"0","lastcall":"0000-00-00 00:00:00","status":"\#(status)","paused":\#(paused)}"#
    }

    /// The document's own example: a talk of 2011 with 2012, told by both, `OUT` and `IN` unquoted, identifiers as numbers.
    static let talk = status(
        states: ["2011": "1", "2012": "1"],
        calls: [
            "2011":
                #"{"createtime":"2026-11-21 09:59:04","channel":"SIP/2011-b7c15808","refchannel":"SIP/2012-08ba3b18","callstate":"Link","callerid":"2011","refcallerid":"2012","channelstate":"Up","refchannelstate":"Up","uniqueid":1421960697.190,"refuniqueid":1421960697.192,"dialtime":"2026-11-21 09:58:57","linktime":"2026-11-21 09:59:04","direct":OUT}"#,
            "2012":
                #"{"createtime":"2026-11-21 09:59:04","channel":"SIP/2012-08ba3b18","refchannel":"SIP/2011-b7c15808","callstate":"Link","callerid":"2012","refcallerid":"2011","channelstate":"Up","refchannelstate":"Up","uniqueid":1421960697.192,"refuniqueid":1421960697.190,"dialtime":"2026-11-21 09:58:57","linktime":"2026-11-21 09:59:04","direct":IN}"#,
        ])
}

extension SteppedClock {
    /// As long as the deadline of the tests' sites; pauses between two looks are shorter and pass by themselves.
    static let deadline = Duration.seconds(60)

    /// - Parameter now: where the wall clock stands; nil is the machine's.
    static func forSite(now: Date? = nil) -> SteppedClock { running(upTo: .seconds(30), wallStandsAt: now) }

    /// From now on every deadline passes at once, also those that run already; or none does.
    func letDeadlinesPass(_ arePassing: Bool) { letPass { arePassing && $0 == Self.deadline } }
}

extension SiteHarness where Tested == WebCTISite {
    convenience init(_ peer: Peer, _ configuration: WebCTIConfiguration? = nil, clock: SteppedClock = .forSite()) {
        let configuration = configuration ?? WebCTIConfiguration(peer)
        self.init(WebCTISite(configuration, environment: clock.environment()), id: configuration.id, kind: .webcti, partner: peer)
    }

    var peer: Peer { partner as! Peer }

    func act(_ action: Action, _ words: String...) async throws -> Outcome { try await perform(action, words, own: "2008") }
}

extension WebCTIConfiguration {
    /// For an exchange in a test: polls without a pause worth the name, waits for answers as long as the machine may need.
    init(_ peer: Peer, own: String? = "2008", supervision: Supervision = Supervision()) {
        self.init(
            id: "care", name: "care", url: peer.url, webKey: Secret(Peer.webKey), timeZone: TimeZone(identifier: "Asia/Shanghai")!,
            deadline: SteppedClock.deadline, pollInterval: .milliseconds(20), operatorExtension: own, supervision: supervision)
    }
}

func parsed(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .null }
