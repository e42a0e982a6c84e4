/// Groups made, changed and deleted, within the limits of document 004 (3.1.25).
extension CDSWorld {
    /// Groups that the service holds; the document gives the code, not the number.
    static let groupLimit = 2_000

    mutating func create(_ fields: OrderedJSON) throws(CDSRefusal) {
        let group = try checked(fields, like: nil)
        guard groups[group.number] == nil, !groups.values.contains(where: { $0.name == group.name }) else { throw .duplicateGroup }
        guard groups.count < Self.groupLimit else { throw .groupLimit }
        groups[group.number] = group
        groupNumbers.append(group.number)
    }

    /// The whole group is given; its number and its type stay.
    mutating func change(_ number: String, to fields: OrderedJSON) throws(CDSRefusal) {
        let old = try group(number)
        guard old.mixedCall == nil else { throw .mixedCallRuns }
        let new = try checked(fields, like: old)
        guard !groups.values.contains(where: { $0.name == new.name && $0.number != number }) else { throw .duplicateGroup }
        change(number) { group in
            for dispatcher in group.dispatchers where !new.dispatchers.contains(dispatcher) { group.forget(dispatcher) }
            if let holder = group.floor?.holder, !new.members.contains(holder) { group.floor = nil }
            (group.name, group.description) = (new.name, new.description)
            (group.radioGroups, group.dispatchers, group.otherUsers) = (new.radioGroups, new.dispatchers, new.otherUsers)
            (group.isReceiveOnly, group.radioToRadio) = (new.isReceiveOnly, new.radioToRadio)
            (group.pttTimeout, group.noPttTimeout) = (new.pttTimeout, new.noPttTimeout)
        }
    }

    /// Whoever listens loses the call.
    mutating func delete(_ number: String) throws(CDSRefusal) {
        let group = try group(number)
        guard group.mixedCall == nil else { throw .mixedCallRuns }
        change(number) { group in
            for dispatcher in group.dispatchers { group.forget(dispatcher) }
            group.floor = nil
            group.groupCall = nil
            group.emergency = nil
        }
        groups[number] = nil
        groupNumbers.removeAll { $0 == number }
    }

    private func checked(_ fields: OrderedJSON, like old: Group?) throws(CDSRefusal) -> Group {
        guard let number = fields["talkGroupNumber"].text ?? old?.number, !number.isEmpty else { throw .numberEmpty }
        guard number.count <= 32 else { throw .numberTooLong }
        guard Self.isNumber(number), old == nil || number == old?.number else { throw .groupNumber }
        guard let name = fields["talkGroupName"].text, !name.isEmpty else { throw .empty }
        guard name.count <= 32, !name.contains(where: { "<>&\"'\\/".contains($0) || $0.isNewline }) else { throw .groupName }
        guard let type = fields["talkGroupType"].number ?? old.map({ $0.isMixed ? 2 : 1 }), (1...2).contains(type) else {
            throw .groupType
        }
        guard old == nil || old?.isMixed == (type == 2) else { throw .typeIsFixed }
        var group = Group(number: number, name: name)
        group.isMixed = type == 2
        group.description = fields["talkGroupDesc"].text ?? ""
        guard group.description.count <= 50 else { throw .description }
        switch fields["receiveOnly"] {
        case nil, .null?, .text("")?: break
        case let value:
            guard let flag = value.flag else { throw .illegal }
            group.isReceiveOnly = flag
        }
        group.pttTimeout = fields["pttTimeoutInterval"].number ?? old?.pttTimeout ?? group.pttTimeout
        group.noPttTimeout = fields["noPttTimeoutInterval"].number ?? old?.noPttTimeout ?? group.noPttTimeout
        group.radioToRadio = fields["radioToRadio"].flag ?? old?.radioToRadio ?? group.radioToRadio
        guard group.pttTimeout > 0, group.noPttTimeout > 0 else { throw .illegal }
        return try withMembers(group, fields)
    }

    private func withMembers(_ empty: Group, _ fields: OrderedJSON) throws(CDSRefusal) -> Group {
        var group = empty
        func numbers(_ name: String) -> [String] { fields[name].items.compactMap(\.text).filter { !$0.isEmpty } }
        group.radioGroups = numbers("radioGroupNumber")
        group.dispatchers = numbers("dispatchNumber")
        group.otherUsers = numbers("otherUserNumber")
        guard group.members.allSatisfy({ $0.count <= 32 }) else { throw .numberTooLong }
        guard group.isMixed || !group.radioGroups.isEmpty, group.radioGroups.count <= 4 else { throw .radioGroupCount }
        guard (1...20).contains(group.dispatchers.count) else { throw .dispatcherCount }
        guard group.isMixed || group.otherUsers.isEmpty else { throw .plainGroupHasNoOthers }
        guard group.otherUsers.count <= 36 else { throw .tooManyUsers }
        guard Set(group.members).count == group.members.count else { throw .duplicates }
        let known = Set(radioGroups.map(\.number))
        guard known.isSuperset(of: group.radioGroups) else { throw .noSuchRadioGroup }
        guard Set(dispatchers).isSuperset(of: group.dispatchers) else { throw .dispatcherNumber }
        guard group.otherUsers.allSatisfy(Self.isNumber) else { throw .otherUserNumber }
        if !group.isMixed {
            let others = groups.values.filter { !$0.isMixed && $0.number != group.number }
            guard Set(others.flatMap(\.radioGroups)).isDisjoint(with: group.radioGroups) else { throw .radioGroupTaken }
        }
        return group
    }
}
