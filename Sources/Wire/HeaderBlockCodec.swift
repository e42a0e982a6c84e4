import Text

/// Messages of text lines, each message ended by an empty line, as Asterisk's manager interface speaks (its line ends are CRLF;
/// a lone LF is taken too). The payload is the lines without the line end of the last one.
public struct HeaderBlockCodec: FrameCodec {
    public let peer: SafeText
    /// The peer begins with one line of its own, which no empty line follows.
    public let hasBanner: Bool
    public let longestPayload: Int

    public init(peer: SafeText, hasBanner: Bool, longestPayload: Int = 1 << 20) {
        self.peer = peer
        self.hasBanner = hasBanner
        self.longestPayload = longestPayload
    }

    private static let (carriageReturn, lineFeed): (UInt8, UInt8) = (0x0D, 0x0A)
    /// Octets of the longest line end and empty line together.
    private static let longestEnd = 4

    /// - Throws: `FrameError.length`; `FrameError.terminator` where the payload is empty or has an empty line in it.
    public func frame(_ payload: [UInt8]) throws(FrameError) -> [UInt8] {
        guard payload.count <= longestPayload else { throw .length(payload.count) }
        let lines = payload.split(separator: Self.lineFeed, omittingEmptySubsequences: false)
        guard lines.allSatisfy({ !$0.isEmpty && !$0.elementsEqual([Self.carriageReturn]) }) else { throw .terminator }
        let end = [Self.carriageReturn, Self.lineFeed]
        return payload + end + end
    }

    public func firstFrame(
        in octets: UnsafeRawBufferPointer, searched: inout Int, isFirst: Bool
    ) throws(FrameError) -> FrameExtent? {
        while searched < octets.count {
            let place = searched
            searched += 1
            guard octets[place] == Self.lineFeed else { continue }
            let lineEnd = endOfText(octets, before: place)
            if isFirst, hasBanner { return try extent(length: place + 1, payload: 0..<lineEnd) }
            // The line that ends here is empty where nothing stands between this line end and the one before.
            if lineEnd == 0 { return FrameExtent(length: place + 1, payload: nil) }
            if octets[lineEnd - 1] == Self.lineFeed {
                return try extent(length: place + 1, payload: 0..<endOfText(octets, before: lineEnd - 1))
            }
        }
        guard octets.count <= longestPayload + Self.longestEnd else { throw .length(octets.count) }
        return nil
    }

    /// Where the line that ends with the LF at this place has its text's end: a CR before the LF is none of it.
    private func endOfText(_ octets: UnsafeRawBufferPointer, before place: Int) -> Int {
        place > 0 && octets[place - 1] == Self.carriageReturn ? place - 1 : place
    }

    private func extent(length: Int, payload: Range<Int>) throws(FrameError) -> FrameExtent {
        guard payload.count <= longestPayload else { throw .length(payload.count) }
        return FrameExtent(length: length, payload: payload)
    }
}
