import Desk
import Diagnostics
import Exchange
import SessionLending
import Settings

/// Tries one site once, without the desk: how far does a link come?
struct SiteCheck: Sendable {
    private let id: String
    private let site: any Site
    private let status: SiteStatus
    /// The operator's telephone there, which the exchange should have.
    private let telephone: String?

    /// - Parameter folder: where a session is borrowed that another process has already, so that it is not thrown out.
    init(_ settings: SiteSettings, operator: Operator, borrowingIn folder: LendingFolder?) {
        id = settings.id.rawValue
        let configured = settings.configuredSite(for: `operator`, borrowingIn: folder)
        site = configured.site
        status = configured.status
        telephone = configured.unconfirmedTelephone(of: `operator`)
    }

    /// The stages a site goes through, in order.
    static func stages(of site: SiteSettings) -> [LinkFailure.Stage] {
        site.isEncrypted ? [.address, .tcp, .tls, .login, .sync] : [.address, .tcp, .login, .sync]
    }

    /// English; also the keys of the translation.
    static let titles: [LinkFailure.Stage: String] = [
        .address: "DNS", .tcp: "TCP", .tls: "TLS", .login: "log-in", .sync: "first synchronisation",
    ]

    /// What came of it.
    struct Result: Sendable {
        /// Where it failed and why; nil when the first snapshot came.
        var failure: LinkFailure?
        /// What the site told meanwhile that does not stand against the snapshot.
        var troubles: [SafeText] = []
        /// The operator's telephone, where the exchange does not have it.
        var missingTelephone: String?
        /// The process whose session was looked at, where it was not the check's own.
        var lender: Int32?
    }

    private enum Finding: Sendable {
        case changed([Change])
        case synced
        case told(SafeText)
        case reported(LinkState, SafeText?)
        case failed(LinkFailure)
    }

    func run(atMost limit: Duration) async -> Result {
        let (findings, found) = AsyncStream.makeStream(of: Finding.self)
        let running = Task { [id, site] in
            do {
                try await DiagnosticContext.about(id) {
                    try await site.run { changes in
                        found.yield(.changed(changes))
                        for change in changes {
                            switch change {
                            case .synced: found.yield(.synced)
                            case .link(_, let state, let error, _, _): found.yield(.reported(state, error))
                            case .message(let message) where message.topic == "trouble": found.yield(.told(message.text))
                            default: break
                            }
                        }
                    }
                }
            } catch let failure as LinkFailure {
                found.yield(.failed(failure))
            } catch {
                found.yield(.failed(LinkFailure(.link, SafeText(String(describing: error)))))
            }
            found.finish()
        }
        let timer = Task {
            try? await Task.sleep(for: limit)
            found.finish()
        }
        defer { timer.cancel() }
        var result = await result(findings, limit)
        result.lender = (site as? BorrowingSite)?.lender
        running.cancel()
        await running.value
        return result
    }

    private func result(_ findings: AsyncStream<Finding>, _ limit: Duration) async -> Result {
        var latest: SafeText?
        // No log-in is claimed that did not happen.
        var isLoggedIn = false
        var troubles: [SafeText] = []
        var board = Board(sites: [status])
        for await finding in findings {
            switch finding {
            case .changed(let changes): _ = board.apply(changes)
            case .synced:
                let missing = telephone.flatMap { board.lacksTelephone($0, at: status.id) ? $0 : nil }
                return Result(failure: nil, troubles: troubles, missingTelephone: missing)
            case .told(let trouble): troubles.append(trouble)
            case .reported(let state, let error):
                latest = error ?? latest
                isLoggedIn = isLoggedIn || state.isUp
            case .failed(let failure):
                // A link lost on the way to the first snapshot: that is the stage it was in.
                let stage: LinkFailure.Stage = isLoggedIn ? .sync : .login
                return Result(failure: failure.stage == .link ? LinkFailure(stage, failure.reason) : failure, troubles: troubles)
            }
        }
        return Result(failure: LinkFailure(.sync, latest ?? "no complete snapshot within \(limit.inSeconds) s"), troubles: troubles)
    }
}
