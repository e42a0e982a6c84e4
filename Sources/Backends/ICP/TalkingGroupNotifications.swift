import BackendSupport
import Exchange

// Whether the service's notifications reach us. A network may swallow them without a word, and then only polling tells anything.
extension TalkingGroupService {
    /// How soon the service must have told us of our own subscription, which it tells every subscriber of the group (section 5.1).
    static let notificationLimit = Duration.seconds(3)

    /// A subscription of ours has been taken: the service tells us of it, where its notifications reach us.
    func expectNotification() {
        guard notifications.isOpen, proof == nil, missingNotifications == nil else { return }
        let before = notificationCount
        proof = Task { [environment] in
            guard (try? await environment.sleep(Self.notificationLimit)) != nil else { return }
            self.judgeNotifications(since: before)
        }
    }

    private func judgeNotifications(since before: Int) {
        proof = nil
        guard notificationCount == before, trouble == nil, !isLeaving else { return }
        doWithoutNotifications("no notification of the talking groups arrives at the address given to the platform; they are polled")
    }

    /// From now on the groups are looked at often, until a notification comes all the same.
    func doWithoutNotifications(_ reason: SafeText) {
        guard missingNotifications == nil else { return }
        missingNotifications = reason
        tell(reason, once: "notifications")
        adaptInterval()
    }

    func noteNotifications(_ count: Int) {
        notificationCount &+= count
        guard missingNotifications != nil else { return }
        missingNotifications = nil
        reporter.forget("notifications")
        adaptInterval()
    }

    /// How often the groups are looked at.
    func adaptInterval() {
        let isToldAtOnce = notifications.isOpen && missingNotifications == nil
        refreshes.look(
            at: .everything, every: isToldAtOnce ? configuration.reconcileInterval : min(Self.polling, configuration.reconcileInterval))
    }
}
