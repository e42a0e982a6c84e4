import Console
import Exchange
import Foundation
import Settings
import Terminal

/// An app for the terminal's tests: it shows what reached it, and does on a key what a console does for many reasons.
@MainActor
final class Probe: TerminalApp {
    var onWake: (@MainActor () -> Void)?
    private(set) var wantsFrame = true
    private(set) var nextTick: Date?
    private var effects: [TerminalEffect] = []
    private var width = 0
    private var height = 0
    private var keys: [String] = []
    private var ticks = 0

    func handle(_ key: Key, _ event: Key.Event) {
        let words = "\(key.base)\(key.modifiers.isEmpty ? "" : "+\(key.modifiers.rawValue)")"
        keys.append(event == .typed ? words : "\(words) \(event)")
        wantsFrame = true
        if event == .released { return }
        switch key.base {
        case .character("q"): effects.append(.quit)
        case .character("g"): wantsTextKeyReleases = false
        case .character("b"): effects.append(.bell)
        case .character("c"): effects.append(.copy("2008 张三"))
        case .character("s"): effects.append(.suspend)
        case .character("e"):
            print("printed by a library")
            FileHandle.standardError.write(Data("complained by a library\n".utf8))
        case .character("t"): nextTick = Date()
        case .character("w"): Task { self.onWake?() }
        case .character("x"): abort()
        case .character("y"): UnsafeMutablePointer<Int>(bitPattern: 8 * width)?.pointee = 0
        case .character("z"): ticks = [Int]()[width]
        default: break
        }
    }

    private(set) var wantsTextKeyReleases = ProcessInfo.processInfo.environment["PROBE_TALKS"] != "0"

    func takeFocus(_ isOurs: Bool) {
        keys.append(isOurs ? "focus" : "no focus")
        wantsFrame = true
    }

    /// - Parameter isQuick: otherwise it never comes to an end.
    func sayFarewell(isQuick: Bool) async {
        keys.append("farewell")
        wantsFrame = true
        if !isQuick { for await _ in AsyncStream<Never>.makeStream().stream {} }
    }

    func paste(_ text: String) {
        keys.append("paste \(text.count) \(text.prefix(20))")
        wantsFrame = true
    }

    func tellPasteIsUnfinished() {
        keys.append("paste unfinished")
        wantsFrame = true
    }

    func resize(width: Int, height: Int) {
        self.width = width
        self.height = height
        wantsFrame = true
    }

    func tick() {
        ticks += 1
        nextTick = nil
        wantsFrame = true
    }

    func takeEffects() -> [TerminalEffect] {
        defer { effects = [] }
        return effects
    }

    func draw() -> Canvas {
        wantsFrame = false
        let head = "size \(width)x\(height) ticks \(ticks) keys \(keys.count) pid \(getpid())."
        let lines = [head] + keys.suffix(max(0, height - 2)).map { "key \($0)" }
        return Canvas(
            width: width, height: height,
            rows: lines.map { line in
                line.flatMap { Cell.cells(SafeText(String($0)), width: $0.isASCII ? 1 : 2) }
            })
    }
}

do {
    let log = ProcessInfo.processInfo.environment["PROBE_LOG"] ?? "/dev/null"
    let hold = ProcessInfo.processInfo.environment["PROBE_HOLD"].flatMap(HoldToTalk.init) ?? .auto
    let session = try TerminalSession(logFile: log, holdToTalk: hold)
    let probe = Probe()
    if let farewell = ProcessInfo.processInfo.environment["PROBE_FAREWELL"], !farewell.isEmpty {
        session.willSuspend = { await probe.sayFarewell(isQuick: farewell == "quick") }
    }
    let reason = await session.run(probe)
    print("left: \(reason)")
    exit(reason == .quit ? 0 : 3)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(2)
}
