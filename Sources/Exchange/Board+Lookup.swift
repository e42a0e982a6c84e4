// What is found on a board by something else than its own key.
extension Board {
    /// The agent at a telephone; where several share one, the one named like it comes first.
    public func agent(_ site: SiteID, extension: String) -> Agent? {
        if let sameID = agent(site, `extension`), sameID.extension == `extension` { return sameID }
        return all(.agent).lazy.compactMap { entity in
            if case .agent(let it) = entity, it.site == site, it.extension == `extension` { it } else { nil }
        }.first
    }

    /// The telephone of ours that is in a call: the one called before the one calling.
    public func `extension`(in call: Call) -> String? {
        [call.callee, call.caller].first { agent(call.site, extension: $0) != nil }
    }

    /// A talking group by its id.
    public func group(_ site: SiteID, _ id: String) -> TalkingGroup? {
        if case .group(let it)? = self[EntityKey(site: site, kind: .group, id: id)] { it } else { nil }
    }

    /// A waiting caller by the id of his call.
    public func waitingCall(_ site: SiteID, _ id: String) -> WaitingCall? {
        if case .waiting(let it)? = self[EntityKey(site: site, kind: .waiting, id: id)] { it } else { nil }
    }
}
