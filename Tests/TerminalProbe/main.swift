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
    private var effects: [ConsoleApp.Effect] = []
    private var width = 0
    private var height = 0
    private var keys: [String] = []
    private var ticks = 0

    func handle(_ key: Key) {
        keys.append("\(key.base)\(key.modifiers.isEmpty ? "" : "+\(key.modifiers.rawValue)")")
        wantsFrame = true
        switch key.base {
        case .character("q"): effects.append(.quit)
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

    func paste(_ text: String) {
        keys.append("paste \(text.count) \(text.prefix(20))")
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

    func takeEffects() -> [ConsoleApp.Effect] {
        defer { effects = [] }
        return effects
    }

    func draw() -> Canvas {
        wantsFrame = false
        let head = "size \(width)x\(height) ticks \(ticks) keys \(keys.count) pid \(getpid())."
        let lines = [head] + keys.suffix(max(0, height - 2)).map { "key \($0)" }
        return Canvas(width: width, height: height, rows: lines.map { line in
            line.flatMap { Cell.cells(SafeText(String($0)), width: $0.isASCII ? 1 : 2) }
        })
    }
}

do {
    let log = ProcessInfo.processInfo.environment["PROBE_LOG"] ?? "/dev/null"
    let session = try TerminalSession(logFile: log)
    let reason = await session.run(Probe())
    print("left: \(reason)")
    exit(reason == .quit ? 0 : 3)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(2)
}
