/// The lists: what stands there at this moment, in the rows and words of the exchange.
enum AsteriskLists {
    typealias Row = (String, [(String, String)])

    static let all: [(name: String, classes: String, act: AsteriskActions.Act)] = [
        (
            "CoreShowChannels", "system,reporting",
            { world, _ in .list("Channels will follow", complete: "CoreShowChannelsComplete", channels(world)) }
        ),
        (
            "QueueStatus", "",
            { world, request in
                .list("Queue status will follow", complete: "QueueStatusComplete", queues(world, request["Queue"], request["Member"]))
            }
        ),
        ("QueueSummary", "", { world, _ in .list("Queue summary will follow", complete: "QueueSummaryComplete", summary(world)) }),
        ("ParkedCalls", "call", { world, _ in .list("Parked calls will follow", complete: "ParkedCallsComplete", parked(world)) }),
        (
            "ExtensionStateList", "call,reporting",
            { world, _ in
                .list("Extension Statuses will follow", complete: "ExtensionStateListComplete", hints(world))
            }
        ),
        (
            "ConfbridgeListRooms", "reporting",
            { world, _ in
                guard !world.rooms.isEmpty else { throw Refusal("No active conferences.") }
                return .list("Confbridge conferences will follow", complete: "ConfbridgeListRoomsComplete", rooms(world))
            }
        ),
        (
            "ConfbridgeList", "reporting",
            { world, request in
                guard let room = world.rooms[request["Conference"]] else { throw Refusal("No active conferences.") }
                return .list(
                    "Confbridge user list will follow", complete: "ConfbridgeListComplete", people(world, request["Conference"], room))
            }
        ),
        (
            "PJSIPShowRegistrationsOutbound", "system,reporting",
            { _, _ in
                .list("Following are Events for each Outbound registration", complete: "OutboundRegistrationDetailComplete", [])
            }
        ),
        (
            "PJSIPShowContacts", "system",
            { world, _ in .list("A listing of Contacts follows", complete: "ContactListComplete", contacts(world)) }
        ),
        // The rows of peers carry no identifier in the list without `list` in its name.
        ("IAXpeerlist", "system,reporting", { _, _ in .list("IAX Peer status list will follow", complete: "PeerlistComplete", [trunk]) }),
    ]

    private static func channels(_ world: AsteriskWorld) -> [Row] {
        world.sortedChannels.map { channel in
            let age = max(0, (world.now - channel.since) / 1_000)
            let isBridged = channel.bridge != nil
            let application = channel.application.hasPrefix("consult:") ? "" : channel.application
            return (
                "CoreShowChannel",
                world.fields(channel) + [
                    ("Application", application), ("ApplicationData", channel.data),
                    ("Duration", String(format(age))), ("BridgeId", isBridged ? channel.bridge ?? "" : ""),
                ]
            )
        }
    }

