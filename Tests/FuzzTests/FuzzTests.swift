import FuzzTargets
import Testing

/// The short form of `make fuzz`: the seeds of every target, and some thousand octets made of them, always the same.
@Suite struct FuzzTests {
    @Test(arguments: FuzzTarget.all.map(\.name)) func nothingThatIsMadeOfTheSeedsTraps(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        var mutation = Mutation(seed: 1)
        for seed in target.seeds { target.run(seed) }
        for _ in 0..<2_000 { target.run(mutation.next(of: target.seeds)) }
    }

    @Test func everyTargetHasItsOwnNameAndSeeds() {
        #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count && FuzzTarget.all.count >= 14)
        #expect(FuzzTarget.all.allSatisfy { !$0.seeds.isEmpty })
    }
}

/// Octets like others, with some exchanged, doubled, left out, or put in the place of figures.
private struct Mutation {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private static let figures = ["9223372036854775807", "-1", "1e300", "0", "\u{FFFD}", "\\ud800", "\"", "}", "\n", "\u{1B}["]

    private mutating func number(below limit: Int) -> Int {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(max(1, limit)))
    }

    mutating func next(of seeds: [[UInt8]]) -> [UInt8] {
        var octets = seeds[number(below: seeds.count)]
        for _ in 0...number(below: 6) {
            let place = number(below: octets.count + 1)
            let length = min(number(below: 12), octets.count - place)
            switch number(below: 5) {
            case 0 where place < octets.count: octets[place] = UInt8(number(below: 256))
            case 1: octets.replaceSubrange(place..<(place + length), with: [])
            case 2: octets.insert(contentsOf: octets[place..<(place + length)], at: place)
            case 3: octets.replaceSubrange(place..<(place + length), with: Array(Self.figures[number(below: Self.figures.count)].utf8))
            default: octets += [0x0A] + seeds[number(below: seeds.count)]
            }
        }
        return octets
    }
}
