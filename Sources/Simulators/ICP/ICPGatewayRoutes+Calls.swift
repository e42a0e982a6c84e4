extension ICPGatewayRoute {
    // MARK: - Voice calls

    static let calls: [ICPGatewayRoute] = [
        put("voicecall/{A}/answer") { try $0.answerByHand($1.agent) },
        ICPGatewayRoute("PUT", "voicecall/{A}/callout") { world, request in
            .text(try world.callOut(request.agent, to: request.requiredField("called")))
        },
        ICPGatewayRoute("PUT", "voicecall/{A}/previewcallout") { world, request in
            _ = try request.requiredField("callcontrolid")
            return .text(try world.callOut(request.agent, to: request.requiredField("called")))
        },
        ICPGatewayRoute("PUT", "voicecall/{A}/callinner") { world, request in
            .text(try world.callInside(request.agent, to: request.requiredField("called")))
        },
        ICPGatewayRoute("PUT", "voicecall/{A}/callinnerskill") { world, request in
            guard let skill = request.body["skillId"]?.number else { throw ICPRefusal.badRequest }
            return .text(try world.callSkill(request.agent, skill))
        },
        delete("voicecall/{A}/release") { try $0.releaseCurrent($1.agent) },
        delete("voicecall/{A}/releasephone") { world, request in
            try world.releaseCurrent(request.agent)
            if world.agents[request.agent]?.phoneIsOpen == true { world.hangUpPhone(request.agent, byAgent: true, isForced: true) }
        },
        post("voicecall/{A}/dropcall/{callid}") { try $0.drop($1.argument(), by: $1.agent) },
        post("voicecall/{A}/disconnect/{number}") { try $0.disconnect($1.argument(), by: $1.agent) },
        put("voicecall/{A}/phonepickup") { try $0.answerByHand($1.agent) },
        put("voicecall/{A}/phonehangup") { try $0.releaseCurrent($1.agent) },
        post("voicecall/{A}/hold") { try $0.hold($1.agent) },
        post("voicecall/{A}/gethold") { try $0.retrieve($1.agent, $1.parameter("callid")) },
        post("voicecall/{A}/beginmute") { try $0.mute($1.agent, true) },
        post("voicecall/{A}/endmute") { try $0.mute($1.agent, false) },
        // The pictures of a call, which here has none.
        post("voicecall/{A}/beginmutevideo") { _ = try $0.talkingCall($1.agent, .muteWithoutCall) },
        post("voicecall/{A}/endmutevideo") { _ = try $0.talkingCall($1.agent, .unmuteWithoutCall) },
        post("voicecall/{A}/reportsound") { _ = try $0.signedIn($1.agent) },
        ICPGatewayRoute("POST", "voicecall/{A}/innerhelp") { world, request in
            let type = request.body["devicetype"]?.number ?? 2
            guard [1, 2].contains(type) else { throw ICPRefusal.badRequest }
            let device = try world.device(type, request.requiredField("dstaddress"))
            return .text(try world.consult(request.agent, device, isThreeParty: request.body["mode"]?.number == 2))
        },
        post("voicecall/{A}/canceltransfer") { try $0.cancelTransfer($1.agent) },
        post("voicecall/{A}/connecthold/{callid}") { try $0.connectHold($1.agent, $1.argument()) },
        ICPGatewayRoute("POST", "voicecall/{A}/confjoin") { world, request in
            .text(try world.threeParty(request.agent, held: request.requiredField("callid")))
        },
        post("voicecall/{A}/transfer") { world, request in
            guard let type = request.body["devicetype"]?.number, let mode = request.body["mode"]?.number else {
                throw ICPRefusal.badRequest
            }
            let address = try request.requiredField("address")
            guard address.count <= 24 else { throw ICPRefusal.badRequest }
            try world.transfer(request.agent, to: world.device(type, address), type: type, mode: mode)
        },
        post("voicecall/{A}/seconddial/{digits}") { try $0.dialDigits($1.agent, $1.argument(), "0123456789,%*") },
        post("voicecall/{A}/seconddialex") { try $0.dialDigits($1.agent, $1.required("number"), "0123456789,%*#") },
        put("voicecall/{A}/snatchpickup") { try $0.snatch($1.agent, from: $1.required("destWorkNo")) },
        post("voicecall/{A}/requestcall/{callid}/{skilltype}") { world, request in
            guard request.argument(1) == "0" else { throw ICPRefusal.badRequest }
            if let skill = request.parameter("skillId"), let call = world.calls[request.argument()], call.skill != Int(skill) {
                throw ICPRefusal.failed
            }
            try world.request(request.argument(), by: request.agent)
        },
        // One console acts for another position.
        put("thirdcontrol/{A}/callanswer/{W}") { world, request in
            guard try world.signedIn(request.agent).isInspector else { throw ICPRefusal.noInspector }
            try world.answerByHand(request.argument())
        },
        ICPGatewayRoute("PUT", "thirdcontrol/{A}/callout/{W}") { world, request in
            guard try world.signedIn(request.agent).isInspector else { throw ICPRefusal.noInspector }
            return .text(try world.callOut(request.argument(), to: request.requiredField("called")))
        },
        put("thirdcontrol/{A}/setstatus/{W}") { world, request in
            guard try world.signedIn(request.agent).isInspector else { throw ICPRefusal.noInspector }
            switch request.field("agentStatus") {
            case "AgentState_Idle": try world.sayFree(request.argument())
            case "AgentState_Busy": try world.sayBusy(request.argument(), reason: 0)
            default: throw ICPRefusal.badRequest
            }
        },
    ]

    // MARK: - Supervision

    static let supervision: [ICPGatewayRoute] = [
        put("qualitycontrol/{A}/addsupervise/{W}") { try $0.supervise($1.agent, $1.argument(), .listen) },
        put("qualitycontrol/{A}/addinsert/{W}") { try $0.supervise($1.agent, $1.argument(), .insert) },
        put("qualitycontrol/{A}/intercept/{W}") { try $0.intercept($1.agent, $1.argument(), nil) },
        put("qualitycontrol/{A}/intercept/{W}/{callId}") { try $0.intercept($1.agent, $1.argument(), $1.argument(1)) },
        delete("qualitycontrol/{A}/{W}") { try $0.stopSupervision($1.agent, $1.argument(), isWhisper: false) },
        post("qualitycontrol/{A}/switch/{W}") { try $0.switchSupervision($1.agent, $1.argument(), to: nil) },
        post("qualitycontrol/{A}/requestwhisperagent") { try $0.supervise($1.agent, $1.required("whisperagentid"), .whisper) },
        post("qualitycontrol/{A}/requeststopwhisperagent") {
            try $0.stopSupervision($1.agent, $1.required("whisperagentid"), isWhisper: true)
        },
        post("qualitycontrol/{A}/requestswitchinsertwhisperagent") { world, request in
            guard let mode = Int(try request.required("switchtype")).flatMap(ICPWorld.Supervision.Mode.init) else {
                throw ICPRefusal.badRequest
            }
            try world.switchSupervision(request.agent, request.required("whisperagentid"), to: mode)
        },
        post("qualitycontrol/{A}/forceidle/{W}") { try $0.forceIdle($1.agent, $1.argument()) },
        post("qualitycontrol/{A}/forcebusy/{W}") { try $0.forceBusy($1.agent, $1.argument()) },
        post("qualitycontrol/{A}/forcerest/{W}/{seconds}/{cause}") { world, request in
            try world.forceRest(
                request.agent, request.argument(), seconds: request.number(1, 1...86_399), reason: request.number(2, 1...255))
        },
        post("qualitycontrol/{A}/forcelogout/{W}") { try $0.forceSignOut($1.agent, $1.argument()) },
        post("qualitycontrol/{A}/forcedropcall/{callid}") { try $0.forceDrop($1.agent, $1.argument()) },
        post("qualitycontrol/{A}/adjustskill") { world, request in
            let skills = (request.body["skills"]?.list ?? []).compactMap(\.number)
            try world.adjustSkills(request.agent, request.requiredField("workNo"), skills)
        },
        get("qualitycontrol/{A}/allagent") { world, request in
            guard try world.signedIn(request.agent).isInspector else { throw ICPRefusal.noInspector }
            return .list(
                world.workNumbers.compactMap { world.agents[$0] }.map {
                    ["workno": .text($0.number), "name": .text($0.name), "status": .digits($0.state.rawValue)]
                })
        },
        post("qualitycontrol/{A}/beginmonitor") { try $0.watch($1.agent, numbers($1.parameter("agents")), true) },
        post("qualitycontrol/{A}/endmonitor") { try $0.watch($1.agent, numbers($1.parameter("agents")), false) },
        // What is recorded then is not documented.
        post("qualitycontrol/{A}/setselfrecord/{first}/{second}") { world, request in
            _ = (try request.number(0, 0...1), try request.number(1, 0...1))
            try checkInspector(of: numbers(request.required("agents")), world, request)
        },
        post("qualitycontrol/{A}/cancelselfrecord") { world, request in
            try checkInspector(of: numbers(request.required("agents")), world, request)
        },
        get("qualitycontrol/{A}/localrecordpath") { world, request in
            let id = try request.required("recordId")
            guard let found = world.recordings.first(where: { ICPText.recordID($0) == id }) else { throw ICPRefusal.noFile }
            return .text(found.file)
        },
    ]

    private static func checkInspector(of agents: [String], _ world: ICPWorld, _ request: ICPGatewayRequest) throws {
        guard try world.signedIn(request.agent).isInspector else { throw ICPRefusal.noInspector }
        for agent in agents { _ = try world.known(agent, .noAgentInformation) }
    }
}
