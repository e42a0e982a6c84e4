import JSON

/// One line of the table.
struct Figure: Sendable {
    /// What the budget is about, and what it says of it.
    struct Budget: Sendable {
        enum Judged: String, Sendable { case p50, p95, p99, max }
        var judged: Judged
        var limit: Double
        /// The limit is to be reached rather than kept to.
        var isLeast = false

        static func most(_ judged: Judged, _ limit: Double) -> Budget { Budget(judged: judged, limit: limit) }
        static func least(_ judged: Judged, _ limit: Double) -> Budget { Budget(judged: judged, limit: limit, isLeast: true) }
    }

    var what: String
    var unit: String
    var samples: Samples
    /// nil where DESIGN sets none: told for its own sake.
    var budget: Budget?
    var note: String?

    init(_ what: String, _ unit: String, _ samples: [Double], _ budget: Budget? = nil, note: String? = nil) {
        self.what = what
        self.unit = unit
        self.samples = Samples(samples)
        self.budget = budget
        self.note = note
    }

    var isMet: Bool? {
        guard let budget, !samples.isEmpty else { return nil }
        let judged: Double
        switch budget.judged {
        case .p50: judged = samples.median
        case .p95: judged = samples.percentile(95)
        case .p99: judged = samples.percentile(99)
        case .max: judged = samples.most
        }
        return budget.isLeast ? judged >= budget.limit : judged <= budget.limit
    }
}

extension Figure {
    /// The cells of the table, from left to right.
    var cells: [String] {
        let several = samples.values.count > 1
        return [
            what, unit, Self.text(samples.median), several ? Self.text(samples.percentile(95)) : "",
            several ? Self.text(samples.percentile(99)) : "",
            several ? "\(Self.text(samples.least))–\(Self.text(samples.most))" : "", "\(samples.values.count)", budget?.text ?? "",
            isMet.map { $0 ? "met" : "MISSED" } ?? "",
        ]
    }

    static let headings = ["what", "unit", "p50", "p95", "p99", "min–max", "n", "budget", ""]

    var json: JSONValue {
        func number(_ value: Double) -> JSONValue { value.isFinite ? .number(Self.text(value)) : .null }
        return [
            "what": .string(what), "unit": .string(unit), "n": .number(samples.values.count), "p50": number(samples.median),
            "p95": number(samples.percentile(95)), "p99": number(samples.percentile(99)), "min": number(samples.least),
            "max": number(samples.most), "budget": budget.map { .string($0.text) } ?? .null,
            "met": isMet.map { .bool($0) } ?? .null, "note": note.map { .string($0) } ?? .null,
        ]
    }

    /// Three significant digits, and no more than three decimals.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let decimals = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
        let scale = [1.0, 10, 100, 1_000][decimals]
        let whole = Int((value * scale).rounded())
        guard decimals > 0 else { return String(whole) }
        let digits = String(abs(whole) % Int(scale))
        return (whole < 0 ? "-" : "") + "\(abs(whole) / Int(scale))." + String(repeating: "0", count: decimals - digits.count) + digits
    }
}

extension Figure.Budget {
    var text: String { "\(judged.rawValue) \(isLeast ? "≥" : "≤") \(limit.rounded() == limit ? String(Int(limit)) : String(limit))" }
}
