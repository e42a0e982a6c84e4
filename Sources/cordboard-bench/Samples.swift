/// What was measured of one thing, several times over.
struct Samples: Sendable {
    /// In ascending order.
    let values: [Double]

    init(_ values: [Double]) { self.values = values.sorted() }

    var isEmpty: Bool { values.isEmpty }
    var least: Double { values.first ?? .nan }
    var most: Double { values.last ?? .nan }
    var median: Double { percentile(50) }

    /// The value that so many per cent do not exceed (nearest rank).
    func percentile(_ percent: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let rank = Int((percent / 100 * Double(values.count)).rounded(.up))
        return values[min(max(rank, 1), values.count) - 1]
    }
}

extension Duration {
    var milliseconds: Double { self / .milliseconds(1) }
}
