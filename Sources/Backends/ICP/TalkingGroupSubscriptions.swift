import BackendSupport
import Exchange
import Foundation
import JSON

/// Subscriptions and the other taken with groups: made, renewed, and given back.
extension TalkingGroupService {
    /// Subscribes to the groups that we are a dispatcher of, and renews what is about to run out. Where the platform does not
    /// grant as many, one place is kept free for the group whose floor is wanted.
    func subscribe() async throws {
        let wanted = picture.memberships.filter { !unwanted.contains($0) }
        let limit = picture.parameters.subscriptions
        let chosen = wanted.count > limit ? Array(wanted.prefix(limit - 1)) : wanted
        let ours = taken[.subscribe, default: []].filter { picture.rows[$0] != nil && !unwanted.contains($0) }
        for group in Set(chosen).union(ours).sorted() where isSubscriptionDue(group) {
            let answer = try await send(FloorStep.subscribe.request(in: group, taking: true, subscription(isOn: true)))
            guard answer.isDone || FloorStep.subscribe.isDoneAlready(answer.code, taking: true) else {
                let words = TalkingGroupCodes.words(for: answer.code, saying: answer.words)
                tell("no subscription to group \(picture.rows[group]?.title ?? ""): \(words)", once: "subscription \(group)")
                continue
            }
            remember(.subscribe, in: group)
            if answer.isDone { expectNotification() }
        }
    }

    /// Not only when it is time: it may have ended without a word.
    private func isSubscriptionDue(_ group: String) -> Bool {
        guard let renewal = renewals[group], renewal > environment.uptime() else { return true }
        return picture.lives[group] != nil && !picture.holds(.subscribe, in: group)
    }

    // MARK: What is ours

    /// Remembers what is to be given back at the end; a subscription also to be renewed when a quarter of its time is left.
    func remember(_ step: FloorStep, in group: String) {
        guard step != .floor else { return }
        taken[step, default: []].insert(group)
        guard step == .subscribe else { return }
        renewals[group] = environment.uptime() + configuration.subscription * 0.75
    }

    /// Forgets it before it is given back, so that nobody renews meanwhile what is to end.
    func forget(_ step: FloorStep, in group: String) {
        taken[step]?.remove(group)
        if step == .subscribe { renewals[group] = nil }
    }

    /// What subscribing sends, or its end.
    func subscription(isOn: Bool) -> JSONValue {
        [
            "callBackURL": .string(callbackURL), "websocketID": .string(configuration.username),
            "expire": .number(isOn ? Int(configuration.subscription / .seconds(1)) : 0),
        ]
    }

    // MARK: Leaving

    /// Gives back the floor, then selections, monitoring and subscriptions, then signs out. What fails is let go.
    func giveEverythingBack() async {
        if let turn = floorTurn { _ = await turn.value }
        guard token != nil else { return }
        var steps = taken
        if let holding { for step in holding.asked { steps[step, default: []].insert(holding.group) } }
        for step in FloorStep.allCases.reversed() {
            let requests = steps[step, default: []].sorted().map { step.request(in: $0, taking: false, subscription(isOn: false)) }
            await withTaskGroup { tasks in
                for request in requests { tasks.addTask { _ = try? await self.sendOnce(request) } }
            }
        }
        _ = try? await sendOnce(registration(isOn: false))
        _ = try? await sendOnce(ICPRequest(service: .talkingGroups, method: "POST", path: "logout/sc"))
        taken = [:]
        renewals = [:]
        holding = nil
        picture.acts = [:]
        picture.talkEnds = [:]
    }
}
