import Foundation
import JSON

extension SiteStatus: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: SiteStatus(id: "", name: "", kind: ""),
        fields: [
            JSONField("id", \.id, .word), JSONField("name", \.name, .safeText), JSONField("kind", \.kind, .word),
            JSONField("status", \.link, .word), JSONField("error", \.error, JSONForm.safeText.optional),
            JSONField("since", \.since, .time), JSONField("latencyMs", \.latencyMs, .count),
            JSONField("capabilities", \.capabilities.unsupported, .possibleActions),
            JSONField("heard", \.heard, .time, extra: true), JSONField("retry", \.retry, .time, extra: true),
            JSONField("synced", \.synced, .flag, extra: true),
            JSONField("question", \.question, JSONForm.safeText.optional, extra: true),
            JSONField("pauseReasons", \.pauseReasons, JSONForm.safeText.list, extra: true),
            JSONField("unsupported", \.capabilities.unsupported, .reasons, extra: true),
            JSONField("sessionBound", \.capabilities.sessionBoundActions, .actions, extra: true),
            JSONField("unavailableOperations", \.capabilities.unavailableOperations, JSONForm.safeText.table, extra: true),
        ])
}

extension SiteMessage: JSONRepresentable {
    public static let jsonForm = JSONObjectForm(
        blank: SiteMessage(site: "", time: .distantPast, topic: "", text: ""),
        fields: [
            JSONField("topic", \.topic, .text), JSONField("text", \.text, .safeText),
            JSONField("details", \.details, JSONForm.harmless.table), JSONField("site", \.site, .word, extra: true),
            JSONField("time", \.time, .instant, extra: true),
        ])
}

extension JSONForm<String> {
    /// What a stranger may have chosen, made harmless on its way out.
    fileprivate static var harmless: Self {
        Self(
            write: { .string(SafeText($0).string) }, read: { json throws(JSONFormError) in try text.read(json) })
    }
}

extension JSONForm<[Action: SafeText]> {
    /// The names of the actions that are possible; why the others are not is not said. A name that this version does not know is
    /// one that it cannot offer either.
    fileprivate static var possibleActions: Self {
        Self(
            write: { unsupported in .array(Action.allCases.filter { unsupported[$0] == nil }.map { .string($0.rawValue) }) },
            read: { json throws(JSONFormError) in
                let possible = Set(try JSONForm<String>.text.list.read(json))
                let others = Action.allCases.filter { !possible.contains($0.rawValue) }
                return Dictionary(uniqueKeysWithValues: others.map { ($0, "That site has no such command") })
            }, absent: [:])
    }

    /// Reasons by action.
    fileprivate static var reasons: Self {
        Self(
            write: { reasons, detail in
                JSONForm<SafeText>.safeText.table.write(
                    Dictionary(uniqueKeysWithValues: reasons.map { ($0.key.rawValue, $0.value) }), detail)
            },
            read: { json throws(JSONFormError) in
                let reasons = try JSONForm<SafeText>.safeText.table.read(json)
                return Dictionary(uniqueKeysWithValues: reasons.compactMap { name, reason in Action(rawValue: name).map { ($0, reason) } })
            }, absent: [:])
    }
}

extension JSONForm<Set<Action>> {
    fileprivate static var actions: Self {
        Self(
            write: { actions in .array(Action.allCases.filter(actions.contains).map { .string($0.rawValue) }) },
            read: { json throws(JSONFormError) in Set(try JSONForm<String>.text.list.read(json).compactMap(Action.init(rawValue:))) },
            absent: [])
    }
}
