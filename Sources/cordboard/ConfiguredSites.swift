import Desk
import Exchange
import SessionLending
import Settings

extension SiteSettings {
    /// The site's place at the desk.
    /// - Parameter folder: where sessions of other processes are borrowed; nil: the site has its own.
    func configuredSite(for operator: Operator, borrowingIn folder: LendingFolder? = nil) -> Desk.ConfiguredSite {
        let own = makeSite(for: `operator`)
        return Desk.ConfiguredSite(
            SiteStatus(id: id, name: name, kind: kind), folder.map { BorrowingSite(id, own: own, folder: $0) } ?? own,
            extension: `extension`, reconnect: reconnect)
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
