/// What goes wrong with the gateway on purpose. All of it can be set while the simulator runs.
public struct ICPFaults: Sendable, Equatable {
    public enum Failure: Sendable, Equatable {
        /// The request is carried out, but the connection is reset after so many bytes of the answer.
        case reset(after: Int)
        /// The request is carried out, but nothing ever comes; a poll takes no event with it.
        case silence
        /// The answer comes this much later.
        case late(Duration)
        /// An HTTP error instead: 500, 404 …
        case status(Int)
        /// A page of HTML for people, status 200.
        case page
        /// The answer without its last part.
        case truncated
        /// Refused with this `retcode`, and not carried out: disaster recovery's `105-005` …
        case refused(String)
    }

    /// What becomes of requests; nil answers them.
    public var failure: Failure?
    /// The first parts of the paths it happens to, as `agentevent` for polls only; empty means all.
    public var families: Set<String>
    /// How many requests it happens to before all is well again; nil means until it is set otherwise.
    public var times: Int?
    /// Whoever is thrown out hears nothing of it before the next request is refused.
    public var saysNothingWhenThrownOut = false

    public init(_ failure: Failure? = nil, families: Set<String> = [], times: Int? = nil) {
        self.failure = failure
        self.families = families
        self.times = times
    }

    mutating func strike(_ family: String) -> Failure? {
        guard let failure, families.isEmpty || families.contains(family) else { return nil }
        if let times {
            guard times > 0 else { return nil }
            self.times = times - 1
        }
        return failure
    }
}

/// How a gateway is set up; each is found in the field.
public struct ICPGatewaySettings: Sendable, Equatable {
    /// `AUTHMODE=2`: every answer to a poll brings a new token.
    public var renewsTokens = false
    /// How long a poll without an event is held; zero answers at once (`AGENT_POLL_WAIT_FLAG=OFF`).
    public var hold: Duration = .seconds(10)
    /// A load balancer stands in front: without its cookie a request comes to the wrong node.
    public var isCluster = false
    /// Newer editions add `eventGenTime`, and the list of keys to every object of an event.
    public var isNewer = false
    /// Text in events ends with a NUL character, as some editions send it.
    public var endsTextWithNUL = false

    public init() {}
}
