import Exchange

/// Sites that come and go while the desk runs: those that an operator configures, and those that another site brings.
extension Desk {
    /// Adds a site, and connects to it where the desk is open. One that another site brings gives way to it.
    /// - Returns: false where a site of that name is configured already; it has to be removed first.
    @discardableResult
    public func add(_ configured: ConfiguredSite) -> Bool {
        let id = configured.status.id
        if owners[id] != nil { take(forget([id])) }
        guard sites[id] == nil else { return false }
        sites[id] = configured
        take([.siteAdded(configured.status)])
        if isOpen { connect(id) }
        return true
    }

    /// Takes a site off the board, with all that it brought, and refuses what is asked of it from now on; returns when it has
    /// given back what it holds at its exchange.
    public func remove(_ id: SiteID) async {
        guard sites[id] != nil, owners[id] == nil else { return }
        take(forget(members(of: id) + [id]))
        guard let reconnector = reconnectors.removeValue(forKey: id) else { return }
        ending[ObjectIdentifier(reconnector)] = reconnector
        reconnector.stop()
        await reconnector.ended()
        ending[ObjectIdentifier(reconnector)] = nil
    }

    /// Makes the configured sites those of a new configuration. A site that is kept goes on with its session; any other of the
    /// present ones gives back what it holds before the new ones are added, which may bear the same names.
    /// - Parameter order: in which the sites are listed.
    public func reconfigure(keeping kept: Set<SiteID>, adding new: [ConfiguredSite], order: [SiteID]) async {
        let gone = sites.keys.filter { owners[$0] == nil && !kept.contains($0) }
        await withDiscardingTaskGroup { group in
            for id in gone { group.addTask { await self.remove(id) } }
        }
        for configured in new { add(configured) }
        board.arrange(order)
    }

    /// Whether the operator's usual telephone rings at that site: it has none of its own.
    public func ringsUsualTelephone(at id: SiteID) -> Bool { sites[id]?.extension == nil && sites[id]?.site.ownTelephone == nil }

    /// Begins to connect to a configured site, unless that has begun.
    func connect(_ id: SiteID) {
        guard let configured = sites[id], owners[id] == nil, reconnectors[id] == nil else { return }
        let source = ReportSource(id)
        sources[id] = source
        reconnectors[id] = Reconnector(id, configured, report: inbox.sink(of: source), environment: environment)
    }

    /// Takes what sites report, as far as it is theirs to report.
    func receive(_ reports: [Inbox.Report]) {
        var changes: [Change] = []
        for report in reports where sources[report.source.site] == report.source {
            for change in report.changes { admit(change, from: report.source.site, into: &changes) }
        }
        take(changes)
    }

    private func admit(_ change: Change, from source: SiteID, into changes: inout [Change]) {
        let site = change.site
        switch change {
        case .siteAdded(let status) where site != source:
            if let added = addMember(status, of: source) { changes.append(.siteAdded(added)) }
        case .siteRemoved:
            // A configured site goes by the operator's will alone.
            if owners[site] == source { changes += forget([site]) }
        default:
            guard site == source || owners[site] == source else { return }
            changes.append(change)
            if site == source { follow(change, of: source, into: &changes) }
        }
    }

    /// A site that another brings; nil where the name is another's, or the bringer does not know it.
    private func addMember(_ status: SiteStatus, of owner: SiteID) -> SiteStatus? {
        let id = status.id
        guard sites[id] == nil || owners[id] == owner, let site = sites[owner]?.site.member(id) else { return nil }
        let configured = ConfiguredSite(status, site)
        sites[id] = configured
        owners[id] = owner
        return configured.status
    }

    /// Sites that another brings have no better link than that one.
    private func follow(_ change: Change, of owner: SiteID, into changes: inout [Change]) {
        guard case .link(_, let state, let error, let time, let retry) = change, !state.isUp else { return }
        for id in members(of: owner) { changes.append(.link(id, state, error: error, at: time, retry: retry)) }
    }

    private func members(of owner: SiteID) -> [SiteID] { owners.filter { $0.value == owner }.keys.sorted() }

    private func forget(_ ids: [SiteID]) -> [Change] {
        for id in ids { (sites[id], owners[id], sources[id]) = (nil, nil, nil) }
        return ids.map(Change.siteRemoved)
    }
}
