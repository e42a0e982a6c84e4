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
        Self.isDue(losesEvery, count) ? 0 : Self.isDue(doublesEvery, count) ? 2 : 1
    }
}
