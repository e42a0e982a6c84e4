import Adapters
import Exchange
import Foundation
import Settings

/// A recorded stretch of Asterisk's events, taken in at full speed beside a reader that only counts its lines; and a large queue.
enum AsteriskStream {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        let seconds = place.isQuick ? 8 : 30
        let events = try record(seconds)
        let count = events.split(separator: 0x0A).count { $0.starts(with: "Event: ".utf8) }
        guard count > 100 else { throw Unmeasurable("the simulated exchange told nothing") }
        // Many times over, so that the reader has something to do: an event that comes again is one to be taken in.
        let repeated = place.isQuick ? 10 : 20
        let blob = (0..<repeated).flatMap { _ in events }
        var ours: [Double] = []
        var theirs: [Double] = []
        var ratios: [Double] = []
        for _ in 0..<(place.isQuick ? 3 : 5) {
            let alone = try counts(blob)
            let board = try await takes(blob, place)
            theirs.append(Double(count * repeated) / alone)
            ours.append(Double(count * repeated) / board)
            ratios.append(alone / board * 100)
        }
        let paced = try await keepsUp(events, seconds, place)
        let console = try underLoad(place)
        let rate = Double(count) / Double(seconds)
        return [
            Figure("Asterisk: events at 600 calls a minute with 300 agents", "1/s", [rate], note: "classes system, call, agent"),
            Figure(
                "Asterisk: on the board, of what a reader that counts lines has heard at that rate", "%", [paced], .least(.p50, 50),
                note: "a recorded stretch at its own pace; what the board is late by counts as not taken in"),
            Figure("  at full speed", "%", ratios, note: "\(count * repeated) events from loopback; runs alternate"),
            Figure("  the board at full speed", "1/s", ours), Figure("  the reader that counts lines at full speed", "1/s", theirs),
            Figure("Asterisk: CPU of a console at 600 calls a minute", "%", [console.cpu]),
            Figure("Asterisk: key to its echo at 600 calls a minute", "ms", console.keys, .most(.p99, 50)),
            Figure("Asterisk: QueueStatus of 500 members, from the log-in to the board", "ms", try await largeQueue(place)),
        ]
    }

    /// What the simulated exchange tells in so many seconds, octet for octet.
    private static func record(_ seconds: Int) throws -> [UInt8] {
        let simulator = try Child(Workplace.built("cordboard-sim"), ["asterisk", "--port", "15939", "--agents", "300", "--rate", "600"])
        defer { simulator.end() }
        guard simulator.firstLine() != nil else { throw Unmeasurable("cordboard-sim does not start") }
        let link = try Socket(port: 15_939)
        link.send("Action: Login\r\nActionID: 1\r\nUsername: cordboard\r\nSecret: secret\r\nEvents: system,call,agent\r\n\r\n")
        let end = ContinuousClock.now + .seconds(seconds)
        var octets: [UInt8] = []
        while ContinuousClock.now < end { octets += link.read() }
        // Whole messages, without banner and answer.
        guard let begin = octets.firstRange(of: Array("\r\n\r\nEvent: ".utf8)), let last = octets.lastIndex(of: 0x0A) else {
            throw Unmeasurable("the simulated exchange told nothing")
        }
        let whole = octets[(begin.lowerBound + 4)...last]
        guard let tail = whole.indices.reversed().first(where: { $0 >= 3 && whole[...$0].suffix(4).elementsEqual([13, 10, 13, 10]) }) else {
            return []
        }
        return Array(whole[...tail])
    }

    /// - Returns: seconds.
    private static func counts(_ blob: [UInt8]) throws -> Double {
        let server = try ReplayedExchange(blob + ReplayedExchange.mark)
        let link = try Socket(port: server.port)
        link.send("Action: Login\r\nActionID: 1\r\n\r\n")
        link.send("Action: Go\r\nActionID: 2\r\n\r\n")
        let begun = ContinuousClock.now
        var lines = 0
        var read = 0
        while read < blob.count {
            let more = link.read()
            guard !more.isEmpty else { break }
            read += more.count
            lines += more.count { $0 == 0x0A }
        }
        guard lines > 0 else { throw Unmeasurable("nothing was replayed") }
        return (.now - begun) / .seconds(1)
    }

    @MainActor private static func takes(_ blob: [UInt8], _ place: Workplace) async throws -> Double {
        let server = try ReplayedExchange(blob + ReplayedExchange.mark)
        let desk = BenchDesk.open(place, try site(server.port))
        try await BenchDesk.waitUntilSynced(desk)
        let begun = ContinuousClock.now
        server.go()
        try await BenchDesk.wait(desk, for: "the last event") { $0.agent(BenchDesk.site, "9999") != nil }
        let took = (.now - begun) / Duration.seconds(1)
        await desk.close()
        return took
    }

    /// The stretch in a tenth of a second at a time, as it was recorded.
    /// - Returns: how much of it was on the board when a reader of octets had all of it, in per cent.
    @MainActor private static func keepsUp(_ events: [UInt8], _ seconds: Int, _ place: Workplace) async throws -> Double {
        let server = try ReplayedExchange(events, pieces: seconds * 10)
        let desk = BenchDesk.open(place, try site(server.port))
        try await BenchDesk.waitUntilSynced(desk)
        let begun = ContinuousClock.now
        server.go()
        try await BenchDesk.wait(desk, for: "the last event") { $0.agent(BenchDesk.site, "9999") != nil }
        let took = (.now - begun) / Duration.seconds(1)
        await desk.close()
        return min(100, Double(seconds) / took * 100)
    }

    /// A console on a terminal beside the simulated exchange itself.
    @MainActor private static func underLoad(_ place: Workplace) throws -> (cpu: Double, keys: [Double]) {
        let simulator = try Child(Workplace.built("cordboard-sim"), ["asterisk", "--port", "15940", "--agents", "300", "--rate", "600"])
        defer { simulator.end() }
        guard simulator.firstLine() != nil else { throw Unmeasurable("cordboard-sim does not start") }
        let configuration = try place.write(
            """
            operator: {name: bench, extension: "2000", role: supervisor}
            language: en
            sites: [{id: hq, kind: asterisk, address: "127.0.0.1:15940", username: cordboard, password: secret, trunks: [IAX2/carrier]}]

            """, to: "asterisk.yaml")
        let console = try ConsoleOnTerminal(place, configuration: configuration)
        defer { console.end() }
        _ = try console.wait(for: "2001")
        console.follow(for: .seconds(2))
        let before = ProcessFigures(console.process).running
        let seconds = place.isQuick ? 5.0 : 20.0
        console.follow(for: .seconds(seconds))
        let cpu = (ProcessFigures(console.process).running - before) / seconds * 100
        console.press(":")
        console.follow(for: .milliseconds(200))
        // With frames coming all the time, only a character that nothing else shows is surely the answer.
        let keys = try (0..<place.count(100)).map { press in
            if press % 20 == 19 {
                console.press("\u{15}")
                console.follow(for: .milliseconds(100))
            }
            let letter = String(UnicodeScalar(0xAC00 + UInt32(press)).map(Character.init) ?? "§")
            let pressed = console.press(letter)
            let time = (try console.wait(for: letter) - pressed).milliseconds
            console.follow(for: .milliseconds(Double.random(in: 10...40)))
            return time
        }
        return (cpu, keys)
    }

    @MainActor private static func largeQueue(_ place: Workplace) async throws -> [Double] {
        let members = (0..<500).map { index in
            "Event: QueueMember\r\nActionID: {ID}\r\nQueue: support\r\nName: Member \(index)\r\nLocation: Local/\(3_000 + index)@from-queue/n\r\n"
                + "StateInterface: hint:\(3_000 + index)@ext-local\r\nMembership: static\r\nPenalty: 0\r\nCallsTaken: 0\r\nLastCall: 0\r\n"
                + "LastPause: 0\r\nLoginTime: 0\r\nInCall: 0\r\nStatus: 1\r\nPaused: 0\r\nPausedReason: \r\nWrapuptime: 0\r\n\r\n"
        }
        let rows = "Event: QueueParams\r\nActionID: {ID}\r\nQueue: support\r\nStrategy: ringall\r\nCalls: 0\r\n\r\n" + members.joined()
        var times: [Double] = []
        for _ in 0..<place.count(20) {
            let server = try ReplayedExchange([], queueRows: rows)
            let begun = ContinuousClock.now
            let desk = BenchDesk.open(place, try site(server.port))
            try await BenchDesk.wait(desk, for: "500 members") { $0.agents.count == 500 }
            times.append((.now - begun).milliseconds)
            await desk.close()
        }
        return times
    }

    @MainActor private static func site(_ port: Int) throws -> any Site {
        let settings = "sites: [{id: hq, kind: asterisk, address: \"127.0.0.1:\(port)\", username: u, password: p}]"
        let configuration = try Configuration.read(settings, name: "bench", adapters: .all).configuration
        return configuration.sites[0].makeSite(for: configuration.operator)
    }
}

