import JSON

/// Where a value stands among arguments, as people write it: `params.start` is a member of a member, `member[0]` one of a list.
public struct ArgumentPath: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        case member(String)
        case index(Int)
    }

    /// The longest list that `name[N]` makes.
    public static let longest = 1_000

    let steps: [Step]

    /// nil when the words make no sense.
    public init?(_ text: some StringProtocol) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first, !name.isEmpty else { return nil }
            steps.append(.member(String(name)))
            for piece in pieces.dropFirst() {
                guard piece.last == "]", let index = Int(piece.dropLast()), (0..<Self.longest).contains(index) else { return nil }
                steps.append(.index(index))
            }
        }
        self.steps = steps
    }

    /// The arguments with this value set; nil when an object stands where a list is wanted, or the other way round.
    public func setting(_ value: JSONValue, in arguments: JSONValue) -> JSONValue? {
        Self.setting(steps[...], in: arguments, to: value)
    }

    private static func setting(_ steps: ArraySlice<Step>, in whole: JSONValue?, to value: JSONValue) -> JSONValue? {
        guard let step = steps.first else { return value }
        switch (step, whole ?? .null) {
        case (.member(let name), .null), (.member(let name), .object):
            var members = whole?.object ?? [:]
            guard let inner = setting(steps.dropFirst(), in: members[name], to: value) else { return nil }
            members[name] = inner
            return .object(members)
        case (.index(let index), .null), (.index(let index), .array):
            var values = whole?.array ?? []
            while values.count <= index { values.append(.null) }
            guard let inner = setting(steps.dropFirst(), in: values[index], to: value) else { return nil }
            values[index] = inner
            return .array(values)
        default:
            return nil
        }
    }
}
