import Exchange

/// Reads one entry of `sites:`.
struct SiteReader {
    /// Relative paths of certificates start here.
    let folder: String

    private static let commonKeys = ["id", "name", "kind", "tls", "timeout", "reconnect"]
    /// What each kind takes besides.
    private static let keys: [SystemKind: [String]] = [
        .smartpbx: ["broker", "token", "username", "poll_interval"] + PasswordSource.keys,
        .confserver: ["address", "username", "phones"] + PasswordSource.keys,
        .webcti: ["url", "poll_interval", "timezone", "supervision"] + PasswordSource.keys(of: "webkey"),
        .yeastar: ["url", "username", "api_version", "reports", "poll_interval"] + PasswordSource.keys,
        .icp: ["gateway", "standby", "agent", "phone", "sign_in", "poll_interval", "uportal"] + PasswordSource.keys,
    ]

    private static let timeouts: ClosedRange<Duration> = .milliseconds(100) ... .seconds(600)
    static let pauses: ClosedRange<Duration> = .milliseconds(100) ... .seconds(3_600)

    /// The site without its passwords, and where those come from; nil when it is wrong.
    /// - Parameter locations: the identifiers seen so far.
    mutating func read(
        _ node: YAMLNode, locations: inout [String: SourceLocation], _ problems: inout ProblemCollector
    ) -> (SiteSettings, [(PasswordUse, PasswordSource)])? {
        guard node.mapping(&problems) != nil else { return nil }
        let id = readID(node, locations: &locations, &problems)
        let name = node["name"].flatMap { $0.text(&problems) }
        guard let kindNode = node["kind"] else {
            problems.error("the site has no “kind”", at: node.location)
            return nil
        }
        guard let kind: SystemKind = kindNode.choice(&problems) else { return nil }
        guard let members = node.members(Self.commonKeys + Self.keys[kind, default: []], &problems) else { return nil }
        let password = PasswordSource(members, of: kind == .webcti ? "webkey" : "password", &problems)
        var passwords = password.map { [(PasswordUse.site, $0)] } ?? []
        let system: SiteSettings.System? =
            switch kind {
            case .smartpbx: readSmartPBX(members, node.location, hasPassword: password != nil, &problems).map { .smartpbx($0) }
            case .confserver: readConferenceServer(members, node.location, hasPassword: password != nil, &problems).map { .confserver($0) }
            case .webcti: readWebCTI(members, node.location, hasKey: password != nil, &problems).map { .webcti($0) }
            case .yeastar: readYeastar(members, node.location, hasPassword: password != nil, &problems).map { .yeastar($0) }
            case .icp: readICP(members, node.location, &passwords, &problems).map { .icp($0) }
            }
        // A site that is wrong is read on as any, so that everything wrong with it is told.
        let stand: SiteSettings.System = .smartpbx(SiteSettings.SmartPBX(host: "", port: 0, isEncrypted: true, token: ""))
        var site = SiteSettings(id: SiteID(id ?? ""), name: SafeText(name ?? id ?? ""), system: system ?? stand)
        if let timeout = members["timeout"]?.duration(within: Self.timeouts, &problems) { site.timeout = timeout }
        if let reconnect = members["reconnect"] { readReconnect(reconnect, into: &site, &problems) }
        if let tls = members["tls"] { readTLS(tls, into: &site, &problems) }
        return id == nil || system == nil ? nil : (site, passwords)
    }

    private func readID(_ node: YAMLNode, locations: inout [String: SourceLocation], _ problems: inout ProblemCollector) -> String? {
        guard let idNode = node["id"] else {
            problems.error("the site has no “id”", at: node.location)
            return nil
        }
        guard let id = idNode.text(&problems) else { return nil }
        guard id.allSatisfy({ $0.isLetter || $0.isNumber || "._-".contains($0) }), !id.hasPrefix("-") else {
            problems.error("a site's id is made of letters, digits, “.”, “_” and “-”", at: idNode.location)
            return nil
        }
        if let first = locations[id] {
            problems.error("the site “\(id)” stands twice; the first is in line \(first.line)", at: idNode.location)
            return nil
        }
        locations[id] = idNode.location
        return id
    }

