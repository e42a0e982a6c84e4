import ICPReference
import JSON

@testable import Simulators

/// Where the reference's rows have something to work on: the calls, conferences and recordings that they are about.
extension ICPWorld {
    /// Somebody outside; the rows' 70092 is an access code here.
    private static let outside = "13900139000"
    private static let own = inspector
    private static let colleague = "102"

    /// - Returns: what stands here for numbers of the row.
    mutating func prepare(for row: WireRow) throws -> [String: String] {
        let recording = Recording(
            task: 5_000, file: "Y:/1/0/20261120/101/0800000.V3", agent: "101", began: now - 120_000, ended: now - 60_000,
            call: "1-1", caller: Self.outside, called: "101")
        recordings = [recording]
        try sayFree(Self.own)
        for list in [\ICPWorld.blackList, \.redList] { self[keyPath: list] = [.init(number: "13800000000", fields: [], added: now)] }
        var subjects = ["70092": Self.outside, "179079": flows[0].access, "49999": Self.colleague]
        subjects["Yc1v6a20011d20161025t1902050"] = ICPText.recordID(recording)
        for name in ["Y:/6/0/20161025/20011/1902050.V3", "Y:/6/0/x.V3", "Y:/x.V3", "Y:/y.V3"] { subjects[name] = recording.file }
        switch row.id {
        case "gateway.recording_path": subjects["Yc1"] = ICPText.recordID(recording)
        case "talkinggroups.proxy": subjects["8001"] = "jas01"
        case "agents.change_agent_pwd": change(Self.own) { $0.password = "Old-1234" }
        case "agents.cancel_rest": try rest(Self.own, seconds: 600, reason: 1)
        case "agents.exit_acw": try work(Self.own)
        case "gateway.end_busy": try sayBusy(Self.own, reason: 0)
        case "gateway.force_idle": try sayBusy(Self.colleague, reason: 0)
        default:
            if let call = try prepareCall(for: row) { subjects["1456401416-3"] = call }
            if let chat = try prepareChat(for: row) { subjects["1-2"] = chat }
            try prepareConference(for: row)
            try preparePlayback(for: row, recording.file)
        }
        // Only a colleague of one's own group is helped out.
        if row.id == "supervision.snatch_pickup" { subjects["102"] = "103" }
        return subjects
    }

    /// Lets time pass until something has come about.
    private mutating func pass(until isReached: (ICPWorld) -> Bool) {
        for _ in 0..<60 where !isReached(self) { advance(to: now + 500) }
    }

    // MARK: - Calls

    /// - Returns: the call that the row is about.
    private mutating func prepareCall(for row: WireRow) throws -> String? {
        switch row.id {
        case "calls.pickup", "phone.answer", "gateway.ringing_call": ring(Self.own)
        case "gateway.answer_for": ring(Self.colleague)
        case "supervision.snatch_pickup": ring("103")
        case "calls.hold", "calls.hold_by_call_id":
            try talk(Self.own, held: row.arguments["holdMode"] == "HoldCancel")
        case "calls.mute":
            try talk(Self.own, muted: row.arguments["isMute"] == "false")
        case "calls.end_consult_call", "calls.transfer_to_agent", "conferences.make_meeting": try consult()
        case "queues.select_pickup", "gateway.move_waiting_call": wait(in: 6)
        case "supervision.monitor", "supervision.whisper", "gateway.force_drop_call": try talk(Self.colleague)
        case "supervision.monitor_to_barge", "supervision.force_release", "supervision.monitor_to_force_release",
            "supervision.supervise_switch", "gateway.intercept_call":
            try inspect(.listen)
        case "supervision.supervise_stop":
            try inspect(row.arguments["operType"] == "3" ? .whisper : row.arguments["operType"] == "1" ? .insert : .listen)
        case "gateway.record", "gateway.record_to_file", "gateway.record_without_file":
            try talk(Self.own, recorded: false)
        case "gateway.resume_recording": try talk(Self.own, paused: true)
        case "calls.hangup", "calls.consult_call", "calls.single_step_transfer", "calls.single_step_succ_transfer",
            "calls.transfer_to_skill_group", "calls.transfer_to_ivr", "calls.query_current_calling_scope", "calls.query_call_info",
            "calls.disconnect_call", "calls.agent_send_dtmf", "calls.set_call_data", "calls.query_call_data", "phone.release",
            "gateway.release_phone", "gateway.drop_party", "gateway.mute_video", "gateway.unmute_video", "gateway.consult",
            "gateway.transfer", "gateway.dtmf", "gateway.report_sound", "gateway.call", "gateway.pause_recording",
            "gateway.stop_recording":
            try talk(Self.own)
        default: nil
        }
    }

    private mutating func ring(_ number: String) -> String? { begin(fromOutside: Self.outside, to: number) }

    private mutating func talk(
        _ number: String, held isHeld: Bool = false, muted isMuted: Bool = false, recorded isRecorded: Bool = true,
        paused isPaused: Bool = false
    ) throws -> String? {
        guard let call = ring(number) else { return nil }
        answer(call)
        if isHeld { try hold(number) }
        if isMuted { try mute(number, true) }
        if !isRecorded { stopRecording(call) }
        if isPaused { try pauseRecording(number, true) }
        return call
    }

