/// Operations on calls, their supervision, and what is played, recorded and rung by the clock.
extension YeastarOperation {
    // MARK: - Calls

    static let calls: [YeastarOperation] = [
        trunkCalls(.inbound, isNeeded: true), trunkCalls(.outbound, isNeeded: false),
        command("extension/dial_extension") { world, request throws(YeastarRefusal) in
            try world.dial(
                try request.required("caller"), try request.required("callee"), autoAnswer: request["autoanswer"] == "yes")
        },
        command("extension/dial_outbound") { world, request throws(YeastarRefusal) in
            try world.dialOutside(
                try request.required("extid"), try request.required("outto"), autoAnswer: request["autoanswer"] == "yes")
        },
        command("queue/dial_outbound") { world, request throws(YeastarRefusal) in
            let queue = try request.required("queueid")
            let members = world.queues[queue] == nil ? nil : world.agents(of: queue)
            try world.dialOutside(group: queue, members: members, try request.required("outto"))
        },
        command("ringgroup/dial_outbound") { world, request throws(YeastarRefusal) in
            let group = try request.required("ringgroupid")
            try world.dialOutside(group: group, members: world.ringGroups[group], try request.required("outto"))
        },
        command("outbound/dial_outbound") { world, request throws(YeastarRefusal) in
            try world.connectOutside(try request.required("caller"), try request.required("outto"))
        },
        onExtension("extension/hangup") { world, number throws(YeastarRefusal) in try world.hangUp(extension: number) },
        command("inbound/hangup") { world, request throws(YeastarRefusal) in
            try world.hangUp(try request.required("inboundid"), .inbound)
        },
        command("outbound/hangup") { world, request throws(YeastarRefusal) in
            try world.hangUp(try request.required("outboundid"), .outbound)
        },
        YeastarOperation("extension/hold") { world, request throws(YeastarRefusal) in
            let number = try request.required("extid")
            try world.hold(number, true)
            // The example answers with the request, and with no status.
            return ["extid": .text(number)]
        },
        onExtension("extension/unhold") { world, number throws(YeastarRefusal) in try world.hold(number, false) },
        onExtension("extension/mute") { world, number throws(YeastarRefusal) in try world.mute(number, true) },
        onExtension("extension/unmute") { world, number throws(YeastarRefusal) in try world.mute(number, false) },
        command("calltransfer") { world, request throws(YeastarRefusal) in
            try world.transfer(
                try request.required("callid"), by: try request.required("transferor"), to: try request.required("transferto"))
        },
    ]

    private static func trunkCalls(_ direction: YeastarWorld.Call.Direction, isNeeded: Bool) -> YeastarOperation {
        let name = direction == .inbound ? "inbound" : "outbound"
        return YeastarOperation("\(name)/query") { world, request throws(YeastarRefusal) in
            let ids = request.list("\(name)id")
            if isNeeded, ids == nil { throw .missing }
            let calls = world.calls(direction).filter { ids?.contains($0.id) ?? true }
            guard ids == nil || !calls.isEmpty else { throw .unknown }
            return .fields([.init(name: name, value: .bareList(calls.map { world.trunkCall($0) }))])
        }
    }

    // MARK: - Supervision

    static let supervision: [YeastarOperation] = [
        watching("extension/listen", by: "listener", target: "listenedext", mode: "Listen"),
        watching("extension/whisper", by: "whisperer", target: "whisperedext", mode: "Whisper"),
        watching("extension/barge", by: "bargein", target: "bargedext", mode: "Barge-in"),
    ]

    private static func watching(_ path: String, by supervisor: String, target: String, mode: String) -> YeastarOperation {
        command(path) { world, request throws(YeastarRefusal) in
            try world.watch(try request.required(supervisor), try request.required(target), mode: mode)
        }
    }

    // MARK: - Prompts, voice messages, hotel

    static let prompts: [YeastarOperation] = [
        command("extension/playprompt") { world, request throws(YeastarRefusal) in
            try world.playPrompt(try request.required("prompt"), extension: try request.required("extid"))
        },
        command("outbound/playprompt") { world, request throws(YeastarRefusal) in
            try world.playPrompt(try request.required("prompt"), outside: try request.required("outto"))
        },
    ]

    static let voicemail: [YeastarOperation] = [
        YeastarOperation("voicemail/query") { world, request throws(YeastarRefusal) in
            let numbers = request.list("extid") ?? world.extensions
            guard numbers.allSatisfy({ world.phones[$0] != nil }) else { throw .unknown }
            let boxes = numbers.filter { world.mail[$0]?.isEmpty == false }.map { number -> OrderedJSON in
                let messages = world.messages(number).map { file, message -> OrderedJSON in
                    [
                        "voicemailfile": .text(file), "messagefrom": .text(message.from),
                        "voicemaildate": .text(world.localTime(message.time)), "voicemaillength": .text(String(message.seconds)),
                    ]
                }
                return ["extid": .text(number), "voicemail": .list(messages)]
            }
            return boxes.isEmpty ? nothing : ["voicemails": .list(boxes)]
        },
        command("voicemail/delete") { world, request throws(YeastarRefusal) in
            try world.deleteMessages(
                try request.required("extid"), YeastarRequest.items(try request.required("voicemailfile")))
        },
    ]

    static let hotel: [YeastarOperation] = [
        command("wakeupcall/create") { world, request throws(YeastarRefusal) in try world.setWakeup(nil, request) },
        command("wakeupcall/update") { world, request throws(YeastarRefusal) in
            try world.setWakeup(try request.required("wakeupid"), request)
        },
        command("wakeupcall/delete") { world, request throws(YeastarRefusal) in
            try world.deleteWakeups(request.list("wakeupid"))
        },
        YeastarOperation("wakeupcall/query") { world, request throws(YeastarRefusal) in
            let number = try request.required("number")
            guard world.phones[number] != nil else { throw .unknown }
            let rows = world.wakeups.filter { $0.number == number }.map { row in
                OrderedJSON(row.settings.merging(["wakeupid": row.id]) { $1 }, ["wakeupid", "type", "weekdays", "time", "prompt"])
            }
            return rows.isEmpty ? nothing : ["wakeups": [["number": .text(number), "wakeup": .list(rows)]]]
        },
        command("hotel/checkout") { world, request throws(YeastarRefusal) in try world.checkOut(try request.required("number")) },
    ]
}
