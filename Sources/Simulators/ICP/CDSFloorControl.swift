/// The four steps to the floor, and back: subscribe → listen → select → floor.
extension CDSWorld {
    /// Groups that a dispatcher may have selected at once; no parameter says so.
    static let selectionLimit = 5
    static let longestSubscription = 7_200

    /// The group in which a dispatcher wants to do something.
    func group(_ number: String, of dispatcher: String) throws(CDSRefusal) -> Group {
        guard registrations[dispatcher] != nil else { throw .notRegistered }
        let group = try group(number)
        guard group.dispatchers.contains(dispatcher) else { throw .notMember }
        return group
    }

    func group(_ number: String) throws(CDSRefusal) -> Group {
        guard !number.isEmpty else { throw .numberEmpty }
        guard Self.isNumber(number) else { throw .groupNumber }
        guard let group = groups[number] else { throw .noSuchGroup }
        return group
    }

    private func plainGroup(_ number: String, of dispatcher: String) throws(CDSRefusal) -> Group {
        let group = try group(number, of: dispatcher)
        guard !group.isMixed else { throw .mixed }
        return group
    }

    /// Digits and letters.
    static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    // MARK: - Subscription

    /// - Parameter seconds: 0 ends the subscription.
    mutating func subscribe(
        _ dispatcher: String, to number: String, seconds: Int, subscriber: String?, callBackURL: String?
    ) throws(CDSRefusal) {
        let group = try plainGroup(number, of: dispatcher)
        guard (0...Self.longestSubscription).contains(seconds) else { throw .illegal }
        if seconds == 0 { return try unsubscribe(dispatcher, from: group) }
        guard callBackURL.map(Self.isURL) ?? true else { throw .illegal }
        let subscription = Subscription(
            subscriber: subscriber ?? dispatcher, callBackURL: callBackURL ?? registrations[dispatcher]?.callBackURL,
            expires: now + seconds * 1_000)
        if let current = group.subscriptions[dispatcher] {
            // A renewal comes from where the subscription came from.
            guard current.subscriber == subscription.subscriber, !settings.refusesRenewal else { throw .alreadyInState }
        } else {
            let own = groups.values.count { $0.subscriptions[dispatcher] != nil }
            guard own < parameters.number("maxDisSubCount") else { throw .dispatcherSubscriptionLimit }
            guard group.subscriptions.count < parameters.number("maxGrpSubCount") else { throw .groupSubscriptionLimit }
        }
        change(number, by: dispatcher) { $0.subscriptions[dispatcher] = subscription }
        schedule.add(.subscriptionEnds(group: number, dispatcher: dispatcher), at: subscription.expires)
    }

    private mutating func unsubscribe(_ dispatcher: String, from group: Group) throws(CDSRefusal) {
        guard group.subscriptions[dispatcher] != nil else { throw .notSubscribed }
        guard group.floor?.holder != dispatcher else { throw .unsubscribeWhileTalking }
        guard group.listeners[dispatcher] == nil else { throw .unsubscribeWhileListening }
        change(group.number, by: dispatcher) { $0.subscriptions[dispatcher] = nil }
    }

    // MARK: - Listening

    mutating func listen(_ dispatcher: String, to number: String) throws(CDSRefusal) {
        let group = try plainGroup(number, of: dispatcher)
        guard group.subscriptions[dispatcher] != nil else { throw .notSubscribed }
        if let listener = group.listeners[dispatcher] { throw listener.isConnected ? .alreadyListening : .stillConnecting }
        let own = groups.values.count { $0.listeners[dispatcher] != nil }
        guard own < parameters.number("maxDisMonCount") else { throw .dispatcherListenLimit }
        guard group.listeners.count < parameters.number("maxGrpMonCount") else { throw .groupListenLimit }
        let turn = nextTurn()
        change(number, by: dispatcher) { $0.listeners[dispatcher] = Listener(turn: turn) }
        if !settings.telephoneIsSilent { plan(.listens(group: number, dispatcher: dispatcher, turn: turn), in: 200...600) }
        schedule.add(
            .listeningTimesOut(group: number, dispatcher: dispatcher, turn: turn),
            at: now + parameters.number("maxMonOpTimeoutInterval") * 1_000)
    }

    mutating func stopListening(_ dispatcher: String, to number: String) throws(CDSRefusal) {
        let group = try plainGroup(number, of: dispatcher)
        guard group.listeners[dispatcher] != nil else { throw .notListening }
        change(number, by: dispatcher) { $0.stopListening(dispatcher) }
    }

    // MARK: - Selection

