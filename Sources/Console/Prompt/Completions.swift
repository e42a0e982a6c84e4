import Exchange

struct Completions: Equatable, Sendable {
    struct Candidate: Equatable, Sendable {
        var word: String
        var note: SafeText
        /// Why it cannot be done now; shown dimmed.
        var reason: SafeText?
    }

    var candidates: [Candidate] = []
    var chosen: Int?
    /// What is being typed means this; above the candidates.
    var documentation: [Label] = []
}
