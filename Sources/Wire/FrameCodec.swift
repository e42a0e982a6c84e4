import Text

/// How payloads stand on a stream of octets: how one becomes a frame, and where the next frame in what came ends. A value
/// without state; what came so far is the decoder's.
public protocol FrameCodec: Sendable {
    /// What speaks this, to stand after "Is it": "a conference server".
    var peer: SafeText { get }

    /// The longest payload taken or sent, in octets.
    var longestPayload: Int { get }

    /// - Throws: `FrameError` when the payload cannot stand in one frame.
    func frame(_ payload: [UInt8]) throws(FrameError) -> [UInt8]

    /// Where the frame that begins with the first of these octets ends; nil while it is not all there.
    /// - Parameters:
    ///   - octets: at least one.
    ///   - searched: how many of them an earlier call has looked at in vain, to be advanced by this one: a frame that comes octet
    ///     by octet costs no more than one that comes whole.
    ///   - isFirst: nothing came on this link before it.
    /// - Throws: `FrameError` as soon as the octets cannot become a frame.
    func firstFrame(
        in octets: UnsafeRawBufferPointer, searched: inout Int, isFirst: Bool
    ) throws(FrameError) -> FrameExtent?
}

/// Where a frame ends, counted from its first octet.
public struct FrameExtent: Equatable, Sendable {
    /// Octets of the whole frame.
    public var length: Int
    /// Which of them are the payload; nil for a frame that says nothing and is passed over.
    public var payload: Range<Int>?

    public init(length: Int, payload: Range<Int>?) {
        self.length = length
        self.payload = payload
    }
}

/// Why octets are no frame, or a payload cannot be one. There is no way to find the next frame after it.
public enum FrameError: Error, Equatable, Sendable {
    /// It does not begin as every frame does.
    case magic
    /// The length that was announced or reached, in octets.
    case length(Int)
    /// The payload holds what would end its frame.
    case terminator

    /// In plain English, to stand after "the server sent".
    public var description: SafeText {
        switch self {
        case .magic: "something that does not begin like a frame"
        case .length(let length): "a frame of \(length) bytes"
        case .terminator: "a frame that ends too early"
        }
    }
}

/// Puts frames together again, however the stream tore them apart or glued them to each other.
public struct FrameDecoder: Sendable {
    private let codec: any FrameCodec
    /// What came and is no whole frame yet.
    private var held: [UInt8] = []
    /// Octets of `held` that were searched for the frame's end already.
    private var searched = 0
    private var isFirst = true
    private var error: FrameError?

    public init(_ codec: any FrameCodec) { self.codec = codec }

    /// Octets that wait for the rest of their frame.
    var heldBytes: Int { held.count }

    /// Takes in the next octets and appends the payloads that are complete with them.
    /// - Throws: `FrameError`, from then on always; `payloads` has what was whole before it.
    public mutating func take(_ bytes: UnsafeRawBufferPointer, into payloads: inout [[UInt8]]) throws(FrameError) {
        if let error { throw error }
        held.append(contentsOf: bytes)
        var start = 0
        defer { held.removeSubrange(..<start) }
        do throws(FrameError) {
            while start < held.count, let extent = try nextExtent(at: start) {
                if let payload = extent.payload {
                    payloads.append(Array(held[start + payload.lowerBound..<start + payload.upperBound]))
                }
                (isFirst, searched) = (false, 0)
                start += extent.length
            }
        } catch {
            self.error = error
            start = held.count
            throw error
        }
    }

    private mutating func nextExtent(at start: Int) throws(FrameError) -> FrameExtent? {
        var (searched, error) = (searched, nil as FrameError?)
        let extent = held.withUnsafeBytes { bytes -> FrameExtent? in
            do throws(FrameError) {
                return try codec.firstFrame(
                    in: UnsafeRawBufferPointer(rebasing: bytes[start...]), searched: &searched, isFirst: isFirst)
            } catch let found {
                error = found
                return nil
            }
        }
        if let error { throw error }
        self.searched = searched
        return extent
    }
}
