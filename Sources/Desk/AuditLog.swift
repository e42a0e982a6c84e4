import Diagnostics
import Exchange
import Foundation
import JSON

/// What the operator attempted and what came of it, one JSON object a line, only ever added to.
///
/// An attempt is written before it is sent, and its outcome, with the same `id`, before that is told. What is refused here
/// and never sent has the line of its outcome alone.
public actor AuditLog {
    struct Entry: Sendable {
        /// Tells one attempt from every other, in this file and for good.
        var id: String
        /// When it was attempted, also in the line of the outcome.
        var time: Date
        var `operator`: Operator
        var site: SiteID
        var action: String
        var arguments: [String]
        /// What came of it and how many seconds that took; nil in the line that is written before anything is sent.
        var result: (outcome: Outcome, took: TimeInterval)?
    }

    /// Nothing is sent whose attempt cannot be written; otherwise it is sent and the trouble is told (`audit: {required: …}`).
    public nonisolated let isRequired: Bool
    private let file: String?
    /// Which console writes here; nil says nothing of it.
    private let console: JSONValue?
    private var descriptor: Int32 = -1
    /// The file ends in the middle of a line: a disk was full, a machine stopped.
    private var isTorn = false
    private var lastNumber = 0

    /// - Parameter file: created when first needed, readable by its owner alone; nil keeps no log (tests, demo snapshots).
    /// - Parameter console: process, terminal and SSH peer, for every line.
    public init(file: String?, isRequired: Bool = true, console: JSONValue? = nil) {
        self.console = console
        self.file = file
        self.isRequired = isRequired
    }

    /// `$XDG_STATE_HOME/cordboard/audit.jsonl`
    public static func standardFile(environment: [String: String]) -> String {
        StateFolder.path(environment: environment) + "/audit.jsonl"
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// An identifier for an attempt made at a time: the second, the process, and its number in that process.
    func nextID(at time: Date) -> String {
        lastNumber += 1
        return [Int(time.timeIntervalSince1970), Int(getpid()), lastNumber].map { String($0, radix: 36) }.joined(separator: "-")
    }

    /// Writes one line in one write. A line that an earlier write left unfinished is ended first, so that one is lost and not two.
    /// - Returns: what went wrong, for the operator to read, or nil.
    func record(_ entry: Entry) -> SafeText? {
        guard let file else { return nil }
        if descriptor < 0, let trouble = open(file) { return trouble }
        let line = Array(((isTorn ? "\n" : "") + entry.json(console).compactText.escapingUnseen + "\n").utf8)
        let written = write(descriptor, line, line.count)
        if written == line.count {
            isTorn = false
            return nil
        }
        let trouble = trouble(file, String(cString: strerror(written < 0 ? errno : ENOSPC)))
        if written > 0 { isTorn = line[written - 1] != UInt8(ascii: "\n") }
        return trouble
    }

    private func open(_ file: String) -> SafeText? {
        StateFolder.create(for: file)
        do {
            descriptor = try RegularFile.open(file, O_RDWR | O_APPEND)
        } catch {
            return trouble(file, error.reason)
        }
        let length = lseek(descriptor, 0, SEEK_END)
        var last = UInt8(ascii: "\n")
        isTorn = length > 0 && pread(descriptor, &last, 1, length - 1) == 1 && last != UInt8(ascii: "\n")
        return nil
    }

    private func trouble(_ file: String, _ reason: String) -> SafeText {
        "The audit log \(file) cannot be written: \(reason)"
    }
}

extension AuditLog.Entry {
    var json: JSONValue { json(nil) }

    /// - Parameter console: which one it was attempted at.
    func json(_ console: JSONValue?) -> JSONValue {
        var members: JSONMembers = [
            "id": .string(id), "time": JSONValue(time), "operator": JSONValue(self.operator.name),
            "role": .string(self.operator.role.rawValue), "site": .string(site.rawValue), "action": .string(action),
            "arguments": JSONValue(arguments),
        ]
        if let console { members["console"] = console }
        guard let result else { return .object(members) }
        members["tookMs"] = .number(Int(result.took * 1_000))
        members.merge(result.outcome.json.object ?? [:]) { own, _ in own }
        return .object(members)
    }
}
