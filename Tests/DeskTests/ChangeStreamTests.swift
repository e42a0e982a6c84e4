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

    /// A longest wait that the board counts grows while nothing happens; one that the exchange tells is as the exchange tells it.
    @Test func theLongestWaitFollowsTime() async throws {
        let site = TellingSite("hq", time)
        let desk = await desk(site)
        var records: [ChangeRecord] = []
        var full: [ChangeRecord] = []
        let (told, tell) = AsyncStream<Void>.makeStream()
        let stream = ChangeStream(desk) {
            records += $0
            tell.yield()
        }
        let mirror = ChangeStream(desk, .full) { full += $0 }
        stream.begin()
        mirror.begin()
        func caller(_ queue: String) -> Entity {
            .waiting(WaitingCall(site: "hq", queue: queue, call: "c\(queue)", caller: "1", since: time.now - 7))
        }
        await site.tell([
            .put(.queue(Queue(site: "hq", id: "1", name: ""))), .put(.queue(Queue(site: "hq", id: "2", name: "", longestWait: 3))),
            .put(caller("1")), .put(caller("2")),
        ])
        await desk.until { $0.count(of: .waiting) == 2 }
        #expect(full.filter { $0.type == "queue" }.map { $0.value["longestWait"] } == [.null, .number(3)], "who follows counts himself")
        var heard = told.makeAsyncIterator()
        records = []
        for wait in [12, 17] {
            await time.pass(ChangeStream.waitInterval)
            while !records.contains(where: { $0.value["longestWait"] == .number(wait) }) { _ = await heard.next() }
        }
        #expect(records.map(\.key) == ["1", "1"])
        // With the last caller it ends.
        await site.tell([.remove(caller("1").key)])
        await desk.until { $0.count(of: .waiting) == 1 }
        records = []
        await time.pass(ChangeStream.waitInterval)
        await site.tell([.put(agent("hq"))])
        await desk.until { $0.count(of: .agent) == 1 }
        #expect(records.map(\.type) == ["agent"])
        stream.end()
        mirror.end()
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
