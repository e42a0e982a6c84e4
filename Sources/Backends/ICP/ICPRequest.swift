import Exchange
import JSON

/// One request to the Agent Gateway or to the uPortal, before it is put on the wire.
struct ICPRequest: Equatable, Sendable {
    /// Which of the two is asked.
    enum Service: String, Sendable { case gateway, talkingGroups }

    var service: Service = .gateway
    var method: String
    /// Below the service's address, percent-encoded, with work numbers filled in: `voicecall/291/callout`.
    var path: String
    /// Not encoded yet; the order is that of the wire.
    var query: [Field] = []
    /// nil sends none.
    var body: JSONValue?

    struct Field: Equatable, Sendable {
        var name: String
        var value: String
    }
}
