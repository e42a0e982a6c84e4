/// Making up talking groups from a seed.
extension CDSWorld {
    /// - Parameters:
    ///   - seed: the same seed makes the same groups and the same day.
    ///   - agents: people around; a group for every three of them, eight at the least.
    ///   - rate: turns on the floor a minute; nil is one for every four agents, 0 none at all.
    ///   - start: when the day begins.
    public init(seed: UInt64, agents: Int = 24, rate: Double? = nil, start: Milliseconds) {
        self.init(empty: seed, start: start)
        let count = min(max(agents, 8), 3_000)
        makePeople(dispatchers: min(max(count / 4, 6), 900), others: max(count, 12))
        makeGroups(max(8, count / 3))
        setRate(rate ?? Double(count) / 4)
    }

    private mutating func makePeople(dispatchers count: Int, others: Int) {
        dispatchers = (0..<count).map { String(4_501 + $0) }
        // Wired and mobile telephones that mixed groups call in.
        otherUsers = (0..<others).map { String(80_001 + $0) }
        for number in dispatchers + otherUsers { names[number] = random.personName() }
    }

    private static let plainNames = [
        "港区调度 Port Operations", "消防一大队", "Ambulance North", "地铁运营 Metro", "Airport Ground 机场地面", "警务巡逻",
    ]
    private static let mixedNames = ["应急联动 Joint Response", "Flood Control 防汛"]
    private static let radioNames = ["码头", "Fire Trucks", "救护车", "Metro Line 2", "Apron", "巡逻车", "Harbour Pilots", "特警"]

    /// Two in eight are mixed, and the last of the plain ones only plays to its listeners.
    private mutating func makeGroups(_ count: Int) {
        for index in 0..<count {
            let isMixed = index % 8 >= 6
            let names = isMixed ? Self.mixedNames : Self.plainNames
            let place = isMixed ? index % 8 - 6 : index % 8
            let round = index / 8
            var group = Group(number: String(9_996_300 + index), name: names[place] + (round == 0 ? "" : " \(round + 1)"))
            group.isMixed = isMixed
            group.description = isMixed ? "混编群组" : ["", "Channel \(index + 1)", "夜班 Night shift"][index % 3]
            // A radio group belongs to one plain group only; mixed ones borrow.
            group.radioGroups = isMixed ? [radioGroups[(index * 3) % radioGroups.count].number] : makeRadioGroups(1 + index % 2)
            // Whoever sits at the console is in most groups.
            group.dispatchers = index % 8 == 5 ? [] : [dispatchers[0]]
            for step in 0..<3 { group.dispatchers.append(dispatchers[1 + (index * 2 + step) % (dispatchers.count - 1)]) }
            if isMixed { group.otherUsers = (0..<5).map { otherUsers[(index * 5 + $0) % otherUsers.count] } }
            group.isReceiveOnly = index % 8 == 4
            if !isMixed { seat(Array(group.dispatchers.suffix(3)), in: &group) }
            groups[group.number] = group
            groupNumbers.append(group.number)
        }
    }

    private mutating func makeRadioGroups(_ count: Int) -> [String] {
        (0..<count).map { _ in
            let index = radioGroups.count
            let number = String(70_001 + index)
            let name = Self.radioNames[index % Self.radioNames.count]
            names[number] = name
            radioGroups.append(RadioGroup(number: number, description: name, mode: index % 3 == 2 ? "PDT" : "TETRA"))
            return number
        }
    }

    /// Dispatchers whose consoles are not simulated are there from the beginning: one only listens, the others can talk.
    private mutating func seat(_ dispatchers: [String], in group: inout Group) {
        for (index, dispatcher) in dispatchers.enumerated() {
            group.subscriptions[dispatcher] = Subscription(subscriber: dispatcher, callBackURL: nil, expires: .max)
            group.listeners[dispatcher] = Listener(isConnected: true, turn: nextTurn())
            if index > 0 { group.selected.insert(dispatcher) }
        }
    }
}
