import Glibc

/// A connection's octets, encrypted or not. Used by the network thread alone; its calls never block.
struct SocketStream {
    let socket: Int32
    private let encrypted: EncryptedStream?
    /// `MSG_NOSIGNAL` of Linux, which Swift does not see in a static build.
    private static let noSignal: Int32 = 0x4000

    init(_ socket: Int32, _ encrypted: EncryptedStream?) {
        self.socket = socket
        self.encrypted = encrypted
    }

    /// As `recv`: how many octets came, 0 at the end, -1 with `errno`.
    func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        encrypted?.read(buffer) ?? recv(socket, buffer.baseAddress, buffer.count, 0)
    }

    /// As `send`: how many octets were taken, or -1 with `errno`.
    func write(_ octets: UnsafeRawBufferPointer) -> Int {
        encrypted?.write(octets) ?? Glibc.send(socket, octets.baseAddress, octets.count, Self.noSignal)
    }
}
