import Exchange
import Testing

/// Nothing is reachable by a second name with less right: roles hold for raw operations as for actions.
@Suite struct OperationRoleTests {
    @Test(arguments: ExchangeSystem.all)
    func whatAmountsToAnActionNeedsItsRole(_ system: ExchangeSystem) {
        for operation in system.operations {
            #expect(operation.kind == .query || operation.role >= .dispatcher, "\(operation.id) changes something")
            guard let action = operation.action else { continue }
            #expect(operation.role >= action.definition.role, "\(operation.id) amounts to \(action.rawValue)")
        }
    }

    /// Words of intrusion in an operation's id or the system's own name for it.
    private static let intrusions = ["listen", "spy", "whisper", "barge", "insert", "intercept", "monitor", "supervis", "force"]

    /// Operations whose name has such a word and that intrude on nobody, with the reason.
    private static let harmless: [String: String] = [
        "yeastar conference.insert": "adds a conference to the exchange's settings",
        "webcti supervision.ctipickup": "takes a ringing call, which is pickup",
        "webcti recordings.getmonitor": "a recording, by its file name", "webcti recordings.getmonitorbyuid": "a recording, by its call",
        "webcti recordings.getmonitorums": "the files of a recording",
        "icp supervision.supervise_stop": "ends supervision, which every dispatcher may",
        "icp supervision.snatch_pickup": "takes a ringing call, which is pickup",
        "icp talkinggroups.monitor": "hears a talking group that one belongs to, which is group-monitor",
        "icp gateway.watch_agents": "asks for the reports of agents' changes that the board shows",
        "icp gateway.unwatch_agents": "ends those reports", "icp gateway.version": reading, "icp gateway.time": reading,
        "icp gateway.state": reading, "icp gateway.cluster": reading, "icp gateway.agent_in_cluster": reading,
        "icp gateway.agents_in_cluster": reading, "icp gateway.skill_statistics": reading,
    ]
    private static let reading = "“querymonitor” is a path of the gateway for figures and states"

    /// What was said or written to others is for those who work with it, not for everybody who may look.
    @Test(arguments: ExchangeSystem.all)
    func whatOthersSaidOrWroteIsNoViewers(_ system: ExchangeSystem) {
        for operation in system.operations where Self.openToAll["\(system.name) \(operation.id)"] == nil {
            guard let word = ["record", "voicemail", "fax", "sms"].first(where: operation.id.lowercased().contains) else { continue }
            #expect(operation.role >= .dispatcher, "\(system.name) \(operation.id): \(word)")
        }
    }

    /// Operations with such a word that anybody may run, with the reason.
    private static let openToAll: [String: String] = [
        "webcti ivr.getrecordings": "the exchange's own announcements", "webcti recordings.getrecord": "an announcement of the exchange",
        "webcti recordings.getrecordings": "the exchange's own announcements",
        "icp gateway.call_records": "who called whom and when, as the history shows it",
    ]

    @Test(arguments: ExchangeSystem.all)
    func whoIntrudesIsASupervisor(_ system: ExchangeSystem) {
        for operation in system.operations where Self.harmless["\(system.name) \(operation.id)"] == nil {
            let names = (operation.id + " " + operation.native).lowercased()
            guard let word = Self.intrusions.first(where: { names.contains($0) }) else { continue }
            #expect(operation.role == .supervisor, "\(system.name) \(operation.id) (\(operation.native)): \(word)")
        }
    }

    @Test func everyExceptionIsOne() {
        let known = ExchangeSystem.all.flatMap { system in system.operations.map { ("\(system.name) \($0.id)", $0) } }
        for name in Self.harmless.keys {
            #expect(known.contains { $0.0 == name && $0.1.role < .supervisor }, "\(name) is no exception")
        }
        for name in Self.openToAll.keys {
            #expect(known.contains { $0.0 == name && $0.1.role == .viewer }, "\(name) is no exception")
        }
    }
}
