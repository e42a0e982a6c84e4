import Exchange

// A site may leave a question to the operator before it connects: whether to throw somebody else out.
extension Desk {
    func refusalOfSigningIn(at site: SiteID) -> Outcome? {
        board.sites[site]?.question == nil ? .refused(code: nil, "nobody is signed in there in your place") : nil
    }

    /// Agrees to what the site's latest failure asked, and connects again at once.
    /// - Returns: what became of that attempt.
    func signIn(at site: SiteID, _ exchange: any Site) async -> Outcome {
        let (links, link) = AsyncStream.makeStream(of: (LinkState, SafeText?).self)
        let observer = observe { changes in
            for case .link(site, let state, let error, _, _) in changes { link.yield((state, error)) }
        }
        let timer = Task { [environment] in
            try? await environment.sleep(Self.signInLimit)
            link.finish()
        }
        defer {
            timer.cancel()
            link.finish()
            stopObserving(observer)
        }
        await exchange.consent()
        reconnect(site)
        var hasBegun = false
        for await (state, error) in links {
            switch state {
            case .connecting: hasBegun = true
            case .online, .degraded: return .done(nil)
            case .offline where hasBegun: return .refused(code: nil, error ?? "the link was lost")
            case .offline: continue
            }
        }
        return .noAnswer(after: Self.signInLimit)
    }

    /// How long signing in may take, with whatever the site then asks for.
    private static let signInLimit = Duration.seconds(20)
}