    /// - Returns: the call that is on hold meanwhile.
    private mutating func consult() throws -> String? {
        let first = try talk(Self.own)
        let second = try consult(Self.own, .agent(Self.colleague), isThreeParty: false)
        pass { $0.calls[second]?.phase == .talking }
        return first
    }

    private mutating func wait(in skill: Int) -> String? {
        for number in workNumbers { change(number) { $0.skills.removeAll { $0 == skill } } }
        return self.skill(skill).flatMap { begin(fromOutside: Self.outside, to: $0.accessCode) }
    }

    private mutating func inspect(_ mode: Supervision.Mode) throws -> String? {
        let call = try talk(Self.colleague)
        try supervise(Self.own, Self.colleague, mode)
        return call
    }

    // MARK: - Chats, conferences, playback

    private mutating func prepareChat(for row: WireRow) throws -> String? {
        guard row.id.hasSuffix("_chat"), row.id != "gateway.start_chat" else { return nil }
        let chat = try chat(Self.colleague, with: Self.own)
        if row.id != "gateway.answer_chat" && row.id != "gateway.reject_chat" { connectChat(chat) }
        return chat
    }

    /// The conferences of the rows, 1030400 and 1030656.
    private mutating func prepareConference(for row: WireRow) throws {
        let begins = ["create_meeting", "create_meeting_ex", "make_meeting", "create_conference"].contains { row.id.hasSuffix("." + $0) }
        let names = ["conferences.", "_conference", "_member", "_members"]
        guard !begins, names.contains(where: { row.id.contains($0) }) || row.id == "gateway.conferences" else { return }
        conferenceSerial = 4_024
        let isGuest = ["gateway.accept_conference", "gateway.refuse_conference"].contains(row.id)
        try confer(isGuest ? "104" : Self.own, with: isGuest ? Self.own : Self.colleague)
        if row.id == "conferences.exit_meeting" { try shiftChair(Self.own, to: Self.colleague) }
        if row.id == "gateway.conferences" { try confer("104", with: "101") }
    }

    /// A conference of two agents and somebody outside; a program is only invited.
    private mutating func confer(_ chair: String, with guest: String) throws {
        try requestConference(
            chair,
            .init(
                places: 10, minutes: 60, prompt: 0,
                invited: [.init(type: 9, number: guest), .init(type: 6, number: Self.outside)]))
        let present = agents[guest]?.hasClient == true ? 2 : 3
        pass { $0.conferences.values.first { $0.chair == chair }?.present.count == present }
    }

    private mutating func preparePlayback(for row: WireRow, _ file: String) throws {
        let operations = [
            "recordings.play_record_pause", "recordings.play_record_resume", "recordings.play_record_stop", "gateway.play_forward",
            "gateway.play_back",
        ]
        guard operations.contains(row.id) else { return }
        try play(Self.own, file, from: 0)
        if row.id == "recordings.play_record_resume" { try pausePlayback(Self.own, true) }
    }
}

extension CDSWorld {
    private static let own = "4501"

    /// The groups of the rows, 5500 and the mixed 5600, and how far we are with them.
    mutating func prepare(for row: WireRow) {
        radioGroups.append(.init(number: "901", description: "harness"))
        guard row.id != "talkinggroups.add" else { return }
        var plain = Group(number: "5500", name: "OperationHarness"), mixed = Group(number: "5600", name: "Mixed harness")
        (plain.radioGroups, plain.dispatchers) = (["901"], [Self.own, "4502"])
        (mixed.isMixed, mixed.otherUsers, mixed.dispatchers) = (true, ["512"], [Self.own, "4502"])
        let isEnd = ["isMonitor", "isSelect", "isPTT"].contains { row.arguments[$0] == "false" } || row.arguments["expire"]?.text == "0"
        // Each step to the floor needs the one before.
        let steps = ["subscribe", "monitor", "select", "ptt"]
        let reached = steps.firstIndex { row.id == "talkinggroups.\($0)" }.map { $0 + (isEnd ? 1 : 0) } ?? 0
        if reached > 0 { plain.subscriptions[Self.own] = Subscription(subscriber: Self.own, callBackURL: nil, expires: now + 3_600_000) }
        if reached > 1 { plain.listeners[Self.own] = Listener(isConnected: true, turn: nextTurn()) }
        if reached > 2 { plain.selected = [Self.own] }
        if reached > 3 { plain.floor = Floor(holder: Self.own, phase: .held, since: now, turn: nextTurn()) }
        if row.id.hasPrefix("talkinggroups.emergency_") {
            let answered: Set<String> = row.id.hasSuffix("_exit") ? [Self.own] : []
            plain.emergency = Emergency(user: "901", answeredBy: answered, turn: nextTurn())
        }
        if ["talkinggroups.mixed_group_change_user_state", "talkinggroups.mixed_group_call_end"].contains(row.id) {
            mixed.mixedCall = MixedCall(
                chair: Self.own, name: "harness", states: [Self.own: .unmuted, "512": .muted, "514": .muted], joinsMuted: true,
                turn: nextTurn())
        }
        for group in [plain, mixed] {
            groups[group.number] = group
            groupNumbers.append(group.number)
        }
        otherUsers += ["512", "514"]
    }
}
