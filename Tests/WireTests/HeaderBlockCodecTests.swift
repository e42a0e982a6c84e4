import Testing

@testable import Wire

/// Messages of lines that an empty line ends, as Asterisk's manager interface sends them.
@Suite struct HeaderBlockCodecTests {
    private let codec = HeaderBlockCodec(peer: "a manager interface", hasBanner: false, longestPayload: 64)

    private func texts(_ payloads: [[UInt8]]) -> [String] { payloads.map { String(decoding: $0, as: UTF8.self) } }

    @Test func aMessageIsItsLinesAndAnEmptyOne() throws {
        #expect(texts([try codec.frame(Array("Action: Ping\r\nActionID: 1".utf8))]) == ["Action: Ping\r\nActionID: 1\r\n\r\n"])
    }

    /// What would end the message early is another message to the peer.
    @Test(arguments: ["", "\r\nA: 1", "A: 1\r\n", "A: 1\r\n\r\nAction: Logoff", "A: 1\n\nB: 2"])
    func aPayloadWithAnEmptyLineIsRefused(_ text: String) {
        #expect(throws: FrameError.terminator) { try codec.frame(Array(text.utf8)) }
    }

    static let streams: [(String, [String])] = [
        ("A: 1\r\nB: 2\r\n\r\n", ["A: 1\r\nB: 2"]), ("A: 1\n\nB: 2\r\n\r\n", ["A: 1", "B: 2"]), ("A: 1\r\n\nB: 2\n\r\n", ["A: 1", "B: 2"]),
        ("\r\n\n\r\nA: 1\r\n\r\n\r\n\r\n", ["A: 1"]), ("A: \r1\r\n\r\n", ["A: \r1"]), ("A: 1\r\n", []),
    ]

    @Test(arguments: streams) func messagesComeApartAtEmptyLinesHoweverTorn(_ stream: String, _ messages: [String]) throws {
        for piece in 1...stream.utf8.count {
            var decoder = FrameDecoder(codec)
            var taken: [[UInt8]] = []
            var rest = Array(stream.utf8)[...]
            while !rest.isEmpty {
                taken += try decoder.take(Array(rest.prefix(piece)))
                rest = rest.dropFirst(piece)
            }
            #expect(texts(taken) == messages, "in pieces of \(piece)")
        }
    }

    @Test func theBannerIsTheFirstLineAlone() throws {
        var decoder = FrameDecoder(HeaderBlockCodec(peer: "", hasBanner: true))
        #expect(texts(try decoder.take(Array("Call Manager/7\r\nEvent: A\r\n".utf8))) == ["Call Manager/7"])
        #expect(texts(try decoder.take(Array("\r\n".utf8))) == ["Event: A"])
    }

    @Test func aMessageWithoutEndIsRefusedAtTheLimit() throws {
        var decoder = FrameDecoder(codec)
        #expect(try decoder.take([UInt8](repeating: 0x41, count: 64) + Array("\r\n".utf8)) == [])
        #expect(try decoder.take(Array("\r\n".utf8)).map(\.count) == [64])
        #expect(try decoder.take([UInt8](repeating: 0x41, count: 68)) == [])
        #expect(throws: FrameError.length(69)) { try decoder.take([0x41]) }
        var other = FrameDecoder(codec)
        #expect(throws: FrameError.length(65)) { try other.take([UInt8](repeating: 0x41, count: 65) + Array("\r\n\r\n".utf8)) }
    }
}
