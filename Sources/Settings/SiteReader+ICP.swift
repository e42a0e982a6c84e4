import Exchange

extension SiteReader {
    private static let talkLimits: ClosedRange<Duration> = .seconds(1) ... .seconds(3_600)

    func readICP(
        _ members: [String: YAMLNode], _ place: Place, _ passwords: inout [(PasswordUse, PasswordSource)], _ findings: inout Findings
    ) -> SiteSettings.ICP? {
        for key in ["gateway", "agent", "phone"] where members[key] == nil {
            findings.error("the site has no “\(key)”", at: place)
        }
        let gateway = members["gateway"].flatMap { WebAddress($0, withPath: true, &findings) }
        let standby = members["standby"].flatMap { WebAddress($0, withPath: true, &findings) }
        let agent = members["agent"].flatMap { $0.text(&findings) }
        if let agent, let node = members["agent"], !(1...6).contains(agent.count) || !agent.allSatisfy({ $0.isASCII && $0.isNumber }) {
            findings.error("an agent's work number has one to six digits", at: node.place)
        }
        let phone = members["phone"].flatMap { $0.text(&findings) }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &findings) }
        let groups = members["uportal"].flatMap { readTalkingGroups($0, &passwords, &findings) }
        let signIn: SiteSettings.ICP.SignIn? = members["sign_in"]?.choice(&findings)
        guard let gateway, let agent, let phone else { return nil }
        return SiteSettings.ICP(
            gateway: gateway.text, standby: standby?.text, agent: agent, phone: phone, signIn: signIn ?? .ask,
            pollInterval: interval ?? .seconds(2), talkingGroups: groups)
    }

    private func readTalkingGroups(
        _ node: YAMLNode, _ passwords: inout [(PasswordUse, PasswordSource)], _ findings: inout Findings
    ) -> SiteSettings.ICP.TalkingGroups? {
        guard let members = node.members(["url", "username", "callback", "talk_limit"] + PasswordSource.keys, &findings) else { return nil }
        for key in ["url", "username", "callback"] where members[key] == nil {
            findings.error("the uportal has no “\(key)”", at: node.place)
        }
        let url = members["url"].flatMap { WebAddress($0, withPath: true, &findings) }
        let username = members["username"].flatMap { $0.text(&findings) }
        if let password = PasswordSource(members, &findings) {
            passwords.append((.talkingGroups, password))
        } else {
            findings.error("the uportal has no “password”", at: node.place)
        }
        let limit = members["talk_limit"].flatMap { $0.duration(within: Self.talkLimits, &findings) }
        guard let callback = members["callback"]?.members(["listen", "url"], &findings) else { return nil }
        guard let listenNode = callback["listen"] else {
            findings.error("the callback has no “listen”", at: members["callback"]?.place ?? node.place)
            return nil
        }
        let listen = ServerAddress(listenNode, isOurs: true, &findings)
        let callbackURL = callback["url"].flatMap { WebAddress($0, withPath: true, &findings) }
        guard let url, let username, let listen else { return nil }
        return SiteSettings.ICP.TalkingGroups(
            url: url.text, username: username, host: listen.host, port: listen.port, callbackURL: callbackURL?.text,
            talkLimit: limit ?? .seconds(60))
    }
}
