import Testing

@testable import Simulators

@Suite struct YeastarWorldTests {
    private func day(seed: UInt64, step: Milliseconds) -> [String] {
        var world = YeastarWorld(seed: seed, agents: 40, rate: 30, start: 1_600_000_000_000)
        var told: [String] = []
        for instant in stride(from: step, through: 20 * 60_000, by: step) {
            told += world.advance(to: world.started + instant).map { $0.body(serialNumber: "1") }
        }
        return told
    }

    @Test func theSameSeedMakesTheSameDayInWhateverSteps() {
        let day = day(seed: 7, step: 1_000)
        #expect(day.count > 500)
        #expect(day == self.day(seed: 7, step: 60_000))
        #expect(day != self.day(seed: 8, step: 60_000))
    }

    @Test func aDayHasEveryReportAndKeepsItsBooks() {
        var world = YeastarWorld(seed: 3, agents: 40, rate: 20, start: 1_600_000_000_000)
        let reports = world.advance(to: world.started + 90 * 60_000)
        let actions = Set(reports.map(\.action))
        #expect(actions == ["ExtensionStatus", "ALERT", "RING", "ANSWER", "BYE", "Tranfer", "CallFailed", "NewCdr"])
        // Every telephone's call exists and knows it, and nobody waits in a queue without a call.
        for (number, phone) in world.phones {
            if let call = phone.call {
                #expect(world.calls[call].map { $0.extensions + $0.ringing }?.contains(number) == true)
            }
        }
        for life in world.queues.values { #expect(life.waiting.allSatisfy { world.calls[$0] != nil }) }
        for members in world.rooms.values { #expect(members.allSatisfy { world.calls[$0.call] != nil }) }
        #expect(!world.recordings.isEmpty)
        #expect(world.records.contains { $0.status == "NO ANSWER" })
    }

    @Test func atRateZeroNothingHappens() {
        var world = YeastarWorld.quiet()
        #expect(world.advance(to: world.started + 3_600_000).isEmpty)
    }

    @Test func theDocumentHasEveryOperation() {
        // 78, less log-in, heartbeat, log-out and the six of downloads; the list of paging groups has two paths.
        #expect(YeastarOperation.all.count == 78 - 9 + 1)
    }
}
