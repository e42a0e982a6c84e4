/// What an operator may do.
public enum Role: String, CaseIterable, Sendable, Comparable {
    /// Looks, and acts not at all.
    case viewer
    case dispatcher
    /// Also listens, whispers, barges in, intercepts and forces states.
    case supervisor

    public static func < (left: Role, right: Role) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// The person at the console.
public struct Operator: Equatable, Sendable {
    public var name: SafeText
    /// The telephone that rings for listen, whisper, barge and dial.
    public var `extension`: String?
    public var role: Role

    public init(name: SafeText, extension: String?, role: Role) {
        self.name = name
        self.extension = `extension`
        self.role = role
    }
}
