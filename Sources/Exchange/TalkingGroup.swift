import Foundation

/// Who may talk in a group. `mine` only ever comes from the platform's own word.
public enum Floor: Equatable, Sendable {
    case idle
    case other(number: String, since: Date?)
    /// Asked for; until the platform has said yes to the step.
    case requesting(FloorStep)
    /// Waiting for the floor at the given place, counted from 1.
    case queued(Int)
    /// `until` is when the talk-time limit gives it back by itself.
    case mine(number: String, since: Date, until: Date? = nil)
    case releasing
    case denied(SafeText)
    case revoked(SafeText)
    case unknown

    /// The number that holds the floor.
    public var holder: String? {
        switch self {
        case .other(let number, _), .mine(let number, _, _): number
        default: nil
        }
    }

    /// We have it, or are about to.
    public var isOurs: Bool {
        switch self {
        case .mine, .requesting, .queued: true
        case .idle, .other, .releasing, .denied, .revoked, .unknown: false
        }
    }
}

/// What has to be done one after the other before one may talk in a group.
public enum FloorStep: String, CaseIterable, Sendable {
    case subscribe, monitor, select, floor
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

    /// A conversation of the group beyond taking turns.
    public enum Conversation: String, Sendable {
        /// Everybody in the group is called.
        case groupCall
        /// The group is called together with telephones and other groups.
        case mixedCall
    }

    /// Somebody's call for help.
    public struct Emergency: Equatable, Sendable {
        public var number: String
        public var since: Date
        /// We have answered it and take part.
        public var isAnswered: Bool
        /// Others who have answered it and take part.
        public var takenBy: [String]

        public init(number: String, since: Date, isAnswered: Bool = false, takenBy: [String] = []) {
            self.number = number
            self.since = since
            self.isAnswered = isAnswered
            self.takenBy = takenBy
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
    /// The floor cannot be taken from here.
    public var isReceiveOnly = false
    public var conversation: Conversation?
    public var emergency: Emergency?

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
