import BackendSupport
import Exchange
import JSON
import Wire

extension TalkingGroupService {
    /// Performs one of `Action.ofTalkingGroups`.
    func perform(_ request: ActionRequest) async -> Outcome {
        if let trouble { return .refused(code: nil, trouble) }
        guard request.action != .groupCreate else { return await create(request["NAME"] ?? "", request.all("MEMBER")) }
        let group = request["GROUP"] ?? ""
        guard picture.rows[group] != nil else { return .refused(code: nil, "there is no group \(group)") }
        if holding?.group != group {
            if ![.pttTake, .pttRelease].contains(request.action) { picture.acts[group] = nil }
        } else if Self.endingTheFloor.contains(request.action) {
            // Given back, it is not taken for one that the platform took away.
            let outcome = await releaseFloor(of: group)
            guard case .done = outcome else { return outcome }
        }
        return switch request.action {
        case .groupSubscribe: await bind(.subscribe, group, true)
        case .groupUnsubscribe: await bind(.subscribe, group, false)
        case .groupMonitor: await bind(.monitor, group, true)
        case .groupUnmonitor: await bind(.monitor, group, false)
        case .groupSelect: await bind(.select, group, true)
        case .groupUnselect: await bind(.select, group, false)
        case .pttTake: await takeFloor(of: group)
        case .pttRelease: await releaseFloor(of: group)
        case .groupDelete: await command("DELETE", "CDS/talkGroup/\(group.asGroupSegment)")
        case .groupAdd: await change(group) { try $0.adding(request.all("MEMBER"), radioGroups: $1, dispatchers: $2) }
        case .groupRemove: await change(group) { row, _, _ in try row.removing(request.all("MEMBER")) }
        case .groupCall: await call(group, with: request.all("NUMBER"))
        case .groupCallEnd: await command("DELETE", "CDS/mixedGroupcall/\(group.asGroupSegment)", lookingAt: group)
        case .emergencyAnswer: await answerEmergency(in: group, true)
        case .emergencyLeave: await answerEmergency(in: group, false)
        default: .unsupported("the talking groups have no such command")
        }
    }

    /// What cannot be without the floor ending too.
    private static let endingTheFloor: Set<Action> = [
        .groupUnsubscribe, .groupUnmonitor, .groupUnselect, .groupDelete, .groupCallEnd,
    ]

    /// Sends one request as it is. Subscriptions are completed with the address of our listener, which nobody else knows.
    /// - Returns: the outcome, and the `data` of the answer where one came.
    func ask(_ request: ICPRequest) async -> (Outcome, JSONValue?) {
        if let trouble { return (.refused(code: nil, trouble), nil) }
        var request = request
        if request.method == "PUT", request.path.hasSuffix("/subscribe"), var body = request.body?.object {
            for (name, value) in subscription(isOn: true).object ?? [:] where body[name] == nil { body[name] = value }
            request.body = .object(body)
        }
        do {
            let answer = try await send(request)
            if request.method != "GET" { refreshes.want(.everything) }
            return (Outcome(answer), answer.data)
        } catch {
            refreshes.want(.everything)
            return (Outcome(ofGroupRequest: error), nil)
        }
    }

    // MARK: Subscription, monitoring, selection

    /// Subscription, monitoring and selection, each by itself.
    private func bind(_ step: FloorStep, _ group: String, _ isTaking: Bool) async -> Outcome {
        if step == .subscribe { if isTaking { unwanted.remove(group) } else { unwanted.insert(group) } }
        return await move(step, in: group, taking: isTaking)
    }

    // MARK: Commands

    private func command(
        _ method: String, _ path: String, body: JSONValue? = nil, lookingAt group: String? = nil
    ) async -> Outcome {
        do {
            let answer = try await send(ICPRequest(service: .talkingGroups, method: method, path: path, body: body))
            if let group, answer.isDone {
                picture.age(group)
                try? await look(at: group)
            } else {
                refreshes.want(.everything)
            }
            return Outcome(answer)
        } catch {
            refreshes.want(.everything)
            return Outcome(ofGroupRequest: error)
        }
    }

    /// Answers somebody's call for help, or leaves it.
    private func answerEmergency(in group: String, _ isAnswered: Bool) async -> Outcome {
        let outcome = await command(
            isAnswered ? "POST" : "DELETE",
            "CDS/talkGroup/\(group.asGroupSegment)/\(isAnswered ? "emergencyAnswer" : "emergencyExit")")
        if case .done = outcome {
            picture.answerEmergency(in: group, isAnswered)
            publish()
        }
        return outcome
    }

    /// Calls a mixed group together with others (section 4.13.12); where it is being called already, calls the others in
    /// (section 4.13.14). The document numbers no user types; 1 for a radio group and 2 for anybody else are the demo's.
    private func call(_ group: String, with numbers: [String]) async -> Outcome {
        let isRunning = picture.hasMixedCall(group)
        if isRunning, numbers.isEmpty { return .refused(code: nil, "the group is being called already; name whom to call in") }
        do {
            let radioGroups = numbers.isEmpty ? [] : try await radioGroups()
            let users = numbers.map { number -> JSONValue in
                ["userNumber": .string(number), "userType": .number(radioGroups.contains(number) ? 1 : 2), "state": "inProcess"]
            }
            var body: JSONMembers = ["users": .array(users)]
            if !isRunning {
                body["mute"] = .bool(false)
                body["groupTempName"] = .string(picture.rows[group]?.name ?? "")
                body["reservedSwitch"] = .bool(false)
            }
            return await command(
                isRunning ? "PUT" : "POST", "CDS/mixedGroupcall/\(group.asGroupSegment)", body: .object(body), lookingAt: group)
        } catch {
            return Outcome(ofGroupRequest: error)
        }
    }

