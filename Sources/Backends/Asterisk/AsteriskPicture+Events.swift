import BackendSupport
import Exchange
import Foundation

/// What an event does to the picture.
typealias EventRule = @Sendable (inout Picture, Message, Date) -> Void

// Events, by name. What stands in no row says nothing that the board shows.
extension Picture {
    /// Takes in one event, in the order in which it came. Events are taken as facts: one that comes twice does nothing.
    mutating func apply(_ message: Message, at now: Date) {
        guard let rule = Self.rules[message.event] else { return }
        rule(&self, message, now)
    }

    static func isUsed(_ event: String) -> Bool { rules[event] != nil }

    private static let rules: [String: EventRule] = {
        var rules: [String: EventRule] = [:]
        for table in [channelRules, dialRules, bridgeRules, queueRules, parkRules, roomRules, otherRules] {
            rules.merge(table) { first, _ in first }
        }
        return rules
    }()

    // MARK: Channels

    private static let noting: EventRule = { picture, message, now in picture.note(message, at: now) }

    private static let channelRules: [String: EventRule] = [
        "Newchannel": noting, "Newstate": noting, "NewCallerid": noting, "NewConnectedLine": noting,
        "Rename": { picture, message, _ in picture.rename(message) },
        "Hold": { picture, message, now in
            picture.note(message, at: now)
            picture.legs.update(message["Uniqueid"]) { $0.isHolding = true }
        },
        "Unhold": { picture, message, now in
            picture.note(message, at: now)
            picture.legs.update(message["Uniqueid"]) { $0.isHolding = false }
        },
        "LocalBridge": { picture, message, now in
            picture.note(message, "LocalOne", at: now)
            picture.note(message, "LocalTwo", at: now)
            picture.legs.pair(message["LocalOneUniqueid"], message["LocalTwoUniqueid"])
        },
        "Hangup": { picture, message, _ in picture.end(message["Uniqueid"]) },
    ]

    /// Takes over what an event says of a channel. Keys of others than the first channel have a word before them.
    mutating func note(_ message: Message, _ prefix: String = "", at now: Date) {
        let id = message[prefix + "Uniqueid"]
        legs.update(id, name: message[prefix + "Channel"], linked: message[prefix + "Linkedid"], created: created(id) ?? now) { leg in
            if let state = message.figure(prefix + "ChannelState") { leg.state = state }
            leg.callerNumber = message.channelField(prefix + "CallerIDNum")
            leg.callerName = message.channelField(prefix + "CallerIDName")
            leg.connectedNumber = message.channelField(prefix + "ConnectedLineNum")
            leg.context = message[prefix + "Context"]
            leg.exten = message.channelField(prefix + "Exten")
        }
    }

    /// A Uniqueid of the exchange's own begins with the second of its making: `aster-1796076599.441`, `1796076599.441`.
    private func created(_ id: String) -> Date? {
        let seconds = id.split(separator: "-").last.flatMap { $0.split(separator: ".").first } ?? ""
        guard seconds.utf8.count == 10, let date = WireFigure(String(seconds))?.date else { return nil }
        return date.addingTimeInterval(-clockLead)
    }

    private mutating func rename(_ message: Message) {
        legs.update(message["Uniqueid"]) { $0.name = ChannelName(message["Newname"]) }
    }

    mutating func end(_ id: String) {
        leave(id)
        put(nil, of: id)
        leaveRooms(channel: legs[id]?.name.text ?? "")
        legs.remove(id)
    }

    // MARK: Ringing

    private static let dialRules: [String: EventRule] = [
        "DialBegin": { picture, message, now in
            if !message["Uniqueid"].isEmpty { picture.note(message, at: now) }
            picture.note(message, "Dest", at: now)
            let dialer = message["Uniqueid"]
            picture.legs.update(message["DestUniqueid"]) { leg in
                if leg.bridge == nil { leg.dialer = dialer.isEmpty ? nil : dialer }
            }
        },
        "DialEnd": { picture, message, now in
            if !message["Uniqueid"].isEmpty { picture.note(message, at: now) }
            guard message["DialStatus"] != "ANSWER" else { return picture.note(message, "Dest", at: now) }
            picture.legs.update(message["DestUniqueid"]) { $0.dialer = nil }
        },
        "Pickup": { picture, message, now in
            picture.note(message, at: now)
            picture.note(message, "Target", at: now)
            picture.isInDoubt = true
        },
    ]

    // MARK: Bridges

