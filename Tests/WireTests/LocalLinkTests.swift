import Foundation
import Testing

@testable import Wire

/// Links between processes of one machine.
@Suite(.timeLimit(.minutes(1))) struct LocalLinkTests {
    private let codec = LineCodec(peer: "a test", longestPayload: 1 << 20)
    private let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString.prefix(12))"

    private func line(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func linesPassBothWays() async throws {
        let listener = try await LocalListener.open(path, codec: codec)
        let here = try await FramedLink.open(local: path, codec: codec, deadline: .seconds(5))
        let there = try #require(try await listener.nextLinks()?.first)
        try here.send(line("one"))
        try there.send(line("two"))
        #expect(await there.nextBatch() == [line("one")])
        #expect(await here.nextBatch() == [line("two")])
        await here.close()
        #expect(await there.nextBatch() == nil)
        await listener.close()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func theSocketIsReadableByItsOwnerAlone() async throws {
        let listener = try await LocalListener.open(path, codec: codec)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        await listener.close()
    }

    @Test func whereNobodyListensTheFailureSaysSo() async throws {
        await #expect(throws: WireFailure.self) {
            _ = try await FramedLink.open(local: path, codec: codec, deadline: .seconds(5))
        }
    }

    @Test func aPathThatIsTooLongIsToldAsSuch() async throws {
        let long = "/tmp/" + String(repeating: "x", count: 120)
        let error = await #expect(throws: WireFailure.self) {
            _ = try await FramedLink.open(local: long, codec: codec, deadline: .seconds(5))
        }
        #expect(error?.isFinal == true)
    }

    @Test func linesAreFoundHoweverTheyAreTorn() throws {
        var decoder = FrameDecoder(LineCodec(peer: "a test", longestPayload: 8))
        var payloads: [[UInt8]] = []
        for octet in line("ab\n\ncde\n") {
            try withUnsafeBytes(of: octet) { octets in try decoder.take(octets, into: &payloads) }
        }
        #expect(payloads == [line("ab"), line("cde")])
        #expect(throws: FrameError.length(9)) {
            try line("123456789").withUnsafeBytes { octets in try decoder.take(octets, into: &payloads) }
        }
        #expect(throws: FrameError.terminator) { try codec.frame(line("a\nb")) }
    }
}
