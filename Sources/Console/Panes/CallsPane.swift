import Exchange
import Foundation
import Translations

extension ColumnSpec {
    static let calls: [ColumnSpec] = [
        site,
        of(call, "state", "State", 11...11, priority: 0, sort: { it, _ in SortKey(it.state) }) { it, facts in
            var label = Label.state(it.scope, since: it.begun, facts)
            if it.isSupervision { label.text = SafeText(Supervision.mark) }
            return label
        },
        of(call, "direction", "Direction", 10...10, priority: 4, sort: { it, _ in SortKey(it.direction) }) { it, facts in
            it.isSupervision
                ? Label("\(Supervision.mark) \(facts.phrases("watching"))")
                : Label("\(it.direction.arrow) \(facts.phrases(it.direction.rawValue))")
        },
        of(call, "caller", "Caller", 13...30, priority: 0, sort: { it, _ in SortKey(it.caller) }) { it, facts in
            Label(facts.party(it.caller, at: it.site))
        },
        of(call, "callee", "Callee", 13...30, priority: 0, sort: { it, _ in SortKey(it.callee) }) { it, facts in
            Label(facts.party(it.callee, at: it.site))
        },
        of(call, "since", "Time", 8...8, priority: 1, .right, isTime: true, sort: { it, _ in SortKey(since: it.begun) }) { it, facts in
            .duration(since: it.begun, it.scope, facts)
        },
        of(call, "queue", "Queue", 8...24, priority: 3, sort: { it, _ in SortKey(it.queue ?? "") }) { it, facts in
            Label(it.queue.map { facts.queueName($0, at: it.site) } ?? "")
        },
        of(call, "trunk", "Trunk", 8...20, priority: 5, sort: { it, _ in SortKey(it.trunk ?? "") }) { it, _ in Label(it.trunk ?? "") },
        of(call, "recording", "Rec", 4...4, priority: 2, sort: { it, _ in SortKey(it.recording == nil ? 1 : 0) }) { it, _ in
            it.recording == nil ? .none : Label("●", "call.talking")
        },
    ]

    private static let call: @Sendable (Row.Subject) -> Call? = {
        if case .entity(.call(let it)) = $0 { it } else { nil }
    }
}

extension Call {
    var scope: String { "call.\(state.rawValue)" }

    /// When the state began that its duration counts: talking counts from the answer.
    var begun: Date? { state == .talking || state == .held ? answered ?? since : since }
}

extension CallDirection {
    var arrow: String {
        switch self {
        case .inbound: "←"
        case .outbound: "→"
        case .internal: "↔"
        case .unknown: "·"
        }
    }
}
