/// What came of an action: messages in the order in which they go out, the answer first.
struct AsteriskReply: Sendable {
    var messages: [AsteriskMessage] = []
    /// The connection ends behind it.
    var closes = false

    static func success(_ words: String?, _ more: [(String, String)] = []) -> AsteriskReply {
        AsteriskReply(messages: [answer("Success", words, more)])
    }
    static func error(_ words: String) -> AsteriskReply { AsteriskReply(messages: [answer("Error", words, [])]) }

    static func answer(_ response: String, _ words: String?, _ more: [(String, String)]) -> AsteriskMessage {
        AsteriskMessage(
            [(key: "Response", value: response)] + more.map { (key: $0.0, value: $0.1) }
                + (words.map { [(key: "Message", value: $0)] } ?? []))
    }

    /// A list: its rows are events that carry the identifier of the action.
    static func list(_ words: String, complete: String, _ rows: [(String, [(String, String)])]) -> AsteriskReply {
        let events = rows.map { name, fields in AsteriskMessage([(key: "Event", value: name)] + fields.map { (key: $0.0, value: $0.1) }) }
        let end = AsteriskMessage([("Event", complete), ("EventList", "Complete"), ("ListItems", String(rows.count))])
        return AsteriskReply(messages: [answer("Success", words, [("EventList", "start")])] + events + [end])
    }

    /// With the identifier that the client gave, behind the first line.
    func identified(_ id: String) -> [AsteriskMessage] {
        guard !id.isEmpty else { return messages }
        return messages.map { message in
            var lines = message.lines
            lines.insert(("ActionID", id), at: min(1, lines.count))
            return AsteriskMessage(lines, classes: message.classes)
        }
    }
}

/// The actions by name: the write classes that each needs one of, and what it does.
struct AsteriskActions {
    typealias Request = AsteriskRequestReader.Request
    typealias Act = @Sendable (inout AsteriskWorld, Request) throws -> AsteriskReply

    static let table: [String: (classes: [String], act: Act)] = {
        var table: [String: (classes: [String], act: Act)] = [:]
        func add(_ name: String, _ classes: String = "", _ act: @escaping Act) {
            table[name] = (classes.split(separator: ",").map(String.init), act)
        }
        add("Ping") { world, _ in .success(nil, [("Ping", "Pong"), ("Timestamp", "\(world.now / 1_000).\(100_000 + world.now % 1_000)")]) }
        add("CoreSettings", "system,reporting") { _, _ in
            .success(nil, [("AMIversion", "11.0.0"), ("AsteriskVersion", "22.11.0-rc1"), ("SystemName", "aster")])
        }
        add("CoreStatus", "system,reporting") { world, _ in .success(nil, [("CoreCurrentCalls", String(world.bridges.count))]) }
        add("Hangup", "system,call", hangup)
        add("BlindTransfer", "call", transfer)
        add("Redirect", "call", redirect)
        add("Atxfer", "call", consult)
        add("CancelAtxfer", "call", cancelConsultation)
        add("Park", "call") { world, request in
            guard let channel = world.channel(named: request["Channel"]) else {
                throw Refusal("Channel does not exist: \(request["Channel"])")
            }
            try world.parkCall(channel.id)
            return .success("Park successful")
        }
        add("PlayDTMF", "call") { world, request in
            guard world.channel(named: request["Channel"]) != nil else { throw Refusal("Channel not found") }
            return .success("DTMF successfully queued")
        }
        add("MuteAudio", "system") { world, request in
            guard world.channel(named: request["Channel"]) != nil else { throw Refusal("No such channel") }
            return .success(nil)
        }
        add("SendText", "call") { world, request in
            guard world.channel(named: request["Channel"]) != nil else { throw Refusal("No such channel") }
            return .success("Success")
        }
        add("MessageSend", "message") { _, _ in .success("Message successfully sent") }
        add("Getvar", "call,reporting", variable)
        add("QueueAdd", "agent") { world, request in
            .success(
                try world.add(
                    request["Interface"], to: request["Queue"],
                    name: String(decoding: request["MemberName"].cut(octets: 79), as: UTF8.self),
                    state: request["StateInterface"], penalty: Int(request["Penalty"]) ?? 0, paused: request["Paused"] == "true",
                    reason: request["Reason"]))
        }
        add("QueueRemove", "agent") { world, request in .success(try world.remove(request["Interface"], from: request["Queue"])) }
        add("QueuePause", "agent") { world, request in
            .success(
                try world.pause(
                    request["Interface"], request["Paused"] == "true", in: request["Queue"].isEmpty ? nil : request["Queue"],
                    reason: request["Reason"]))
        }
        add("ConfbridgeKick", "call") { world, request in .success(try world.kick(request["Conference"], request["Channel"])) }
        add("ConfbridgeMute", "call") { world, request in .success(try world.mute(request["Conference"], request["Channel"], true)) }
        add("ConfbridgeUnmute", "call") { world, request in .success(try world.mute(request["Conference"], request["Channel"], false)) }
        for (name, classes, act) in AsteriskLists.all { add(name, classes, act) }
        return table
    }()

    // MARK: Calls

