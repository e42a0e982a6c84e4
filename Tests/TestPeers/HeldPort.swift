import Glibc

/// A loopback port that is taken and where nobody listens: a connection to it is refused for as long as this lives.
public final class HeldPort: Sendable {
    public let number: Int
    private let descriptor: Int32

    public init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        number = try bindToLoopback(descriptor, 0)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}

/// - Parameter port: 0 takes a free one.
/// - Returns: the port.
func bindToLoopback(_ descriptor: Int32, _ port: Int) throws(LoopbackListener.Refused) -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard isBound else {
        let code = errno
        close(descriptor)
        throw LoopbackListener.Refused(code: code)
    }
    return Int(in_port_t(bigEndian: address.sin_port))
}
