/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct SmartPBXFaults: SimulatorFaults {
    static let switches: [String: WritableKeyPath<Self, Bool> & Sendable] = [
        "silent": \.isSilent, "retain": \.isRetained, "leg-records": \.recordsLegs, "hide-callers": \.hidesCallers,
        "printed-states": \.tellsPrintedStatesOnly,
    ]

    /// Commands are neither heard nor answered; events go on.
    public var isSilent = false
    /// Commands act at once, their answers come this much later.
    public var answerDelay: Duration = .zero
    /// Every n-th event is lost; 1 loses all, 0 none.
    public var losesEvery = 0
    /// Every n-th event comes twice; 0 none.
    public var doublesEvery = 0
    /// Events, records and answers are sent with the retain flag: whoever subscribes gets the last of each topic again.
    public var isRetained = false
    /// Each telephone that rang in vain has a record NO ANSWER of its own under the call's id, and the call may go on.
    public var recordsLegs = false
    /// Calls from outside show no number: `from`, `caller` and `src` are empty.
    public var hidesCallers = false
    /// No extension rings in lists and events, because the document prints no word for it; `invite` alone tells of it.
    public var tellsPrintedStatesOnly = false
    /// How text is written.
    public var text = WireText.utf8

    public init(
        isSilent: Bool = false, answerDelay: Duration = .zero, losesEvery: Int = 0, doublesEvery: Int = 0, text: WireText = .utf8
    ) {
        self.isSilent = isSilent
        self.answerDelay = answerDelay
        self.losesEvery = losesEvery
        self.doublesEvery = doublesEvery
        self.text = text
    }

    /// How often the `count`-th event is sent.
    func copies(ofEvent count: Int) -> Int {
        if losesEvery > 0, count % losesEvery == 0 { return 0 }
        return doublesEvery > 0 && count % doublesEvery == 0 ? 2 : 1
    }

    /// What is told of an event; nil for nothing.
    func told(_ event: SmartPBXEvent, in world: SmartPBXWorld) -> SmartPBXEvent? {
        switch event {
        case .extensionStatus(_, "Ringing", _) where tellsPrintedStatesOnly: nil
        case .invite(_, let to, let call) where hidesCallers && world.calls[call]?.direction == .inbound:
            .invite(from: "", to: to, call: call)
        case .legRecord(let record): recordsLegs ? .record(told(record)) : nil
        case .record(let record): .record(told(record))
        default: event
        }
    }

    private func told(_ record: SmartPBXCallRecord) -> SmartPBXCallRecord {
        var record = record
        if hidesCallers, record.call.direction == .inbound { record.call.caller = "" }
        return record
    }

    /// What is told of an answer's rows.
    func told(_ answer: SmartPBXText.Fields) -> SmartPBXText.Fields {
        var answer = answer
        func change(_ list: String, _ body: (inout SmartPBXText.Fields) -> Void) {
            guard var rows = answer[list] as? [SmartPBXText.Fields] else { return }
            for place in rows.indices { body(&rows[place]) }
            answer[list] = rows
        }
        if hidesCallers { change("livecall") { if $0["direction"] as? String == "Inbound" { $0["caller"] = "" } } }
        if tellsPrintedStatesOnly { change("extlist") { if $0["status"] as? String == "Ringing" { $0["status"] = "Idle" } } }
        return answer
    }
}
