import Foundation
import Simulators
import TestSupport
import Testing

/// Push-to-talk with the whole program on a terminal, against the pretended platform: whatever happens to the console, the
/// floor is not left taken.
@Suite(.serialized, .timeLimit(.minutes(3))) struct TalkOnTerminalTests {
    /// A plain group that the dispatcher may talk in.
    private static let group = "9996300"

    private let demo: Simulation
    private let portal: CDSSimulator
    private let folder: TestFolder
    private let config: String

    init() async throws {
        demo = try await #require(SimulatorDescriptor.of(kind: "icp")).start(SimulatorOptions(seed: 1, rate: 0))
        portal = try #require(demo.simulator())
        folder = try TestFolder()
        config = try folder.write(
            """
            operator: {name: alice, role: supervisor}
            sites:
              - id: ecc
                kind: icp
                gateway: \(demo.settings["gateway"] ?? "")
                agent: "\(demo.settings["agent"] ?? "")"
                phone: "\(demo.settings["phone"] ?? "")"
                password: \(demo.settings["password"] ?? "")
                reconnect: {min: 100ms, max: 300ms}
                uportal:
                  url: \(demo.settings["uportal.url"] ?? "")
                  username: "\(portal.username)"
                  password: \(portal.password)
                  callback: {listen: 127.0.0.1:0}

            """, to: "config.yaml")
    }

    /// Opens the console and takes the floor.
    private func talking() async throws -> PtySession {
        let pty = try PtySession(
            RunningProgram.executable.path, ["--config", config], environment: folder.environment, width: 120, height: 40)
        try await pty.wait(for: "the groups") { $0.screen.contains("5 Groups 8") }
        pty.send("5z/港区")
        try await pty.wait(for: "one group") { $0.screen.contains("5 Groups 1/8") }
        pty.send("\r ")
        try await pty.wait(forText: "YOU HAVE THE FLOOR")
        #expect(await portal.world.floorHolder(of: Self.group) == "4501")
        return pty
    }

    /// Lets the console's request arrive: it travels while nobody looks.
    private func floorBecomesFree() async -> Bool {
        let limit = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < limit {
            if await portal.world.floorHolder(of: Self.group) == nil { return true }
            await Task.yield()
        }
        return false
    }

    @Test func `Space takes the floor, Space gives it back`() async throws {
        let pty = try await talking()
        pty.send(" ")
        try await pty.wait(for: "the banner to go") { !$0.screen.contains("YOU HAVE THE FLOOR") }
        #expect(await floorBecomesFree())
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
        await demo.stop()
    }

    @Test(arguments: ["q", "\u{1A}", "L"]) func `Quitting, suspending and locking give the floor back`(key: String) async throws {
        let pty = try await talking()
        pty.send(key)
        if key == "q" {
            try await pty.wait(forText: "y/n")
            for _ in 0..<60 where pty.glance.ending == nil {
                pty.send("y")
                _ = try? await pty.wait(for: "the end", limit: 0.3) { $0.ending != nil }
            }
        }
        #expect(await floorBecomesFree())
        await demo.stop()
    }

    @Test func `A terminal that goes away gives the floor back`() async throws {
        let pty = try await talking()
        pty.hangUp()
        #expect(await floorBecomesFree())
        await demo.stop()
    }

    @Test func `The platform takes the floor away, and the light goes out`() async throws {
        let pty = try await talking()
        await portal.act { world in world.revokeFloor(of: Self.group) }
        try await pty.wait(for: "the banner to go") { !$0.screen.contains("YOU HAVE THE FLOOR") }
        try await pty.wait(forText: "taken the floor away")
        pty.send("q")
        _ = try await pty.waitForEnd()
        await demo.stop()
    }

    @Test func `The uPortal goes away while the gateway stays, and comes back`() async throws {
        let pty = try await talking()
        await portal.refuse()
        await portal.restart()
        // The next request finds out.
        pty.send(" ")
        try await pty.wait(for: "the banner to go") { !$0.screen.contains("YOU HAVE THE FLOOR") }
        #expect(pty.screen.contains("ecc ● online"))
        try await portal.accept()
        try await pty.wait(for: "the groups' floors again") { $0.screen.contains("free") || $0.screen.contains("taken") }
        pty.send("q")
        _ = try await pty.waitForEnd()
        await demo.stop()
    }
}
