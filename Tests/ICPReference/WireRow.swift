import Foundation
import JSON

/// An operation of ICP's catalog with arguments, and the request they become, written down from the reference pages.
public struct WireRow: Sendable, CustomStringConvertible {
    public var id: String
    public var arguments: JSONValue
    public var method: String
    /// Percent-encoded, without the query.
    public var path: String
    /// Not encoded: `name=value&name=value`.
    public var query: String
    /// nil where there is none.
    public var body: JSONValue?
    private let line: String

    public var description: String { line.trimmingCharacters(in: .whitespaces) }
    /// Whether the uPortal is asked rather than the gateway.
    public var isForUPortal: Bool { ["CDS/", "opengw/"].contains { path.hasPrefix($0) } }

    private init(_ line: String) throws {
        let fields = line.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        self.line = line
        id = fields[0]
        arguments = try JSONValue(parsing: fields[1])
        method = fields[2]
        let address = fields[3].split(separator: "?", maxSplits: 1).map(String.init)
        path = address[0]
        query = address.count > 1 ? address[1] : ""
        body = fields[4].isEmpty ? nil : try JSONValue(parsing: fields[4])
    }

    /// Those of the document's methods, then those beyond it.
    public static func all() throws -> [WireRow] {
        try [documentWire, beyondWire].flatMap { try $0.split(separator: "\n").map { try WireRow(String($0)) } }
    }

    /// The same about something else: every number that stands in it is put in place of another, in the arguments and in
    /// the request alike.
    public func about(_ subjects: [String: String]) throws -> WireRow {
        try WireRow(subjects.sorted { $0.key < $1.key }.reduce(line) { $0.replacing($1.key, with: $1.value) })
    }
}
