/// What answers tell, with the member names of document 004.
extension CDSWorld {
    func answer(_ group: Group) -> OrderedJSON {
        [
            "talkGroupName": .text(group.name), "talkGroupNumber": .text(group.number), "talkGroupDesc": .text(group.description),
            "talkGroupType": .number(group.isMixed ? 2 : 1), "radioGroupNumber": OrderedJSON(texts: group.radioGroups),
            "dispatchNumber": OrderedJSON(texts: group.dispatchers), "otherUserNumber": OrderedJSON(texts: group.otherUsers),
            "receiveOnly": .text(String(group.isReceiveOnly)), "pttTimeoutInterval": .number(group.pttTimeout),
            "noPttTimeoutInterval": .number(group.noPttTimeout), "radioToRadio": .text(String(group.radioToRadio)),
            "recordFileAddr": "",
        ]
    }

    func answer(_ radioGroup: RadioGroup) -> OrderedJSON {
        [
            "radioTKGroupNumber": .text(radioGroup.number), "radioTKGroupType": .text(radioGroup.type),
            "radioMode": .text(radioGroup.mode), "radioTKGroupDesc": .text(radioGroup.description),
            "emergencyCall": .text(String(radioGroup.emergencyCall)),
        ]
    }

    func state(of group: Group) -> OrderedJSON {
        let names: [(String, CDSOperation)] = [
            ("subscribeState", .subscribe), ("monitorState", .monitor), ("selectState", .select), ("pttState", .ptt),
            ("groupCallState", .groupCall), ("mixedGroupCallState", .mixedGroupCall),
        ]
        let elsewhere = groups.values.filter { $0.number != group.number && ($0.groupCall != nil || $0.mixedCall != nil) }
        let users = group.users.map { user -> OrderedJSON in
            let isElsewhere = elsewhere.contains {
                $0.state(.groupCall, of: user) != .notInOperation || $0.state(.mixedGroupCall, of: user) != .notInOperation
            }
            let head: OrderedJSON = [
                "talkGroupNumber": .text(group.number), "userNumber": .text(user), "isInOtherGroupCall": .flag(isElsewhere),
            ]
            return head + .fields(names.map { .init(name: $0, value: .text(group.state($1, of: user).rawValue)) })
        }
        return [
            "talkGroupNumber": .text(group.number), "emergencyUser": .text(group.emergency?.user ?? ""),
            "subscribeUsers": OrderedJSON(texts: group.subscriptions.keys.sorted()), "userStateList": .list(users),
        ]
    }

    func answer(_ record: Record) -> OrderedJSON {
        [
            "recordId": .number(record.id), "talkGroupNumber": .text(record.group), "userNumber": .text(record.user),
            "startTime": .number(record.began), "endTime": .number(record.ended),
            "fileName": .text("\(parameters.values["recordPath"]?.text ?? "")\(record.group)-\(record.id).wav"),
        ]
    }

    /// One page of a list, with the document's information on it.
    static func page(_ rows: [OrderedJSON], _ request: CDSRequest) throws(CDSRefusal) -> OrderedJSON {
        let (number, size) = (request.number("pageNumber") ?? 1, request.number("pageSize") ?? 10)
        // Pages of one are not served.
        guard (1...1_000_000).contains(number), (2...1_000).contains(size) else { throw .illegal }
        let page = Array(rows.dropFirst((number - 1) * size).prefix(size))
        return [
            "groupList": .list(page),
            "pageInfo": [
                "pageNumber": .text(String(number)), "countPerPage": .number(size), "currentCount": .number(page.count),
                "totalCount": .number(rows.count), "hasNext": .flag((number - 1) * size + page.count < rows.count),
            ],
        ]
    }
}
