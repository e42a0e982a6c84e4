import Foundation

/// A conference room with the people in it.
public struct Room: Equatable, Sendable {
    /// How far somebody is in the room.
    public enum MemberState: String, CaseIterable, Sendable, Encodable {
        case invited, ringing
        /// Present, but the conference has not begun: the moderator is missing.
        case waiting
        case joined, failed, left
    }

    /// Somebody in the room, or on the way.
    public struct Member: Equatable, Sendable {
        /// What `room-kick` and `room-mute` take: a channel on some systems, a number on others.
        public var id: String
        public var number: String
        public var name: SafeText?
        public var state: MemberState
        /// nil where nothing has told it yet.
        public var muted: Bool?
        public var talking: Bool
        public var moderator: Bool
        public var since: Date?

        public init(
            id: String, number: String, name: SafeText? = nil, state: MemberState, muted: Bool? = false, talking: Bool = false,
            moderator: Bool = false, since: Date? = nil
        ) {
            self.id = id
            self.number = number
            self.name = name
            self.state = state
            self.muted = muted
            self.talking = talking
            self.moderator = moderator
            self.since = since
        }
    }

    public var site: SiteID
    public var id: String
    public var name: SafeText
    public var moderators: [String]
    /// `active` with people in it, `empty` otherwise, or the exchange's own word.
    public var state: SafeText
    public var members: [Member]

    public init(site: SiteID, id: String, name: SafeText, moderators: [String] = [], state: SafeText, members: [Member] = []) {
        self.site = site
        self.id = id
        self.name = name
        self.moderators = moderators
        self.state = state
        self.members = members
    }
}
