/// A line to the outside.
public struct Trunk: Equatable, Sendable {
    public var site: SiteID
    public var id: String
    public var name: SafeText
    public var type: SafeText
    /// The exchange's own word: the documents print no closed list.
    public var status: SafeText

    public init(site: SiteID, id: String, name: SafeText, type: SafeText, status: SafeText) {
        self.site = site
        self.id = id
        self.name = name
        self.type = type
        self.status = status
    }
}
