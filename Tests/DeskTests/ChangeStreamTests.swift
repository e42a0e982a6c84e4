import Exchange
import Foundation
import SiteHarness
import JSON
import Testing

@testable import Desk

/// What `cordboard watch` prints, as values.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct ChangeStreamTests {
    let time = SteppedClock()

    private func agent(_ site: SiteID) -> Entity {
        .agent(Agent(site: site, id: "1", name: "", extension: "1", state: .idle))
    }

    private func desk(_ site: TellingSite) async -> Desk {
        let desk = Desk(
            operator: Operator(name: "alice", extension: "2008", role: .viewer), sites: [site.configured()],
            audit: AuditLog(file: nil), environment: time.environment())
        desk.open()
        await desk.until { $0.sites["hq"]?.synced == true }
        return desk
    }

    @Test func aRemovedSiteTakesItsRowsAlongInTheStream() async {
        let site = TellingSite("hq", time)
        let desk = await desk(site)
        var records: [ChangeRecord] = []
        let stream = ChangeStream(desk) { records += $0 }
        await site.tell([.put(agent("hq"))])
        await desk.until { $0.count(of: .agent) == 1 }
        stream.begin()
        #expect(records.map(\.type) == ["site", "agent", "site"])
        #expect(records.map(\.operation) == [.put, .put, .synced])
        await desk.remove("hq")
        #expect(records.suffix(2).map(\.type) == ["agent", "site"])
        #expect(records.suffix(2).map(\.operation) == [.remove, .remove])
        #expect(records.last?.key == "hq")
        #expect(records.last?.value == .null)
        desk.add(TellingSite("hq", time).configured("Again"))
        await desk.until { $0.sites["hq"]?.synced == true }
        #expect(records.last?.operation == .synced)
        #expect(records.last?.value["name"] == "Again")
        await desk.close()
    }

    @Test func whatASiteLearnsItCanDoIsInTheStream() async {
        let site = TellingSite("hq", time)
        let desk = await desk(site)
        var records: [ChangeRecord] = []
        let stream = ChangeStream(desk) { records += $0 }
        stream.begin()
        let all = records.first?.value["capabilities"]?.array?.count
        #expect(all == Action.allCases.count)
        await site.tell([.capabilities("hq", Capabilities(unsupported: [.park: "no"]))])
        await desk.until { $0.sites["hq"]?.capabilities.unsupported.isEmpty == false }
        #expect(records.last?.type == "site")
        #expect(records.last?.value["capabilities"]?.array?.count == Action.allCases.count - 1)
        await desk.close()
    }

    /// A desk that follows another by its full stream has the same board.
    @Test func aBoardThatFollowsTheFullStreamIsTheSame() async throws {
        let site = TellingSite("hq", time)
        let desk = await desk(site)
        var mirror = Board(sites: [])
        let stream = ChangeStream(desk, .full) { records in
            for record in records { _ = mirror.apply((try? ChangeRecord(json: record.json).changes()) ?? []) }
        }
        stream.begin()
        await site.tell([
            .put(agent("hq")), .capabilities("hq", Capabilities(unsupported: [.park: "no"])), .pauseReasons("hq", ["Lunch"]),
            .link("hq", .degraded, error: "slow", at: time.now, retry: nil),
        ])
        await desk.until { $0.sites["hq"]?.link == .degraded }
        #expect(mirror == desk.board)
        await desk.close()
    }
}
