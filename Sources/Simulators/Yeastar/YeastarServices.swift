/// What the exchange does beside telephoning: prompts, wake-up calls, voice messages.
extension YeastarWorld {
    // MARK: - Prompts, wake-up calls, rooms of a hotel

    mutating func playPrompt(_ prompt: String, extension number: String) throws(YeastarRefusal) {
        try free(number)
        try checkPrompt(prompt)
        play(prompt, to: number)
    }

    mutating func playPrompt(_ prompt: String, outside number: String) throws(YeastarRefusal) {
        try checkPrompt(prompt)
        guard case .outside(let callee, let trunk) = target(of: number) else { throw .noRoute }
        var call = open(.outbound, from: "", to: callee, dialled: number)
        call.trunk = trunk
        calls[call.serial] = call
        planPaced(.answers(call: call.serial, turn: 0, by: nil), in: 3_000...12_000)
    }

    /// Several are joined by a plus sign.
    private func checkPrompt(_ prompt: String) throws(YeastarRefusal) {
        guard prompt.split(separator: "+").allSatisfy({ prompts.contains(String($0)) }) else { throw .unknown }
    }

    mutating func play(_ prompt: String, to number: String) {
        var call = open(.internal, from: number, to: number, dialled: number)
        call.caller = number
        call.phase = .callerRings
        call.playsFor = 8_000
        let serial = call.serial
        calls[serial] = call
        change(number) {
            $0.call = serial
            $0.isRinging = true
        }
        planPaced(.answers(call: serial, turn: 0, by: number), in: 2_000...6_000)
        schedule.add(.givesUp(call: serial, turn: 0), at: now + 30_000)
    }

    mutating func setWakeup(_ id: String?, _ request: YeastarRequest) throws(YeastarRefusal) {
        let number = try request.required("number")
        _ = try known(number)
        let type = try request.required("type")
        guard minutes(request["time"]) != nil || (id == nil && request["time"] == nil), ["onetime", "custom"].contains(type),
            request["prompt"].map({ prompts.contains($0) }) ?? true
        else { throw .impossible }
        var settings = request.fields.filter { ["time", "type", "weekdays", "prompt"].contains($0.key) }
        if settings["time"] == nil { settings["time"] = "08:00" }
        if let id {
            guard let index = wakeups.firstIndex(where: { $0.id == id && $0.number == number }) else { throw .unknown }
            wakeups[index].settings = settings
            return planWakeup(wakeups[index])
        }
        wakeupSerial += 1
        let row = Wakeup(id: String(wakeupSerial), number: number, settings: settings)
        wakeups.append(row)
        planWakeup(row)
    }

    mutating func deleteWakeups(_ ids: [String]?) throws(YeastarRefusal) {
        guard let ids, ids != ["all"] else { return wakeups.removeAll() }
        guard ids.allSatisfy({ id in wakeups.contains { $0.id == id } }) else { throw .unknown }
        wakeups.removeAll { ids.contains($0.id) }
    }

    private func minutes(_ time: String?) -> Int? {
        let parts = (time ?? "").split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
        return parts[0] * 60 + parts[1]
    }

    /// Rings at the next day that the settings name (0 is Sunday).
    mutating func planWakeup(_ row: Wakeup) {
        guard let minutes = minutes(row.settings["time"]) else { return }
        let weekdays = row.settings["type"] == "custom" ? row.settings["weekdays"] ?? "" : ""
        let days = YeastarRequest.items(weekdays).compactMap { Int($0) }
        let local = now / 1_000 + utcOffset
        let midnight = local - local % 86_400
        for day in 0...7 {
            let moment = midnight + day * 86_400 + minutes * 60
            // 1 January 1970 was a Thursday.
            guard moment > local, days.isEmpty || days.contains((moment / 86_400 + 4) % 7) else { continue }
            return schedule.add(.wakes(row.id), at: (moment - utcOffset) * 1_000)
        }
    }

    mutating func checkOut(_ number: String) throws(YeastarRefusal) {
        _ = try known(number)
        wakeups.removeAll { $0.number == number }
        mail[number] = nil
        books.change(.extension, number) { $0["dnd"] = "off" }
    }

    // MARK: - Voice messages

    /// `msg0000.wav` and so on; they move up when others are deleted.
    func messages(_ number: String) -> [(file: String, message: VoiceMessage)] {
        (mail[number] ?? []).enumerated().map { index, message in
            ("msg\(Texts.filled(index, 4)).wav", message)
        }
    }

    mutating func deleteMessages(_ number: String, _ files: [String]) throws(YeastarRefusal) {
        _ = try known(number)
        let all = messages(number)
        guard files == ["all"] || files.allSatisfy({ file in all.contains { $0.file == file } }) else { throw .unknown }
        mail[number] = files == ["all"] ? [] : all.filter { !files.contains($0.file) }.map(\.message)
    }
}
