import Desk
import Exchange
import Foundation
import JSON

/// How the panes are looked at, as it is kept over a restart: focus, zoom, filters, orders, folds. What cannot be read, or is not
/// known any more, is as it is at a first start.
struct ConsoleSession {
    private static let version = 1

    static func json(of panes: PanesLayer) -> JSONValue {
        var looks = JSONMembers()
        for pane in Pane.allCases {
            let state = panes[pane]
            let folded = state.folded.compactMap { row -> JSONValue? in
                guard case .entity(let key) = row else { return nil }
                return JSONValue([key.site.rawValue, key.kind.rawValue, key.id])
            }
            looks[pane.rawValue] = [
                "filter": .string(state.filter), "sort": .string(state.sortColumn), "within": .string(state.innerColumn),
                "descending": .bool(state.isDescending), "folded": .array(folded),
            ]
        }
        return [
            "version": .number(version), "focus": .string(panes.focus.rawValue), "zoom": .bool(panes.isZoomed),
            "panes": .object(looks),
        ]
    }

    static func restore(_ json: JSONValue, to panes: inout PanesLayer) {
        guard json["version"] == .number(version) else { return }
        if let focus = json["focus"]?.text.flatMap(Pane.init) { panes.focus = focus }
        panes.isZoomed = json["zoom"] == .bool(true)
        for pane in Pane.allCases {
            guard let look = json["panes"]?[pane.rawValue] else { continue }
            var state = panes[pane]
            state.filter = look["filter"]?.text ?? ""
            for name in [look["within"]?.text, look["sort"]?.text].compactMap({ $0 }) where pane.columns.contains(where: { $0.id == name })
            {
                state.sortColumn = name
            }
            state.isDescending = look["descending"] == .bool(true)
            state.folded = Set((look["folded"]?.array ?? []).compactMap { row(of: $0.array ?? []) })
            panes[pane] = state
        }
    }

    private static func row(of parts: [JSONValue]) -> RowID? {
        guard parts.count == 3, let site = parts[0].text, let kind = parts[1].text.flatMap(EntityKind.init), let id = parts[2].text else {
            return nil
        }
        return .entity(EntityKey(site: SiteID(site), kind: kind, id: id))
    }
}

extension ConsoleApp {
    /// How the panes are looked at now, for `restore` at the next start.
    public var session: JSONValue { ConsoleSession.json(of: context.model.panes) }

    /// Looks at the panes as an earlier console did.
    public func restore(_ session: JSONValue) {
        ConsoleSession.restore(session, to: &context.model.panes)
        context.invalidate()
    }
}
