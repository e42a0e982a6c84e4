import Exchange
import Foundation
import JSON

/// The operator's deeds, one JSON object a line, only ever added to.
public actor AuditLog {
    struct Entry: Sendable {
        var time: Date
        var `operator`: Operator
        var site: SiteID
        var action: String
        var arguments: [String]
        var outcome: Outcome
        /// Seconds from asking to knowing.
        var took: TimeInterval
    }

    private let file: String?
    private var descriptor: Int32 = -1

    /// - Parameter file: created when first needed, readable by its owner alone; nil keeps no log (tests, demo snapshots).
    public init(file: String?) {
        self.file = file
    }

    /// `$XDG_STATE_HOME/cordboard/audit.jsonl`
    public static func standardFile(environment: [String: String]) -> String {
        StateFolder.path(environment: environment) + "/audit.jsonl"
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes one line in one write.
    /// - Returns: what went wrong, for the operator to read, or nil.
    func record(_ entry: Entry) -> SafeText? {
        guard let file else { return nil }
        if descriptor < 0, let trouble = open(file) { return trouble }
        let line = Array((entry.json.compactText + "\n").utf8)
        guard descriptor >= 0, write(descriptor, line, line.count) == line.count else {
            return trouble(file)
        }
        return nil
    }

    private func open(_ file: String) -> SafeText? {
        StateFolder.create(for: file)
        descriptor = Glibc.open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        return descriptor < 0 ? trouble(file) : nil
    }

    /// What the latest call of the system said.
    private func trouble(_ file: String) -> SafeText { "The audit log \(file) cannot be written: \(String(cString: strerror(errno)))" }
}

extension AuditLog.Entry {
    var json: JSONValue {
        var members: JSONMembers = [
            "time": JSONValue(time), "operator": JSONValue(self.operator.name), "role": .string(self.operator.role.rawValue),
            "site": .string(site.rawValue), "action": .string(action), "arguments": JSONValue(arguments),
            "tookMs": .number(Int(took * 1_000)),
        ]
        members.merge(outcome.json.object ?? [:]) { own, _ in own }
        return .object(members)
    }
}