    private static let hangup: Act = { world, request in
        let name = request["Channel"]
        guard !name.isEmpty else { throw Refusal("No channel specified") }
        // A name that begins with a slash is a regular expression, and may end any number of calls.
        if name.hasPrefix("/") {
            for channel in world.sortedChannels { world.hangUp(channel.id) }
            return .success("Channels hung up will follow")
        }
        guard let channel = world.channel(named: name) else { throw Refusal("No such channel") }
        let waits = world.consultation(of: channel.id)
        if let waits { world.completeConsultation(channel.id, waits) } else { world.hangUp(channel.id) }
        return .success("Channel Hungup")
    }

    /// `Success` also for an extension that does not exist; the call then ends.
    private static let transfer: Act = { world, request in
        guard let channel = world.channel(named: request["Channel"]) else { throw Refusal("Channel specified does not exist") }
        guard let other = world.peers(of: channel.id).first else { throw Refusal("Unable to transfer") }
        world.send(other, to: request["Exten"], in: request["Context"], leaving: channel.id)
        return .success("Transfer succeeded")
    }

    private static let redirect: Act = { world, request in
        guard let channel = world.channel(named: request["Channel"]) else { throw Refusal("Channel does not exist: \(request["Channel"])") }
        guard !request["Priority"].isEmpty else { throw Refusal("Priority not specified") }
        world.send(channel.id, to: request["Exten"], in: request["Context"], leaving: world.peers(of: channel.id).first)
        return .success("Redirect successful")
    }

    private static let consult: Act = { world, request in
        guard let channel = world.channel(named: request["Channel"]) else { throw Refusal("Channel specified does not exist") }
        guard !request["Exten"].isEmpty else { throw Refusal("No extension specified") }
        world.consult(channel.id, request["Exten"], request["Context"])
        return .success("Atxfer successfully queued")
    }

    private static let cancelConsultation: Act = { world, request in
        guard let channel = world.channel(named: request["Channel"]) else { throw Refusal("Channel specified does not exist") }
        if let waits = world.consultation(of: channel.id) { world.cancelConsultation(channel.id, waits) }
        return .success("CancelAtxfer successfully queued")
    }

    private static let variable: Act = { world, request in
        let text = request["Variable"]
        guard text.hasPrefix("DIALPLAN_EXISTS("), text.hasSuffix(")") else { return .success(nil, [("Variable", text), ("Value", "")]) }
        let parts = text.dropFirst("DIALPLAN_EXISTS(".count).dropLast().split(separator: ",").map(String.init)
        let exists = parts.count >= 2 && world.leadsAnywhere(parts[1], in: parts[0])
        return .success(nil, [("Variable", text), ("Value", exists ? "1" : "0")])
    }
}

// MARK: - Transfers

extension AsteriskWorld {
    /// A channel goes elsewhere in the dialplan; whoever talked with it goes his own way.
    mutating func send(_ id: String, to exten: String, in context: String, leaving other: String?) {
        leaveQueue(id, abandoned: true)
        leaveRoom(id)
        _ = nextTurn(id)
        let halves = channels[id]?.bridge.flatMap { bridges[$0]?.members } ?? []
        leaveBridge(id)
        change(id) { ($0.queue, $0.context) = (nil, context) }
        for half in halves where half != id { hangUp(half) }
        if let other { hangUp(other) }
        guard leadsAnywhere(exten, in: context) else { return hangUp(id, cause: 3) }
        if context == Self.park, let slot = Int(exten) { takeParked(slot, by: id) } else { route(id, exten) }
    }

    /// The caller waits alone in his bridge; the two talk in another.
    mutating func consult(_ id: String, _ exten: String, _ context: String) {
        guard let caller = peers(of: id).first, let channel = channels[id] else { return }
        _ = nextTurn(caller)
        tell("Hold", id, "call", [("MusicClass", "default")])
        leaveBridge(id)
        tell("Unhold", id)
        guard telephones[exten] != nil, isFree(exten) else { return enter(id, channel.bridge ?? makeBridge()) }
        change(id) { $0.application = "consult:\(channel.bridge ?? "")" }
        ring([exten], for: id)
    }

    /// The bridge in which somebody waits for a channel that consults.
    func consultation(of id: String) -> String? {
        guard let text = channels[id]?.application, text.hasPrefix("consult:") else { return nil }
        return String(text.dropFirst("consult:".count))
    }

    mutating func completeConsultation(_ id: String, _ waiting: String) {
        let other = peers(of: id).first
        let bridge = channels[id]?.bridge
        if let other { leaveBridge(other) }
        if let bridge { bridges[bridge]?.members.removeAll { $0 == id } }
        change(id) { ($0.bridge, $0.application) = (nil, "") }
        if let other, bridges[waiting] != nil { enter(other, waiting) }
        tell("AttendedTransfer", "call", [("Result", "Success")] + (channels[id].map { fields($0, "OrigTransferer") } ?? []))
        hangUp(id)
    }

    mutating func cancelConsultation(_ id: String, _ waiting: String) {
        for leg in channels[id]?.rings ?? [] { cancelRinging(leg, for: id) }
        let other = peers(of: id).first
        leaveBridge(id)
        change(id) { $0.application = "" }
        if let other { hangUp(other) }
        if bridges[waiting] != nil { enter(id, waiting) }
    }
}
