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
    /// Whoever is thrown out hears nothing of it before the next request is refused.
    public var saysNothingWhenThrownOut = false

    public init() {}
}
