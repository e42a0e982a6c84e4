/// What stands beside telephoning: notes, recordings, lists of numbers, chat.
extension ICPWorld {
    // MARK: - Notes

    /// - Throws: `.noSuchAgent` when nobody is there to read it.
    mutating func sendNote(from number: String, to receivers: [String], _ text: String) throws(ICPRefusal) {
        _ = try signedIn(number)
        guard (1...100).contains(receivers.count), !text.isEmpty, text.utf8.count <= 1_023 else { throw .signInParameters }
        guard receivers.allSatisfy({ agents[$0].map { $0.state != .signedOut } ?? false }) else { throw .failed }
        for receiver in receivers { tellText("AgentOther_Note", from: number, to: receiver, text) }
    }

    mutating func sendBulletin(from number: String, group name: String?, skill: String?, _ text: String) throws(ICPRefusal) {
        _ = try signedIn(number)
        let group = groups.first { $0.name == name }
        let members = skills.first { $0.name == skill }?.members
        guard group != nil || members != nil else { throw .badRequest }
        for agent in members ?? workNumbers.filter({ agents[$0]?.group == group?.id }) {
            tellText("AgentOther_Bulletin", from: number, to: agent, text)
        }
    }

    private mutating func tellText(_ type: String, from number: String, to receiver: String, _ text: String) {
        tell(
            receiver, type,
            [
                "sender": .text(number), "sendername": .text(agents[number]?.name ?? ""), "receivetime": .number(now),
                "timestring": .text(ICPText.time(now, "%Y-%m-%d %H:%M:%S")), "context": .text(text),
            ])
    }

    // MARK: - Recording

    mutating func record(_ id: String, for number: String, file: String? = nil) {
        guard let call = calls[id], call.recording == nil else { return }
        taskSerial += 1
        let (day, moment) = (ICPText.time(now, "%Y%m%d"), ICPText.time(now, "%H%M%S"))
        let recording = Recording(
            task: taskSerial, file: file ?? "Y:/1/0/\(day)/\(number)/\(moment)\(taskSerial % 10).V3", agent: number, began: now,
            call: id, caller: call.caller, called: call.called)
        calls[id]?.recording = recording
        tell(number, "AgentMediaEvent_Record", ICPText.recording(recording))
        notify(number, "RecordBegin")
    }

    mutating func stopRecording(_ id: String) {
        guard var recording = calls[id]?.recording else { return }
        recording.ended = now
        calls[id]?.recording = nil
        recordings.append(recording)
        if recordings.count > 500 { recordings.removeFirst(100) }
        tell(
            recording.agent, "AgentMediaEvent_StopRecordDone",
            [
                "beginTime": .number(recording.began), "endTime": .number(now), "fileMediaType": "1",
                "taskId": .number(recording.task),
            ])
        notify(recording.agent, "RecordStop")
    }

    mutating func startRecording(_ number: String, file: String?) throws(ICPRefusal) {
        guard let call = activeCall(number), call.phase == .talking, call.recording == nil else { throw .recordState }
        record(call.id, for: number, file: file)
    }

    mutating func pauseRecording(_ number: String, _ isPaused: Bool) throws(ICPRefusal) {
        let refusal: ICPRefusal = isPaused ? .pauseRecordState : .resumeRecordState
        guard let call = activeCall(number), let recording = call.recording, recording.isPaused != isPaused else { throw refusal }
        calls[call.id]?.recording?.isPaused = isPaused
    }

    mutating func endRecording(_ number: String) throws(ICPRefusal) {
        guard let call = activeCall(number), call.recording != nil else { throw .stopRecordState }
        stopRecording(call.id)
    }

    // MARK: - Playing to the agent's own telephone

    mutating func play(_ number: String, _ file: String, from position: Int) throws(ICPRefusal) {
        let agent = try signedIn(number)
        guard agent.state != .call, agent.state != .rest else { throw .playState }
        change(number) { $0.playback = Playback(file: file, position: position) }
        occupy(number)
        liftPhone(number)
        let recording = recordings.first { $0.file == file }
        guard let recording, let ended = recording.ended else {
            tell(number, "AgentMediaEvent_Play_Fail")
            return endPlayback(number)
        }
        tell(number, "AgentMediaEvent_Play_Succ")
        tell(number, "AgentMediaEvent_Play")
        notify(number, "PlayVoice")
        planPlaybackEnd(number, in: max(1_000, ended - recording.began - position * 1_000))
    }

    private mutating func planPlaybackEnd(_ number: String, in rest: Milliseconds) {
        change(number) { $0.turn += 1 }
        schedule.add(.playbackEnds(number, turn: agents[number]?.turn ?? 0), at: now + rest)
    }

