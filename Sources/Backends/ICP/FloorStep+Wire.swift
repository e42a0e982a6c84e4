import Exchange
import JSON

/// How a step towards talking is taken and taken back on the wire.
extension FloorStep {
    private struct Row {
        var operation: GroupOperation
        /// The last segment of the path.
        var segment: String
        /// The service's answer where the step was taken already, and where it was not.
        var codes: (holds: String, doesNotHold: String)
    }

    private static let table: [FloorStep: Row] = [
        .subscribe: Row(operation: .subscribe, segment: "subscribe", codes: ("300076", "300080")),
        .monitor: Row(operation: .monitor, segment: "monitor", codes: ("300025", "300030")),
        .select: Row(operation: .select, segment: "select", codes: ("300072", "300071")),
        .floor: Row(operation: .ptt, segment: "ptt", codes: ("300054", "300055")),
    ]
    private var row: Row { Self.table[self]! }

    /// What the platform's notifications and states call it.
    var operation: GroupOperation { row.operation }

    /// The answer that says there was nothing left to do.
    func isDoneAlready(_ code: String, taking isTaking: Bool) -> Bool {
        code == (isTaking ? row.codes.holds : row.codes.doesNotHold)
    }

    /// - Parameter subscription: what subscribing sends; ends the subscription where it is to end (section 4.13.7).
    func request(in group: String, taking isTaking: Bool, _ subscription: JSONValue) -> ICPRequest {
        let method = self == .subscribe ? "PUT" : isTaking ? "POST" : "DELETE"
        return ICPRequest(
            service: .talkingGroups, method: method, path: "CDS/talkGroup/\(group.asGroupSegment)/\(row.segment)",
            body: self == .subscribe ? subscription : nil)
    }
}
