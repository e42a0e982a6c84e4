import Exchange

extension SiteReader {
    private static let talkLimits: ClosedRange<Duration> = .seconds(1) ... .seconds(3_600)

    func readICP(
        _ members: [String: YAMLNode], _ location: SourceLocation, _ passwords: inout [(PasswordUse, PasswordSource)], _ problems: inout ProblemCollector
    ) -> SiteSettings.ICP? {
        for key in ["gateway", "agent", "phone"] where members[key] == nil {
            problems.error("the site has no “\(key)”", at: location)
        }
        let gateway = members["gateway"].flatMap { WebAddress($0, withPath: true, &problems) }
        let standby = members["standby"].flatMap { WebAddress($0, withPath: true, &problems) }
        let agent = members["agent"].flatMap { $0.text(&problems) }
        if let agent, let node = members["agent"], !(1...6).contains(agent.count) || !agent.allSatisfy({ $0.isASCII && $0.isNumber }) {
            problems.error("an agent's work number has one to six digits", at: node.location)
        }
        let phone = members["phone"].flatMap { $0.text(&problems) }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &problems) }
        let groups = members["uportal"].flatMap { readTalkingGroups($0, &passwords, &problems) }
        let signIn: SiteSettings.ICP.SignIn? = members["sign_in"]?.choice(&problems)
        guard let gateway, let agent, let phone else { return nil }
        return SiteSettings.ICP(
            gateway: gateway.text, standby: standby?.text, agent: agent, phone: phone, signIn: signIn ?? .ask,
            pollInterval: interval ?? .seconds(2), talkingGroups: groups)
    }

    private func readTalkingGroups(
        _ node: YAMLNode, _ passwords: inout [(PasswordUse, PasswordSource)], _ problems: inout ProblemCollector
    ) -> SiteSettings.ICP.TalkingGroups? {
        guard let members = node.members(["url", "username", "callback", "talk_limit"] + PasswordSource.keys, &problems) else { return nil }
        for key in ["url", "username", "callback"] where members[key] == nil {
            problems.error("the uportal has no “\(key)”", at: node.location)
        }
        let url = members["url"].flatMap { WebAddress($0, withPath: true, &problems) }
        let username = members["username"].flatMap { $0.text(&problems) }
        if let password = PasswordSource(members, &problems) {
            passwords.append((.talkingGroups, password))
        } else {
            problems.error("the uportal has no “password”", at: node.location)
        }
        let limit = members["talk_limit"].flatMap { $0.duration(within: Self.talkLimits, &problems) }
        guard let callback = members["callback"]?.members(["listen", "url"], &problems) else { return nil }
        guard let listenNode = callback["listen"] else {
            problems.error("the callback has no “listen”", at: members["callback"]?.location ?? node.location)
            return nil
        }
        let listen = ServerAddress(listenNode, isOurs: true, &problems)
        let callbackURL = callback["url"].flatMap { WebAddress($0, withPath: true, &problems) }
        guard let url, let username, let listen else { return nil }
        return SiteSettings.ICP.TalkingGroups(
            url: url.text, username: username, host: listen.host, port: listen.port, callbackURL: callbackURL?.text,
            talkLimit: limit ?? .seconds(60))
    }
}
