import Exchange

/// Reads one entry of `sites:`.
struct SiteReader {
    /// Relative paths of certificates start here.
    let folder: String
    let adapters: [AdapterDescriptor]

    /// A site without its secrets, and where those come from.
    typealias Draft = (site: SiteSettings, secrets: [(path: [String], source: PasswordSource)])

    /// nil when the entry is no site.
    /// - Parameter locations: the identifiers seen so far.
    func read(_ node: YAMLNode, locations: inout [String: SourceLocation], _ problems: inout ProblemCollector) -> Draft? {
        guard node.mapping(&problems) != nil else { return nil }
        var fields = FieldReader(folder: folder)
        let identity = fields.read(CommonSettings.identity(adapters.map(\.kind)), of: node.memberValues, at: node.location, &problems)
        let id = unique(identity.optionalText("id"), at: node["id"]?.location, locations: &locations, &problems)
        guard let adapter = adapters[SystemKind(identity.text("kind"))] else { return nil }
        let known = CommonSettings.identity([]) + CommonSettings.rest + adapter.settings
        guard let members = node.members(known.flatMap(\.keys), &problems) else { return nil }
        let before = problems.errorCount
        let values = fields.read(adapter.settings, of: members, at: node.location, &problems)
        let isSound = problems.errorCount == before
        let rest = fields.read(CommonSettings.rest, of: members, at: node.location, &problems)
        // A site that is wrong is read on, so that everything wrong with it is told.
        var site = SiteSettings(
            adapter, id: SiteID(id ?? ""), name: SafeText(identity.optionalText("name") ?? id ?? ""), values: values,
            extension: rest.optionalText("extension"), tls: TLSSettings(rest.group("tls") ?? SettingsValues()),
            hasTLS: members["tls"] != nil, timeout: rest.duration("timeout"),
            encoding: TextEncoding(rawValue: rest.text("encoding")) ?? .automatic)
        if let pauses = reconnect(rest.group("reconnect"), members["reconnect"], &problems) { site.reconnect = pauses }
        warn(of: site, members, isSound: isSound, &problems)
        return id == nil || !isSound ? nil : (site, fields.secrets)
    }

    private func unique(
        _ id: String?, at location: SourceLocation?, locations: inout [String: SourceLocation], _ problems: inout ProblemCollector
    ) -> String? {
        guard let id, let location else { return nil }
        if let first = locations[id] {
            problems.error("the site “\(id)” stands twice; the first is in line \(first.line)", at: location)
            return nil
        }
        locations[id] = location
        return id
    }

    /// nil where both cannot be had together.
    private func reconnect(_ values: SettingsValues?, _ node: YAMLNode?, _ problems: inout ProblemCollector) -> ClosedRange<Duration>? {
        guard let values, values["min"] != nil, values["max"] != nil else { return nil }
        let shortest = values.duration("min")
        // The default goes up with the shortest.
        let longest = node?["max"] == nil ? max(values.duration("max"), shortest) : values.duration("max")
        guard shortest <= longest else {
            if let node { problems.error("min is longer than max", at: node["min"]?.location ?? node.location) }
            return nil
        }
        return shortest...longest
    }

    /// Tells what is written and does nothing, or less than it should.
    private func warn(of site: SiteSettings, _ members: [String: YAMLNode], isSound: Bool, _ problems: inout ProblemCollector) {
        if let node = members["extension"], let setting = site.adapter.telephoneSetting {
            problems.warning("“extension” has no effect: the telephone at this site is “\(setting)”", at: node.location)
        }
        guard let node = members["tls"], node.entries != nil else { return }
        // Whether a broken address would be encrypted is not known.
        let isEncrypted = site.isEncrypted || !isSound
        if !isEncrypted {
            switch site.adapter.tls {
            case .byScheme(let plain, let encrypted):
                problems.warning("“tls” has no effect on \(plain); write \(encrypted) for TLS", at: node.location)
            case .whereSet: break
            case .never:
                problems.warning("“tls” has no effect: this system speaks in clear text", at: node.location)
            }
        } else if !site.tls.verify, site.tls.fingerprint == nil {
            problems.warning(
                "nobody checks who answers; give a “fingerprint” or leave “verify” on", at: node["verify"]?.location ?? node.location)
        }
    }
}

extension TLSSettings {
    fileprivate init(_ values: SettingsValues) {
        self.init(ca: values.optionalText("ca"), fingerprint: values.bytes("fingerprint"), verify: values["verify"] != .truth(false))
    }
}
