import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct DemoWithoutTerminalTests {
    @Test func theDemoPrintsItsBoardAsShortTables() async throws {
        let folder = try TestFolder()
        let outcome = try await RunningProgram.run(["--demo"], folder: folder, environment: ["LANG": "C.UTF-8"])
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        for title in ["1 Agents", "2 Queues", "3 Calls", "4 Rooms", "5 Groups"] {
            #expect(lines.contains { $0.contains(title) }, "\(title)")
        }
        #expect(lines.count < 60 && outcome.output.utf8.count < 8_000)
        #expect(outcome.errors.contains("cordboard --demo"))
    }
}
