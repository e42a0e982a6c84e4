import Foundation
import Testing

@testable import Exchange

@Suite struct BoardTests {
    static let site = SiteStatus(id: "hq", name: "Headquarters", kind: "smartpbx")

    private func agent(_ id: String, _ state: AgentState = .idle) -> Entity {
        .agent(Agent(site: "hq", id: id, name: "", extension: id, state: state))
    }

    @Test func aListingRemovesWhatItDoesNotNameAndIsSilentAboutTheRest() {
        var board = Board(sites: [Self.site])
        _ = board.apply([.replace("hq", .agent, [agent("1"), agent("2")])])
        let effective = board.apply([.replace("hq", .agent, [agent("2"), agent("3", .ringing)])])
        #expect(effective == [.remove(EntityKey(site: "hq", kind: .agent, id: "1")), .put(agent("3", .ringing))])
        #expect(board.count(of: .agent) == 2)
    }

    @Test func aListingOfOneSiteLeavesTheOthersAlone() {
        var board = Board(sites: [Self.site, SiteStatus(id: "north", name: "North", kind: "yeastar")])
        let other = Entity.agent(Agent(site: "north", id: "1", name: "", extension: "1", state: .idle))
        _ = board.apply([.put(agent("1")), .put(other)])
        #expect(board.apply([.replace("hq", .agent, [])]).count == 1)
        #expect(board[other.key] == other)
    }

    @Test func beingHeardIsNoChange() {
        var board = Board(sites: [Self.site])
        let time = Date(timeIntervalSince1970: 100)
        #expect(board.apply([.heard("hq", at: time, latency: .milliseconds(12))]).isEmpty)
        #expect(board.sites["hq"]?.heard == time)
        #expect(board.sites["hq"]?.latencyMs == 12)
    }
}
