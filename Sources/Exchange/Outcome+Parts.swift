// Actions that take several requests.
extension Outcome {
    /// Takes one step after the other. A refusal concerns one of them alone; after a silence the rest is not even sent, so
    /// that the whole ends soon after one deadline.
    public static func inTurn<Step: Sendable>(
        _ steps: [(name: String, step: Step)], isolation: isolated (any Actor)? = #isolation, _ send: (Step) async -> Outcome
    ) async -> Outcome {
        var outcomes: [(name: String, outcome: Outcome)] = []
        for (name, step) in steps {
            let outcome = await send(step)
            outcomes.append((name, outcome))
            switch outcome {
            case .done, .refused:
                continue
            default:
                let unsent = steps.dropFirst(outcomes.count)
                return outcomes.count == 1 ? outcome : Outcome(of: outcomes + unsent.map { ($0.name, .notOnline(.degraded)) })
            }
        }
        return Outcome(of: outcomes)
    }

    /// What became of an action that took several requests: done when all are, refused when all are, and otherwise told
    /// one by one.
    public init(of parts: [(name: String, outcome: Outcome)]) {
        guard parts.count > 1 else {
            self = parts.first?.outcome ?? .invalid("nothing to do")
            return
        }
        let told = parts.map { "\($0.name): \($0.outcome.words)" }.joined(separator: "; ")
        let rank = Set(parts.map(\.outcome.rank))
        switch (rank.count, parts[0].outcome) {
        case (1, .done(let message, _)): self = .done(message)
        case (1, .refused): self = .refused(code: nil, SafeText(told))
        case (1, .noAnswer), (1, .notOnline): self = parts[0].outcome
        default: self = .unknown(SafeText(told))
        }
    }

    private var rank: Int {
        switch self {
        case .done: 0
        case .refused: 1
        case .noAnswer: 2
        case .notOnline: 3
        default: 4
        }
    }

    private var words: String {
        switch self {
        case .done(let message, _): message?.string ?? "done"
        case .refused(_, let message), .unknown(let message), .unsupported(let message), .invalid(let message): message.string
        case .noAnswer: "no answer"
        case .notOnline, .forbidden: "not sent"
        }
    }
}
