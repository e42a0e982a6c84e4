import BackendSupport
import Exchange
import Foundation

// Conference rooms, and lines to the outside.
extension Picture {
    static let roomRules: [String: EventRule] = [
        "ConfbridgeStart": { picture, message, _ in
            picture.legs.setAside(bridge: message["BridgeUniqueid"])
            picture.change(room: message["Conference"]) { _ in }
        },
        "ConfbridgeEnd": { picture, message, _ in picture.drop(room: message["Conference"]) },
        "ConfbridgeJoin": { picture, message, now in
            picture.legs.setAside(bridge: message["BridgeUniqueid"])
            picture.note(message, at: now)
            picture.legs.update(message["Uniqueid"]) { leg in
                (leg.application, leg.applicationData) = ("ConfBridge", message["Conference"])
            }
            picture.join(room: message, at: now)
        },
        "ConfbridgeLeave": { picture, message, _ in
            let channel = message["Channel"]
            picture.change(room: message["Conference"]) { room in room.members.removeAll { $0.channel == channel } }
        },
        "ConfbridgeMute": { picture, message, _ in
            picture.change(member: message) { member in
                member.isMuted = true
                // No `off` comes for somebody who is muted while he speaks.
                member.isTalking = false
            }
        },
        "ConfbridgeUnmute": { picture, message, _ in picture.change(member: message) { $0.isMuted = false } },
        "ConfbridgeTalking": { picture, message, _ in
            let isTalking = message["TalkingStatus"] == "on"
            picture.change(member: message) { $0.isTalking = isTalking }
        },
        "ConfbridgeLock": { picture, message, _ in picture.change(room: message["Conference"]) { $0.isLocked = true } },
        "ConfbridgeUnlock": { picture, message, _ in picture.change(room: message["Conference"]) { $0.isLocked = false } },
    ]

    private mutating func join(room message: Message, at now: Date) {
        guard let leg = legs[message["Uniqueid"]] else { return }
        let member = RoomFacts.Member(
            channel: message["Channel"], id: leg.id, number: number(of: leg), name: leg.callerName, isMuted: message.isYes("Muted"),
            isTalking: false, isAdmin: message.isYes("Admin"), isWaiting: false, since: now)
        // Who is greeted first joins later than he came.
        let orders = legs.all.mapValues(\.order)
        change(room: message["Conference"]) { room in
            guard !room.members.contains(where: { $0.channel == member.channel }) else { return }
            room.members.append(member)
            room.members.sort { (orders[$0.id] ?? 0) < (orders[$1.id] ?? 0) }
        }
    }

    private mutating func change(member message: Message, _ change: (inout RoomFacts.Member) -> Void) {
        let channel = message["Channel"]
        self.change(room: message["Conference"]) { room in
            guard let index = room.members.firstIndex(where: { $0.channel == channel }) else { return }
            change(&room.members[index])
        }
    }

    mutating func change(room name: String, _ change: (inout RoomFacts) -> Void) {
        guard !name.isEmpty else { return }
        change(&rooms[name, default: RoomFacts()])
        show(room: name)
    }

    mutating func drop(room name: String) {
        rooms[name] = nil
        published.remove(Room.self, name)
    }

    mutating func leaveRooms(channel: String) {
        for (name, room) in rooms where room.members.contains(where: { $0.channel == channel }) {
            change(room: name) { room in room.members.removeAll { $0.channel == channel } }
        }
    }

    private mutating func show(room name: String) {
        guard let room = rooms[name] else { return }
        let members = room.members.map { member in
            Room.Member(
                id: member.channel, number: member.number, name: member.name.isEmpty ? nil : SafeText(member.name),
                state: member.isWaiting ? .waiting : .joined, muted: member.isMuted, talking: member.isTalking,
                moderator: member.isAdmin, since: member.since)
        }
        published.put(
            Room(
                site: site, id: name, name: SafeText(name), moderators: room.members.filter(\.isAdmin).map(\.number),
                state: room.isLocked ? "locked" : members.isEmpty ? "empty" : "active", members: members))
    }