    mutating func pausePlayback(_ number: String, _ isPaused: Bool) throws(ICPRefusal) {
        guard let playback = agents[number]?.playback, playback.isPaused != isPaused else {
            throw isPaused ? .pausePlayState : .resumePlayState
        }
        change(number) {
            $0.playback?.isPaused = isPaused
            $0.turn += 1
        }
        tell(number, isPaused ? "AgentMediaEvent_PausePlayDone" : "AgentMediaEvent_ResumePlayDone")
        if !isPaused { planPlaybackEnd(number, in: 10_000) }
    }

    mutating func jump(_ number: String, by seconds: Int) throws(ICPRefusal) {
        guard agents[number]?.playback != nil else { throw seconds < 0 ? .rewindState : .forwardState }
        change(number) { $0.playback?.position += seconds }
        tell(number, "AgentMediaEvent_JumpPlayDone")
    }

    mutating func stopPlayback(_ number: String) throws(ICPRefusal) {
        guard agents[number]?.playback != nil else { throw .stopPlayState }
        endPlayback(number)
    }

    mutating func endPlayback(_ number: String) {
        change(number) { $0.playback = nil }
        settle(number, isForced: true)
        tell(number, "AgentMediaEvent_StopPlayDone")
    }

    // MARK: - Chat

    mutating func chat(_ number: String, with other: String) throws(ICPRefusal) -> String {
        _ = try signedIn(number)
        guard other != number, let partner = agents[other], partner.state != .signedOut else { throw .calledNumber }
        guard chats.values.count(where: { $0.caller == number || $0.called == number }) < 60 else { throw .tooManyChats }
        chatSerial += 1
        let id = "\(now / 1_000)-\(90_000 + chatSerial)"
        chats[id] = Chat(caller: number, called: other)
        tell(other, "AgentChat_Ring", ["callId": .text(id), "caller": .text(number), "called": .text(other), "isInnerCall": true])
        if !partner.hasClient { plan(.chatAnswered(id), in: 500...1_500) }
        return id
    }

    /// - Throws: `.noSuchCall` unless it is the agent's own chat.
    private func chat(_ id: String, of number: String) throws(ICPRefusal) -> Chat {
        guard let chat = chats[id], chat.caller == number || chat.called == number else { throw .noSuchCall }
        return chat
    }

    mutating func answerChat(_ number: String, _ id: String) throws(ICPRefusal) {
        let chat = try chat(id, of: number)
        guard chat.called == number, !chat.isConnected else { throw .nothingToAnswer }
        connectChat(id)
    }

    mutating func connectChat(_ id: String) {
        guard let chat = chats[id] else { return }
        chats[id]?.isConnected = true
        for agent in [chat.caller, chat.called] {
            tell(agent, "AgentChat_Connected", ["callId": .text(id), "caller": .text(chat.caller), "called": .text(chat.called)])
        }
    }

    mutating func write(_ number: String, _ id: String, _ text: String) throws(ICPRefusal) {
        let chat = try chat(id, of: number)
        guard chat.isConnected else { throw .wrongState }
        guard !text.isEmpty else { throw .emptyMessage }
        let other = chat.caller == number ? chat.called : chat.caller
        tell(other, "AgentChat_DataRecved", ["sender": .text(number), "callId": .text(id), "chatContent": .text(text)])
        // Whom the world plays writes back.
        if agents[other]?.hasClient == false { plan(.chatReplied(id), in: 1_000...3_000) }
    }

    mutating func replyToChat(_ id: String) {
        guard let chat = chats[id] else { return }
        guard let reader = [chat.caller, chat.called].first(where: { agents[$0]?.hasClient == true }) else { return }
        let writer = reader == chat.caller ? chat.called : chat.caller
        tell(reader, "AgentChat_DataRecved", ["sender": .text(writer), "callId": .text(id), "chatContent": "收到 OK"])
    }

    mutating func endChat(_ number: String, _ id: String) throws(ICPRefusal) {
        let chat = try chat(id, of: number)
        chats[id] = nil
        for agent in [chat.caller, chat.called] { tell(agent, "AgentChat_Disconnected", ["callId": .text(id)]) }
    }

    /// The other end goes on with another agent.
    mutating func passChat(_ number: String, _ id: String, to other: String) throws(ICPRefusal) {
        let chat = try chat(id, of: number)
        guard let partner = agents[other], partner.state != .signedOut, other != number else { throw .calledNumber }
        let caller = chat.caller == number ? chat.called : chat.caller
        chats[id] = Chat(caller: caller, called: other)
        tell(number, "AgentChat_Disconnected", ["callId": .text(id)])
        tell(
            other, "AgentChat_Ring",
            ["callId": .text(id), "caller": .text(caller), "called": .text(other), "isInnerCall": true])
        if !partner.hasClient { connectChat(id) }
    }
}
