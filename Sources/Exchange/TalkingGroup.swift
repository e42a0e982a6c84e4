import Foundation

/// Who may talk in a group. `mine` only ever comes from the platform's own word.
public enum Floor: Equatable, Sendable {
    case idle
    case other(number: String, since: Date?)
    case requesting
    /// Waiting for the floor at the given place, counted from 1.
    case queued(Int)
    case mine(number: String, since: Date)
    case releasing
    case denied(SafeText)
    case revoked(SafeText)
    case unknown

    /// The number that holds the floor.
    public var holder: String? {
        switch self {
        case .other(let number, _), .mine(let number, _): number
        default: nil
        }
    }
}

/// A trunked-radio or push-to-talk group.
public struct TalkingGroup: Equatable, Sendable {
    /// A terminal of the group.
    public struct Member: Equatable, Sendable {
        public var number: String
        public var name: SafeText
        public var type: SafeText
        public var state: SafeText

        public init(number: String, name: SafeText, type: SafeText, state: SafeText) {
            self.number = number
            self.name = name
            self.type = type
            self.state = state
        }
    }

    public var site: SiteID
    public var id: String
    public var name: SafeText
    public var type: SafeText
    public var floor: Floor
    public var subscribed: Bool
    public var monitored: Bool
    public var selected: Bool
    public var members: [Member]

    public init(
        site: SiteID, id: String, name: SafeText, type: SafeText, floor: Floor, subscribed: Bool = false,
        monitored: Bool = false, selected: Bool = false, members: [Member] = []
    ) {
        self.site = site
        self.id = id
        self.name = name
        self.type = type
        self.floor = floor
        self.subscribed = subscribed
        self.monitored = monitored
        self.selected = selected
        self.members = members
    }
}
