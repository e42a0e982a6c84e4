import Foundation
import Simulators
import TestSupport
import Wire

/// A simulated exchange whose time stands still unless a test steps it, and the real console on a terminal of its own.
final class ConsoleOnTerminal: Sendable {
    let broker: PrivateBroker
    let simulator: SmartPBXSimulator
    let folder: TestFolder
    let config: String
    private let serving: Task<Void, Never>

    /// - Parameter settings: lines added to the configuration.
    init(role: String = "supervisor", settings: String = "") async throws {
        let time = SimulatorTime.byHand(at: Int(Date().timeIntervalSince1970) * 1_000)
        let broker = try await PrivateBroker.start()
        let simulator = SmartPBXSimulator(
            world: SmartPBXWorld(seed: 7, agents: 24, rate: 0, start: time.now()), token: "demo", time: time, broker: broker)
        try await simulator.connect(to: MQTTEndpoint(host: "127.0.0.1", port: broker.port))
        (self.broker, self.simulator) = (broker, simulator)
        serving = Task { await simulator.serve() }
        folder = try TestFolder()
        config = try folder.write(
            """
            operator: {name: alice, extension: "8006", role: \(role)}
            sites:
              - id: hq
                name: Headquarters
                kind: smartpbx
                broker: mqtt://127.0.0.1:\(broker.port)
                token: demo
                reconnect: {min: 100ms, max: 300ms}
            \(settings)

            """, to: "config.yaml")
    }

    deinit {
        serving.cancel()
        broker.stop()
    }

    func open(width: Int = 120, height: Int = 40, environment: [String: String] = [:]) async throws -> PtySession {
        let pty = try PtySession(
            RunningProgram.executable.path, ["--config", config],
            environment: folder.environment.merging(environment) { _, given in given }, width: width, height: height)
        return pty
    }

    /// Two people talk: 8001 to 8002, which both have answered.
    func letTalk(_ caller: String = "8001", _ callee: String = "8002") async throws {
        _ = try await simulator.act { try $0.dial(caller, callee, permission: caller) }
        await simulator.advance(by: .seconds(30))
    }

    /// 8003 and 8004 sit in the room 2222.
    func fillRoom() async throws {
        for member in ["8003", "8004"] { _ = try await simulator.act { try $0.dial(member, "2222", permission: member) } }
        await simulator.advance(by: .seconds(30))
    }

    /// Brings the cursor to the row that contains `text`. A glance in the middle of a frame finds the cursor anywhere, so
    /// one step too many is taken back.
    func select(_ text: String, on pty: PtySession) async throws {
        try await pty.wait(forText: text)
        for _ in 0..<120 {
            let screen = pty.screen
            if screen.cursorRow.contains(text) { break }
            let isBelow = (screen.cursor.row..<screen.cells.count).contains { screen.paneRow($0).contains(text) }
            pty.send(isBelow ? "j" : "k")
            try await pty.wait(for: "the cursor to move") { $0.screen.cursor.row != screen.cursor.row }
        }
        try await pty.wait(for: "the cursor at \(text)") { $0.screen.cursorRow.contains(text) }
    }

    /// Answers a question. What is typed before it could be read is dropped, so that the key is pressed until it counts.
    func answer(_ key: String, _ pty: PtySession) async throws {
        try await pty.wait(forText: "y/n")
        for _ in 0..<60 {
            pty.send(key)
            if (try? await pty.wait(for: "the question to go", limit: 0.3) { !$0.screen.contains("y/n") }) != nil { return }
        }
        try await pty.wait(for: "the question to go", limit: 1) { !$0.screen.contains("y/n") }
    }

    /// Escape alone: what follows it at once would make it Alt.
    func escape(_ pty: PtySession, until condition: @escaping @Sendable (ScreenShot) -> Bool) async throws {
        pty.send("\u{1B}")
        try await pty.wait(for: "Escape to be heard") { condition($0.screen) }
    }
}

extension ScreenShot {
    /// The row with the cursor, as far as the pane goes.
    var cursorRow: String { paneRow(cursor.row) }

    /// A row of the pane the cursor is in.
    func paneRow(_ number: Int) -> String {
        guard cells.indices.contains(number) else { return "" }
        let row = cells[number].map(\.text)
        let end = row[min(cursor.column, row.count)...].firstIndex { $0 == "│" || $0 == "┃" } ?? row.endIndex
        return row[min(cursor.column, end)..<end].joined()
    }
}
