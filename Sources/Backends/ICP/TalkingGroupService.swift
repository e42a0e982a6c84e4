import Exchange
import JSON
import Wire

/// The talking groups of an ICP: uPortal sign-in, registration with the dispatch service (CDS), its notifications, and the
/// floor.
///
/// It lives beside the gateway: where the uPortal is out of reach, agents and calls go on.
actor TalkingGroupService {
    let configuration: ICPConfiguration.TalkingGroups
    let site: SiteID
    let surroundings: Surroundings

    init(_ configuration: ICPConfiguration.TalkingGroups, site: SiteID, surroundings: Surroundings) {
        self.configuration = configuration
        self.site = site
        self.surroundings = surroundings
    }

    /// Connects, stays connected and reports until cancelled; then gives back floor, selection, monitoring and
    /// subscription, in that order, and signs out. An uPortal out of reach is told, tried again, and never thrown.
    func run(_ report: @escaping Report) async {}

    /// Performs one of `Action.ofTalkingGroups`.
    func perform(_ request: ActionRequest) async -> Outcome { .unsupported("not built yet") }

    /// Sends one request as it is.
    /// - Returns: the outcome, and the `data` of the answer where one came.
    func ask(_ request: ICPRequest) async -> (Outcome, JSONValue?) { (.unsupported("not built yet"), nil) }
}
