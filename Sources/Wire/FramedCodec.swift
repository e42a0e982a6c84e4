import Glibc
import Text

/// The frame of the conference server: eight magic bytes, a length, a payload (catalog, `transport.framing`).
public enum FrameCodec {
    /// What every frame begins with.
    public static let magic: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE]
    /// Bytes before the payload: the magic, and the payload's length as a big-endian signed number of four bytes.
    public static let headerLength = 12
    /// The longest payload taken or sent, in bytes. No maximum is documented; what is longer is no message.
    public static let longest = 1 << 20

    /// - Throws: `FrameFault.length` when the payload is longer than `longest`.
    public static func frame(_ payload: [UInt8]) throws(FrameFault) -> [UInt8] {
        guard payload.count <= longest else { throw .length(payload.count) }
        var frame = magic
        frame.reserveCapacity(headerLength + payload.count)
        withUnsafeBytes(of: Int32(payload.count).bigEndian) { frame += $0 }
        return frame + payload
    }
}

/// Why a stream of bytes is none of frames. There is no way to find the next frame after it.
public enum FrameFault: Error, Equatable, Sendable {
    case magic
    /// The length that was announced, in bytes.
    case length(Int)

    /// In plain English, to stand after "the server sent".
    public var description: SafeText {
        switch self {
        case .magic: "something that does not begin like a frame"
        case .length(let length): "a frame of \(length) bytes"
        }
    }
}

/// Puts frames together again, however the stream tore them apart or glued them to each other.
public struct FrameDecoder: Sendable {
    /// What came and is no whole frame yet.
    private var held: [UInt8] = []
    private var fault: FrameFault?

    public init() {}

    /// Bytes that wait for the rest of their frame.
    var heldBytes: Int { held.count }

    /// Takes in the next bytes and appends the payloads that are complete with them.
    /// - Throws: `FrameFault`, from then on always; `payloads` has what was whole before the fault.
    public mutating func take(_ bytes: UnsafeRawBufferPointer, into payloads: inout [[UInt8]]) throws(FrameFault) {
        if let fault { throw fault }
        held.append(contentsOf: bytes)
        var start = 0
        defer { held.removeSubrange(..<start) }
        do throws(FrameFault) {
            while let length = try payloadLength(at: start), held.count - start >= FrameCodec.headerLength + length {
                let begin = start + FrameCodec.headerLength
                payloads.append(Array(held[begin..<begin + length]))
                start = begin + length
            }
        } catch {
            fault = error
            start = held.count
            throw error
        }
    }

    /// The length of the frame that begins at an offset, or nil while its header is not all there. A wrong header is
    /// refused with its first wrong byte.
    private func payloadLength(at start: Int) throws(FrameFault) -> Int? {
        let available = held.count - start
        guard available > 0 else { return nil }
        let (isMagic, length) = held.withUnsafeBytes { bytes in
            let header = bytes.baseAddress! + start
            let isMagic = memcmp(header, FrameCodec.magic, min(available, FrameCodec.magic.count)) == 0
            let isComplete = available >= FrameCodec.headerLength
            return (isMagic, isComplete ? Int(Int32(bigEndian: header.loadUnaligned(fromByteOffset: 8, as: Int32.self))) : nil)
        }
        guard isMagic else { throw .magic }
        guard let length else { return nil }
        guard (0...FrameCodec.longest).contains(length) else { throw .length(length) }
        return length
    }
}
