import JSON

extension Outcome {
    /// One word for each way to end, for scripts.
    public var word: String {
        switch self {
        case .done: "done"
        case .refused: "refused"
        case .noAnswer: "no-answer"
        case .unknown: "unknown"
        case .notOnline: "not-online"
        case .unsupported: "unsupported"
        case .forbidden: "forbidden"
        case .invalid: "invalid"
        }
    }

    /// The exchange's or our own words on it, untranslated.
    public var message: SafeText? {
        switch self {
        case .done(let message, _): message
        case .refused(_, let message), .unknown(let message), .unsupported(let message), .invalid(let message): message
        case .noAnswer(let limit): "no answer within \(limit.inSeconds) s"
        case .notOnline(let link): "the site is \(link.rawValue); nothing was sent"
        case .forbidden(let role): "needs the role \(role.rawValue)"
        }
    }

    /// Exit status of `cordboard do` (CONTRACT section 1).
    public var exitStatus: Int32 {
        switch self {
        case .done: 0
        case .refused, .unknown: 1
        case .invalid: 2
        case .noAnswer, .notOnline: 3
        case .unsupported: 4
        case .forbidden: 5
        }
    }

    /// `outcome`, `message`, `code` of a refusal, `reference` of what was created.
    public var json: JSONValue {
        var members: JSONMembers = ["outcome": .string(word), "message": JSONValue(message)]
        if case .refused(let code?, _) = self { members["code"] = .string(code) }
        if case .done(_, let reference?) = self { members["reference"] = .string(reference) }
        return .object(members)
    }
}

extension Duration {
    /// Seconds as people write them: `5`, `0.5`.
    public var inSeconds: String {
        let seconds = self / .seconds(1)
        return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