/// A manager interface that lets anybody in, lists what it was given, and then says a recorded stretch as fast as it is read.
private final class ReplayedExchange: Sendable {
    let port: Int
    private let starter = DispatchSemaphore(value: 0)

    /// A member of no queue that was spoken of before: the last event has arrived.
    static let mark = Array("Event: ExtensionStatus\r\nExten: 9999\r\nContext: ext-local\r\nStatus: 0\r\n\r\n".utf8)

    /// - Parameter pieces: more than one: the stretch is said in so many, a tenth of a second apart, and the mark behind it.
    init(_ blob: [UInt8], pieces: Int = 1, queueRows: String = "") throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound, listen(listener, 4) == 0 else { throw Unmeasurable("no port can be had") }
        port = Int(in_port_t(bigEndian: address.sin_port))
        Thread.detachNewThread { [starter] in
            let link = Socket(descriptor: accept(listener, nil, nil))
            close(listener)
            link.send("Asterisk Call Manager/11.0.0\r\n")
            Thread.detachNewThread {
                starter.wait()
                guard pieces > 1 else { return link.send(blob) }
                let size = blob.count / pieces + 1
                let begun = ContinuousClock.now
                for piece in 0..<pieces {
                    link.send(Array(blob[min(piece * size, blob.count)..<min((piece + 1) * size, blob.count)]))
                    usleep(UInt32(max(0, ((begun + .milliseconds(100 * (piece + 1))) - .now) / .microseconds(1))))
                }
                link.send(Self.mark)
            }
            Self.answer(link, queueRows, starter)
        }
    }

    func go() { starter.signal() }

    private static func answer(_ link: Socket, _ queueRows: String, _ starter: DispatchSemaphore) {
        var text = ""
        while true {
            let more = link.read()
            guard !more.isEmpty else { return }
            text += String(decoding: more, as: UTF8.self)
            while let end = text.range(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
                text = String(text[end.upperBound...])
                func value(_ key: String) -> String {
                    lines.first { $0.hasPrefix(key + ": ") }.map { String($0.dropFirst(key.count + 2)) } ?? ""
                }
                let (action, id) = (value("Action"), value("ActionID"))
                switch action {
                case "Go": starter.signal()
                case "Login": link.send("Response: Success\r\nActionID: \(id)\r\n\r\nEvent: FullyBooted\r\nStatus: Fully Booted\r\n\r\n")
                case "Ping":
                    link.send("Response: Success\r\nActionID: \(id)\r\nPing: Pong\r\nTimestamp: \(Date().timeIntervalSince1970)\r\n\r\n")
                case "ListCommands":
                    link.send(
                        "Response: Success\r\nActionID: \(id)\r\nQueueStatus: x (Priv: <none>)\r\nCoreShowChannels: x (Priv: <none>)\r\n\r\n"
                    )
                default:
                    let rows = action == "QueueStatus" && value("Queue").isEmpty ? queueRows.replacingOccurrences(of: "{ID}", with: id) : ""
                    link.send(
                        "Response: Success\r\nActionID: \(id)\r\nEventList: start\r\n\r\n\(rows)Event: \(action)Complete\r\nActionID: \(id)\r\nEventList: Complete\r\n\r\n"
                    )
                }
            }
        }
    }
}

/// A blocking TCP connection.
private final class Socket: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard outcome == 0 else { throw Unmeasurable("nobody listens on port \(port)") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ octets: [UInt8]) {
        octets.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Foundation.send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    /// What has come, waiting for it; empty at the end.
    func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }
}
