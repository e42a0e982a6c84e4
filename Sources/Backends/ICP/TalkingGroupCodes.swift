import Exchange

/// What the dispatch service's codes mean, in words a dispatcher can act on.
enum TalkingGroupCodes {
    static let notSignedIn = "70000"
    static let unregistered = "300087"
    static let wrongPassword = "300088"
    static let noRecord = "300035"
    static let receiveOnly = "300094"
    static let floorNeedsMonitoring = "300057"
    static let floorNeedsSelecting = "300058"

    /// The words for a refusal: ours, else the document's, else the service's own.
    static func words(for code: String, saying said: String = "") -> SafeText {
        if let meaning = meanings[code] ?? ICPErrors.meaning(of: code, family: "server") { return meaning }
        return said.isEmpty ? "the platform refuses with code \(code)" : SafeText(said)
    }

    private static let meanings: [String: SafeText] = [
        "1": "the platform failed to do it",
        "2": "the platform asks to try once more",
        notSignedIn: "not signed in at the uPortal",
        "70001": "signed in at the uPortal already",
        "300000": "a parameter is empty",
        "300001": "a parameter is not allowed",
        "300002": "internal error of the platform",
        "300007": "this is no group number",
        "300014": "the group number is empty",
        "300020": "such a group exists already",
        "300023": "the group is monitored by as many as it can be",
        "300024": "you monitor as many groups as you may",
        "300025": "you monitor the group already",
        "300026": "the platform has no such group",
        "300028": "the platform has no such radio group",
        "300029": "you are no dispatcher of this group",
        "300030": "you do not monitor the group",
        "300031": "the platform is still busy with the earlier request",
        "300040": "more than 36 users",
        "300054": "you hold the floor already",
        "300055": "you do not hold the floor",
        "300056": "the floor is being handed over just now",
        floorNeedsMonitoring: "the floor needs the group to be monitored first",
        floorNeedsSelecting: "the floor needs the group to be selected first",
        "300059": "somebody else holds the floor",
        "300060": "the group has no radio group that works",
        "300062": "monitoring the group took too long",
        "300063": "the floor was not granted in time",
        "300067": "the floor was refused",
        "300071": "the group is not selected",
        "300072": "the group is selected already",
        "300073": "you have selected as many groups as you may",
        "300075": "the group has as many subscribers as it can have",
        "300076": "you have subscribed to the group already",
        "300077": "the mixed group is in a call already",
        "300080": "you have not subscribed to the group",
        "300082": "only a mixed group can do this",
        "300083": "a mixed group cannot do this",
        "300084": "you have subscribed to as many groups as you may",
        unregistered: "the dispatcher is not registered with the dispatch service",
        wrongPassword: "the uPortal refuses user name or password",
        "300090": "the mixed group is in a call; wait until it is over",
        "300091": "stop monitoring the group first",
        "300092": "give the floor back first",
        receiveOnly: "the group is receive-only: its floor cannot be taken",
        "300095": "you hold the floor of another group",
        "300096": "you are not in the mixed group's call",
        "300109": "only the chair may take the floor",
        "300110": "a dispatcher can hold one mixed group call at a time",
        "300111": "the group has as many members as it can have",
        "3000112": "the number has been called already",
    ]
}
