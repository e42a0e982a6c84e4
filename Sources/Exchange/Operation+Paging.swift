import JSON

/// A long listing, asked for piece by piece until it is whole.
public struct PagedListing: Equatable, Sendable {
    private let paging: Operation.Paging
    private let rowsPath: String
    /// The arguments of the piece to ask for next.
    public private(set) var arguments: JSONValue
    private var rows: [JSONValue] = []
    private var latest: [JSONValue] = []
    private var first: JSONValue?

    /// How long a piece is where nobody says.
    public static let usualSize = 100
    /// The most pieces asked for: an exchange that never comes to an end is not followed for ever.
    public static let mostPieces = 10_000
    private var pieces = 0

    /// - Returns: nil where the operation's answers come whole.
    public init?(_ operation: Operation, _ arguments: JSONValue) {
        guard let paging = operation.paging, case .rows(let path) = operation.answer else { return nil }
        self.paging = paging
        rowsPath = path
        var members = arguments.object ?? [:]
        if members[paging.start] == nil { members[paging.start] = .string(String(paging.first)) }
        if let size = paging.size, members[size] == nil { members[size] = .string(String(Self.usualSize)) }
        self.arguments = .object(members)
    }

    /// Takes one piece in.
    /// - Returns: whether there may be another.
    public mutating func take(_ answer: JSONValue) -> Bool {
        let piece = answer.value(at: rowsPath).rows
        if first == nil { first = answer }
        pieces += 1
        // An exchange that does not know the parameter answers the same again and again.
        guard !piece.isEmpty, piece != latest else { return false }
        rows += piece
        latest = piece
        let size = paging.size.flatMap { arguments[$0]?.figure }
        if let size, piece.count < size { return false }
        let step = paging.countsPages ? 1 : piece.count
        // Beyond the largest number there is no other piece to ask for.
        let (next, isOver) = (arguments[paging.start]?.figure ?? paging.first).addingReportingOverflow(step)
        if isOver { return false }
        arguments = .object((arguments.object ?? [:]).merging([paging.start: .string(String(next))]) { _, new in new })
        return pieces < Self.mostPieces
    }

    /// The first answer with all rows in the place of its own.
    public var whole: JSONValue { first?.replacing(rowsPath, with: .array(rows)) ?? .array(rows) }

    public var count: Int { rows.count }
}

extension JSONValue {
    /// What stands at a dotted path; the empty path is the value itself.
    public func value(at path: String) -> JSONValue? {
        path.isEmpty ? self : path.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }
    }

    fileprivate func replacing(_ path: String, with value: JSONValue) -> JSONValue {
        guard let step = path.split(separator: ".", maxSplits: 1).first.map(String.init), var members = object else { return value }
        let rest = path.dropFirst(step.count + 1)
        members[step] = (members[step] ?? .null).replacing(String(rest), with: value)
        return .object(members)
    }
}
