import Foundation
import JSON

/// One line of the stream of changes (CONTRACT section 4), as a value: written by one desk, read by another.
public struct ChangeRecord: Equatable, Sendable {
    public enum Operation: String, Sendable { case put, remove, synced }

    public var time: Date
    public var site: SiteID
    /// The kind of an entity, `site` or `message`.
    public var type: String
    public var operation: Operation
    public var key: String
    /// `null` for what is removed.
    public var value: JSONValue

    init(_ time: Date, _ site: SiteID, _ type: String, _ operation: Operation, _ key: String, _ value: JSONValue) {
        (self.time, self.site, self.type) = (time, site, type)
        (self.operation, self.key, self.value) = (operation, key, value)
    }

    public var json: JSONValue { Self.jsonForm.json(self, .contract) }

    /// What the record amounts to at a board that follows it. A put site brings its abilities and its link with it.
    /// - Throws: `JSONFormError`, which names the field.
    public func changes() throws(JSONFormError) -> [Change] {
        do throws(JSONFormError) {
            switch (type, operation) {
            case ("site", .remove): return [.siteRemoved(site)]
            case ("site", .synced): return [.synced(site, at: time)]
            case ("site", .put): return Self.changes(of: try SiteStatus(json: value), at: time)
            case ("message", _): return [.message(try message())]
            default: break
            }
        } catch { throw error.under("value") }
        guard let kind = EntityKind(rawValue: type) else { throw JSONFormError(path: ["type"], problem: "has no meaning: “\(type)”") }
        guard operation != .remove else { return [.remove(EntityKey(site: site, kind: kind, id: key))] }
        do throws(JSONFormError) { return [.put(try Entity(kind, json: value))] } catch { throw error.under("value") }
    }

    private func message() throws(JSONFormError) -> SiteMessage {
        var message = try SiteMessage(json: value)
        (message.site, message.time) = (site, time)
        return message
    }

    private static func changes(of status: SiteStatus, at time: Date) -> [Change] {
        let heard = status.heard.map { Change.heard(status.id, at: $0, latency: status.latencyMs.map { .milliseconds($0) }) }
        return [
            .siteAdded(status), .link(status.id, status.link, error: status.error, at: status.since ?? time, retry: status.retry),
            .capabilities(status.id, status.capabilities), .question(status.id, status.question),
            .pauseReasons(status.id, status.pauseReasons),
        ] + [heard].compactMap(\.self)
    }
}

extension ChangeRecord: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: ChangeRecord(.distantPast, "", "", .put, "", .null),
        fields: [
            JSONField("time", \.time, .instant), JSONField("site", \.site, .word), JSONField("type", \.type, .text),
            JSONField("op", \.operation, .word), JSONField("key", \.key, .text), JSONField("value", \.value, .any),
        ])
}

extension JSONForm<JSONValue> {
    fileprivate static var any: Self {
        Self(write: { $0 }, read: { json throws(JSONFormError) in json }, absent: .null)
    }
}

extension Change {
    /// The record of this change, or nil for what is never streamed.
    /// - Parameter board: as it stood after this change and before the next: a site's record shows its status there.
    public func record(at time: Date, on board: Board, _ detail: JSONDetail = .contract) -> ChangeRecord? {
        func site(_ id: SiteID, _ operation: ChangeRecord.Operation) -> ChangeRecord {
            ChangeRecord(time, id, "site", operation, id.rawValue, board.sites[id]?.json(detail) ?? .null)
        }
        switch self {
        case .put(let entity):
            let key = entity.key
            // Who follows the board counts for itself: what was counted here would be the exchange's word to it, and age.
            let shown = detail == .full ? entity : board.withOwnFigures(entity, at: time)
            return ChangeRecord(time, key.site, key.kind.rawValue, .put, key.id, shown.json(detail))
        case .remove(let key):
            return ChangeRecord(time, key.site, key.kind.rawValue, .remove, key.id, .null)
        case .link(let id, _, _, _, _), .capabilities(let id, _):
            return site(id, .put)
        case .siteAdded(let status):
            return site(status.id, .put)
        case .siteRemoved(let id):
            return ChangeRecord(time, id, "site", .remove, id.rawValue, .null)
        case .synced(let id, _):
            return site(id, .synced)
        case .question(let id, _), .pauseReasons(let id, _):
            // The contract's form of a site knows neither.
            return detail == .full ? site(id, .put) : nil
        case .message(let message):
            return ChangeRecord(time, message.site, "message", .put, message.topic, message.json)
        case .replace, .heard:
            return nil
        }
    }
}
