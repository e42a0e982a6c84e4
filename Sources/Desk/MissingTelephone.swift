import Exchange

// Whether the operator's telephone is one of the exchange's: a wrong number would be found by the first key only.

extension Board {
    /// Whether a site lists telephones and this one is not among them. One that lists none says nothing about it.
    public func lacksTelephone(_ number: String, at site: SiteID) -> Bool {
        agent(site, extension: number) == nil && all(.agent).contains { $0.key.site == site }
    }
}

extension Desk.ConfiguredSite {
    /// The operator's telephone there, as the settings name it and the exchange has not confirmed it. A system that binds the
    /// telephone when the operator signs in (`Site.ownTelephone`) refuses a wrong one itself.
    public func unconfirmedTelephone(of operator: Operator) -> String? {
        site.ownTelephone == nil ? `extension` ?? `operator`.extension : nil
    }
}

extension Desk {
    /// The operator's telephone at a site, where the exchange does not have it.
    public func missingTelephone(at id: SiteID) -> String? {
        guard let number = sites[id]?.unconfirmedTelephone(of: self.operator), board.lacksTelephone(number, at: id) else { return nil }
        return number
    }
}