    private static func format(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    private static func queues(_ world: AsteriskWorld, _ name: String, _ member: String) -> [Row] {
        world.queues.filter { name.isEmpty || $0.name == name }.flatMap { queue -> [Row] in
            let level = queue.completed > 0 ? 100 * Double(queue.answeredInTarget) / Double(queue.completed) : 0
            let params: Row = (
                "QueueParams",
                [
                    ("Queue", queue.name), ("Max", "200"), ("Strategy", queue.strategy), ("Calls", String(queue.waiting.count)),
                    ("Holdtime", String(queue.holdTime)), ("TalkTime", String(queue.talkTime)), ("Completed", String(queue.completed)),
                    ("Abandoned", String(queue.abandoned)), ("ServiceLevel", "20"),
                    ("ServicelevelPerf", String(Int(level * 10) / 10) + ".0"),
                    ("ServicelevelPerf2", "0.0"), ("Weight", "0"),
                ]
            )
            let members = queue.members.filter { member.isEmpty || $0.interface == member }.map { row -> Row in
                var fields = world.fields(row, of: queue.name).filter { $0.0 != "Ringinuse" }
                for index in fields.indices {
                    if fields[index].0 == "MemberName" { fields[index].0 = "Name" }
                    if fields[index].0 == "Interface" { fields[index].0 = "Location" }
                }
                return ("QueueMember", fields)
            }
            return [params] + members + entries(world, queue)
        }
    }

    /// Rows of those who wait are raw: nothing is escaped, and what is not known stands as `unknown`.
    private static func entries(_ world: AsteriskWorld, _ queue: AsteriskWorld.Queue) -> [Row] {
        queue.waiting.enumerated().compactMap { place, id in
            guard let channel = world.channels[id] else { return nil }
            func known(_ text: String) -> String { text.isEmpty ? "unknown" : text }
            return (
                "QueueEntry",
                [
                    ("Queue", queue.name), ("Position", String(place + 1)), ("Channel", channel.name), ("Uniqueid", id),
                    ("CallerIDNum", known(channel.number)), ("CallerIDName", known(channel.caller)), ("ConnectedLineNum", "unknown"),
                    ("ConnectedLineName", "unknown"), ("Wait", String((world.now - channel.queuedAt) / 1_000)), ("Priority", "0"),
                ]
            )
        }
    }

    private static func summary(_ world: AsteriskWorld) -> [Row] {
        world.queues.map { queue in
            (
                "QueueSummary",
                [
                    ("Queue", queue.name), ("LoggedIn", String(queue.members.count)),
                    ("Available", String(queue.members.count { !$0.isPaused && world.isFree($0.number) })),
                    ("Callers", String(queue.waiting.count)), ("HoldTime", String(queue.holdTime)), ("TalkTime", String(queue.talkTime)),
                    ("LongestHoldTime", "0"),
                ]
            )
        }
    }

    private static func parked(_ world: AsteriskWorld) -> [Row] {
        world.parked.sorted { $0.key < $1.key }.compactMap { slot, id in
            world.channels[id].map {
                ("ParkedCall", world.fields($0, "Parkee") + [("Parkinglot", "default"), ("ParkingSpace", String(slot))])
            }
        }
    }

    private static func hints(_ world: AsteriskWorld) -> [Row] {
        world.telephones.keys.sorted().map { number in
            let hint = world.hintState(number)
            return (
                "ExtensionStatus",
                [
                    ("Exten", number), ("Context", "ext-local"), ("Hint", "PJSIP/\(number)"), ("Status", String(hint.code)),
                    ("StatusText", hint.text),
                ]
            )
        }
    }

    private static func rooms(_ world: AsteriskWorld) -> [Row] {
        world.rooms.sorted { $0.key < $1.key }.map { name, room in
            (
                "ConfbridgeListRooms",
                [
                    ("Conference", name), ("Parties", String(room.members.count)), ("Marked", "0"),
                    ("Locked", room.isLocked ? "Yes" : "No"),
                    ("Muted", "No"),
                ]
            )
        }
    }

    /// The latest first.
    private static func people(_ world: AsteriskWorld, _ name: String, _ room: AsteriskWorld.Room) -> [Row] {
        room.members.reversed().compactMap { id in
            guard let channel = world.channels[id] else { return nil }
            return (
                "ConfbridgeList",
                [
                    ("Conference", name), ("Admin", "No"), ("MarkedUser", "No"), ("WaitMarked", "No"), ("EndMarked", "No"),
                    ("Waiting", "No"),
                    ("Muted", room.muted.contains(id) ? "Yes" : "No"), ("Talking", room.talking.contains(id) ? "Yes" : "No"),
                    ("AnsweredTime", String((world.now - channel.since) / 1_000)),
                ] + world.fields(channel)
            )
        }
    }

    private static func contacts(_ world: AsteriskWorld) -> [Row] {
        world.telephones.values.filter(\.isRegistered).sorted { $0.number < $1.number }.map {
            (
                "ContactList",
                [("ObjectType", "contact"), ("ObjectName", "\($0.number);@1"), ("Endpoint", $0.number), ("Status", "Reachable")]
            )
        }
    }

    private static let trunk: Row = (
        "PeerEntry",
        [
            ("Channeltype", "IAX2"), ("ObjectName", "carrier/carrier"), ("ChanObjectType", "peer"), ("IPaddress", "127.0.0.1"),
            ("IPport", "14570"), ("Dynamic", "no"), ("Status", "OK (1 ms)"),
        ]
    )
}
