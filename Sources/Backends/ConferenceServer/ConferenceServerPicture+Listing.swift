import BackendSupport
import Exchange
import Foundation

/// Who is muted and who is not, which no list tells: kept over the loss of a link.
struct MutedMembers {
    var numbers: [Picture.RoomIDs: [String: Bool]] = [:]
    /// When this was known last, by the monotonic clock.
    var at = Duration.zero
}

// CONFROOMINFO: the only snapshot there is, and what is gone without a word. A list describes the rooms as they were when they were
// asked for, or later: what was told since then stands.
extension Picture {
    /// How long a called member who is not listed stays.
    static let callLimit = Duration.seconds(60)
    /// How long a member is shown who could not be had.
    static let failureLimit = Duration.seconds(30)
    /// The longest that a room lasts (MAXDURATION of the document's example).
    static let longestRoom = Duration.seconds(3_600)

    /// The rooms are asked for.
    /// - Returns: when.
    mutating func beginListing() -> SequenceNumber {
        let asked = sequence.next()
        listingAsked = asked
        return asked
    }

    /// A list of one room.
    mutating func list(_ message: Message, at now: Date) {
        listsRooms = true
        // One that comes unasked tells how things stand now.
        let asked = listingAsked ?? sequence.latest
        guard !isLate(message, asked: asked), let id = open(message) else { return }
        rooms[id]!.isListed = true
        if !message.operatorName.isEmpty, message.operatorName != username { listsOthers = true }
        let rows = message.memberRows.filter { row in rooms[id]!.told[row.number].map { $0.at <= asked } ?? true }
        dropUnlisted(Set(rows.map(\.number)), in: id, asked: asked)
        let left = Set(rows.filter { $0.memberState == .left }.map(\.number))
        if !left.isEmpty { rooms[id]!.remove { left.contains($0.number) } }
        for row in rows { list(row, in: id, at: now) }
    }

    /// Who is still being called, or failed, may be missing in a list.
    private mutating func dropUnlisted(_ listed: Set<String>, in id: String, asked: SequenceNumber) {
        guard let facts = rooms[id] else { return }
        let uptime = released.uptime
        rooms[id]!.remove { member in
            guard !listed.contains(member.number), let told = facts.told[member.number], told.at <= asked else { return false }
            switch member.state {
            case .invited, .ringing, .waiting: return uptime - told.uptime >= Self.callLimit
            case .failed: return uptime - told.uptime >= Self.failureLimit
            case .joined, .left: return true
            }
        }
    }

    private mutating func list(_ row: MemberRow, in id: String, at now: Date) {
        if rooms[id]!.operatorNumber.isEmpty { rooms[id]!.operatorNumber = row.roomNumber }
        if row.memberState == .left { return }
        let isNew = rooms[id]!.member(row.number) == nil
        let wasMuted = isNew ? wasMuted(row, in: id) : nil
        set(row.number, row.memberState, in: id, at: now)
        change(row.number, in: id) { member in
            // The server's clock has no zone, but its durations need none.
            if isNew, let duration = row.duration { member.since = now.addingTimeInterval(-(duration / .seconds(1))) }
            if row.display != row.number, !row.display.isEmpty { member.name = SafeText(row.display) }
            // Who is found in a room may have been muted before we came.
            if isNew, member.state == .joined { member.muted = wasMuted }
        }
        if row.flags.contains(where: { $0 != "0" }), toldFlags[id]?[row.number] != row.flags {
            toldFlags[id, default: [:]][row.number] = row.flags
            let flags = row.flags.joined(separator: " ")
            let facts = Message("CONFROOMINFO", ["SERVERROOMID": id, "NUMBER": row.number, "FLAGS": flags])
            tell("memberflags", "\(row.number): flags \(flags)", facts, at: now)
        }
    }

    // MARK: What is over

    /// The rooms were asked for and the answers are in. A room that is missing twice running is gone: one of ours, or of others where
    /// this server lists theirs. Others' rooms that no list can tell of go when they have lasted as long as a room may.
    mutating func finishListing(asked: SequenceNumber) -> [Change] {
        listingAsked = nil
        mutedBefore = MutedMembers()
        for id in rooms.keys { dropFailed(in: id) }
        for (id, facts) in rooms {
            guard facts.isListed || facts.operatorName == username || listsOthers else {
                if released.uptime - facts.heard.uptime >= Self.longestRoom { forget(id) }
                continue
            }
            guard listsRooms else { continue }
            let missed = facts.heard.at > asked ? 0 : facts.missed + 1
            rooms[id]?.missed = missed
            // It is asked for again at once.
            if missed == 1 { isInDoubt = true }
            if missed > 1 { forget(id) }
        }
        return takeNews()
    }

    private mutating func dropFailed(in id: String) {
        guard let facts = rooms[id], facts.members.contains(where: { $0.state == .failed }) else { return }
        let uptime = released.uptime
        rooms[id]!.remove { member in
            member.state == .failed && uptime - (facts.told[member.number]?.uptime ?? .zero) >= Self.failureLimit
        }
        staleRooms.insert(id)
    }

    // MARK: Who is muted

    var mutedMembers: MutedMembers {
        var muted = MutedMembers(at: released.uptime)
        for (id, facts) in rooms where !facts.local.isEmpty {
            let known = facts.members.compactMap { member in member.muted.map { (member.number, $0) } }
            muted.numbers[RoomIDs(server: id, local: facts.local)] = Dictionary(known, uniquingKeysWith: { _, last in last })
        }
        return muted
    }

    /// Whether a member was muted before the link was lost; nil where that was not known, or he has come anew since.
    private func wasMuted(_ row: MemberRow, in id: String) -> Bool? {
        let ids = RoomIDs(server: id, local: rooms[id]?.local ?? "")
        guard let muted = mutedBefore.numbers[ids]?[row.number] else { return nil }
        return row.duration.map { $0 >= released.uptime - mutedBefore.at } ?? true ? muted : nil
    }
}
