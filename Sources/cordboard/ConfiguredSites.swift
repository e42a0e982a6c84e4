import Desk
import Exchange
import Settings

extension SiteSettings {
    /// The site's place at the desk.
    func configuredSite(for operator: Operator) -> Desk.ConfiguredSite {
        Desk.ConfiguredSite(
            SiteStatus(id: id, name: name, kind: kind), makeSite(for: `operator`), extension: `extension`, reconnect: reconnect)
    }
}

extension [AdapterDescriptor] {
    /// The one that a command's operand names; all where there is none.
    func chosen(by word: String?) throws(CommandError) -> [AdapterDescriptor] {
        guard let word else { return self }
        guard let adapter = self[SystemKind(word)] else {
            throw .unknown("there is no kind of system “\(word)”", written: word, valid: map(\.kind.rawValue))
        }
        return [adapter]
    }
}
