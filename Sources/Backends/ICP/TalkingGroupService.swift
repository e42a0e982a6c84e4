import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// What a look at the talking groups covers: always all of them.
struct TalkingGroupScope: PollScope {
    let rawValue: Int
    static let everything = TalkingGroupScope(rawValue: 1)
}

/// The talking groups of an ICP: uPortal sign-in, registration with the dispatch service (CDS), its notifications, and the
/// floor.
///
/// It lives beside the gateway: where the uPortal is out of reach, agents and calls go on. The link is kept in
/// `TalkingGroupSession.swift`, subscriptions in `TalkingGroupSubscriptions.swift`, the floor in `FloorControl.swift`; what is known
/// of the groups is a `TalkingGroupPicture`.
actor TalkingGroupService {
    let configuration: ICPConfiguration.TalkingGroups
    let site: SiteID
    let environment: Environment
    let uPortal: UPortal

    var picture: TalkingGroupPicture
    var reporter: SiteReporter
    /// Why nothing can be asked of the groups; nil while everything stands.
    var trouble: SafeText? = "the talking groups are not connected yet"
    /// Name or password were refused: they are not sent again as long as this configuration lives.
    var refusal: LinkFailure?
    /// Woken when a notification came, for the one act that waits for the platform's word.
    let noticeSignal = WakeSignal()
    /// Looks at all groups, in their intervals and whenever something has happened that no notification tells in full.
    let refreshes: PollLoop<TalkingGroupScope>

    // What the uPortal and the dispatch service gave us.
    var token: String?
    /// The renewal of the token that is under way.
    var tokenRenewal: Task<Void, any Error>?
    /// The one sign-in under way, however many requests find that they need it.
    var renewal: Task<Void, any Error>?
    var sessionID = ""
    let notifications: PostedReports

    /// Notifications that have come in this run.
    var notificationCount = 0
    /// Why the service's notifications cannot be relied upon though our listener is open; nil while they can.
    var missingNotifications: SafeText?
    /// Waits for the notification of a subscription of ours.
    var proof: Task<Void, Never>?

    // What we hold at the service, to be given back.
    /// The groups that this run has subscribed to, monitored or selected.
    var taken: [FloorStep: Set<String>] = [:]
    /// When a subscription of ours is to be renewed, by the monotonic clock.
    var renewals: [String: Duration] = [:]
    /// The groups that somebody has unsubscribed from here: they are not subscribed to by themselves again.
    var unwanted: Set<String> = []
    /// Groups of which we were told and which no listing names.
    var unlisted: Set<String> = []
    var holding: FloorHolding?
    /// The latest of the acts on the floor, which follow one after the other.
    var floorTurn: Task<Outcome, Never>?
    /// Whoever asked for the floor wants it no more.
    var isGivenUp = false
    var talkTimer: Task<Void, Never>?
    /// What takes down why there is no floor, by group.
    var readers: [String: Task<Void, Never>] = [:]
    var isLeaving = false

    init(_ configuration: ICPConfiguration.TalkingGroups, site: SiteID, environment: Environment) {
        self.configuration = configuration
        self.site = site
        self.environment = environment
        uPortal = UPortal(configuration, environment: environment)
        reporter = SiteReporter(site: site, environment: environment)
        refreshes = PollLoop([.init(.everything, every: configuration.reconcileInterval)], gathering: .zero, environment: environment)
        picture = TalkingGroupPicture(site: site, own: configuration.username)
        notifications = PostedReports(
            host: configuration.host, port: configuration.port, url: configuration.callbackURL, prefix: "groups-",
            reply: Self.success, encoding: configuration.encoding, capacity: Self.mostNotifications, environment: environment)
    }

    /// What the service wants to read in answer to a notification.
    private static let success = #"{"returnCode":0,"returnDesc":"success"}"#
    /// More than this that nobody has taken are too many; what is lost then, the next look at the groups makes good.
    private static let mostNotifications = 1_000

    /// Connects, stays connected and reports until cancelled; then gives back floor, selection, monitoring and
    /// subscription, in that order, and signs out. An uPortal out of reach is told, tried again, and never thrown; a password
    /// that is refused is told, and not tried again.
    /// - Parameter available: called after each attempt to connect and after each loss: whether the groups can be asked.
    func run(_ report: @escaping ChangeSink, available: @escaping @Sendable (Bool) async -> Void = { _ in }) async {
        begin(report)
        await withTaskGroup { tasks in
            tasks.addTask { await self.receive() }  // ends with the run alone
            tasks.addTask { await self.stayConnected(available) }
        }
        await end()
    }

    private func begin(_ report: @escaping ChangeSink) {
        reporter.begin(report)
        refreshes.reset()
        isLeaving = false
        missingNotifications = nil
        unwanted = []
    }

    /// The longest that giving everything back may delay the end of a run.
    private static let farewellLimit = Duration.seconds(2)

    private func end() async {
        isLeaving = true
        isGivenUp = true
        talkTimer?.cancel()
        floorTurn?.cancel()
        proof?.cancel()
        proof = nil
        for reader in readers.values { reader.cancel() }
        readers = [:]
        let farewell = Task { await self.giveEverythingBack() }
        let alarm = Task { [environment] in
            try? await environment.sleep(Self.farewellLimit)
            farewell.cancel()
        }
        await farewell.value
        alarm.cancel()
        await notifications.close()
        lose("the talking groups are not connected")
        token = nil
        reporter.end()
    }

    // MARK: Telling

    /// Says what has changed, and looks whether the floor is still ours.
    func publish() {
        let now = environment.now()
        noticeRevocation()
        reporter.report(picture.changes(at: now))
    }

    func tell(_ topic: String = "trouble", _ text: SafeText, _ details: [String: String] = [:]) {
        reporter.tell(topic, text, details)
    }

    func tell(_ trouble: SafeText, once key: String) { reporter.tell(trouble, once: key) }

    /// From now on nothing is known of the floors, and nothing can be asked.
    func lose(_ reason: SafeText) {
        trouble = reason
        picture.isReachable = false
        publish()
    }
}
