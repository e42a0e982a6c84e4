import Testing
import TestPeers

@testable import Wire

private let codec = MagicLengthCodec(peer: "a conference server", magic: [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE])

extension LoopbackConnection {
    /// Payloads of the frames that came, until the connection ends.
    func payloads(_ count: Int) async throws -> [[UInt8]] {
        var decoder = FrameDecoder(codec)
        var taken: [[UInt8]] = []
        for await piece in bytes {
            taken += try decoder.take(piece)
            if taken.count >= count { break }
        }
        return taken
    }
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct FramedLinkTests {
    private static let patience = Duration.seconds(60)

    private func joined(
        _ codec: any FrameCodec = codec
    ) async throws -> (LoopbackListener, FramedLink, LoopbackConnection) {
        let listener = try LoopbackListener()
        let link = try await FramedLink.open(host: "127.0.0.1", port: listener.port, codec: codec, deadline: Self.patience)
        return (listener, link, try #require(await listener.next()))
    }

    private func take(_ count: Int, from link: FramedLink) async -> [[UInt8]] {
        var taken: [[UInt8]] = []
        while taken.count < count, let batch = await link.nextBatch() { taken += batch }
        return taken
    }

    @Test func framesGoBothWays() async throws {
        let (_, link, peer) = try await joined()
        try link.send(Array("LOGIN\r\n".utf8))
        try link.send([])
        try link.send([UInt8](repeating: 1, count: 500_000))
        #expect(try await peer.payloads(3) == [Array("LOGIN\r\n".utf8), [], [UInt8](repeating: 1, count: 500_000)])
        peer.send(try codec.frame([1, 2]) + codec.frame([3]))
        #expect(await take(2, from: link) == [[1, 2], [3]])
        await link.close()
        #expect(link.failure == nil)
        #expect(await link.nextBatch() == nil)
        #expect(throws: WireFailure.self) { try link.send([1]) }
    }

    @Test func framesTornIntoSingleBytesAreWhole() async throws {
        let (_, link, peer) = try await joined()
        let payloads = (0..<20).map { Array("KEEPALIVE\r\nSYN:\($0)\r\n".utf8) }
        peer.send(try payloads.flatMap(codec.frame), inPiecesOf: 1)
        #expect(await take(20, from: link) == payloads)
        await link.close()
    }

    @Test func messagesOfLinesTornIntoSingleBytesAreWhole() async throws {
        let (_, link, peer) = try await joined(HeaderBlockCodec(peer: "a manager interface", hasBanner: true))
        let sent = "Asterisk Call Manager/7.0.3\r\nResponse: Success\r\nMessage: 接受\r\n\r\nEvent: A\r\n\n\r\nEvent: B\n\n"
        peer.send(Array(sent.utf8), inPiecesOf: 1)
        let taken = await take(4, from: link).map { String(decoding: $0, as: UTF8.self) }
        #expect(taken == ["Asterisk Call Manager/7.0.3", "Response: Success\r\nMessage: 接受", "Event: A", "Event: B"])
        try link.send(Array("Action: Ping".utf8))
        await link.close()
        var heard: [UInt8] = []
        for await piece in peer.bytes { heard += piece }
        #expect(String(decoding: heard, as: UTF8.self) == "Action: Ping\r\n\r\n")
    }

    @Test func garbageEndsTheLinkAfterWhatWasWhole() async throws {
        let (_, link, peer) = try await joined()
        peer.send(try codec.frame([7]) + Array("HTTP/1.1 400 Bad Request\r\n".utf8))
        #expect(await take(1, from: link) == [[7]])
        #expect(await link.nextBatch() == nil)
        #expect(link.failure?.stage == .link)
        #expect(link.failure?.reason.string.contains("does not begin like a frame") == true)
    }

    @Test(arguments: [[0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF]] as [[UInt8]])
    func absurdLengthsEndTheLink(_ length: [UInt8]) async throws {
        let (_, link, peer) = try await joined()
        peer.send(codec.magic + length)
        #expect(await link.nextBatch() == nil)
        #expect(link.failure?.reason.string.contains("a frame of ") == true)
    }

    @Test func theEndOfThePeerIsTold() async throws {
        let (_, link, peer) = try await joined()
        peer.end()
        #expect(await link.nextBatch() == nil)
        #expect(link.failure?.reason.string.contains("closed the connection") == true)
        await link.close()
    }

    @Test func closingGetsTheLastFrameOut() async throws {
        let (_, link, peer) = try await joined()
        try link.send(Array("LOGOUT\r\n".utf8))
        await link.close()
        #expect(try await peer.payloads(.max) == [Array("LOGOUT\r\n".utf8)])
    }

    @Test func aPeerThatTakesNothingBlocksNobody() async throws {
        let listener = try LoopbackListener(reads: false)
        let link = try await FramedLink.open(host: "127.0.0.1", port: listener.port, codec: codec, deadline: Self.patience)
        let peer = try #require(await listener.next())
        let payload = [UInt8](repeating: 1, count: 1 << 20)
        let refusal = #expect(throws: WireFailure.self) { for _ in 0..<1_000 { try link.send(payload) } }
        #expect(refusal?.reason.string.contains("takes nothing any more") == true)
        peer.send(try codec.frame([9]))
        #expect(await take(1, from: link) == [[9]], "it is still heard")
        peer.end()
        await link.close()
    }

    @Test func aClosedPortIsRefused() async throws {
        let port: Int
        do {
            let listener = try LoopbackListener()
            port = listener.port
            listener.stop()
            #expect(await listener.next() == nil)
        }
        let failure = await #expect(throws: WireFailure.self) {
            _ = try await FramedLink.open(host: "127.0.0.1", port: port, codec: codec, deadline: Self.patience)
        }
        #expect(failure?.stage == .tcp)
    }

    @Test func anUnknownHostAndAnImpossiblePortAreAddressFaults() async throws {
        for (host, port) in [("no such host", 9100), ("127.0.0.1", 0), ("127.0.0.1", 70_000)] {
            let failure = await #expect(throws: WireFailure.self) {
                _ = try await FramedLink.open(host: host, port: port, codec: codec, deadline: Self.patience)
            }
            #expect(failure?.stage == .address)
        }
    }

    @Test func cancellationEndsTheWaitForFrames() async throws {
        let (_, link, peer) = try await joined()
        let waiting = Task { await link.nextBatch() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        peer.send(try codec.frame([5]))
        #expect(await take(1, from: link) == [[5]], "the link itself lives on")
        await link.close()
    }
}
