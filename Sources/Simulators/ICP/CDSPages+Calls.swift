extension CDSPage {
    // MARK: - Mixed group calls

    static let calls: [CDSPage] = [
        command("POST", "CDS/mixedGroupcall/*") { world, request throws(CDSRefusal) in
            try world.startMixedCall(
                request.subject, by: request.dispatcher, others: invitations(request.body["users"], isOptional: true),
                name: request.body["groupTempName"].text, joinsMuted: request.body["mute"].flag ?? true)
        },
        command("PUT", "CDS/mixedGroupcall/*") { world, request throws(CDSRefusal) in
            try world.changeMixedCall(
                request.subject, by: request.dispatcher, invitations(request.body["users"], isOptional: false))
        },
        command("DELETE", "CDS/mixedGroupcall/*") { world, request throws(CDSRefusal) in
            try world.endMixedCall(request.subject, by: request.dispatcher)
        },
    ]

    private static func invitations(_ value: OrderedJSON?, isOptional: Bool) throws(CDSRefusal) -> [CDSWorld.Invitation] {
        guard isOptional || !value.items.isEmpty else { throw .empty }
        var all: [CDSWorld.Invitation] = []
        for item in value.items {
            guard let number = item["userNumber"].text, !number.isEmpty else { throw .numberEmpty }
            guard CDSWorld.isNumber(number) else { throw .otherUserNumber }
            let state = CDSState(rawValue: item["state"].text ?? "inProcess")
            guard let state, ![nil, .null].contains(item["userType"]) else { throw .illegal }
            all.append(.init(number: number, state: state))
        }
        return all
    }

    // MARK: - The rest

    static let rest: [CDSPage] = [
        CDSPage("GET", "CDS/pubparam") { world, _ throws(CDSRefusal) in world.parameters.answer },
        command("PUT", "CDS/pubparam") { world, request throws(CDSRefusal) in
            guard case .fields(let fields) = request.body, !fields.isEmpty else { throw .empty }
            try world.parameters.change(fields)
        },
        CDSPage("GET", "CDS/jasProxy/*") { _, request throws(CDSRefusal) in
            if request.subject == "all" { return .list(proxies.map(\.value)) }
            guard let proxy = proxies.first(where: { $0.number == request.subject }) else { throw .noRecord }
            return proxy.value
        },
        CDSPage("GET", "opengw/corp/*/recordlist") { world, request throws(CDSRefusal) in try world.recordings(request) },
        thirdControl("call") { request throws(CDSRefusal) in ([try request.required("calleeNumber")], "") },
        thirdControl("conference") { request throws(CDSRefusal) in
            let attendees = request.body["attendees"].items.compactMap { $0["number"].text }
            guard !attendees.isEmpty else { throw .empty }
            guard attendees.count <= 23 else { throw .tooManyUsers }
            return (attendees, "")
        },
        command("PUT", "CDS/thirdControl/*/mixgroupcall") { world, request throws(CDSRefusal) in
            try world.startTemporaryCall(request)
        },
        thirdControl("sms") { request throws(CDSRefusal) in
            let numbers = request.body["userList"].items.compactMap { $0.text ?? $0["number"].text }
            guard !numbers.isEmpty else { throw .empty }
            return (numbers, try request.required("smsContent"))
        },
    ]

    private static let proxies: [(number: String, value: OrderedJSON)] = ["01", "02"].map {
        let number = "jas" + $0
        return (number, ["jasNumber": .text(number), "jasName": .text("无线网关 \($0)"), "jasAddress": .text("10.175.0.\($0)")])
    }

    /// Something done in another dispatcher's name; what it leads to is not simulated, only kept.
    private static func thirdControl(
        _ kind: String, _ read: @escaping @Sendable (CDSRequest) throws(CDSRefusal) -> (numbers: [String], text: String)
    ) -> CDSPage {
        command("PUT", "CDS/thirdControl/*/" + kind) { world, request throws(CDSRefusal) in
            guard world.dispatchers.contains(request.subject) else { throw .notMember }
            let (numbers, text) = try read(request)
            guard numbers.allSatisfy(CDSWorld.isNumber) else { throw .illegal }
            world.keep(.init(dispatcher: request.subject, kind: kind, numbers: numbers, text: text))
        }
    }
}

extension CDSWorld {
    mutating func keep(_ order: ThirdPartyOrder) {
        orders.append(order)
        if orders.count > 100 { orders.removeFirst() }
    }

    /// A mixed call in a group made for it, chaired by the dispatcher for whom it is ordered.
    fileprivate mutating func startTemporaryCall(_ request: CDSRequest) throws(CDSRefusal) {
        let chair = request.subject
        guard dispatchers.contains(chair) else { throw .notMember }
        guard chairs(chair) == nil else { throw .oneMixedCallEach }
        let name = try request.required("groupAlias")
        guard name.count <= 32 else { throw .groupName }
        let users = request.body["userList"].items.map { ($0["number"].text ?? "", $0["userType"].number) }
        guard !users.isEmpty else { throw .empty }
        guard users.count <= 89 else { throw .tooManyUsers }
        guard users.allSatisfy({ Self.isNumber($0.0) && ($0.1 == 1 || $0.1 == 2) }) else { throw .illegal }
        var group = Group(number: "T\(nextTurn())", name: name)
        group.isMixed = true
        group.isTemporary = true
        group.radioGroups = users.filter { $0.1 == 1 }.map(\.0)
        group.otherUsers = users.filter { $0.1 == 2 && $0.0 != chair }.map(\.0)
        group.dispatchers = [chair]
        guard group.radioGroups.count <= 10 else { throw .radioGroupCount }
        guard Set(radioGroups.map(\.number)).isSuperset(of: group.radioGroups) else { throw .noSuchRadioGroup }
        groups[group.number] = group
        groupNumbers.append(group.number)
        keep(.init(dispatcher: chair, kind: "mixgroupcall", numbers: users.map(\.0), text: name))
        beginMixedCall(group.number, by: chair, others: [], name: name, joinsMuted: true)
    }

    /// Newest first; times are milliseconds since 1970.
    fileprivate func recordings(_ request: CDSRequest) throws(CDSRefusal) -> OrderedJSON {
        let (index, size) = (request.number("pageIndex") ?? 1, request.number("pageSize") ?? 10)
        guard index >= 1, (1...500).contains(size), index <= 1_000_000 else { throw .illegal }
        let key = request.query["searchKey"] ?? ""
        let isExact = request.query["isExactSearch"] == "true"
        let (from, to) = (request.number("startTime") ?? 0, request.number("endTime") ?? .max)
        let found = records.reversed().filter { record in
            let fits = [record.group, record.user].contains { isExact ? $0 == key : $0.contains(key) }
            return (key.isEmpty || fits) && record.began >= from && record.began <= to
        }
        return [
            "recordList": .list(found.dropFirst((index - 1) * size).prefix(size).map(answer)), "totalCount": .number(found.count),
        ]
    }
}
