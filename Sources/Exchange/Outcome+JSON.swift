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

extension Outcome {
    /// With what the contract does not list, so that reading gives the same outcome.
    public func json(_ detail: JSONDetail) -> JSONValue {
        guard detail == .full, var members = json.object else { return json }
        switch self {
        case .noAnswer(let limit): members["seconds"] = .number(String(limit / .seconds(1)))
        case .notOnline(let link): members["link"] = .string(link.rawValue)
        case .forbidden(let role): members["role"] = .string(role.rawValue)
        case .done, .refused, .unknown, .unsupported, .invalid: break
        }
        return .object(members)
    }

    /// - Throws: `JSONFormError` where it is none of `JSONDetail.full`.
    public init(json: JSONValue) throws(JSONFormError) {
        let said = json["message"]?.text.map { SafeText($0) }
        let message = said ?? ""
        switch json["outcome"]?.text {
        case "done": self = .done(said, reference: json["reference"]?.text)
        case "refused": self = .refused(code: json["code"]?.text, message)
        case "unknown": self = .unknown(message)
        case "unsupported": self = .unsupported(message)
        case "invalid": self = .invalid(message)
        case "no-answer":
            guard let seconds = json["seconds"]?.text.flatMap(Double.init), (0...86_400).contains(seconds) else {
                throw JSONFormError(path: ["seconds"], problem: "is no time")
            }
            self = .noAnswer(after: .seconds(seconds))
        case "not-online":
            guard let link = json["link"]?.text.flatMap(LinkState.init) else {
                throw JSONFormError(path: ["link"], problem: "has no meaning")
            }
            self = .notOnline(link)
        case "forbidden":
            guard let role = json["role"]?.text.flatMap(Role.init) else { throw JSONFormError(path: ["role"], problem: "has no meaning") }
            self = .forbidden(needs: role)
        default: throw JSONFormError(path: ["outcome"], problem: "has no meaning")
        }
    }
}

extension Duration {
    /// Seconds as people write them: `5`, `0.5`.
    public var inSeconds: String {
        let seconds = self / .seconds(1)
        return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
