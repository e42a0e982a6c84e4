/// The name of a configured exchange, as the configuration spells it.
public struct SiteID: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public var description: String { rawValue }
    public static func < (left: SiteID, right: SiteID) -> Bool { left.rawValue < right.rawValue }
}

/// A kind of exchange; the raw value is the word of the configuration and of the command line. Each adapter names its own.
public struct SystemKind: RawRepresentable, Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public var description: String { rawValue }
}

/// What a board holds, one word each for code, JSON stream and screen.
public enum EntityKind: String, CaseIterable, Sendable {
    case agent, queue, waiting, call, room, group, trunk
}

/// Names one thing on the board for as long as it lives. Selections and pending actions hold this, never a row.
public struct EntityKey: Hashable, Sendable {
    public let site: SiteID
    public let kind: EntityKind
    /// The exchange's own identifier, kept letter for letter. A waiting caller's is that of the call.
    public let id: String

    public init(site: SiteID, kind: EntityKind, id: String) {
        self.site = site
        self.kind = kind
        self.id = id
    }
}
