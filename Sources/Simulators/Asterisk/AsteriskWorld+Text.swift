// How the exchange words what it tells.
extension AsteriskWorld {
    static let states = [0: "Down", 4: "Ring", 5: "Ringing", 6: "Up"]

    /// The lines about a channel; those of others than the first have a word before them.
    func fields(_ channel: Channel, _ prefix: String = "") -> [(String, String)] {
        func known(_ text: String) -> String { text.isEmpty ? "<unknown>" : text.escapedForChannels }
        return [
            ("Channel", channel.name), ("ChannelState", String(channel.state)), ("ChannelStateDesc", Self.states[channel.state] ?? "Down"),
            ("CallerIDNum", known(channel.number)), ("CallerIDName", known(channel.caller)),
            ("ConnectedLineNum", known(channel.connectedNumber)), ("ConnectedLineName", known(channel.connectedName)), ("Language", "en"),
            ("AccountCode", ""), ("Context", channel.context), ("Exten", channel.exten), ("Priority", "1"), ("Uniqueid", channel.id),
            ("Linkedid", channel.linked),
        ].map { (prefix + $0.0, $0.1) }
    }

    mutating func tell(_ name: String, _ classes: String, _ fields: [(String, String)]) {
        messages.append(.event(name, classes, fields))
    }

    mutating func tell(_ name: String, _ id: String, _ classes: String = "call", _ more: [(String, String)] = []) {
        guard let channel = channels[id] else { return }
        tell(name, classes, fields(channel) + more)
    }

    func fields(_ member: Member, of queue: String) -> [(String, String)] {
        [
            ("Queue", queue), ("MemberName", member.name), ("Interface", member.interface), ("StateInterface", member.stateInterface),
            ("Membership", member.isDynamic ? "dynamic" : "static"), ("Penalty", String(member.penalty)),
            ("CallsTaken", String(member.callsTaken)), ("LastCall", String(member.lastCall / 1_000)),
            ("LastPause", String(member.lastPause / 1_000)), ("LoginTime", String(booted / 1_000)),
            ("InCall", member.isInCall ? "1" : "0"), ("Status", String(deviceState(member.number))),
            ("Paused", member.isPaused ? "1" : "0"), ("PausedReason", member.reason), ("Ringinuse", "0"), ("Wrapuptime", "0"),
        ]
    }

    /// A name or reason that was cut in the middle of a character makes the event vanish (page, Actions).
    mutating func tellMember(_ name: String, _ member: Member, of queue: String) {
        guard !member.reason.contains("\u{FFFD}"), !member.name.contains("\u{FFFD}") else { return }
        tell(name, "agent", fields(member, of: queue))
    }

    /// What changes with a telephone: its hint, its device, and its memberships.
    mutating func tellDevice(_ number: String) {
        let hint = hintState(number)
        tell(
            "ExtensionStatus", "call",
            [
                ("Exten", number), ("Context", "ext-local"), ("Hint", "PJSIP/\(number)"), ("Status", String(hint.code)),
                ("StatusText", hint.text),
            ])
        for queue in queues {
            for member in queue.members where member.number == number { tellMember("QueueMemberStatus", member, of: queue.name) }
        }
    }

    func fields(_ bridge: String) -> [(String, String)] {
        let facts = bridges[bridge] ?? Bridge()
        return [
            ("BridgeUniqueid", bridge), ("BridgeType", facts.creator == "<unknown>" ? "basic" : "base"),
            ("BridgeTechnology", facts.technology), ("BridgeCreator", facts.creator), ("BridgeName", facts.name),
            ("BridgeNumChannels", String(facts.members.count)), ("BridgeVideoSourceMode", "none"),
        ]
    }
}
