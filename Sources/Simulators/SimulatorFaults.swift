/// What goes wrong on purpose. All of it can be set while the simulator runs.
protocol SimulatorFaults: Sendable, Equatable {
    /// What scripts turn on for a while, by the name of the command.
    static var switches: [String: WritableKeyPath<Self, Bool> & Sendable] { get }
}

extension SimulatorFaults {
    /// Whether the `count`-th of something is a n-th one; 0 is never.
    static func isDue(_ every: Int, _ count: Int) -> Bool { every > 0 && count % every == 0 }
}

/// Names and numbers made to fool or break a terminal.
public struct HostileNames: Sendable {
    /// Each begins with a mark that makes one character with what stands before it, a separator of the wire included.
    public static let joining = ["\u{301}acute", "\u{200D}joiner", "\u{FE0F}selector", "\u{1F3FD}tone", "\u{E33}am", "\u{20E3}keycap"]

    public static let all = [
        "\u{1B}[31mRED\u{1B}[0m\u{1B}]0;owned\u{07}\u{1B}[2J", "\u{202E}gpj.exe\u{2066}13800138000", "line one\nline two\r\tline three",
        "zero\u{200B}\u{200D}\u{FEFF}width", "o" + String(repeating: "\u{301}\u{489}", count: 40), "\u{9B}31mC1\u{90}q\u{9C}",
        "nul\u{0}inside", "👩‍👩‍👧‍👦 全角ＡＢＣ 한국어", String(repeating: "长", count: 5_000),
    ]
    private let names: [String]
    private var used = 0

    init(_ names: [String] = all) { self.names = names }

    /// One after the other, and from the beginning again.
    mutating func next() -> String {
        defer { used += 1 }
        return names[used % names.count]
    }
}
