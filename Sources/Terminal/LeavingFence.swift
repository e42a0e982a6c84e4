import Dispatch

/// The last question to a terminal that is being given back (`CSI c`, primary device attributes, which every terminal answers):
/// what was said before its answer – a key let go of, a report – is heard here and not by the shell.
struct LeavingFence {
    static let question = Array("\u{1B}[c".utf8)
    /// A terminal that has not answered by then does not answer.
    static let limit = DispatchTimeInterval.seconds(1)

    /// Tells one farewell from the next, so that the limit of one does not end another.
    let number: Int
    /// What to do once it has answered.
    let pass: @MainActor () -> Void
    private var heard: [UInt8] = []

    init(number: Int, pass: @escaping @MainActor () -> Void) { (self.number, self.pass) = (number, pass) }

    /// - Returns: whether the answer (`CSI ? … c`) is among what has come.
    mutating func hears(_ bytes: [UInt8]) -> Bool {
        heard = (heard + bytes).suffix(256)
        var rest = heard[...]
        while let start = rest.firstRange(of: Array("\u{1B}[?".utf8)) {
            rest = rest[start.upperBound...]
            if rest.drop(while: { (0x30...0x3B).contains($0) }).first == UInt8(ascii: "c") { return true }
        }
        return false
    }
}

extension TerminalSession {
    /// ESC \ ends whatever sequence was cut off in the middle; the rest undoes `enter` and a frame's beginning. What was
    /// asked of the keyboard belongs to the full screen, and goes before that does.
    var leaveSequence: [UInt8] {
        (isANSI ? Array("\u{1B}\\\u{1B}[?2026l\u{1B}[?2004l".utf8) : [])
            + (keyboardFlags != nil ? Array("\u{1B}[?1004l\u{1B}[<u".utf8) : []) + terminfo.leave + terminfo.showCursor
    }

    /// Takes back what was asked of the terminal, and waits until it has nothing more to say.
    /// - Parameters:
    ///   - waits: whether there is a terminal to answer.
    ///   - then: gives it back.
    func sayFarewell(waits: Bool, then: @escaping @MainActor () -> Void) {
        let asks = waits && isANSI
        device.sendLast(leaveSequence + (asks ? LeavingFence.question : []), timeout: 200)
        keyboardFlags = nil
        guard asks else { return then() }
        farewells += 1
        fence = LeavingFence(number: farewells, pass: then)
        DispatchQueue.main.asyncAfter(deadline: .now() + LeavingFence.limit) { [weak self, farewells] in
            MainActor.assumeIsolated {
                if self?.fence?.number == farewells { self?.passFence() }
            }
        }
    }

    func hearFarewell(_ bytes: [UInt8]) {
        if fence?.hears(bytes) == true { passFence() }
    }

    /// Goes on without waiting any longer.
    func passFence() {
        guard let fence else { return }
        self.fence = nil
        fence.pass()
    }
}
