/// A system that speaks HTTP, as a value: a world, and how requests look at it and change it. `HTTPSimulator` gives it a clock,
/// a port, faults and a script.
public protocol HTTPSystem: Sendable {
    associatedtype World: Sendable
    /// How it is set up, beside faults.
    associatedtype Settings: Sendable
    /// Something that it POSTs of its own accord.
    associatedtype Message: Sendable = Never
    /// One delivery of a message.
    associatedtype Post: Sendable = Never

    /// What its pages for people are called.
    static var pageTitle: String { get }
    var world: World { get set }
    var settings: Settings { get set }
    /// How a console gets in.
    var login: SystemLogin { get }
    /// Where the world's clock stands.
    var now: Milliseconds { get }
    /// When something will happen next by itself, if anything will.
    var nextEvent: Milliseconds? { get }

    /// Lets time pass; an instant that has passed already changes nothing.
    mutating func advance(to instant: Milliseconds)
    /// Follows up what a request or a trainer has changed.
    mutating func settle()
    /// It can be reached at a port from now on.
    mutating func serves(_ port: Int)
    mutating func answer(_ request: SimulatedHTTPServer.Request) -> HTTPAnswer
    /// Answers a request that is held, if it is to be answered now.
    mutating func heldAnswer(_ key: Int) -> SimulatedHTTPServer.Response?
    /// Answers a request that is held, because the port is closed.
    mutating func abandon(_ key: Int) -> SimulatedHTTPServer.Response
    /// What `HTTPFaults.paths` call a request.
    func path(of request: SimulatedHTTPServer.Request) -> String
    /// A refusal with a code of the system.
    func refusal(_ code: String, of request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response
    /// A request comes into `HTTPFaults.Failure.silence`.
    /// - Returns: whether it is not to be carried out at all.
    mutating func ignores(_ request: SimulatedHTTPServer.Request) -> Bool

    /// What is to be POSTed since the last time, in order.
    mutating func takeMessages() -> [Message]
    /// - Parameter isMalformed: cut in its middle.
    mutating func posts(of message: Message, isMalformed: Bool) -> [Post]
    /// - Parameter report: takes a sentence when a listener cannot be reached, once until it can be again.
    static func sender(report: @escaping @Sendable (String) -> Void) -> @Sendable (Post) -> Void

    /// Somebody shows a hostile name or number.
    mutating func show(hostileName name: String)
    /// Does what a line of a script says, where it is no fault.
    /// - Returns: false where there is no such thing.
    /// - Throws: the system's refusal.
    mutating func perform(_ command: ScriptCommand) throws -> Bool
}

/// How a console gets into a system; what there is none of is empty.
public struct SystemLogin: Sendable {
    public var username = ""
    public var password = ""
}

public enum HTTPAnswer: Sendable {
    case now(SimulatedHTTPServer.Response)
    /// Later: by `heldAnswer` for this key.
    case held(Int)
}

extension HTTPSystem {
    public mutating func settle() {}
    public mutating func serves(_ port: Int) {}
    public mutating func heldAnswer(_ key: Int) -> SimulatedHTTPServer.Response? { .init(status: 503) }
    public mutating func abandon(_ key: Int) -> SimulatedHTTPServer.Response { .init(status: 503) }
    public func path(of request: SimulatedHTTPServer.Request) -> String { request.path }
    public mutating func ignores(_ request: SimulatedHTTPServer.Request) -> Bool { false }
    public mutating func show(hostileName name: String) {}
    public mutating func perform(_ command: ScriptCommand) throws -> Bool { false }
}

extension HTTPSystem where Message == Never, Post == Never {
    public mutating func takeMessages() -> [Never] { [] }
    public mutating func posts(of message: Never, isMalformed: Bool) -> [Never] {}
    public static func sender(report: @escaping @Sendable (String) -> Void) -> @Sendable (Never) -> Void { { _ in } }
}

extension HTTPSystem where Settings == Void {
    public var settings: Void {
        get { () }
        set {}
    }
}
