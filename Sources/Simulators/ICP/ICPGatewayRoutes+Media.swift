extension ICPGatewayRoute {
    // MARK: - Conferences

    private static func address(_ value: OrderedJSON?) throws -> ICPWorld.Address {
        guard let type = value?["addressType"]?.number, [6, 9].contains(type), let number = value?["address"]?.text,
            (1...24).contains(number.count)
        else { throw ICPRefusal.badRequest }
        return .init(type: type, number: number)
    }

    static let conferences: [ICPGatewayRoute] = [
        post("agentconf/{A}/requestagentconf") { world, request in
            let places = request.body["memberNum"]?.number ?? 3
            let (minutes, prompt) = (request.body["time"]?.number ?? 60, request.body["promptTime"]?.number ?? 0)
            guard (2...120).contains(places), minutes > 0, (0..<minutes).contains(prompt) else { throw ICPRefusal.badRequest }
            let invited = try (request.body["addresses"]?.list ?? []).map { try address($0) }
            try world.requestConference(
                request.agent, .init(places: places, minutes: minutes, prompt: prompt, invited: invited))
        },
        put("agentconf/{A}/answeragentconf") { try $0.answerInvitation($1.agent, true) },
        delete("agentconf/{A}/rejectagentconf") { try $0.answerInvitation($1.agent, false) },
        delete("agentconf/{A}/requestleaveagentconf") { try $0.leaveConference($1.agent) },
        delete("agentconf/{A}/releaseagentconf") { try $0.releaseConference($1.agent) },
        post("agentconf/{A}/batchaddparticipant") { world, request in
            try world.invite(request.agent, request.requiredList("addresses", upTo: 120).map { try address($0) })
        },
        post("agentconf/{A}/batchremoveparticipant") { world, request in
            try world.remove(request.agent, request.requiredList("addresses", upTo: 30).map { try address($0) })
        },
        post("agentconf/{A}/changeparticipantmode") { world, request in
            try world.setMode(request.agent, address(request.body), request.body["attribute"]?.number ?? 0)
        },
        post("agentconf/{A}/holdparticipant") { try $0.holdMember($1.agent, address($1.body), true) },
        post("agentconf/{A}/unholdparticipant") { try $0.holdMember($1.agent, address($1.body), false) },
        put("agentconf/{A}/applytoshiftpresident") { try $0.shiftChair($1.agent, to: $1.required("destWorkNo")) },
        put("agentconf/{A}/prolongtime") { world, request in
            guard let minutes = Int(try request.required("prolongTime")) else { throw ICPRefusal.badRequest }
            try world.prolong(request.agent, minutes: minutes)
        },
        post("agentconf/{A}/modifyconfresource") { world, request in
            guard let type = request.body["modifyType"]?.number, let count = request.body["modifyNum"]?.number,
                [0, 1].contains(type), (2...118).contains(count)
            else { throw ICPRefusal.badRequest }
            try world.changePlaces(request.agent, by: type == 0 ? count : -count)
        },
        put("agentconf/{A}/playvoicetoconf") { world, request in
            _ = try request.requiredField("voicePath")
            try world.announce(request.agent, true)
        },
        put("agentconf/{A}/stopvoicetoconf") { try $0.announce($1.agent, false) },
        ICPGatewayRoute("POST", "agentconf/{A}/queryconfinfos") { world, request in
            let agent = try world.signedIn(request.agent)
            let ids = (request.body["confIds"]?.list ?? []).compactMap(\.number)
            guard ids.count <= 20 else { throw ICPRefusal.badRequest }
            let mine = world.conferences.values.filter { agent.isInspector || $0.id == agent.conference }
            let asked = mine.filter { ids.isEmpty || ids.contains($0.id) }.sorted { $0.id < $1.id }
            guard asked.count >= ids.count else { throw agent.isInspector ? ICPRefusal.noConference : .onlyInspectors }
            return .list(asked.map(ICPText.conference))
        },
    ]

    // MARK: - Recording, playback, chat

    static let media: [ICPGatewayRoute] = [
        put("recordplay/{A}/play") { world, request in
            let file = try request.requiredField("voicepath")
            guard file.count <= 100 else { throw ICPRefusal.badRequest }
            try world.play(request.agent, file, from: request.body["startpostion"]?.number ?? 0)
        },
        post("recordplay/{A}/pauseplay") { try $0.pausePlayback($1.agent, true) },
        post("recordplay/{A}/resumeplay") { try $0.pausePlayback($1.agent, false) },
        post("recordplay/{A}/forefast/{s}") { try $0.jump($1.agent, by: $1.number(0, 0...86_400)) },
        post("recordplay/{A}/backfast/{s}") { try $0.jump($1.agent, by: -$1.number(0, 0...86_400)) },
        delete("recordplay/{A}/stopplay") { try $0.stopPlayback($1.agent) },
        put("recordplay/{A}/record") { world, request in
            try world.startRecording(request.agent, file: request.field("fileName") ?? request.parameter("filename"))
        },
        put("recordplay/{A}/recordwithoutfilename") { try $0.startRecording($1.agent, file: nil) },
        post("recordplay/{A}/pauserecord") { try $0.pauseRecording($1.agent, true) },
        post("recordplay/{A}/resumerecord") { try $0.pauseRecording($1.agent, false) },
        delete("recordplay/{A}/stoprecord") { try $0.endRecording($1.agent) },
        get("recordplay/{A}/recordfile") { world, request in
            let agent = request.parameter("workno")
            let found = world.recordings.reversed().filter { agent == nil || $0.agent == agent }
            return .list(try page(found, request).map(ICPText.recordingRow))
        },
        get("recordplay/{A}/recordfilefromrecordid") { world, request in
            let id = try request.required("recordid")
            guard let found = world.recordings.first(where: { ICPText.recordID($0) == id }) else { throw ICPRefusal.noFile }
            return ICPText.recordingRow(found)
        },
        get("recordplay/{A}/queryrecordfilebycallid") { world, request in
            let id = try request.required("callid")
            return .list(world.recordings.filter { $0.call == id }.map(ICPText.recordingRow))
        },
        get("recordplay/{A}/recordfileurl") { .text(try ICPRecordingFile.address(of: [$1.required("filepath")], in: $0)) },
        get("recordplay/{A}/recordzipfileurl") { .text(try ICPRecordingFile.address(of: [$1.required("filepath")], in: $0)) },
        get("recordplay/{A}/batchrecordzipfileurl") {
            .text(try ICPRecordingFile.address(of: numbers($1.required("filepath")), in: $0))
        },
        ICPGatewayRoute("PUT", "textchat/{A}/internalcall/{destno}") { world, request in
            .text(try world.chat(request.agent, with: request.argument()))
        },
        put("textchat/{A}/answer/{callid}") { try $0.answerChat($1.agent, $1.argument()) },
        put("textchat/{A}/chatmessage") { try $0.write($1.agent, $1.requiredField("callId"), $1.field("content") ?? "") },
        delete("textchat/{A}/drop/{callid}") { try $0.endChat($1.agent, $1.argument()) },
        delete("textchat/{A}/reject/{callid}") { try $0.endChat($1.agent, $1.argument()) },
        post("textchat/{A}/transfer") { world, request in
            // Spelt so; 1 is an agent, 10 a skill.
            let (id, address) = (try request.requiredField("callid"), try request.requiredField("destaddr"))
            switch request.body["addesstype"]?.number {
            case 1: try world.passChat(request.agent, id, to: address)
            case 10:
                let idle = Int(address).flatMap { world.skill($0) }?.members.first { world.agents[$0]?.isIdle == true }
                guard let idle else { throw ICPRefusal.calledNumber }
                try world.passChat(request.agent, id, to: idle)
            default: throw ICPRefusal.badRequest
            }
        },
    ]

    // MARK: - Lists of numbers, the platform itself

    private static func numberList(
        _ name: String, _ list: WritableKeyPath<ICPWorld, [ICPWorld.ListedNumber]> & Sendable, _ fields: [String]
    ) -> [ICPGatewayRoute] {
        [
            post("eccconfig/{A}/\(name)") { world, request in
                let number = try request.requiredField("phoneNumber")
                let kept = fields.compactMap { name in request.body[name].map { OrderedJSON.Field(name: name, value: $0) } }
                world[keyPath: list].removeAll { $0.number == number }
                world[keyPath: list].append(.init(number: number, fields: kept, added: world.now))
            },
            delete("eccconfig/{A}/\(name)") { world, request in
                let number = try request.required("phoneNumber")
                guard world[keyPath: list].contains(where: { $0.number == number }) else { throw ICPRefusal.failed }
                world[keyPath: list].removeAll { $0.number == number }
            },
            get("eccconfig/{A}/all\(name)") { world, _ in
                .list(
                    world[keyPath: list].map {
                        .fields([.init(name: "phoneNumber", value: .text($0.number))] + $0.fields)
                    })
            },
        ]
    }

    static let lists: [ICPGatewayRoute] =
        numberList("blacklist", \.blackList, ["lockTime", "fiterMode"]) + numberList("redlist", \.redList, ["custLevel"])

    /// These name no agent.
    static let platform: [ICPGatewayRoute] = [
        get("querymonitor/systemversion") { _, _ in "AgentGateway V100R006" },
        get("querymonitor/servertime") { world, _ in .digits(world.now) },
        get("querymonitor/systemstate") { world, _ in
            let present = world.agents.values.count { $0.state != .signedOut }
            return ["agentCount": .number(present), "callCount": .number(world.calls.count)]
        },
        get("querymonitor/clusterinfo") { _, _ in ["nodes": ["node0"]] },
        get("querymonitor/agentclusterinfo/{W}") { world, request in
            ["workno": .text(try world.known(request.argument()).number), "node": "node0"]
        },
        get("querymonitor/allagentclusterinfo") { world, _ in
            .list(world.workNumbers.map { ["workno": .text($0), "node": "node0"] })
        },
        get("querymonitor/skillstatisticinfo/{skill}") { world, request in
            guard let skill = Int(request.argument()).flatMap({ world.skill($0) }) else { throw ICPRefusal.badRequest }
            return ICPText.queue(skill, in: world)
        },
    ]
}
