import Glibc
import Text

/// Messages of one line each, ended by a line feed.
public struct LineCodec: FrameCodec {
    public let peer: SafeText
    public let longestPayload: Int

    public init(peer: SafeText, longestPayload: Int = 1 << 20) {
        self.peer = peer
        self.longestPayload = longestPayload
    }

    private static let lineFeed: UInt8 = 0x0A

    /// - Throws: `FrameError.length`; `FrameError.terminator` where the payload has a line feed in it.
    public func frame(_ payload: [UInt8]) throws(FrameError) -> [UInt8] {
        guard payload.count <= longestPayload else { throw .length(payload.count) }
        guard !payload.contains(Self.lineFeed) else { throw .terminator }
        return payload + [Self.lineFeed]
    }

    public func firstFrame(
        in octets: UnsafeRawBufferPointer, searched: inout Int, isFirst: Bool
    ) throws(FrameError) -> FrameExtent? {
        guard let end = octets[searched...].firstIndex(of: Self.lineFeed) else {
            searched = octets.count
            guard octets.count <= longestPayload else { throw .length(octets.count) }
            return nil
        }
        guard end <= longestPayload else { throw .length(end) }
        return FrameExtent(length: end + 1, payload: end == 0 ? nil : 0..<end)
    }
}
