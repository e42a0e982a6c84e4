/// How the gateway writes down what is in the world; names are spelt as on the wire, misprints included.
enum ICPText {
    /// UTC; the gateway names no zone.
    static func time(_ moment: Milliseconds, _ format: String) -> String {
        Texts.time(moment, ahead: 0, format)
    }

    // MARK: - Agents

    static func agent(_ agent: ICPWorld.Agent, in world: ICPWorld) -> OrderedJSON {
        let group = world.groups.first { $0.id == agent.group }
        let isHere = agent.state != .signedOut
        return [
            "workno": .text(agent.number), "name": .text(agent.name), "status": .digits(agent.state.rawValue),
            "ctiStatus": .digits(ctiStatus(agent, in: world)), "groupid": .number(agent.group),
            "groupname": .text(group?.name ?? ""), "skilllist": skills(isHere ? agent.skills : [], in: world),
            "mediatype": .text(isHere ? "TTF" : "FFF"), "vdnid": 1, "phonenumber": .text(isHere ? agent.phone : ""),
            "currentstatetime": .number((world.now - agent.since) / 1_000), "logindate": .number(isHere ? agent.signedIn : 0),
            "callids": .list(agent.calls.map { .text($0) }), "inMultimediaConf": 0, "currentStateReason": .number(agent.reason),
        ]
    }

    /// The finer state behind `status`.
    static func ctiStatus(_ agent: ICPWorld.Agent, in world: ICPWorld) -> Int {
        switch agent.state {
        case .signedOut: return 0
        case .idle: return 1
        case .wrapUp: return 6
        case .busy: return 7
        case .rest: return 8
        case .call:
            let calls = agent.calls.compactMap { world.calls[$0] }
            if calls.contains(where: { $0.phase == .talking && $0.agents.contains(agent.number) }) { return 5 }
            return calls.contains { $0.ringing == agent.number } ? 4 : agent.supervision != nil || agent.conference != nil ? 5 : 3
        }
    }

    static func skills(_ ids: [Int], in world: ICPWorld) -> OrderedJSON {
        .list(
            ids.compactMap { world.skill($0) }.map {
                ["name": .text($0.name), "id": .number($0.id), "mediatype": .number($0.mediaType)]
            })
    }

    static func group(_ group: ICPWorld.Group, in world: ICPWorld) -> OrderedJSON {
        [
            "id": .number(group.id), "name": .text(group.name), "monitorno": .text(group.monitor),
            "monitorname": .text(world.agents[group.monitor]?.name ?? ""),
        ]
    }

    // MARK: - Calls and queues

    static func call(_ call: ICPWorld.Call, in world: ICPWorld) -> OrderedJSON {
        [
            "callfeature": .digits(call.feature), "callid": .text(call.id), "caller": .text(call.caller),
            "called": .text(call.called), "callskill": .text(call.skill.flatMap { world.skill($0)?.name } ?? ""),
            "callskillid": .digits(call.skill ?? 0), "orgicallednum": .text(call.called), "calldata": .text(call.data),
            "begintime": .digits(call.began), "endtime": .digits(call.ended ?? 0), "userPriority": .digits(call.priority),
            "trunkNo": call.outside.isEmpty ? "65535" : "1",
            "logontimes": .digits(((call.ended ?? world.now) - call.began) / 1_000), "mediaType": "5",
        ]
    }

    static func queue(_ skill: ICPWorld.Skill, in world: ICPWorld) -> OrderedJSON {
        let here = skill.members.compactMap { world.agents[$0] }.filter { $0.skills.contains(skill.id) }
        let longest = skill.waiting.compactMap { world.calls[$0]?.began }.min()
        return [
            "pilotNbr": .text(skill.accessCode), "deviceNo": .digits(skill.id), "queueSize": .digits(skill.waiting.count),
            "queueTime": .digits(longest.map { (world.now - $0) / 1_000 } ?? 0), "loadFactor": "0", "estWaitTime": "0",
            "loggedOnAgents": .digits(here.count), "availAgents": .digits(here.count { $0.isIdle }), "transferFlg": "0",
            "transferDeviceType": "0", "transferDeviceNo": "", "skillDescrip": .text(skill.name), "resv1": "", "resv2": "",
        ]
    }

    // MARK: - Conferences and recordings

    /// The reference does not show the members' fields: they are those of `AgentConf_ParticipantChanged`.
    static func conference(_ conference: ICPWorld.Conference) -> OrderedJSON {
        [
            "confId": .number(conference.id), "confState": conference.isAnnouncing ? 1 : 0, "startTime": .number(conference.began),
            "applyConfTime": .number((conference.ends - conference.began) / 60_000), "president": .text(conference.chair),
            "memberNum": .number(conference.places),
            "participants": .list(
                conference.present.map { member in
                    [
                        "participant": .text(member.address), "participantType": .number(member.type),
                        "attribute": .number(member.mode), "deviceCallType": 0, "deviceType": 0,
                    ]
                }),
        ]
    }

    static func recording(_ recording: ICPWorld.Recording) -> OrderedJSON {
        [
            "taskId": .number(recording.task), "caller": .text(recording.caller), "recordID": .text(recordID(recording)),
            "called": .text(recording.called), "locationId": "256", "fileName": .text(recording.file), "fileMediaType": "1",
            "callId": .text(recording.call),
        ]
    }

    /// As `Yc1v6a20011d20161025t1902050`.
    static func recordID(_ recording: ICPWorld.Recording) -> String {
        "Yc1v1a\(recording.agent)d\(time(recording.began, "%Y%m%d"))t\(time(recording.began, "%H%M%S"))\(recording.task % 10)"
    }

    static func recordingRow(_ recording: ICPWorld.Recording) -> OrderedJSON {
        guard case .fields(let fields) = self.recording(recording) else { return .null }
        return .fields(
            fields + [
                .init(name: "beginTime", value: .number(recording.began)),
                .init(name: "endTime", value: .number(recording.ended ?? 0)),
                .init(name: "workNo", value: .text(recording.agent)),
            ])
    }
}
