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

    /// Names and numbers made to fool or break a terminal.
    public static let hostileNames = [
        "\u{1B}[31mRED\u{1B}[0m\u{1B}]0;owned\u{07}\u{1B}[2J", "\u{202E}gpj.exe\u{2066}13800138000", "line one\nline two\r\tline three",
        "zero\u{200B}\u{200D}\u{FEFF}width", "o" + String(repeating: "\u{301}\u{489}", count: 40), "\u{9B}31mC1\u{90}q\u{9C}",
        "nul\u{0}inside", "👩‍👩‍👧‍👦 全角ＡＢＣ 한국어", String(repeating: "长", count: 5_000),
    ]
}