    /// ConfbridgeListRooms, whole.
    mutating func take(rooms rows: [Message]) {
        let names = Set(rows.map { $0["Conference"] })
        for name in rooms.keys where !names.contains(name) { drop(room: name) }
        for row in rows { change(room: row["Conference"]) { $0.isLocked = row.isYes("Locked") } }
    }

    /// ConfbridgeList of one room, whole.
    mutating func take(participants rows: [Message], of room: String, at now: Date) {
        guard rooms[room] != nil else { return }
        let before = Dictionary(rooms[room]!.members.map { ($0.channel, $0) }, uniquingKeysWith: { first, _ in first })
        var members: [RoomFacts.Member] = []
        for row in rows where !ChannelName(row["Channel"]).isMachine {
            note(row, at: now)
            legs.update(row["Uniqueid"]) { leg in
                (leg.application, leg.applicationData) = ("ConfBridge", room)
            }
            if let bridge = legs[row["Uniqueid"]]?.bridge { legs.setAside(bridge: bridge) }
            let known = before[row["Channel"]]
            members.append(
                RoomFacts.Member(
                    channel: row["Channel"], id: row["Uniqueid"],
                    number: legs[row["Uniqueid"]].map(number) ?? row.channelField("CallerIDNum"), name: row.channelField("CallerIDName"),
                    isMuted: row.isYes("Muted"), isTalking: row.isYes("Talking"), isAdmin: row.isYes("Admin"),
                    isWaiting: row.isYes("Waiting"),
                    since: known?.since ?? now.addingTimeInterval(-row.elapsed("AnsweredTime"))))
        }
        // The list has the latest first.
        members.sort { (legs[$0.id]?.order ?? 0) < (legs[$1.id]?.order ?? 0) }
        change(room: room) { $0.members = members }
    }

    // MARK: Trunks

    /// A line to the outside and the exchange's word for how it stands.
    private mutating func put(trunk id: String, type: String, status: String) {
        let trunk = Trunk(site: site, id: id, name: SafeText(id), type: SafeText(type), status: SafeText(status))
        trunks[id] = trunk
        published.put(trunk)
    }

    /// PJSIPShowRegistrationsOutbound, PJSIPShowContacts and IAXpeerlist, whole; nil: not asked, or not allowed.
    mutating func take(registrations: [Message]?, contacts: [Message]?, peers: [Message]?) {
        var found: [(id: String, type: String, status: String)] = []
        for row in registrations ?? [] where row.event.hasPrefix("OutboundRegistration") {
            found.append(("PJSIP/\(row["ObjectName"])", "PJSIP", row["Status"]))
        }
        for row in peers ?? [] {
            let name = row["ObjectName"].split(separator: "/").last.map(String.init) ?? ""
            found.append(("IAX2/\(name)", "IAX2", row["Status"]))
        }
        let named = configuration.trunks
        for row in contacts ?? [] {
            let id = "PJSIP/\(row["Endpoint"])"
            guard named.contains(where: { $0.isPattern(matching: id) }), !found.contains(where: { $0.id == id }) else { continue }
            found.append((id, "PJSIP", row["Status"]))
        }
        if !named.isEmpty { found.removeAll { trunk in !named.contains { $0.isPattern(matching: trunk.id) } } }
        trunks = trunks.filter { old in found.contains { $0.id == old.key } }
        for trunk in found { put(trunk: trunk.id, type: trunk.type, status: trunk.status) }
        published.keep(Trunk.self) { trunks[$0] != nil }
    }

    mutating func take(peer message: Message) {
        guard let trunk = trunks[message["Peer"]] else { return }
        put(trunk: trunk.id, type: trunk.type.string, status: message["PeerStatus"])
    }

    mutating func take(contact message: Message) {
        guard let trunk = trunks["PJSIP/\(message["EndpointName"])"] else { return }
        put(trunk: trunk.id, type: trunk.type.string, status: message["ContactStatus"])
    }

    /// The event names the trunk by its registration's user, not by its name: it is asked for again.
    mutating func take(registry message: Message) { isInDoubt = true }
}