    private func readSmartPBX(
        _ members: [String: YAMLNode], _ location: SourceLocation, hasPassword: Bool, _ problems: inout ProblemCollector
    ) -> SiteSettings.SmartPBX? {
        for key in ["broker", "token"] where members[key] == nil {
            problems.error("the site has no “\(key)”", at: location)
        }
        let broker = members["broker"].flatMap { BrokerAddress($0, &problems) }
        let token = members["token"].flatMap { $0.text(&problems) }
        if let token, token.contains(where: { "/+#\0".contains($0) }) {
            problems.error("a token is one level of a topic: without “/”, “+” and “#”", at: members["token"]?.location ?? location)
        }
        let username = members["username"].flatMap { $0.text(&problems) }
        if hasPassword, members["username"] == nil {
            problems.error("the site has a password and no “username”; MQTT takes no password alone", at: location)
        }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &problems) }
        guard let broker, let token else { return nil }
        return SiteSettings.SmartPBX(
            host: broker.host, port: broker.port, isEncrypted: broker.isEncrypted, token: token, username: username,
            pollInterval: interval ?? .seconds(2))
    }

    private func readConferenceServer(
        _ members: [String: YAMLNode], _ location: SourceLocation, hasPassword: Bool, _ problems: inout ProblemCollector
    ) -> SiteSettings.ConferenceServer? {
        for key in ["address", "username", "phones"] where members[key] == nil {
            problems.error("the site has no “\(key)”", at: location)
        }
        if !hasPassword { problems.error("the site has no “password”", at: location) }
        let address = members["address"].flatMap { ServerAddress($0, &problems) }
        let username = members["username"].flatMap { $0.text(&problems) }
        let phones = members["phones"]?.list(&problems)?.compactMap { $0.text(&problems) }
        if let phones, let node = members["phones"] {
            if !(1...2).contains(phones.count) { problems.error("an operator has one telephone or two", at: node.location) }
            if !phones.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter || "+*#".contains($0)) } }) {
                problems.error("a telephone is written as digits", at: node.location)
            }
        }
        guard let address, let username, let phones else { return nil }
        return SiteSettings.ConferenceServer(host: address.host, port: address.port, username: username, phones: phones)
    }

    private func readYeastar(
        _ members: [String: YAMLNode], _ location: SourceLocation, hasPassword: Bool, _ problems: inout ProblemCollector
    ) -> SiteSettings.Yeastar? {
        for key in ["url", "username"] where members[key] == nil { problems.error("the site has no “\(key)”", at: location) }
        if !hasPassword { problems.error("the site has no “password”", at: location) }
        let url = members["url"].flatMap { WebAddress($0, &problems) }
        let username = members["username"].flatMap { $0.text(&problems) }
        let version = members["api_version"].map { $0.text(&problems) } ?? "v1.1.0"
        if let version, !version.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." }), let node = members["api_version"] {
            problems.error("a version is one segment of a path, like v1.1.0", at: node.location)
        }
        let reports = members["reports"].flatMap { readReports($0, &problems) }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &problems) }
        guard let url, let username, let version else { return nil }
        return SiteSettings.Yeastar(
            url: url.text, username: username, apiVersion: version, reports: reports, pollInterval: interval ?? .seconds(2))
    }

    private func readReports(_ node: YAMLNode, _ problems: inout ProblemCollector) -> SiteSettings.Yeastar.Reports? {
        guard let members = node.members(["listen", "url"], &problems) else { return nil }
        guard let listenNode = members["listen"] else {
            problems.error("the reports have no “listen”", at: node.location)
            return nil
        }
        guard let listen = ServerAddress(listenNode, isOurs: true, &problems) else { return nil }
        let url = members["url"].flatMap { $0.text(&problems) }
        if let url, let urlNode = members["url"] {
            let bare = url.hasPrefix("http://") ? String(url.dropFirst(7)) : url
            let host = bare.prefix { $0 != "/" }
            if host.isEmpty || bare.contains("://") || bare.contains(" ") {
                problems.error("the address for reports is written HOST:PORT/PATH", at: urlNode.location)
            } else if host.count + 1 >= bare.count {
                problems.warning("give the address for reports a path that is hard to guess: reports carry no password", at: urlNode.location)
            }
        }
        return SiteSettings.Yeastar.Reports(host: listen.host, port: listen.port, url: url)
    }

    private func readReconnect(_ node: YAMLNode, into site: inout SiteSettings, _ problems: inout ProblemCollector) {
        guard let members = node.members(["min", "max"], &problems) else { return }
        let shortest = members["min"].map { $0.duration(within: Self.pauses, &problems) } ?? site.reconnect.lowerBound
        let longest = members["max"].map { $0.duration(within: Self.pauses, &problems) }
            ?? max(site.reconnect.upperBound, shortest ?? .zero)
        guard let shortest, let longest else { return }
        guard shortest <= longest else {
            problems.error("min is longer than max", at: members["min"]?.location ?? node.location)
            return
        }
        site.reconnect = shortest...longest
    }

    private func readTLS(_ node: YAMLNode, into site: inout SiteSettings, _ problems: inout ProblemCollector) {
        guard let members = node.members(["ca", "fingerprint", "verify"], &problems) else { return }
        let isEncrypted = site.isEncrypted
        switch site.system {
        case .smartpbx where !isEncrypted: problems.warning("“tls” has no effect on mqtt://; write mqtts:// for TLS", at: node.location)
        case .confserver: problems.warning("“tls” has no effect: this system speaks in clear text", at: node.location)
        case .yeastar where !isEncrypted, .webcti where !isEncrypted, .icp where !isEncrypted:
            problems.warning("“tls” has no effect on http://; write https:// for TLS", at: node.location)
        case .smartpbx, .yeastar, .webcti, .icp: break
        }
        if let caNode = members["ca"], let text = caNode.text(&problems) {
            let path = absolute(text)
            if !SettingsFile.exists(path) { problems.error("there is no file \(path)", at: caNode.location) }
            site.tls.ca = path
        }
        if let printNode = members["fingerprint"], let text = printNode.text(&problems) {
            site.tls.fingerprint = [UInt8](hexadecimal: text)
            if site.tls.fingerprint?.count != 32 {
                problems.error("a fingerprint is SHA-256: 64 hexadecimal digits, with or without colons", at: printNode.location)
            }
        }
        if let verify = members["verify"]?.truth(&problems) { site.tls.verify = verify }
        if isEncrypted, !site.tls.verify, site.tls.fingerprint == nil {
            problems.warning("nobody checks who answers; give a “fingerprint” or leave “verify” on", at: members["verify"]?.location ?? node.location)
        }
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder.appending(component: path)
    }
}

extension SiteSettings {
    mutating func setPassword(_ password: Secret?, for use: PasswordUse) {
        switch system {
        case .smartpbx(var smartpbx):
            smartpbx.password = password
            system = .smartpbx(smartpbx)
        case .confserver(var server):
            server.password = password
            system = .confserver(server)
        case .webcti(var webcti):
            webcti.webKey = password
            system = .webcti(webcti)
        case .yeastar(var yeastar):
            yeastar.password = password
            system = .yeastar(yeastar)
        case .icp(var icp):
            switch use {
            case .site: icp.password = password
            case .talkingGroups: icp.talkingGroups?.password = password
            }
            system = .icp(icp)
        }
    }
}

extension [UInt8] {
    /// Pairs of hexadecimal digits, with colons between them or none at all; nil for anything else.
    init?(hexadecimal text: String) {
        let digits: [Character]
        if text.contains(":") {
            let pairs = text.split(separator: ":", omittingEmptySubsequences: false)
            guard pairs.allSatisfy({ $0.count == 2 }) else { return nil }
            digits = pairs.flatMap { $0 }
        } else {
            digits = [Character](text)
        }
        let values = digits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
        guard values.count == digits.count, values.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}
