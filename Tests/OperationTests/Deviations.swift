/// Where a ledger is not what its catalog says, and why.
struct Deviation {
    /// A part of the comparison's line.
    let what: String
    let reason: String

    init(_ what: String, because reason: String) {
        self.what = what
        self.reason = reason
    }

    static func of(_ system: String) -> [Deviation] { all[system] ?? [] }

    private static let all: [String: [Deviation]] = [:]
}
