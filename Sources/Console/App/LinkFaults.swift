import Exchange

/// Tells a new fault of a link from the same one met again by the next attempt to connect.
struct LinkFaults {
    private struct Fault: Equatable {
        var link: LinkState
        var error: SafeText?
    }
    private var present: [SiteID: Fault] = [:]

    enum News { case fault, recovery }

    mutating func news(_ site: SiteID, _ link: LinkState, _ error: SafeText?) -> News? {
        switch link {
        case .online: return present.removeValue(forKey: site) == nil ? nil : .recovery
        case .connecting: return nil
        case .degraded, .offline:
            let fault = Fault(link: link, error: error)
            return present.updateValue(fault, forKey: site) == fault ? nil : .fault
        }
    }
}
