/// One request. Neither its URL nor its headers nor its body ever stand in a failure's words: they hold tokens.
public struct HTTPRequest: Sendable {
    public var method: String
    /// Absolute, `http` or `https`.
    public var url: String
    public var headers: [(String, String)]
    /// nil sends none; a POST says `Content-Length: 0` then.
    public var body: [UInt8]?
    /// Made on a connection of its own. On one that was used before, a request is silently sent again where the peer closed the
    /// connection without an answer: right for a question, wrong for a command. Without a word: true unless GET or HEAD.
    public var needsFreshConnection: Bool

    public init(
        method: String = "GET", url: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
        needsFreshConnection: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.needsFreshConnection = needsFreshConnection ?? !(method == "GET" || method == "HEAD")
    }
}

/// One answer, whatever its status: a redirection is not followed.
public struct HTTPResponse: Sendable {
    public var status: Int
    /// By name in lower case; where a name came twice, the values stand behind each other with a comma.
    public var headers: [String: String]
    /// Empty where it went to a file.
    public var body: [UInt8]
    /// The addresses at the two ends of the connection, in numbers: ours, and that of the peer or, with a proxy in between, of the
    /// proxy.
    public var localAddress = ""
    public var peerAddress = ""
    /// The proxy in between, host and port; nil where there is none.
    public var proxy: String?
    /// The host that the request was addressed to.
    public var host = ""

    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