    mutating func select(_ dispatcher: String, _ number: String) throws(CDSRefusal) {
        let group = try plainGroup(number, of: dispatcher)
        guard group.subscriptions[dispatcher] != nil else { throw .notSubscribed }
        guard group.listeners[dispatcher]?.isConnected == true else { throw .notListening }
        guard !group.selected.contains(dispatcher) else { throw .alreadySelected }
        let own = groups.values.count { $0.selected.contains(dispatcher) }
        guard own < Self.selectionLimit else { throw .selectionLimit }
        change(number, by: dispatcher) { $0.selected.insert(dispatcher) }
    }

    mutating func deselect(_ dispatcher: String, _ number: String) throws(CDSRefusal) {
        let group = try plainGroup(number, of: dispatcher)
        guard group.selected.contains(dispatcher) else { throw .notSelected }
        // Without selection there is no floor, unless the service does not ask for it.
        change(number, by: dispatcher) { [needsSelection = parameters.isOn("isPttDependsSelect")] group in
            group.selected.remove(dispatcher)
            if needsSelection, group.floor?.holder == dispatcher { group.floor = nil }
        }
    }

    // MARK: - Floor

    mutating func askForFloor(_ dispatcher: String, in number: String) throws(CDSRefusal) {
        let group = try group(number, of: dispatcher)
        if group.isMixed { try checkMixed(dispatcher, in: group) } else { try checkSteps(dispatcher, in: group) }
        if group.floor?.holder == dispatcher { throw group.floor?.phase == .held ? .hasFloor : .floorInProcess }
        guard !groups.values.contains(where: { $0.floor?.holder == dispatcher }) else { throw .talksElsewhere }
        guard group.floor == nil else { throw .floorConflict }
        if !group.radioGroups.isEmpty {
            let usable = Set(radioGroups.filter(\.isUsable).map(\.number))
            guard !usable.isDisjoint(with: group.radioGroups) else { throw .noUsableRadioGroup }
        }
        guard settings.floor != .refused else { throw .floorRefused }
        giveFloor(to: dispatcher, in: number, answers: settings.floor != .timesOut)
    }

    private func checkSteps(_ dispatcher: String, in group: Group) throws(CDSRefusal) {
        guard !group.isReceiveOnly else { throw .receiveOnly }
        guard group.subscriptions[dispatcher] != nil else { throw .notSubscribed }
        guard group.listeners[dispatcher]?.isConnected == true else { throw .floorNeedsListening }
        guard group.selected.contains(dispatcher) || !parameters.isOn("isPttDependsSelect") else { throw .floorNeedsSelection }
    }

    private func checkMixed(_ dispatcher: String, in group: Group) throws(CDSRefusal) {
        guard let call = group.mixedCall, call.states[dispatcher] != nil else { throw .notInMixedCall }
        guard call.chair == dispatcher else { throw .onlyChairTalks }
    }

    mutating func giveBackFloor(_ dispatcher: String, in number: String) throws(CDSRefusal) {
        let group = try group(number, of: dispatcher)
        guard let floor = group.floor, floor.holder == dispatcher else { throw .hasNoFloor }
        guard floor.phase != .releasing else { throw .floorInProcess }
        release(number, floor.turn)
    }

    /// The floor is asked for, and granted a moment later.
    mutating func giveFloor(to user: String, in number: String, answers: Bool = true) {
        let turn = nextTurn()
        change(number, by: user) { [now] in $0.floor = Floor(holder: user, since: now, turn: turn) }
        if answers { plan(.floorGranted(group: number, turn: turn), in: 80...300) }
        schedule.add(.floorTimesOut(group: number, turn: turn), at: now + max(parameters.number("maxPttOpTimeoutInterval"), 500))
    }

    mutating func grant(_ number: String, _ turn: Int) {
        guard let group = groups[number], group.floor?.turn == turn, group.floor?.phase == .requested else { return }
        change(number, by: group.floor?.holder) { [now] in
            $0.floor?.phase = .held
            $0.floor?.since = now
        }
        let limit = min(parameters.number("maxPttTimeoutInterval"), group.pttTimeout)
        schedule.add(.floorEnds(group: number, turn: turn), at: now + limit * 1_000)
    }

    mutating func release(_ number: String, _ turn: Int) {
        guard let floor = groups[number]?.floor, floor.turn == turn, floor.phase != .releasing else { return }
        change(number, by: floor.holder) { $0.floor?.phase = .releasing }
        plan(.floorEnds(group: number, turn: turn), in: 40...150)
    }

    mutating func endFloor(_ number: String, _ turn: Int) {
        guard let floor = groups[number]?.floor, floor.turn == turn else { return }
        change(number, by: floor.phase == .releasing ? floor.holder : nil) { $0.floor = nil }
    }
}
