import Exchange
import JSON
import Wire

/// What passes between a process that lends a session and one that borrows it: one JSON object a line.
enum LendingWire {
    /// Raised with every change that an older process would misunderstand.
    static let version = 1
    static let codec = LineCodec(peer: "another cordboard", longestPayload: 32 << 20)
    /// Changes in one message: a board of thousands of entities goes over in several.
    static let mostChanges = 256
}

/// What the borrower says.
enum LendingRequest: Equatable, Sendable {
    /// First of all, once.
    case open(version: Int, site: SiteID)
    case perform(Int, ActionRequest)
    /// A raw operation of the site's catalog.
    case operate(Int, String, JSONValue)
    /// The operator agrees to what the site asks before it connects.
    case consent(Int)

    var json: JSONValue {
        switch self {
        case .open(let version, let site): ["open": ["version": .number(version), "site": .string(site.rawValue)]]
        case .perform(let id, let request):
            ["id": .number(id), "action": .string(request.action.rawValue), "arguments": request.argumentsByName]
        case .operate(let id, let operation, let arguments):
            ["id": .number(id), "operation": .string(operation), "arguments": arguments]
        case .consent(let id): ["id": .number(id), "consent": .bool(true)]
        }
    }

    /// nil for what this version does not understand.
    init?(json: JSONValue) {
        if let opening = json["open"] {
            guard let version = opening["version"]?.text.flatMap({ Int($0) }), let site = opening["site"]?.text else { return nil }
            self = .open(version: version, site: SiteID(site))
            return
        }
        guard let id = json["id"]?.text.flatMap({ Int($0) }) else { return nil }
        if let word = json["action"]?.text {
            guard let action = Action(rawValue: word), let request = ActionRequest(action, json: json["arguments"] ?? [:]) else {
                return nil
            }
            self = .perform(id, request)
        } else if let operation = json["operation"]?.text {
            self = .operate(id, operation, json["arguments"] ?? [:])
        } else if json["consent"] != nil {
            self = .consent(id)
        } else {
            return nil
        }
    }
}

/// What the lender says.
enum LendingReply: Equatable, Sendable {
    case opened(version: Int)
    /// The site is not lent; the reason is for the diagnostic log.
    case notLent(SafeText)
    case changes([ChangeRecord])
    /// What became of a request, and the decoded answer of an operation.
    case outcome(Int, Outcome, JSONValue?)
    /// How far the file of an operation has come, in bytes.
    case progress(Int, Int64, of: Int64?)

    var json: JSONValue {
        switch self {
        case .opened(let version): ["opened": ["version": .number(version)]]
        case .notLent(let reason): ["notLent": .string(reason.string)]
        case .changes(let records): ["changes": .array(records.map { $0.json(.full) })]
        case .outcome(let id, let outcome, let answer):
            .object(
                JSONMembers(
                    uniqueKeysWithValues: [("id", .number(id)), ("outcome", outcome.json(.full))] + (answer.map { [("answer", $0)] } ?? []))
            )
        case .progress(let id, let bytes, let whole):
            ["id": .number(id), "progress": .array([.number(String(bytes)), whole.map { .number(String($0)) } ?? .null])]
        }
    }

    /// nil for what this version does not understand.
    init?(json: JSONValue) {
        if let opened = json["opened"] {
            self = .opened(version: opened["version"]?.text.flatMap { Int($0) } ?? 0)
        } else if let reason = json["notLent"]?.text {
            self = .notLent(SafeText(reason))
        } else if let rows = json["changes"]?.array {
            var records: [ChangeRecord] = []
            for row in rows {
                guard let record = try? ChangeRecord(json: row) else { return nil }
                records.append(record)
            }
            self = .changes(records)
        } else if let id = json["id"]?.text.flatMap({ Int($0) }) {
            if let outcome = (json["outcome"].flatMap { try? Outcome(json: $0) }) {
                self = .outcome(id, outcome, json["answer"])
            } else if let figures = json["progress"]?.array, let bytes = figures.first?.text.flatMap({ Int64($0) }) {
                self = .progress(id, bytes, of: figures.last?.text.flatMap { Int64($0) })
            } else {
                return nil
            }
        } else {
            return nil
        }
    }
}

extension ActionRequest {
    /// The values of its parameters.
    fileprivate var argumentsByName: JSONValue {
        .object(JSONMembers(uniqueKeysWithValues: action.definition.parameters.map { ($0.name, JSONValue(all($0.name))) }))
    }

    fileprivate init?(_ action: Action, json: JSONValue) {
        var values: [String: [String]] = [:]
        for parameter in action.definition.parameters { values[parameter.name] = json[parameter.name]?.array?.compactMap(\.text) ?? [] }
        guard let request = try? ActionRequest(action, values: values) else { return nil }
        self = request
    }
}
