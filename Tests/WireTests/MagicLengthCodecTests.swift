import Testing

@testable import Wire

/// The conference server's frames.
private let codec = MagicLengthCodec(peer: "a conference server", magic: [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE])

extension FrameDecoder {
    /// Feeds bytes and gives what became whole.
    mutating func take(_ bytes: [UInt8]) throws(FrameError) -> [[UInt8]] {
        var payloads: [[UInt8]] = []
        var fault: FrameError?
        bytes.withUnsafeBytes { buffer in
            do throws(FrameError) { try take(buffer, into: &payloads) } catch { fault = error }
        }
        if let fault { throw fault }
        return payloads
    }
}

/// A small fast generator (xorshift64*), so that a failure can be had again.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

@Suite struct MagicLengthCodecTests {
    private let header: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE]

    @Test func aFrameIsMagicLengthAndPayload() throws {
        #expect(try codec.frame(Array("KÄ".utf8)) == header + [0, 0, 0, 3, 0x4B, 0xC3, 0x84])
        #expect(try codec.frame([]) == header + [0, 0, 0, 0])
        #expect(throws: FrameError.length(1 << 20 + 1)) { try codec.frame([UInt8](repeating: 0, count: 1 << 20 + 1)) }
    }

    @Test func framesAreTakenFromSingleBytes() throws {
        let payloads: [[UInt8]] = [Array("KEEPALIVE\r\n".utf8), [], [0xFF, 0xFE], Array(repeating: 7, count: 300)]
        var decoder = FrameDecoder(codec)
        var taken: [[UInt8]] = []
        for byte in try payloads.flatMap(codec.frame) { taken += try decoder.take([byte]) }
        #expect(taken == payloads)
        #expect(decoder.heldBytes == 0)
    }

    @Test func gluedFramesComeApart() throws {
        let payloads = (0..<50).map { [UInt8](repeating: UInt8($0), count: $0 * 7) }
        var decoder = FrameDecoder(codec)
        #expect(try decoder.take(payloads.flatMap(codec.frame) + header) == payloads)
        #expect(decoder.heldBytes == 8)
        #expect(try decoder.take([0, 0, 0, 1, 9]) == [[9]])
    }

    @Test(
        arguments: [
            ([0x00], FrameError.magic), ([0xFF, 0xFE, 0xFF, 0xFF], .magic), (Array("HTTP/1.1 400".utf8), .magic),
            ([0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF], .length(-1)),
            ([0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0x80, 0, 0, 0], .length(-2_147_483_648)),
            ([0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0, 0x10, 0, 1], .length(1 << 20 + 1)),
        ] as [([UInt8], FrameError)])
    func whatIsNoFrameIsRefusedAtOnceAndForGood(_ bytes: [UInt8], _ fault: FrameError) throws {
        var decoder = FrameDecoder(codec)
        #expect(throws: fault) { try decoder.take(bytes) }
        #expect(throws: fault) { try decoder.take(header) }
        #expect(decoder.heldBytes == 0)
    }

    @Test func whatWasWholeBeforeAFaultIsKept() throws {
        var decoder = FrameDecoder(codec)
        var payloads: [[UInt8]] = []
        let bytes = try codec.frame([1]) + codec.frame([2]) + [0x00]
        _ = bytes.withUnsafeBytes { buffer in
            #expect(throws: FrameError.magic) { try decoder.take(buffer, into: &payloads) }
        }
        #expect(payloads == [[1], [2]])
    }

    @Test func theLongestFrameIsTaken() throws {
        let payload = [UInt8](repeating: 0x55, count: codec.longestPayload)
        var decoder = FrameDecoder(codec)
        #expect(try decoder.take(codec.frame(payload)) == [payload])
    }

    /// A million inputs: valid streams torn anywhere, some with a byte changed. What comes out is a prefix of what went in
    /// until the change, and everything where there was none.
    @Test func aMillionTornGluedAndDamagedInputs() throws {
        var dice = Dice(state: 0x5EED)
        var inputs = 0
        var faults = 0
        while inputs < 1_000_000 {
            let payloads = (0..<6).map { _ in [UInt8](repeating: UInt8(truncatingIfNeeded: dice.next()), count: Int(dice.next() % 40)) }
            var stream = try payloads.flatMap(codec.frame)
            let damage = dice.next() % 4 == 0 ? Int(dice.next() % UInt64(stream.count)) : nil
            if let damage { stream[damage] = UInt8(truncatingIfNeeded: dice.next()) }
            var decoder = FrameDecoder(codec)
            var taken: [[UInt8]] = []
            var isFaulty = false
            stream.withUnsafeBytes { bytes in
                var start = 0
                while start < bytes.count, !isFaulty {
                    let end = min(bytes.count, start + 1 + Int(dice.next() % 24))
                    do throws(FrameError) {
                        try decoder.take(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: &taken)
                    } catch {
                        isFaulty = true
                    }
                    start = end
                    inputs += 1
                }
            }
            if isFaulty { faults += 1 }
            let isRight = damage == nil ? taken == payloads && !isFaulty : taken.count <= 6 + stream.count / 12
            let wholeBefore = damage.map { wholeFrames(payloads, before: $0) } ?? payloads.count
            guard isRight, taken.starts(with: payloads.prefix(wholeBefore)) else {
                Issue.record("payloads \(payloads), damage at \(String(describing: damage)), taken \(taken)")
                return
            }
        }
        #expect(faults > 1_000)
    }

    private func wholeFrames(_ payloads: [[UInt8]], before offset: Int) -> Int {
        var end = 0
        return payloads.count { payload in
            end += codec.headerLength + payload.count
            return end <= offset
        }
    }
}
