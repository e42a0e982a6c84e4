extension ICPGatewayRoute {
    // MARK: - Agents and groups

    private static func list(_ world: ICPWorld, where isMeant: (ICPWorld.Agent) -> Bool = { _ in true }) -> OrderedJSON {
        .list(world.workNumbers.compactMap { world.agents[$0] }.filter(isMeant).map { ICPText.agent($0, in: world) })
    }

    private static func isHere(_ agent: ICPWorld.Agent) -> Bool { agent.state != .signedOut }

    private static func present(in world: ICPWorld) -> [ICPWorld.Agent] {
        world.workNumbers.compactMap { world.agents[$0] }.filter(isHere)
    }

    private static func right(_ name: String, _ body: @escaping @Sendable (ICPWorld.Agent) -> Bool) -> ICPGatewayRoute {
        get("agentgroup/{A}/\(name)") { world, request in .flag(body(try world.known(request.agent))) }
    }

    private static func ofSkill(
        _ name: String, _ answer: @escaping @Sendable (ICPWorld, ICPWorld.Skill) -> OrderedJSON
    ) -> ICPGatewayRoute {
        get("agentgroup/{A}/\(name)/{skill}") { world, request in
            guard let skill = Int(request.argument()).flatMap({ world.skill($0) }) else { throw ICPRefusal.badRequest }
            return answer(world, skill)
        }
    }

    static let agentQueries: [ICPGatewayRoute] = [
        get("agentgroup/{A}/allagentstatus") { world, _ in list(world) },
        get("agentgroup/{A}/alllocalagentstatus") { world, _ in list(world) },
        get("agentgroup/{A}/onlineagentonvdn") { world, _ in list(world, where: isHere) },
        get("agentgroup/{A}/idleagent") { world, _ in list(world) { $0.isIdle } },
        get("agentgroup/{A}/agentlistbystatus") { world, request in
            guard let status = Int(try request.required("status")) else { throw ICPRefusal.badRequest }
            return list(world) { $0.state.rawValue == status }
        },
        ICPGatewayRoute("POST", "agentgroup/{A}/agentinfonoskills") { world, request in
            let states = request.body["agentStatus"]?.list?.compactMap(\.number)
            guard case .list(let rows) = list(world, where: { states?.contains($0.state.rawValue) ?? true }) else { return [] }
            return .list(Array(rows.prefix(request.body["agentLimit"]?.number ?? rows.count)))
        },
        get("agentgroup/{A}/allonlineagents") { world, _ in
            .list(
                world.skills.map { skill in
                    let here = list(world) { isHere($0) && $0.skills.contains(skill.id) }
                    return ["skillId": .number(skill.id), "skillMediaType": .number(skill.mediaType), "agent": here]
                })
        },
        get("agentgroup/{A}/agentbyworkno/{W}") { world, request in ICPText.agent(try world.known(request.argument()), in: world) },
        get("agentgroup/{A}/queryagentstatus") { world, request in ICPText.agent(try world.known(request.agent), in: world) },
        get("agentgroup/{A}/queryagentstatusandskill") { world, request in
            ICPText.agent(try world.known(request.agent), in: world)
        },
        ofSkill("agentbyskill") { world, skill in list(world) { $0.skills.contains(skill.id) } },
        ofSkill("agentidsbyskill") { world, skill in
            .list(skill.members.filter { world.agents[$0]?.skills.contains(skill.id) == true }.map { .text($0) })
        },
        ofSkill("agentbyconfigedskill") { world, skill in list(world) { $0.configuredSkills.contains(skill.id) } },
        get("agentgroup/{A}/agentongroup") { world, request in
            let group = try world.known(request.agent).group
            return list(world) { $0.group == group }
        },
        get("agentgroup/{A}/agentongroupex") { world, request in
            let id = Int(try request.required("groupid"))
            guard world.groups.contains(where: { $0.id == id }) else { throw ICPRefusal.noSuchGroup }
            return list(world) { $0.group == id }
        },
        get("agentgroup/{A}/groupbyagent/{W}") { world, request in
            let agent = try world.known(request.argument())
            return world.groups.first { $0.id == agent.group }.map { ICPText.group($0, in: world) } ?? .null
        },
        get("agentgroup/{A}/grouponvdn") { world, _ in .list(world.groups.map { ICPText.group($0, in: world) }) },
        get("agentgroup/{A}/restreason") { world, _ in
            .list(world.restReasons.map { ["restReasonId": .digits($0.id), "restReason": .text($0.words)] })
        },
        get("agentgroup/{A}/agentrestinfo") { world, _ in list(world) { $0.state == .rest } },
        get("agentgroup/{A}/loggedinagentphoneonvdn") { world, _ in
            .list(present(in: world).map { ["workno": .text($0.number), "phonenumber": .text($0.phone)] })
        },
        get("agentgroup/{A}/agentwasnameonvdn") { world, _ in
            .list(present(in: world).map { ["workno": .text($0.number), "name": .text($0.name)] })
        },
        get("agentgroup/{A}/allchatagents") { world, _ in list(world, where: isHere) },
        right("iscensor") { $0.isInspector }, right("ismonitor") { $0.isInspector }, right("isspymonitor") { $0.isInspector },
        right("iscallout") { _ in true }, right("ispickup") { _ in true }, right("issystem") { _ in false },
        right("isreportmanager") { $0.isInspector },
    ]

    // MARK: - Queues

    private static func skillRow(_ skill: ICPWorld.Skill) -> OrderedJSON {
        [
            "name": .text(skill.name), "id": .number(skill.id), "mediatype": .number(skill.mediaType), "serviceType": 0,
            "realFlag": 1,
        ]
    }

    static let queues: [ICPGatewayRoute] = [
        get("queuedevice/{A}/agentvdnskill") { world, _ in .list(world.skills.map(skillRow)) },
        get("queuedevice/{A}/vdnskill/{vdn}") { world, request in
            try request.number(0, 1...512) == 1 ? .list(world.skills.map(skillRow)) : []
        },
        get("queuedevice/{A}/agentskill/{W}") { world, request in
            ICPText.skills(try world.known(request.argument()).skills, in: world)
        },
        ICPGatewayRoute("POST", "queuedevice/{A}/queryacdstat") { world, request in
            let ids = try request.requiredList("skills", upTo: 100).compactMap(\.number)
            let skills = ids.compactMap { world.skill($0) }
            guard !skills.isEmpty, skills.count == ids.count else { throw ICPRefusal.failed }
            return .list(skills.map { ICPText.queue($0, in: world) })
        },
        get("queuedevice/{A}/waitnum") { world, request in
            let ids = try world.known(request.agent).configuredSkills
            return .number(ids.compactMap { world.skill($0)?.waiting.count }.reduce(0, +))
        },
        get("queuedevice/{A}/waitnumbyagent") { world, request in
            .number(try world.known(request.agent).skills.compactMap { world.skill($0)?.waiting.count }.reduce(0, +))
        },
        get("queuedevice/{A}/skillwaitnum/{skill}") { world, request in
            guard let skill = Int(request.argument()).flatMap({ world.skill($0) }) else { throw ICPRefusal.badRequest }
            return .number(skill.waiting.count)
        },
        get("queuedevice/{A}/innoinfo") { world, _ in
            .list(
                world.skills.map {
                    [
                        "id": .number($0.id), "inno": .text($0.accessCode), "description": .text($0.name), "vdnid": 1,
                        "mediatype": .number($0.mediaType),
                    ]
                })
        },
        get("queuedevice/{A}/ivrinfo") { world, _ in
            .list(
                world.flows.map {
                    [
                        "id": .number($0.id), "access": .text($0.access), "serviceNo": .number($0.id),
                        "description": .text($0.description),
                    ]
                })
        },
    ]

    // MARK: - Call information

    private static func calls(of number: String, in world: ICPWorld) -> [ICPWorld.Call] {
        (world.agents[number]?.calls ?? []).compactMap { world.calls[$0] }
    }

    private static func rows(_ calls: [ICPWorld.Call], in world: ICPWorld) -> OrderedJSON {
        .list(calls.map { ICPText.call($0, in: world) })
    }

    /// The agent's call that is meant; without an id the one that is up.
    private static func own(_ world: ICPWorld, _ request: ICPGatewayRequest, _ id: String?) throws -> ICPWorld.Call {
        let calls = calls(of: request.agent, in: world)
        guard let call = id == nil ? world.activeCall(request.agent) ?? calls.last : calls.first(where: { $0.id == id }) else {
            throw ICPRefusal.dataWithoutCall
        }
        return call
    }

    private static func talkTime(_ call: ICPWorld.Call) -> Milliseconds? { call.answered.map { (call.ended ?? $0) - $0 } }

    static let callData: [ICPGatewayRoute] = [
        get("calldata/{A}/callinfo") { world, request in
            let isOnlyPresent = request.parameter("isNoContainLastCall") == "true"
            let call = world.activeCall(request.agent) ?? calls(of: request.agent, in: world).last
            guard let call = call ?? (isOnlyPresent ? nil : world.lastCalls[request.agent]) else { return .null }
            return ICPText.call(call, in: world)
        },
        get("calldata/{A}/callinfobeforeanswer") { world, request in
            guard let call = calls(of: request.agent, in: world).first(where: { $0.ringing == request.agent }) else {
                throw ICPRefusal.dataWithoutCall
            }
            return ICPText.call(call, in: world)
        },
        get("calldata/{A}/callinfobycallid/{callid}") { world, request in
            let id = request.argument()
            guard let call = world.calls[id] ?? world.endedCalls.last(where: { $0.id == id }) else {
                throw ICPRefusal.dataWithoutCall
            }
            return ICPText.call(call, in: world)
        },
        get("calldata/{A}/allcallid") { world, request in .list(calls(of: request.agent, in: world).map { .text($0.id) }) },
        get("calldata/{A}/allcallinfo/{W}") { world, request in
            rows(calls(of: try world.known(request.argument()).number, in: world), in: world)
        },
        get("calldata/{A}/allcallinfoEx/{W}") { world, request in
            rows(calls(of: try world.known(request.argument()).number, in: world), in: world)
        },
        get("calldata/{A}/allcallinfoinvdn") { world, _ in
            rows(world.calls.values.sorted { ($0.began, $0.id) < ($1.began, $1.id) }, in: world)
        },
        get("calldata/{A}/holdlist") { world, request in rows(world.heldCalls(request.agent), in: world) },
        get("calldata/{A}/holdlistex/{W}") { world, request in
            rows(world.heldCalls(try world.known(request.argument()).number), in: world)
        },
        get("calldata/{A}/agentholdnum/{W}") { world, request in
            .number(world.heldCalls(try world.known(request.argument()).number).count)
        },
        get("calldata/{A}/callnums") { world, request in .number(calls(of: request.agent, in: world).count) },
        get("calldata/{A}/isprocesscall") { world, request in .flag(!calls(of: request.agent, in: world).isEmpty) },
        // Nobody here is asked for in person.
        get("calldata/{A}/privatecallinfo") { _, _ in [] },
        get("calldata/{A}/remotenumbers") { world, request in
            .list(calls(of: request.agent, in: world).map { .text(world.otherParty($0, than: request.agent)) })
        },
        get("calldata/{A}/statistics") { world, request in
            let ended = world.endedCalls.filter { $0.agents.contains(request.agent) }
            return ["callCount": .number(ended.count), "talkTime": .number(ended.compactMap(talkTime).reduce(0, +) / 1_000)]
        },
        ICPGatewayRoute("GET", "calldata/{A}/waitcallinfo/{skill}") { world, request in
            guard let skill = Int(request.argument()).flatMap({ world.skill($0) }) else { throw ICPRefusal.badRequest }
            let waiting = skill.waiting.compactMap { world.calls[$0] }
            // Whoever is idle and asks is given the first.
            if world.handsCallsToIdleAskers, world.agents[request.agent]?.isIdle == true, let first = waiting.first {
                world.change(skill: skill.id) { $0.waiting.removeFirst() }
                world.offer(first.id, to: request.agent)
            }
            return rows(waiting, in: world)
        },
        get("calldata/{A}/ivrcallinfo/{ivr}") { world, request in
            let flow = try request.number(0, 1...65_535)
            return rows(world.calls.values.filter { $0.phase == .flow(flow) }.sorted { $0.id < $1.id }, in: world)
        },
        get("calldata/{A}/ivrcallcount/{ivr}") { world, request in
            let flow = try request.number(0, 1...65_535)
            return .number(world.calls.values.count { $0.phase == .flow(flow) })
        },
        put("calldata/{A}/assignuserinqueue") { world, request in
            guard let id = request.field("callid"), let call = world.calls[id], call.phase == .queued, let from = call.skill,
                let skill = request.body["skillid"]?.number, world.skill(skill) != nil
            else { throw ICPRefusal.failed }
            world.change(skill: from) { $0.waiting.removeAll { $0 == id } }
            world.queue(id, skill)
        },
        get("calldata/{A}/appdata") { world, request in .text(try own(world, request, nil).data) },
        put("calldata/{A}") { world, request in
            let call = try own(world, request, request.parameter("callid"))
            world.calls[call.id]?.data = request.parameter("calldata") ?? ""
        },
        put("calldata/{A}/setcalldataex") { world, request in
            let call = try own(world, request, request.field("callid"))
            world.calls[call.id]?.data = request.field("calldata") ?? ""
        },
        get("calldata/{A}/callRecordInfoList") { world, request in
            let (agent, skill) = (request.parameter("workno"), request.parameter("skillid").flatMap { Int($0) })
            let ended = world.endedCalls.reversed().filter { call in
                (agent.map { call.agents.contains($0) } ?? true) && (skill == nil || call.skill == skill)
            }
            return rows(try page(ended, request), in: world)
        },
        get("calldata/{A}/queryselfcallrecordinfolist") { world, request in
            rows(try page(world.endedCalls.reversed().filter { $0.agents.contains(request.agent) }, request), in: world)
        },
    ]

    /// The part of a list that a query's `startposition` and `endposition` ask for, from 0, the end included.
    static func page<Row>(_ rows: [Row], _ request: ICPGatewayRequest) throws -> [Row] {
        let start = Int(request.parameter("startposition") ?? "0"), end = Int(request.parameter("endposition") ?? "99")
        guard let start, let end, start >= 0, end >= start else { throw ICPRefusal.badRequest }
        return Array(rows.dropFirst(start).prefix(end - start + 1))
    }
}
