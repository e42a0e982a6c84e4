import Foundation
import Synchronization
import Testing

@testable import Simulators

/// What came over the wire, read by the test's own eyes: the lines between CRLFs.
struct Said: Equatable, CustomStringConvertible {
    var lines: [String]
    var name: String { lines.first ?? "" }
    var description: String { lines.joined(separator: " | ") }

    subscript(key: String) -> String? {
        lines.dropFirst().first { $0.hasPrefix(key + ":") }.map { String($0.dropFirst(key.count + 1)) }
    }
}

/// Text that is looked through scalar by scalar.
struct ScalarText {
    private let scalars: [UnicodeScalar]
    init(_ text: String) { scalars = Array(text.unicodeScalars) }
    func contains(_ text: String) -> Bool { scalars.firstRange(of: Array(text.unicodeScalars)) != nil }
}

struct ConnectionRefused: Error {}
struct ConnectionOver: Error {}

/// A console on the other side of the socket, with framing of its own.
final class ConferencePeer {
    /// -1 once closed, so that nobody writes into what has become another's.
    private final class Socket: Sendable {
        let open: Mutex<Int32>
        init(_ descriptor: Int32) { open = Mutex(descriptor) }

        func close() {
            open.withLock {
                if $0 >= 0 { Glibc.close($0) }
                $0 = -1
            }
        }
    }

    private let socket: Socket
    private let isDeaf: Bool
    private var iterator: AsyncStream<[UInt8]>.Iterator
    private var buffer: [UInt8] = []

    /// - Parameter isDeaf: never reads.
    /// - Throws: `ConnectionRefused`.
    init(port: Int, isDeaf: Bool = false) throws {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        let (chunks, told) = AsyncStream<[UInt8]>.makeStream()
        let socket = Socket(descriptor)
        self.socket = socket
        iterator = chunks.makeAsyncIterator()
        self.isDeaf = isDeaf
        guard outcome == 0 else {
            socket.close()
            throw ConnectionRefused()
        }
        guard !isDeaf else { return }
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = read(descriptor, &bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                told.yield(Array(bytes[..<count]))
            }
            socket.close()
            told.finish()
        }
    }

    deinit { hangUp() }

    /// Whoever reads closes the socket himself, once he has seen the end.
    func hangUp() {
        if isDeaf { return socket.close() }
        _ = socket.open.withLock { shutdown($0, Int32(SHUT_RDWR)) }
    }

    static let magic: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE]

    static func frame(_ lines: [String]) -> [UInt8] {
        let payload = Array(lines.map { $0 + "\r\n" }.joined().utf8)
        return magic + withUnsafeBytes(of: Int32(payload.count).bigEndian, Array.init) + payload
    }

    func send(_ lines: String...) { send(raw: Self.frame(lines)) }

    func send(raw bytes: [UInt8]) {
        let count = socket.open.withLock { descriptor in
            bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        #expect(count == bytes.count)
    }

    /// The next message.
    func next() async throws -> Said {
        let text = try #require(String(validating: try await payload(), as: UTF8.self))
        var lines = text.components(separatedBy: "\r\n")
        try #require(lines.popLast() == "", "the last line ends with CRLF too")
        return Said(lines: lines)
    }

    /// What is in the next frame.
    func payload() async throws -> [UInt8] {
        while true {
            if buffer.count >= 12 {
                let length = buffer[8..<12].reduce(0) { $0 << 8 | Int($1) }
                try #require(Array(buffer.prefix(8)) == Self.magic)
                if buffer.count >= 12 + length {
                    defer { buffer.removeFirst(12 + length) }
                    return Array(buffer[12..<(12 + length)])
                }
            }
            buffer += try await chunk()
        }
    }

    /// The octets of the next message of that name, however they are written.
    func payload(of name: String) async throws -> [UInt8] {
        while true {
            let octets = try await payload()
            if octets.firstRange(of: Array(name.utf8)).map({ $0.lowerBound < 4 }) == true { return octets }
        }
    }

    /// The same as scalars: a name may join the separators.
    func bytes(of name: String) async throws -> ScalarText { ScalarText(String(decoding: try await payload(of: name), as: UTF8.self)) }

    /// The next message of that name; what comes before it is dropped.
    func next(_ name: String) async throws -> Said {
        while true {
            let said = try await next()
            if said.name == name { return said }
        }
    }

    /// Bytes as they come.
    func chunk() async throws -> [UInt8] {
        guard let bytes = await iterator.next() else { throw ConnectionOver() }
        return bytes
    }

    /// Everything that is still said before the server closes the connection.
    func rest() async throws -> [Said] {
        var all: [Said] = []
        do { while true { all.append(try await next()) } } catch is ConnectionOver { return all }
    }

    func logIn(_ name: String = "sadmin", password: String? = nil, phone: String = "101") async throws -> Said {
        send("LOGIN", "OPERATORNAME:\(name)", "PASS:\(password ?? name)", "PHONE1:\(phone)", "STATE1:1", "PHONE2:123", "STATE2:1")
        return try await next("LOGINACK")
    }

    /// Creates a room with the local id 1011849.
    func create(_ others: String = "", phone: String = "101", local: String = "1011849", by name: String = "sadmin") async throws -> Said {
        send(
            "CREATECONFROOM", "OPERATORNAME:\(name)", "OPERATORNUMBER:\(phone)", "LOCALCONFROOMID:\(local)",
            "CONFROOMDESC:new conf room", "OTHERS:\(others)", "MAXDURATION:3600")
        return try await next("CREATECONFROOMACK")
    }

    /// A message about room 1.
    func sayOfRoom(_ name: String, _ more: String..., room: String = "1") {
        send(raw: Self.frame([name, "OPERATORNAME:sadmin", "LOCALCONFROOMID:1011849", "SERVERROOMID:\(room)"] + more))
    }
}

/// A quiet conference server on a port of its own; time moves only by hand.
struct ConferenceBench {
    let simulator: ConferenceServerSimulator
    let port: Int
    private let serving: Task<Void, Never>

    init(rate: Double = 0, script: String = "", seed: UInt64 = 1) async throws {
        let time = SimulatorTime.byHand()
        let simulator = ConferenceServerSimulator(
            world: ConferenceServerWorld(seed: seed, rate: rate, start: time.now()), time: time,
            script: try TrainingScript.parse(script, file: "script", for: [SimulatorDescriptor.conferenceServer]))
        port = try await simulator.listen()
        self.simulator = simulator
        serving = Task { await simulator.serve() }
    }

    /// An operator at work.
    func peer(_ name: String = "sadmin", password: String? = nil, phone: String = "101") async throws -> ConferencePeer {
        let peer = try ConferencePeer(port: port)
        #expect(try await peer.logIn(name, password: password, phone: phone)["STATUS"] == "OK")
        return peer
    }

    func advance(_ seconds: Int) async { await simulator.advance(by: .seconds(seconds)) }

    func end() async {
        serving.cancel()
        await serving.value
    }
}
