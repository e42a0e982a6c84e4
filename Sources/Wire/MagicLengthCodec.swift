import Glibc
import Text

/// Frames of a fixed beginning, the payload's length, and the payload.
public struct MagicLengthCodec: FrameCodec {
    public let peer: SafeText
    /// What every frame begins with.
    public let magic: [UInt8]
    public let longestPayload: Int
    /// Octets before the payload: the magic, and the payload's length as a big-endian signed number of four octets.
    public var headerLength: Int { magic.count + 4 }

    public init(peer: SafeText, magic: [UInt8], longestPayload: Int = 1 << 20) {
        self.peer = peer
        self.magic = magic
        self.longestPayload = longestPayload
    }

    /// - Throws: `FrameError.length` when the payload is longer than `longestPayload`.
    public func frame(_ payload: [UInt8]) throws(FrameError) -> [UInt8] {
        guard payload.count <= longestPayload, let length = Int32(exactly: payload.count) else { throw .length(payload.count) }
        var frame = magic
        frame.reserveCapacity(headerLength + payload.count)
        withUnsafeBytes(of: length.bigEndian) { frame += $0 }
        return frame + payload
    }

    /// A wrong header is refused with its first wrong octet.
    public func firstFrame(
        in octets: UnsafeRawBufferPointer, searched: inout Int, isFirst: Bool
    ) throws(FrameError) -> FrameExtent? {
        guard memcmp(octets.baseAddress!, magic, min(octets.count, magic.count)) == 0 else { throw .magic }
        guard octets.count >= headerLength else { return nil }
        let length = Int(Int32(bigEndian: octets.loadUnaligned(fromByteOffset: magic.count, as: Int32.self)))
        guard (0...longestPayload).contains(length) else { throw .length(length) }
        let end = headerLength + length
        return octets.count < end ? nil : FrameExtent(length: end, payload: headerLength..<end)
    }
}
