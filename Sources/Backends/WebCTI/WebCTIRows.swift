import Exchange
import Foundation

/// The state of everything in one answer (document, section 4.106).
struct AllStatus: Sendable, Equatable {
    var devices: [DeviceRow] = []
    var users: [Binding] = []
    var queues: [QueueStatusRow] = []
    var conferences: [ConferenceRow] = []
    var parks: [ParkRow] = []

    /// The device a user is bound to; empty where none.
    struct Binding: Sendable, Equatable {
        var user: String
        var device: String
    }

    init() {}

    init(_ answer: Answer) {
        for row in answer.rows { add(row) }
    }

    private mutating func add(_ row: Row) {
        devices += row.rows("devices").map(DeviceRow.init)
        users += row.rows("users").map { Binding(user: $0["user"], device: $0["device"]) }
        queues += row.rows("queues").map(QueueStatusRow.init)
        conferences += row.rows("conferences").map(ConferenceRow.init)
        parks += row.rows("parks").map(ParkRow.init)
    }

    /// Adds the rest of an answer that was asked for in parts; conferences and parked calls come whole with each.
    mutating func add(_ part: AllStatus) {
        devices += part.devices
        users += part.users
        queues += part.queues
        conferences = part.conferences
        parks = part.parks
    }
}

/// A telephone and the legs of calls at it.
struct DeviceRow: Sendable, Equatable {
    var number: String
    /// Dial interface: `SIP/2011`.
    var interface: String
    var context: String
    var user: String
    /// Section 6.6.
    var status: String
    var legs: [Leg]

    init(_ row: Row) {
        number = row["device", "deviceno"]
        interface = row["interface", "channel"]
        context = row["context"]
        user = row["user"]
        status = row["status"]
        legs = row.rows("calls").compactMap { Leg(call: $0) }
        let told = Set(legs.map(\.id))
        legs += row.rows("popupcalls").compactMap { Leg(popup: $0, at: number) }.filter { !told.contains($0.id) }
        for popup in row.rows("popupcalls") {
            let (id, queue) = (popup["uniqueid"], popup["queue", "queuenum"])
            guard !queue.isEmpty else { continue }
            for index in legs.indices where legs[index].id == id { legs[index].queue = queue }
        }
    }
}

/// One end of a call, seen from its own channel.
struct Leg: Sendable, Equatable {
    var channel: String
    var id: String
    var number: String
    /// The other end; empty where there is none yet.
    var otherChannel: String
    var otherID: String
    var otherNumber: String
    var state: CallState
    /// Whether this end called; nil where the exchange does not say.
    var called: Bool?
    var dialed: String
    var linked: String
    var queue = ""

    /// A row of `calls` or of `getcalls`; nil where it has ended: rows stay for a while.
    init?(call row: Row) {
        channel = row["channel", "srcchannel"]
        id = row["uniqueid", "srcuniqueid"]
        number = row["callerid", "srccallerid"]
        otherChannel = row["refchannel", "dstchannel"]
        otherID = row["refuniqueid", "dstuniqueid"]
        otherNumber = row["refcallerid", "dstcallerid"]
        dialed = row["dialtime"]
        linked = row["linktime"]
        called =
            switch row["direct"].uppercased() {
            case "OUT": true
            case "IN": false
            default: nil
            }
        // A row of `getcalls` names its parties by their parts: the source called.
        if row.members["srcchannel"] != nil { called = true }
        let words = [row["channelstate", "srcchannelstate"], row["refchannelstate", "dstchannelstate"]].map { $0.lowercased() }
        switch row["callstate"].lowercased() {
        case "link", "linked", "up": state = .talking
        case "dialing", "dial", "": state = words.contains("ringing") ? .ringing : .dialing
        default: return nil
        }
        guard !id.isEmpty || !channel.isEmpty, row["clearflag"] != "1" else { return nil }
        if id.isEmpty { id = channel }
    }

    /// A row of `popupcalls` or of `getpopupscreen`: a live channel of a telephone, also one that talks with no other.
    init?(popup row: Row, at device: String) {
        channel = row["channel"]
        id = row["uniqueid"]
        otherChannel = row["refchannel", "miscdata", "misdata", "misadata", "miscredata"]
        otherID = row["refuniqueid", "miscuniqueid", "misuniqueid", "miscreuniqueid"]
        number = device
        called =
            switch row["direct"].uppercased() {
            case "OUT": true
            case "IN": false
            default: nil
            }
        otherNumber = row["callerid"]
        if called == true, otherNumber.isEmpty || otherNumber == device { otherNumber = row["did", "dialednum"] }
        dialed = row["createtime"]
        linked = ""
        queue = row["queue", "queuenum"]
        switch row["state"].lowercased() {
        case "up": state = .talking
        case "ringing": state = .ringing
        case "ring", "dialing": state = .dialing
        default: return nil
        }
        guard !channel.isEmpty else { return nil }
        if id.isEmpty { id = channel }
    }
}

