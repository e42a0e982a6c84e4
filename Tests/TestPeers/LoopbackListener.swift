import Foundation
import Synchronization

/// A TCP server of the test's own on the loopback: raw bytes in, raw bytes out.
public final class LoopbackListener: Sendable {
    public let port: Int
    /// nil once it is shut: the number may be somebody else's then.
    private let descriptor: Mutex<Int32?>
    private let arrivals: AsyncStream<LoopbackConnection>
    private let backlog: AsyncStream<LoopbackConnection>.Continuation

    public struct Refused: Error { public var code: Int32 }

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - reads: false leaves what comes in the sockets, as a peer that hangs does.
    public init(port wanted: Int = 0, reads: Bool = true) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        port = try bindToLoopback(descriptor, wanted)
        guard listen(descriptor, 16) == 0 else {
            defer { close(descriptor) }
            throw Refused(code: errno)
        }
        self.descriptor = Mutex(descriptor)
        (arrivals, backlog) = AsyncStream.makeStream()
        Thread.detachNewThread { [backlog] in
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard connection >= 0 else { break }
                backlog.yield(LoopbackConnection(connection, reads: reads))
            }
            backlog.finish()
            close(descriptor)
        }
    }

    deinit { stop() }

    /// Takes no more connections; those that stand are let alone.
    public func stop() {
        // The accepting thread closes it.
        descriptor.withLock { if let open = $0.take() { shutdown(open, Int32(SHUT_RDWR)) } }
    }

    /// The next connection that came or comes.
    public func next() async -> LoopbackConnection? {
        for await connection in arrivals { return connection }
        return nil
    }
}

/// One connection to a `LoopbackListener`.
public final class LoopbackConnection: Sendable {
    private let descriptor: Int32
    private let reads: Bool
    private let sending = Mutex(())
    /// Signalled when nobody holds the connection any more.
    private let owner = DispatchSemaphore(value: 0)
    /// What came, as it came; ends with the connection.
    public let bytes: AsyncStream<[UInt8]>

    init(_ descriptor: Int32, reads: Bool) {
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
        bytes = stream
        self.reads = reads
        guard reads else { return }
        Thread.detachNewThread { [owner] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                continuation.yield(Array(buffer[..<count]))
            }
            continuation.finish()
            // Whoever holds the connection may still ask it to send.
            _ = owner.wait(timeout: .distantFuture)
            close(descriptor)
        }
    }

    deinit {
        end()
        if reads { owner.signal() } else { close(descriptor) }
    }

    /// Sends all of it, in as many calls as `piece` asks for, with nothing of another sender in between.
    public func send(_ bytes: [UInt8], inPiecesOf piece: Int = .max) {
        sending.withLock { _ in write(bytes, inPiecesOf: piece) }
    }

    private func write(_ bytes: [UInt8], inPiecesOf piece: Int) {
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            let count = bytes[start..<end].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            start += count
        }
    }

    /// Ends the connection in both directions.
    public func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
