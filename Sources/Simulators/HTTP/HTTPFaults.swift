/// What goes wrong on purpose with a system that speaks HTTP. All of it can be set while the simulator runs.
public struct HTTPFaults: SimulatorFaults {
    static var switches: [String: WritableKeyPath<Self, Bool> & Sendable] {
        ["silent": \.isSilent, "no-callbacks": \.cannotReachListeners]
    }

    /// What a client gets instead of its answer.
    public enum Failure: Sendable, Equatable {
        /// The request is carried out, but the connection is reset after so many bytes of the answer.
        case reset(after: Int)
        /// The request is carried out, but nothing ever comes. A request that waits for events takes none with it.
        case silence
        /// The answer comes this much later.
        case late(Duration)
        /// An HTTP error instead: 500, 404 …
        case status(Int)
        /// A page of HTML for people, status 200.
        case page
        /// The body ends after so many bytes and says that it is all; nil cuts off the last third.
        case truncated(after: Int? = nil)
        /// Refused with this code of the system, and not carried out.
        case refused(String)
    }

    /// What becomes of requests, log-in and heartbeat too; nil answers them.
    public var failure: Failure?
    /// The pages, or first parts of paths, that it happens to; empty means all.
    public var paths: Set<String>
    /// How many requests it happens to before all is well again; nil means until it is set otherwise.
    public var times: Int?
    /// Every n-th message that the system POSTs is lost; 1 loses all, 0 none.
    public var losesEvery = 0
    /// Every n-th message comes twice; 0 none.
    public var doublesEvery = 0
    /// Every n-th message is held back until the next one has gone; 0 none.
    public var reordersEvery = 0
    /// Every n-th message is cut in its middle; 0 none.
    public var malformsEvery = 0
    /// Messages do not get through to anybody.
    public var cannotReachListeners = false

    public init(_ failure: Failure? = nil, paths: Set<String> = [], times: Int? = nil) {
        self.failure = failure
        self.paths = paths
        self.times = times
    }

    /// What happens to a request.
    mutating func strike(_ path: String) -> Failure? {
        guard let failure, paths.isEmpty || paths.contains(path) else { return nil }
        if let times {
            guard times > 0 else { return nil }
            self.times = times - 1
        }
        return failure
    }

    private var isSilent: Bool {
        get { failure == .silence }
        set { if newValue != isSilent { failure = newValue ? .silence : nil } }
    }
}

extension SimulatedHTTPServer.Response {
    /// A page for people.
    static func page(_ status: Int, _ title: String, headers: [(String, String)] = []) -> Self {
        .init(
            status: status, headers: headers + [("Content-Type", "text/html; charset=utf-8")],
            body: Array("<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n".utf8))
    }

    /// What is left of an answer.
    mutating func suffer(_ failure: HTTPFaults.Failure?) {
        switch failure {
        case .reset(let count): fault = .cut(after: count)
        case .silence: fault = .silence
        case .late(let duration): fault = .delay(duration)
        case .truncated(let count): body = Array(body.prefix(count ?? body.count - min(body.count, max(2, body.count / 3))))
        default: break
        }
    }
}
