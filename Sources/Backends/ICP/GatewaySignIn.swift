import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// Why a session that stood cannot be used any more.
enum SessionLoss: Error {
    /// The gateway does not know us: it forgot us, or somebody else took the agent over.
    case gone
    /// It knows us and takes neither our token nor our word: the agent is still ours.
    case doubted
    case unreachable(LinkFailure)
}

// Signing in and out (sections 1.3 to 1.5), at the gateway that last worked before the other.
extension ICPSite {
    /// Without a poll for so long the gateway signs us out.
    static let sessionLife = Duration.seconds(120)

    /// Goes on with a session that a lost link left behind, or signs in. A session that cannot be asked about is kept for the
    /// next attempt: the gateway may have it still.
    /// - Throws: `LinkFailure`; final where only a person can help, with a question where a person only has to agree.
    func beginSession() async throws {
        let mayForce = hasConsent || (configuration.forcesSignIn && !isUnwanted)
        hasConsent = false
        guard let earlier = session else { return try await signIn(at: gateways, force: mayForce) }
        switch await loss(of: earlier) {
        case nil: return forgetLoss()
        case .gone:
            forgetSession()
            try await signIn(at: gateways, force: mayForce)
        case .doubted:
            try await signIn(at: gateways, force: mayForce)
        case .unreachable(let failure):
            let others = gateways.filter { $0 != earlier.base }
            // A gateway that was asked in vain a moment ago is asked again with the next attempt.
            guard !others.isEmpty else { throw failure }
            try await signIn(at: others, force: mayForce)
        }
    }

    /// - Returns: nil where the session still stands.
    private func loss(of earlier: GatewaySession) async -> SessionLoss? {
        let question = ICPRequest(method: "GET", path: "onlineagent/\(agent)/agentstatus")
        do {
            let reply = try await exchange(question, with: earlier)
            return reply.isSuccess ? nil : reply.code == GatewayCode.notSignedIn ? .gone : .doubted
        } catch {
            return .unreachable(LinkFailure(error))
        }
    }

    /// Signs in again after a loss, while the rest of the site goes on.
    func renewSession(after loss: SessionLoss) async throws {
        switch loss {
        case .gone:
            // Whoever is signed in now was not asked for: to throw them out is a person's decision.
            forgetSession()
            try await signIn(at: gateways, force: false)
        case .doubted:
            try await signIn(at: gateways, force: true)
        case .unreachable(let failure):
            guard configuration.standby != nil, let lost = session else { throw failure }
            // Both gateways serve one platform, which still has us signed in through the other.
            try await signIn(at: gateways.filter { $0 != lost.base } + [lost.base], force: isSeatOurs)
        }
    }

    /// Whether whoever is signed in as this agent can only be ourselves.
    private var isSeatOurs: Bool { ownSeatSince.map { environment.uptime() - $0 < Self.sessionLife } ?? false }

    /// Whether it may be ourselves, until the gateway has signed us out: it need not do that to the second, and a sign-in whose
    /// answer got lost may have been taken.
    private var maySeatBeOurs: Bool {
        [ownSeatSince, unansweredSignIn].contains { $0.map { environment.uptime() - $0 < Self.sessionLife * 2 } ?? false }
    }

    /// The one that last worked goes first.
    private var gateways: [String] {
        let all = [configuration.gateway] + (configuration.standby.map { [$0] } ?? [])
        guard let lastGateway, all.contains(lastGateway) else { return all }
        return [lastGateway] + all.filter { $0 != lastGateway }
    }

    private func signIn(at gateways: [String], force: Bool) async throws {
        var failure: LinkFailure?
        for base in gateways {
            do {
                return try await signIn(at: base, force: force)
            } catch let silence as RequestFailure {
                let reason = LinkFailure(silence, at: .login)
                failure = failure ?? reason
                if reason.isFinal { break }
            }
        }
        throw failure ?? LinkFailure(.login, "there is no gateway to sign in at")
    }

