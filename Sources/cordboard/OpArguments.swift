import Foundation
import JSON
import Settings

/// The arguments of `cordboard op`: `key=value` words, laid over a JSON object where one is given.
///
/// `params.start=16:30` nests, `member[0]=2001` makes a list.
struct OpArguments: Equatable {
    private(set) var value: JSONValue

    init(_ words: [String], over base: JSONValue = [:]) throws(Fault) {
        guard base.object != nil else { throw .usage("the arguments are a JSON object") }
        value = base
        for word in words {
            guard let equals = word.firstIndex(of: "="), let path = Self.path(word[..<equals]) else {
                throw .usage("“\(word)” is no argument; write KEY=VALUE, as in queue=6500")
            }
            guard let set = Self.setting(path[...], in: value, to: .string(String(word[word.index(after: equals)...]))) else {
                throw .usage("“\(word)” does not go together with the arguments before it")
            }
            value = set
        }
    }

    private enum Step: Equatable {
        case member(String)
        case index(Int)
    }

    /// The longest list that `name[N]` makes.
    private static let longest = 1_000

    /// `a.b[0].c` as steps; nil when it makes no sense.
    private static func path(_ key: Substring) -> [Step]? {
        var steps: [Step] = []
        for part in key.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first, !name.isEmpty else { return nil }
            steps.append(.member(String(name)))
            for piece in pieces.dropFirst() {
                guard piece.last == "]", let index = Int(piece.dropLast()), (0..<longest).contains(index) else { return nil }
                steps.append(.index(index))
            }
        }
        return steps
    }

    /// nil when an object stands where a list is wanted, or the other way round.
    private static func setting(_ path: ArraySlice<Step>, in whole: JSONValue?, to value: JSONValue) -> JSONValue? {
        guard let step = path.first else { return value }
        switch (step, whole ?? .null) {
        case (.member(let name), .null), (.member(let name), .object):
            var members = whole?.object ?? [:]
            guard let inner = setting(path.dropFirst(), in: members[name], to: value) else { return nil }
            members[name] = inner
            return .object(members)
        case (.index(let index), .null), (.index(let index), .array):
            var values = whole?.array ?? []
            while values.count <= index { values.append(.null) }
            guard let inner = setting(path.dropFirst(), in: values[index], to: value) else { return nil }
            values[index] = inner
            return .array(values)
        default:
            return nil
        }
    }
}
