import Exchange
import Foundation

// What lives in a session lasts as long as somebody holds it.
extension Desk {
    /// Whether what the action does lives in a session at that site, and ends with it.
    public func isSessionBound(_ action: Action, at site: SiteID) -> Bool {
        action == .signInHere || board.sites[site]?.capabilities.sessionBoundActions.contains(action) ?? false
    }

    /// What has become of what a session-bound action took, where it is not held any more: the floor may be revoked, or its time
    /// may be over.
    /// - Returns: nil where it is still held, or nothing tells.
    public func loss(of pending: PendingAction) -> SafeText? {
        guard pending.action(on: board) == .pttTake,
            let group = pending.values.first("GROUP").flatMap({ board.group(pending.site, $0) }), !group.floor.isOurs
        else { return nil }
        return switch group.floor {
        case .revoked(let reason), .denied(let reason): reason
        case .other(let number, _): "\(number) has the floor"
        default: "the floor was given back"
        }
    }

    /// Gives back what a session-bound action has taken, where the session itself goes on.
    /// - Returns: nil where nothing is to be given back, or only with the session.
    public func giveBack(_ request: ActionRequest, at site: SiteID) async -> Outcome? {
        guard isSessionBound(request.action, at: site), let end = request.ending else { return nil }
        return await perform(end, at: site)
    }
}

extension ActionRequest {
    /// Whether another request ends the effect of this one.
    public func isEnded(by other: ActionRequest) -> Bool { ending == other }

    /// What ends the effect of a session-bound action.
    fileprivate var ending: ActionRequest? {
        switch action {
        case .listen, .whisper, .barge: try? ActionRequest(.superviseStop, [])
        case .pttTake: try? ActionRequest(.pttRelease, all("GROUP"))
        default: nil
        }
    }
}

/// How long a command keeps what lives in its session: for a set time, or, without one, until its standard input ends; never
/// longer than its task.
public struct SessionHold: Sendable {
    /// With a limit standard input does not count.
    public var atMost: Duration?
    var input: Int32
    var environment: Environment

    public init(atMost: Duration? = nil, input: Int32 = STDIN_FILENO, environment: Environment = .system) {
        self.atMost = atMost
        self.input = input
        self.environment = environment
    }

    public func untilOver() async {
        if let atMost {
            try? await environment.sleep(atMost)
            return
        }
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let input = input
        // A thread of its own, because it reads for as long as somebody may write. A terminal is not read: in the
        // background that would stop us, and Ctrl-C ends the hold there.
        if isatty(input) == 0 {
            Thread.detachNewThread {
                Self.drain(input)
                end.finish()
            }
        }
        for await _ in ends {}
    }

    private static func drain(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 || (count < 0 && errno != EINTR) { return }
        }
    }
}
