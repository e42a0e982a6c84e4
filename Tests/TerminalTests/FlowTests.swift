import Exchange
import Foundation
import Settings
import TestSupport
import Testing

@testable import Console
@testable import Terminal

extension OneScreen {
    /// How a session spends writes and time; in this process, where the device can be looked at.
    @MainActor
    struct FlowTests {
        final class Scripted: TerminalApp {
            var onWake: (@MainActor () -> Void)?
            var wantsFrame = true
            var nextTick: Date?
            var effects: [TerminalEffect] = []
            var frames = 0
            var text = "ready"
            private var size = (width: 1, height: 1)
            private var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
            private(set) var keys = 0

            let wantsTextKeyReleases = false
            func takeFocus(_ isOurs: Bool) {}
            func handle(_ key: Key, _ event: Key.Event) {
                keys += 1
                text = String(repeating: "\(keys % 10)", count: 60)
                wantsFrame = true
                if key == .character("q") { effects.append(.quit) }
                let reached = watchers.filter { $0.count <= keys }
                watchers.removeAll { $0.count <= keys }
                for watcher in reached { watcher.continuation.resume() }
            }

            func waitForKeys(_ count: Int) async {
                guard keys < count else { return }
                await withCheckedContinuation { watchers.append((count, $0)) }
            }

            func tellPasteIsUnfinished() {}
            func paste(_ text: String) {}
            func resize(width: Int, height: Int) { size = (width, height) }
            func tick() {}
            func takeEffects() -> [TerminalEffect] {
                defer { effects = [] }
                return effects
            }

            func draw() -> Canvas {
                frames += 1
                wantsFrame = false
                let row = text.map { Cell.cells(SafeText(String($0)))[0] }
                return Canvas(width: size.width, height: size.height, rows: Array(repeating: row, count: size.height))
            }
        }

        static func session(_ pty: PtySession, environment: [String: String] = [:]) throws -> TerminalSession {
            try TerminalSession(
                path: pty.path, environment: environment.merging(["TERM": "xterm-256color", "LANG": "C.UTF-8"]) { given, _ in given },
                logFile: nil, handlesSignals: false)
        }

        @Test("One write a frame, none while nothing changes")
        func oneWrite() async throws {
            let pty = try PtySession()
            let session = try Self.session(pty)
            let app = Scripted()
            async let end = session.run(app)
            try await pty.wait(forText: "ready")
            for count in 1...5 {
                pty.send("j")
                try await pty.wait(forText: String(repeating: "\(count)", count: 60))
            }
            #expect(app.frames == 6)
            #expect(session.device.writes == 6)
            // Waking without news costs nothing.
            for _ in 0..<100 { app.onWake?() }
            pty.send("j")
            try await pty.wait(forText: String(repeating: "6", count: 60))
            #expect(session.device.writes == 7)
            pty.send("q")
            #expect(await end == .quit)
        }

        @Test("A terminal that takes nothing blocks nobody, and gets one frame when it comes back")
        func slowReader() async throws {
            let pty = try PtySession(width: 200, height: 50)
            let session = try Self.session(pty)
            let app = Scripted()
            async let end = session.run(app)
            try await pty.wait(forText: "ready")
            pty.holdReading()
            for count in 1...500 {
                pty.send("j")
                await app.waitForKeys(count)
            }
            // The main actor went on; the frames stopped where the line was full.
            #expect(!session.device.isDrained)
            let held = app.frames
            #expect(held < 400)
            app.text = "caught up"
            pty.resumeReading()
            pty.send("j")
            await app.waitForKeys(501)
            try await pty.wait(forText: String(repeating: "1", count: 60))
            pty.send("q")
            #expect(await end == .quit)
            let frames = app.frames
            #expect(frames <= held + 4)
        }

        @Test("A stopped terminal does not hold up the end")
        func endWhileStopped() async throws {
            let pty = try PtySession(width: 200, height: 50)
            let before = pty.settings
            let session = try Self.session(pty)
            let app = Scripted()
            async let end = session.run(app)
            try await pty.wait(forText: "ready")
            pty.holdReading()
            var sent = 0
            while session.device.isDrained {
                pty.send("j")
                sent += 1
                await app.waitForKeys(sent)
                await Task.yield()
            }
            pty.send("q")
            #expect(await end == .quit)
            #expect(pty.settings == before)
            pty.resumeReading()
        }

        @Test("The pace: 30 frames a second, 10 over SSH, at once after a key")
        func pace() {
            let now = ContinuousClock.now
            for (isRemote, interval) in [(false, Duration.seconds(1) / 30), (true, .seconds(1) / 10)] {
                var pacer = FramePacer(isRemote: isRemote)
                #expect(pacer.delay(at: now, afterKey: false) == .zero)
                pacer.taken(at: now)
                #expect(pacer.delay(at: now, afterKey: false) == interval)
                #expect(pacer.delay(at: now, afterKey: true) == .zero)
                #expect(pacer.delay(at: now + interval, afterKey: false) == .zero)
            }
        }

        @Test("Long text is not copied")
        func copyLimit() {
            #expect(Clipboard.copying("张三") == Array("\u{1B}]52;c;5byg5LiJ\u{1B}\\".utf8))
            #expect(Clipboard.copying(SafeText(String(repeating: "张", count: 1_024))).count > 3_072)
        }
    }
}
