/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct SmartPBXFaults: Sendable, Equatable {
    /// Commands are neither heard nor answered; events go on.
    public var isSilent = false
    /// Commands act at once, their answers come this much later.
    public var answerDelay: Duration = .zero
    /// Every n-th event is lost; 1 loses all, 0 none.
    public var losesEvery = 0
    /// Every n-th event comes twice; 0 none.
    public var doublesEvery = 0

    public init(isSilent: Bool = false, answerDelay: Duration = .zero, losesEvery: Int = 0, doublesEvery: Int = 0) {
        self.isSilent = isSilent
        self.answerDelay = answerDelay
        self.losesEvery = losesEvery
        self.doublesEvery = doublesEvery
    }

    /// How often the `count`-th event is sent.
    func copies(ofEvent count: Int) -> Int {
        if losesEvery > 0, count % losesEvery == 0 { return 0 }
        return doublesEvery > 0 && count % doublesEvery == 0 ? 2 : 1
    }
}