struct QueueStatusRow: Sendable, Equatable {
    struct Member: Sendable, Equatable {
        var interface: String
        var agent: String
        /// Section 6.7.
        var status: String
        /// `0` ready, any other a reason of `getpausetype`.
        var paused: String
    }

    struct Waiting: Sendable, Equatable {
        var channel: String
        var id: String
        var caller: String
        var name: String
        var position: Int?
        var wait: Int?
        /// Unix seconds of the exchange.
        var start: String

        /// The wait counts on by itself; it says something new only where the beginning is not told.
        static func == (left: Waiting, right: Waiting) -> Bool {
            left.id == right.id && left.channel == right.channel && left.caller == right.caller && left.name == right.name
                && left.position == right.position && left.start == right.start && (!left.start.isEmpty || left.wait == right.wait)
        }
    }

    var number: String
    var members: [Member]
    var waiting: [Waiting]

    init(_ row: Row) {
        number = row["queue", "queueno", "queue no"]
        members = row.rows("members").map { member in
            Member(
                interface: member["interface", "agent"], agent: member["agentno", "agentname"], status: member["status"],
                paused: member["paused"])
        }
        waiting = row.rows("waitingcalls").compactMap { call in
            let channel = call["channel"]
            let id = call["uniqueid"]
            guard !id.isEmpty || !channel.isEmpty else { return nil }
            return Waiting(
                channel: channel, id: id.isEmpty ? channel : id, caller: call["callerid"], name: call["calleridname"],
                position: call.count("position"), wait: call.count("wait"), start: call["queuestart", "queuesstart"])
        }
    }
}

/// Somebody in a conference room: a row of `conferences` or of `getmeetme` (section 4.70).
struct ConferenceRow: Sendable, Equatable {
    var room: String
    /// What `meetme kick` takes.
    var participant: String
    var number: String
    var channel: String
    var isTalking: Bool
    var created: String

    init(_ row: Row) {
        room = row["confno", "meetme"]
        participant = row["usernum"]
        number = row["callerid"]
        channel = row["channel"]
        isTalking = row["talking"] == "1"
        created = row["createtime"]
    }

    static func present(_ answer: Answer) -> [ConferenceRow] {
        answer.rows.filter { $0["leave"] != "1" }.map(ConferenceRow.init)
    }
}

/// A parked call (section 4.78).
struct ParkRow: Sendable, Equatable {
    var slot: String
    var channel: String
    var parker: String
    var caller: String
    var state: String
    var since: String

    init(_ row: Row) {
        slot = row["exten"]
        channel = row["channel"]
        parker = row["srcchannel"]
        caller = row["callerid"]
        state = row["state"]
        since = row["parkedtime", "createtime"]
    }

    /// Rows stay after the call was fetched, gave up or ran out of time (section 6.8).
    var isParked: Bool { state.isEmpty || state == "Parked" }
}

/// A number that can be dialled, with its name and telephone (section 4.104).
struct ExtensionRow: Sendable, Equatable {
    var number: String
    var name: String
    var device: String
    var interface: String
    var context: String

    init(_ row: Row) {
        number = row["extension", "deviceno"]
        let names = [row["cnname", "cname", "cndescription"], row["enname"]]
        name = names.first { !$0.isEmpty } ?? number
        device = row["device", "deviceno"]
        interface = row["channel"]
        context = row["context"]
    }
}

/// Figures of a queue (section 4.85).
struct QueueFiguresRow: Sendable, Equatable {
    var number: String
    var completed: Int?
    var abandoned: Int?
    var holdTime: Int?
    var serviceLevel: Double?

    init(_ row: Row) {
        number = row["queue"]
        completed = row.count("completed")
        abandoned = row.count("abandoned")
        holdTime = row.count("holdtime")
        let level = Double(row["servicelevelperf", "serviceleveelperf", "serviceLevelPerf"])
        serviceLevel = level.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
}

/// What `meetme list` prints of one participant, which no other answer tells (section 4.5).
struct MeetMeLine: Sendable, Equatable {
    var participant: String
    var isMuted: Bool
    var isModerator: Bool

    /// - Parameter text: the console's output; the lines may have run together.
    static func list(_ text: String) -> [MeetMeLine] {
        text.split(separator: "User #:", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            guard let number = part.split(whereSeparator: \.isWhitespace).first.flatMap({ Int($0) }) else { return nil }
            // Channel names and caller names come before what is said in brackets.
            let remarks = part.lowercased()
            return MeetMeLine(
                participant: String(number), isMuted: remarks.contains("muted)") || remarks.contains("(listen only)"),
                isModerator: remarks.contains("(admin)"))
        }
    }
}
