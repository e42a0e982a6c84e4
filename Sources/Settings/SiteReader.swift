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
    /// - Parameter places: the identifiers seen so far.
    mutating func read(
        _ node: YAMLNode, places: inout [String: Place], _ findings: inout Findings
    ) -> (SiteSettings, [(PasswordUse, PasswordSource)])? {
        guard node.mapping(&findings) != nil else { return nil }
        let id = readID(node, places: &places, &findings)
        let name = node["name"].flatMap { $0.text(&findings) }
        guard let kindNode = node["kind"] else {
            findings.error("the site has no “kind”", at: node.place)
            return nil
        }
        guard let kind: SystemKind = kindNode.choice(&findings) else { return nil }
        guard let members = node.members(Self.commonKeys + Self.keys[kind, default: []], &findings) else { return nil }
        let password = PasswordSource(members, of: kind == .webcti ? "webkey" : "password", &findings)
        var passwords = password.map { [(PasswordUse.site, $0)] } ?? []
        let system: SiteSettings.System? =
            switch kind {
            case .smartpbx: readSmartPBX(members, node.place, hasPassword: password != nil, &findings).map { .smartpbx($0) }
            case .confserver: readConferenceServer(members, node.place, hasPassword: password != nil, &findings).map { .confserver($0) }
            case .webcti: readWebCTI(members, node.place, hasKey: password != nil, &findings).map { .webcti($0) }
            case .yeastar: readYeastar(members, node.place, hasPassword: password != nil, &findings).map { .yeastar($0) }
            case .icp: readICP(members, node.place, &passwords, &findings).map { .icp($0) }
            }
        // A site that is wrong is read on as any, so that everything wrong with it is told.
        let stand: SiteSettings.System = .smartpbx(SiteSettings.SmartPBX(host: "", port: 0, isEncrypted: true, token: ""))
        var site = SiteSettings(id: SiteID(id ?? ""), name: SafeText(name ?? id ?? ""), system: system ?? stand)
        if let timeout = members["timeout"]?.duration(within: Self.timeouts, &findings) { site.timeout = timeout }
        if let reconnect = members["reconnect"] { readReconnect(reconnect, into: &site, &findings) }
        if let tls = members["tls"] { readTLS(tls, into: &site, &findings) }
        return id == nil || system == nil ? nil : (site, passwords)
    }

    private func readID(_ node: YAMLNode, places: inout [String: Place], _ findings: inout Findings) -> String? {
        guard let idNode = node["id"] else {
            findings.error("the site has no “id”", at: node.place)
            return nil
        }
        guard let id = idNode.text(&findings) else { return nil }
        guard id.allSatisfy({ $0.isLetter || $0.isNumber || "._-".contains($0) }), !id.hasPrefix("-") else {
            findings.error("a site's id is made of letters, digits, “.”, “_” and “-”", at: idNode.place)
            return nil
        }
        if let first = places[id] {
            findings.error("the site “\(id)” stands twice; the first is in line \(first.line)", at: idNode.place)
            return nil
        }
        places[id] = idNode.place
        return id
    }

    private func readSmartPBX(
        _ members: [String: YAMLNode], _ place: Place, hasPassword: Bool, _ findings: inout Findings
    ) -> SiteSettings.SmartPBX? {
        for key in ["broker", "token"] where members[key] == nil {
            findings.error("the site has no “\(key)”", at: place)
        }
        let broker = members["broker"].flatMap { BrokerAddress($0, &findings) }
        let token = members["token"].flatMap { $0.text(&findings) }
        if let token, token.contains(where: { "/+#\0".contains($0) }) {
            findings.error("a token is one level of a topic: without “/”, “+” and “#”", at: members["token"]?.place ?? place)
        }
        let username = members["username"].flatMap { $0.text(&findings) }
        if hasPassword, members["username"] == nil {
            findings.error("the site has a password and no “username”; MQTT takes no password alone", at: place)
        }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &findings) }
        guard let broker, let token else { return nil }
        return SiteSettings.SmartPBX(
            host: broker.host, port: broker.port, isEncrypted: broker.isEncrypted, token: token, username: username,
            pollInterval: interval ?? .seconds(2))
    }

    private func readConferenceServer(
        _ members: [String: YAMLNode], _ place: Place, hasPassword: Bool, _ findings: inout Findings
    ) -> SiteSettings.ConferenceServer? {
        for key in ["address", "username", "phones"] where members[key] == nil {
            findings.error("the site has no “\(key)”", at: place)
        }
        if !hasPassword { findings.error("the site has no “password”", at: place) }
        let address = members["address"].flatMap { ServerAddress($0, &findings) }
        let username = members["username"].flatMap { $0.text(&findings) }
        let phones = members["phones"]?.list(&findings)?.compactMap { $0.text(&findings) }
        if let phones, let node = members["phones"] {
            if !(1...2).contains(phones.count) { findings.error("an operator has one telephone or two", at: node.place) }
            if !phones.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter || "+*#".contains($0)) } }) {
                findings.error("a telephone is written as digits", at: node.place)
            }
        }
        guard let address, let username, let phones else { return nil }
        return SiteSettings.ConferenceServer(host: address.host, port: address.port, username: username, phones: phones)
    }

    private func readYeastar(
        _ members: [String: YAMLNode], _ place: Place, hasPassword: Bool, _ findings: inout Findings
    ) -> SiteSettings.Yeastar? {
        for key in ["url", "username"] where members[key] == nil { findings.error("the site has no “\(key)”", at: place) }
        if !hasPassword { findings.error("the site has no “password”", at: place) }
        let url = members["url"].flatMap { WebAddress($0, &findings) }
        let username = members["username"].flatMap { $0.text(&findings) }
        let version = members["api_version"].map { $0.text(&findings) } ?? "v1.1.0"
        if let version, !version.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." }), let node = members["api_version"] {
            findings.error("a version is one segment of a path, like v1.1.0", at: node.place)
        }
        let reports = members["reports"].flatMap { readReports($0, &findings) }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &findings) }
        guard let url, let username, let version else { return nil }
        return SiteSettings.Yeastar(
            url: url.text, username: username, apiVersion: version, reports: reports, pollInterval: interval ?? .seconds(2))
    }

    private func readReports(_ node: YAMLNode, _ findings: inout Findings) -> SiteSettings.Yeastar.Reports? {
        guard let members = node.members(["listen", "url"], &findings) else { return nil }
        guard let listenNode = members["listen"] else {
            findings.error("the reports have no “listen”", at: node.place)
            return nil
        }
        guard let listen = ServerAddress(listenNode, isOurs: true, &findings) else { return nil }
        let url = members["url"].flatMap { $0.text(&findings) }
        if let url, let urlNode = members["url"] {
            let bare = url.hasPrefix("http://") ? String(url.dropFirst(7)) : url
            let host = bare.prefix { $0 != "/" }
            if host.isEmpty || bare.contains("://") || bare.contains(" ") {
                findings.error("the address for reports is written HOST:PORT/PATH", at: urlNode.place)
            } else if host.count + 1 >= bare.count {
                findings.warning("give the address for reports a path that is hard to guess: reports carry no password", at: urlNode.place)
            }
        }
        return SiteSettings.Yeastar.Reports(host: listen.host, port: listen.port, url: url)
    }

    private func readReconnect(_ node: YAMLNode, into site: inout SiteSettings, _ findings: inout Findings) {
        guard let members = node.members(["min", "max"], &findings) else { return }
        let shortest = members["min"].map { $0.duration(within: Self.pauses, &findings) } ?? site.reconnect.lowerBound
        let longest = members["max"].map { $0.duration(within: Self.pauses, &findings) }
            ?? max(site.reconnect.upperBound, shortest ?? .zero)
        guard let shortest, let longest else { return }
        guard shortest <= longest else {
            findings.error("min is longer than max", at: members["min"]?.place ?? node.place)
            return
        }
        site.reconnect = shortest...longest
    }

    private func readTLS(_ node: YAMLNode, into site: inout SiteSettings, _ findings: inout Findings) {
        guard let members = node.members(["ca", "fingerprint", "verify"], &findings) else { return }
        let isEncrypted = site.isEncrypted
        switch site.system {
        case .smartpbx where !isEncrypted: findings.warning("“tls” has no effect on mqtt://; write mqtts:// for TLS", at: node.place)
        case .confserver: findings.warning("“tls” has no effect: this system speaks in clear text", at: node.place)
        case .yeastar where !isEncrypted, .webcti where !isEncrypted, .icp where !isEncrypted:
            findings.warning("“tls” has no effect on http://; write https:// for TLS", at: node.place)
        case .smartpbx, .yeastar, .webcti, .icp: break
        }
        if let caNode = members["ca"], let text = caNode.text(&findings) {
            let path = absolute(text)
            if !SettingsFile.exists(path) { findings.error("there is no file \(path)", at: caNode.place) }
            site.tls.ca = path
        }
        if let printNode = members["fingerprint"], let text = printNode.text(&findings) {
            site.tls.fingerprint = [UInt8](hexadecimal: text)
            if site.tls.fingerprint?.count != 32 {
                findings.error("a fingerprint is SHA-256: 64 hexadecimal digits, with or without colons", at: printNode.place)
            }
        }
        if let verify = members["verify"]?.truth(&findings) { site.tls.verify = verify }
        if isEncrypted, !site.tls.verify, site.tls.fingerprint == nil {
            findings.warning("nobody checks who answers; give a “fingerprint” or leave “verify” on", at: members["verify"]?.place ?? node.place)
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
