/// What the service tells a dispatcher's console of one group at one moment.
public struct CDSNotification: Sendable, Equatable {
    struct Change: Sendable, Equatable {
        var group, user: String
        var operation: CDSOperation
        var state: CDSState
        var byNumber, byName: String
        /// Who began the group call.
        var isHandler: Bool

        var value: OrderedJSON {
            [
                "talkGroupNumber": .text(group), "userNumber": .text(user), "operationType": .text(operation.rawValue),
                "operationState": .text(state.rawValue), "operatorNumber": .text(byNumber), "operatorName": .text(byName),
                "isGroupCallHandler": .flag(isHandler),
            ]
        }
    }

    /// Where it is POSTed.
    let url: String
    /// The `websocketID` of the subscription; the dispatcher's number where it goes without one.
    let subscriber: String
    let changes: [Change]

    /// - Parameter source: the service's own address.
    func body(source: String) -> [UInt8] {
        let value: OrderedJSON = [
            "action": "notify", "subscribeID": .text(subscriber), "callBackUrlCDS": .text(source),
            "userStateList": .list(changes.map(\.value)),
        ]
        return Array(value.json.utf8)
    }
}

extension CDSWorld {
    /// Changes a group and tells what follows from that: every state that is another now.
    /// - Parameter user: who is behind it; nil for the platform.
    @discardableResult
    mutating func change<Result>(_ number: String, by user: String? = nil, _ body: (inout Group) -> Result) -> Result? {
        guard let before = groups[number], var group = groups[number] else { return nil }
        let result = body(&group)
        groups[number] = group
        note(before, finished: group)
        tell(before, group, by: user)
        return result
    }

    /// What falls is told first, from the floor down; what rises follows, from the subscription up.
    private func changes(from before: Group, to after: Group, by user: String?) -> [CDSNotification.Change] {
        let users = before.users + after.users.filter { !before.users.contains($0) }
        let handler = after.handler ?? before.handler
        func changes(_ operations: [CDSOperation], where isTold: (CDSState) -> Bool) -> [CDSNotification.Change] {
            operations.flatMap { operation in
                users.compactMap { each in
                    let state = after.state(operation, of: each)
                    guard state != before.state(operation, of: each), isTold(state) else { return nil }
                    return .init(
                        group: after.number, user: each, operation: operation, state: state, byNumber: user ?? each,
                        byName: names[user ?? each] ?? "", isHandler: each == handler)
                }
            }
        }
        return changes(CDSOperation.allCases.reversed()) { $0 == .notInOperation }
            + changes(CDSOperation.allCases) { $0 != .notInOperation }
    }

    private mutating func tell(_ before: Group, _ after: Group, by user: String?) {
        let changes = changes(from: before, to: after, by: user)
        guard !changes.isEmpty else { return }
        for dispatcher in registrations.keys.sorted() { send(changes, of: before, after, to: dispatcher) }
    }

    /// Subscribers get all of a group; mixed calls, which cannot be subscribed to, and emergencies go to every member.
    private mutating func send(_ changes: [CDSNotification.Change], of before: Group, _ after: Group, to dispatcher: String) {
        guard let registration = registrations[dispatcher] else { return }
        if let subscription = before.subscriptions[dispatcher] ?? after.subscriptions[dispatcher] {
            guard let url = subscription.callBackURL else { return }
            messages.append(.init(url: url, subscriber: subscription.subscriber, changes: changes))
        } else if after.users.contains(dispatcher) || before.users.contains(dispatcher) {
            let open = changes.filter { after.isMixed || $0.operation == .emergencyCall }
            guard !open.isEmpty else { return }
            messages.append(.init(url: registration.callBackURL, subscriber: dispatcher, changes: open))
        }
    }
}