    private func signIn(at base: String, force: Bool) async throws {
        let earlier = session
        sessionCount += 1
        let fresh = GatewaySession(base: base, number: sessionCount, token: "")
        session = fresh
        var reply: GatewayReply
        do {
            var request = ICPRequest(method: "PUT", path: "onlineagent/\(agent)", body: .object(credentials))
            reply = try await exchange(request, with: fresh)
            if reply.code == GatewayCode.alreadySignedIn, force || isSeatOurs {
                request.path += "/forcelogin"
                reply = try await exchange(request, with: fresh)
            }
        } catch {
            session = earlier
            if (error as? RequestFailure)?.isUnsent == false { unansweredSignIn = environment.uptime() }
            throw error
        }
        guard reply.isSuccess else {
            session = nil
            throw failure(of: reply)
        }
        guard session?.token.isEmpty == false else {
            session = nil
            throw LinkFailure(.login, "the gateway signed agent \(agent) in and gave no token (Set-GUID)")
        }
        (ownSeatSince, unansweredSignIn) = (environment.uptime(), nil)
        isNewSession = true
        lastGateway = base
        if reply.result.member("isForceChange").isYes {
            reporter.tell("the password of agent \(agent) must be changed before work", once: "isForceChange")
        }
    }

    /// Busy: nobody is handed a caller of a queue before saying `unpause`. After a call the agent is wrapping up, until that word
    /// makes the gateway return to idle by itself (`ICPActions+States.swift`). Calls ring until they are answered by hand, and
    /// the telephone is put down after each, so that it is free for others.
    private var credentials: [String: JSONValue] {
        [
            "password": .string(configuration.password.reveal()), "phonenum": .string(configuration.phone), "status": .number(3),
            "autoanswer": .bool(false), "autoenteridle": .bool(false), "releasephone": .bool(true), "agenttype": .number(4),
        ]
    }

    private func failure(of reply: GatewayReply) -> LinkFailure {
        if reply.code == GatewayCode.alreadySignedIn, maySeatBeOurs {
            return LinkFailure(.login, "the gateway has not signed agent \(agent) out yet after the outage")
        }
        if reply.code == GatewayCode.alreadySignedIn {
            return LinkFailure(
                .login, "agent \(agent) is signed in elsewhere", isFinal: true,
                question: "Agent \(agent) is signed in elsewhere. Sign in here and throw the other out?")
        }
        return LinkFailure(
            .login, "the gateway refuses to sign agent \(agent) in: \(reply.refusal) (\(reply.code))",
            isFinal: GatewayCode.finalAtSignIn.contains(reply.code))
    }

    /// Somebody else took the agent over, or an inspector cleared it.
    var eviction: LinkFailure {
        LinkFailure(
            .link, "agent \(agent) was signed out by somebody else", isFinal: true,
            question: "Agent \(agent) was signed out by somebody else. Sign in here again and throw the other out?")
    }

    /// The gateway does not have us any more.
    func forgetSession() { (session, ownSeatSince, unansweredSignIn) = (nil, nil, nil) }

    /// The longest that giving back may delay who leaves.
    private static let farewellLimit = Duration.seconds(2)

    /// Gives back what is held and signs out, even where nobody waits for us any more. Where the gateway refuses because a
    /// call is up it is not forced: the call goes on without us, and the gateway signs us out when we stay away.
    func signOut() async {
        guard session != nil else { return }
        let limit = min(Self.farewellLimit, configuration.deadline)
        let farewells =
            (picture.supervision.map { [supervisionEnd($0)] } ?? [])
            + [ICPRequest(method: "DELETE", path: "onlineagent/\(agent)/logout")]
        // A task of its own: this one is cancelled already.
        let isOut = await Task {
            for request in farewells {
                // Whoever does not answer is not asked again.
                guard let reply = try? await self.request(request, within: limit) else { return false }
                if request == farewells.last { return reply.isSuccess || reply.code == GatewayCode.notSignedIn }
            }
            return false
        }.value
        // Where we may still be signed in the next run goes on with the session.
        if isOut { forgetSession() }
    }
}