    private static let bridgeRules: [String: EventRule] = [
        "BridgeCreate": { picture, message, _ in picture.noteBridge(message) },
        "BridgeEnter": { picture, message, now in picture.enter(message, at: now) },
        "BridgeLeave": { picture, message, now in
            picture.note(message, at: now)
            let bridge = message["BridgeUniqueid"]
            picture.legs.update(message["Uniqueid"]) { if $0.bridge == bridge { $0.bridge = nil } }
        },
        "BridgeDestroy": { picture, message, _ in picture.legs.destroy(bridge: message["BridgeUniqueid"]) },
        "BlindTransfer": { picture, _, _ in picture.isInDoubt = true },
        "AttendedTransfer": { picture, _, _ in picture.isInDoubt = true },
    ]

    private mutating func noteBridge(_ message: Message) {
        let isOther = message["BridgeCreator"] == "ConfBridge" || message["BridgeTechnology"] == "holding_bridge"
        if isOther { legs.setAside(bridge: message["BridgeUniqueid"]) }
    }

    private mutating func enter(_ message: Message, at now: Date) {
        noteBridge(message)
        note(message, at: now)
        let (id, bridge) = (message["Uniqueid"], message["BridgeUniqueid"])
        let isTalk = legs.isTalk(bridge: bridge)
        legs.update(id) { leg in
            leg.bridge = bridge
            leg.dialer = nil
            if isTalk { leg.slot = nil }
        }
        guard let leg = legs[id] else { return }
        let together = legs.bridged(with: leg)
        guard together.count > 1 else { return }
        for id in together { legs.update(id) { $0.answered = $0.answered ?? now } }
    }

    // MARK: Queues

    private static let queueRules: [String: EventRule] = [
        "QueueCallerJoin": { picture, message, now in
            picture.note(message, at: now)
            picture.join(message, at: now)
        },
        "QueueCallerLeave": { picture, message, _ in picture.leave(message["Uniqueid"], queue: message["Queue"]) },
        "QueueCallerAbandon": { picture, message, _ in
            picture.leave(message["Uniqueid"], queue: message["Queue"])
            picture.legs.update(message["Uniqueid"]) { $0.queue = nil }
        },
        "QueueMemberStatus": membership, "QueueMemberPause": membership, "QueueMemberAdded": membership,
        "QueueMemberPenalty": membership, "QueueMemberRinginuse": membership,
        "QueueMemberRemoved": { picture, message, _ in picture.remove(member: message) },
        "ExtensionStatus": { picture, message, _ in picture.take(hint: message) },
        "AgentComplete": { picture, message, _ in picture.queuesInDoubt.insert(message["Queue"]) },
    ]

    private static let membership: EventRule = { picture, message, _ in picture.take(member: message, location: "Interface") }

    // MARK: Parking

    private static let parkRules: [String: EventRule] = [
        "ParkedCall": { picture, message, now in
            picture.note(message, "Parkee", at: now)
            let id = message["ParkeeUniqueid"]
            // A caller who waits sends no leave when he is parked.
            picture.leave(id)
            picture.legs.update(id) { leg in
                leg.slot = message["ParkingSpace"]
                leg.isHolding = false
            }
            if let bridge = picture.legs[id]?.bridge { picture.legs.setAside(bridge: bridge) }
        },
        "UnParkedCall": unparking, "ParkedCallGiveUp": unparking, "ParkedCallTimeOut": unparking,
        "ParkedCallSwap": { picture, _, _ in picture.isInDoubt = true },
    ]

    private static let unparking: EventRule = { picture, message, _ in
        picture.legs.update(message["ParkeeUniqueid"]) { $0.slot = nil }
    }

    // MARK: The rest

    private static let otherRules: [String: EventRule] = [
        "ChanSpyStart": { picture, message, now in
            picture.note(message, "Spyer", at: now)
            picture.note(message, "Spyee", at: now)
            let (spyer, spyee) = (message["SpyerUniqueid"], message["SpyeeUniqueid"])
            guard let leg = picture.legs[spyee] else { return }
            picture.put(Spy(spyee: spyee, number: picture.number(of: leg), how: picture.legs[spyer]?.spyingManner), of: spyer)
        },
        "ChanSpyStop": { picture, message, _ in picture.put(nil, of: message["SpyerUniqueid"]) },
        "Reload": { picture, _, _ in picture.isInDoubt = true },
        "PeerStatus": { picture, message, _ in picture.take(peer: message) },
        "ContactStatus": { picture, message, _ in picture.take(contact: message) },
        "Registry": { picture, message, _ in picture.take(registry: message) },
    ]
}