    // MARK: Groups

    /// The numbers that are radio groups; empty where the service does not tell.
    private func radioGroups() async throws -> Set<String> {
        var known = picture.rows.values.reduce(into: Set<String>()) { $0.formUnion($1.radioGroups) }
        for page in 1...20 {
            let answer = try await send(
                ICPRequest(
                    service: .talkingGroups, method: "GET", path: "CDS/radioGroup/",
                    query: [.init(name: "pageNumber", value: String(page)), .init(name: "pageSize", value: "50")]))
            let key = "radioTKGroupNumber"
            let numbers = TalkingGroupRow.list(answer.data, of: key).map { $0.member(key).trimmedText }
            let before = known.count
            known.formUnion(numbers)
            let paging = answer.data.member("pageInfo") ?? answer.data
            guard answer.isDone, numbers.count >= 50 || paging.member("hasNext").isYes, known.count > before else { break }
        }
        return known
    }

    /// Creates a group: a plain one of radio groups and dispatchers, a mixed one where there is no radio group or anybody else
    /// (section 3.1.25). We are always one of its dispatchers, and its number is the one after the highest. The request is
    /// inferred (section 5.1 of the wire reference): the vendor's demo does not create groups.
    private func create(_ name: String, _ members: [String]) async -> Outcome {
        do {
            let radioGroups = try await radioGroups()
            let isPlain =
                members.contains(where: radioGroups.contains)
                && members.allSatisfy { radioGroups.contains($0) || picture.dispatchers.contains($0) }
            let number = String((picture.rows.keys.compactMap { Int($0) }.max() ?? 9_996_299) + 1)
            let row = TalkingGroupRow(number: number, name: name, isMixed: !isPlain, dispatcher: picture.own)
            let whole = try row.adding(
                members.filter { $0 != picture.own }, radioGroups: radioGroups, dispatchers: picture.dispatchers)
            let outcome = await command("POST", "CDS/talkGroup", body: .object(whole.whole))
            if case .done(let words, _) = outcome { return .done(words, reference: number) }
            return outcome
        } catch {
            return Outcome(changing: error)
        }
    }

    /// Reads a group, changes it and sends the whole of it back, as section 4.13.4 wants it; the request is inferred.
    private func change(
        _ group: String, _ edit: (TalkingGroupRow, _ radioGroups: Set<String>, _ dispatchers: Set<String>) throws -> TalkingGroupRow
    ) async -> Outcome {
        do {
            let path = "CDS/talkGroup/\(group.asGroupSegment)"
            let answer = try await send(ICPRequest(service: .talkingGroups, method: "GET", path: path))
            guard answer.isDone else { return Outcome(answer) }
            guard let row = TalkingGroupRow.page(answer.data).rows.first else {
                return .unknown("the platform has not told the group's members")
            }
            return await command("PUT", path, body: .object(try edit(row, try await radioGroups(), picture.dispatchers).whole))
        } catch {
            return Outcome(changing: error)
        }
    }
}

/// Why a group cannot be changed so.
struct GroupChangeError: Error, Equatable {
    var reason: SafeText
}

extension TalkingGroupRow {
    init(number: String, name: String, isMixed: Bool, dispatcher: String) {
        self.init([
            "talkGroupName": .string(name), "talkGroupNumber": .string(number), "talkGroupDesc": "",
            "talkGroupType": .number(isMixed ? 2 : 1), "radioGroupNumber": [], "dispatchNumber": [.string(dispatcher)],
            "otherUserNumber": [], "receiveOnly": "false",
        ])!
    }

    /// The group with more members. A plain group has radio groups and dispatchers only, so that whoever is no radio group
    /// must be a dispatcher there.
    func adding(_ numbers: [String], radioGroups known: Set<String>, dispatchers: Set<String>) throws -> TalkingGroupRow {
        var row = self
        for number in numbers {
            if (radioGroups + self.dispatchers + others).contains(number) {
                throw GroupChangeError(reason: "\(number) is in the group already")
            }
            if known.contains(number) {
                row.radioGroups.append(number)
            } else if !isMixed || dispatchers.contains(number) {
                row.dispatchers.append(number)
            } else {
                row.others.append(number)
            }
        }
        row.writeMembers()
        return row
    }

    func removing(_ numbers: [String]) throws -> TalkingGroupRow {
        var row = self
        for number in numbers {
            guard (radioGroups + dispatchers + others).contains(number) else {
                throw GroupChangeError(reason: "\(number) is not in the group")
            }
            row.radioGroups.removeAll { $0 == number }
            row.dispatchers.removeAll { $0 == number }
            row.others.removeAll { $0 == number }
        }
        row.writeMembers()
        return row
    }

    private mutating func writeMembers() {
        whole["radioGroupNumber"] = .array(radioGroups.map(JSONValue.string))
        whole["dispatchNumber"] = .array(dispatchers.map(JSONValue.string))
        whole["otherUserNumber"] = .array(others.map(JSONValue.string))
    }
}

extension Outcome {
    fileprivate init(_ answer: UPortal.Answer) {
        self =
            answer.isDone
            ? .done(nil) : .refused(code: answer.code, TalkingGroupCodes.words(for: answer.code, saying: answer.words))
    }

    fileprivate init(changing failure: any Error) {
        self = (failure as? GroupChangeError).map { .refused(code: nil, $0.reason) } ?? Outcome(ofGroupRequest: failure)
    }
}
