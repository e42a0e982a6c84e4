import Glibc

/// The addresses of a host, in numbers, as the name service has them.
public enum HostAddresses {
    private final class Order: Sendable {
        let host: String
        let continuation: CheckedContinuation<[String], Never>

        init(_ host: String, _ continuation: CheckedContinuation<[String], Never>) {
            self.host = host
            self.continuation = continuation
        }
    }

    /// Asked on a thread of its own, as a name service may hang.
    /// - Returns: empty where there are none.
    public static func lookUp(_ host: String) async -> [String] {
        await withCheckedContinuation { continuation in
            let order = Unmanaged.passRetained(Order(host, continuation))
            var thread = pthread_t()
            let refusal = pthread_create(
                &thread, nil,
                { order in
                    let order = Unmanaged<Order>.fromOpaque(order!).takeRetainedValue()
                    order.continuation.resume(returning: HostAddresses.addresses(of: order.host))
                    return nil
                }, order.toOpaque())
            guard refusal == 0 else { return order.takeRetainedValue().continuation.resume(returning: []) }
            pthread_detach(thread)
        }
    }

    private static func addresses(of host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [String] = []
        var next = first
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 {
                addresses.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            next = entry.ai_next
        }
        return addresses
    }
}
