import Exchange

/// What is new about rooms: who was invited in vain, told once.
struct RoomNews {
    private var failed: [EntityKey: Set<String>] = [:]

    /// - Returns: numbers of those who could not be had since the room was looked at last; what was so before is no news.
    mutating func newlyFailed(_ room: Room) -> [String] {
        let present = Set(room.members.filter { $0.state == .failed }.map(\.number))
        let earlier = failed.updateValue(present, forKey: Entity.room(room).key)
        return present.subtracting(earlier ?? present).sorted()
    }

    mutating func forget(_ key: EntityKey) { failed[key] = nil }
}
