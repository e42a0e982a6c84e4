import Exchange
import Wire

/// Why a request brought no answer that could be used.
public enum RequestFailure: Error, Equatable, Sendable {
    /// Nothing of it has left this machine; the wire's word on the reason, where there was an attempt at all.
    case notSent(WireFailure?)
    /// The request as its system names it, and how long the answer was awaited.
    case noAnswer(to: String, after: Duration)
    /// The link broke, or the run ended, while the answer was awaited.
    case broken(SafeText)
    /// Something other than an answer came: an HTTP status, a web page, half an answer.
    case unreadable(SafeText)
    /// The exchange has no such page or command; with the code that it gave, where it gave one.
    case absent(SafeText, code: String? = nil)
    /// The exchange does not take what makes us known to it: a session, a key. Nothing was done.
    case notRecognised(SafeText, code: String? = nil)

    /// There is no link: nothing was tried.
    public static let noLink = RequestFailure.notSent(nil)
    /// The link went while the answer was awaited, and nothing more is known.
    public static let abandoned = RequestFailure.broken("the link broke before the answer came")

    /// What the wire says of a request.
    /// - Parameters:
    ///   - name: the request as its system names it.
    ///   - limit: how long its answer was awaited.
    public init(_ failure: WireFailure, of name: String, after limit: Duration) {
        switch failure.stage {
        case .address, .tcp, .tls: self = .notSent(failure)
        case .login, .link: self = failure.isLate ? .noAnswer(to: name, after: limit) : .broken(failure.reason)
        }
    }

    /// Nothing of it has left this machine.
    public var isUnsent: Bool { if case .notSent = self { true } else { false } }

    /// Nobody answered; the link may be as it was.
    public var isSilence: Bool { if case .noAnswer = self { true } else { false } }

    /// What happened, in words.
    public var reason: SafeText {
        switch self {
        case .notSent(let failure): failure?.reason ?? "there is no link"
        case .noAnswer(let name, let limit): "no answer to \(name) within \(limit.description)"
        case .broken(let reason), .unreadable(let reason), .absent(let reason, _), .notRecognised(let reason, _): reason
        }
    }
}
