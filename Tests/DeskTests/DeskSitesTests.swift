import Exchange
import Foundation
import SiteHarness
import JSON
import Testing

@testable import Desk

/// Sites that learn what they can do, and that come and go while the desk runs.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct DeskSitesTests {
    let time = SteppedClock()
    static let operation = Exchange.Operation(
        "queue.pause", native: "QueuePause", title: "Pause", area: "queue", kind: .command)

    private func desk(_ sites: TellingSite..., role: Role = .supervisor) async -> Desk {
        let desk = Desk(
            operator: Operator(name: "alice", extension: "2008", role: role), sites: sites.map { $0.configured() },
            audit: AuditLog(file: nil), environment: time.environment())
        desk.open()
        await desk.until { board in board.sites.values.allSatisfy(\.synced) }
        return desk
    }

    private func call(_ site: SiteID) -> Entity {
        .call(Call(site: site, id: "c1", state: .talking, direction: .inbound, caller: "1", callee: "2"))
    }

    private func agent(_ site: SiteID, _ id: String = "1") -> Entity {
        .agent(Agent(site: site, id: id, name: "", extension: id, state: .idle))
    }

    // MARK: Abilities

    @Test func whatASiteLearnsItCannotDoIsRefusedFromThenOn() async throws {
        let site = TellingSite("hq", time, unsupported: [.park: "no parking here"], operations: [Self.operation])
        let desk = await desk(site)
        #expect(desk.refusal(of: .park, at: "hq") == .unsupported("no parking here"))
        #expect(desk.refusal(of: .hangup, at: "hq") == nil)
        let learned = Capabilities(
            unsupported: [.hangup: "this account may not"], sessionBoundActions: [.listen],
            unavailableOperations: ["queue.pause": "class agent is missing"])
        await site.tell([.capabilities("hq", learned)])
        await desk.until { $0.sites["hq"]?.capabilities == learned }
        #expect(desk.refusal(of: .park, at: "hq") == nil)
        #expect(await desk.perform(try ActionRequest(.hangup, ["1"]), at: "hq") == .unsupported("this account may not"))
        #expect(desk.isSessionBound(.listen, at: "hq"))
        #expect(desk.operations(of: "hq").map(\.unavailable) == ["class agent is missing"])
        #expect(desk.refusal(of: Self.operation, at: "hq") == .unsupported("class agent is missing"))
        #expect(await site.asked.isEmpty)
        await desk.close()
    }

    @Test func abilitiesThatAreKnownAlreadyAreNoChange() async {
        let site = TellingSite("hq", time, unsupported: [.park: "no"])
        let desk = await desk(site)
        var told: [Change] = []
        desk.observe { told += $0 }
        await site.tell([.capabilities("hq", site.capabilities), .put(agent("hq"))])
        await desk.until { $0.count(of: .agent) == 1 }
        #expect(told == [.put(agent("hq"))])
        await desk.close()
    }

    // MARK: Sites of the configuration

    @Test func aSiteThatIsAddedIsConnectedAtOnce() async throws {
        let (first, second) = (TellingSite("hq", time), TellingSite("north", time, unsupported: [.park: "no"]))
        let desk = await desk(first)
        #expect(desk.add(second.configured("North")))
        #expect(!desk.add(TellingSite("north", time).configured()), "the name is taken")
        await desk.until { $0.sites["north"]?.synced == true }
        #expect(desk.board.siteOrder == ["hq", "north"])
        #expect(desk.refusal(of: .park, at: "north") == .unsupported("no"))
        #expect(await desk.perform(try ActionRequest(.hangup, ["1"]), at: "north") == .done(nil))
        await desk.close()
    }

    @Test func anotherConfigurationKeepsTheSessionsOfSitesThatAreTheSame() async {
        let (kept, old, new) = (TellingSite("hq", time), TellingSite("north", time), TellingSite("north", time))
        let (gone, other) = (TellingSite("care", time), TellingSite("ops", time))
        let desk = await desk(kept, old, gone)
        await desk.reconfigure(
            keeping: ["hq"], adding: [new.configured("North"), other.configured("Ops")], order: ["ops", "north", "hq"])
        await desk.until { board in board.sites.values.allSatisfy(\.synced) }
        #expect(desk.board.siteOrder == ["ops", "north", "hq"])
        #expect(desk.board.sites["north"]?.name == "North")
        #expect(await !kept.hasEnded)
        #expect(await old.hasEnded)
        #expect(await gone.hasEnded)
        await desk.close()
    }

    @Test func aRemovedSiteLeavesTheBoardAtOnceAndGivesBackWhatItHolds() async throws {
        let (first, second) = (TellingSite("hq", time), TellingSite("north", time, holdsOn: true))
        let desk = await desk(first, second)
        await second.tell([.put(agent("north"))])
        await desk.until { $0.count(of: .agent) == 1 }
        var told: [Change] = []
        desk.observe { told += $0 }
        let removing = Task { await desk.remove("north") }
        await desk.until { $0.sites["north"] == nil }
        #expect(told == [.remove(agent("north").key), .siteRemoved("north")])
        #expect(desk.board.siteOrder == ["hq"])
        guard case .invalid = await desk.perform(try ActionRequest(.hangup, ["1"]), at: "north") else {
            Issue.record("an action was sent to a site that is gone")
            return
        }
        #expect(await !second.hasEnded)
        await second.letGo()
        await removing.value
        #expect(await second.hasEnded)
        await desk.close()
    }

    /// A caller who waits at a site that the operator takes away did not give up.
    @Test func theCallersOfARemovedSiteAreNotCountedAsLost() async {
        let site = TellingSite("hq", time)
        let desk = await desk(site)
        await site.tell([
            .put(.waiting(WaitingCall(site: "hq", queue: "q", call: "c1", caller: "1"))), .put(call("hq")).queued,
        ])
        await desk.until { $0.count(of: .waiting) == 1 && $0.count(of: .call) == 1 }
        await desk.remove("hq")
        #expect(desk.figures.tally(of: EntityKey(site: "hq", kind: .queue, id: "q")).abandoned == 0)
        await desk.close()
    }

    @Test func whatARemovedSiteStillSaysIsNotTaken() async {
        let (old, new, other) = (TellingSite("hq", time), TellingSite("hq", time), TellingSite("north", time))
        let desk = await desk(old, other)
        await desk.remove("hq")
        desk.add(new.configured())
        await desk.until { $0.sites["hq"]?.synced == true }
        await old.tell([.put(agent("hq", "old")), .link("hq", .offline, error: "cut", at: time.now, retry: nil)])
        await new.tell([.put(agent("hq", "new"))])
        await desk.until { $0.agent("hq", "new") != nil }
        #expect(desk.board.agent("hq", "old") == nil)
        #expect(desk.board.sites["hq"]?.link == .online)
        await desk.close()
    }

    /// The desk ends no sooner than every session that it began.
    @Test func closingWaitsForASiteThatIsStillBeingRemoved() async {
        let site = TellingSite("hq", time, holdsOn: true)
        let desk = await desk(site)
        let removing = Task { await desk.remove("hq") }
        await desk.until { $0.sites["hq"] == nil }
        let closing = Task { await desk.close() }
        await site.letGo()
        await closing.value
        #expect(await site.hasEnded)
        await removing.value
    }

    @Test func aSiteSpeaksForItselfAlone() async {
        let (first, second) = (TellingSite("hq", time), TellingSite("north", time))
        let desk = await desk(first, second)
        await first.tell([
            .put(agent("north")), .link("north", .offline, error: nil, at: time.now, retry: nil), .siteRemoved("north"),
            .siteAdded(SiteStatus(id: "north", name: "mine", kind: "icp")), .siteAdded(SiteStatus(id: "x", name: "", kind: "icp")),
            .put(agent("hq")),
        ])
        await desk.until { $0.agent("hq", "1") != nil }
        #expect(desk.board.agents.count == 1)
        #expect(desk.board.siteOrder == ["hq", "north"])
        #expect(desk.board.sites["north"]?.link == .online)
        #expect(desk.board.sites["north"]?.kind == "smartpbx")
        await desk.close()
    }

    // MARK: Sites that a site brings

    @Test func aSiteMayBringOthersAndTheyAreAskedThemselves() async throws {
        let member = TellingSite("care", time, unsupported: [.park: "not at care"])
        let hub = TellingSite("hub", time, members: ["care": member])
        let desk = await desk(hub)
        await hub.tell([
            .siteAdded(SiteStatus(id: "care", name: "Care", kind: "webcti")),
            .link("care", .online, error: nil, at: time.now, retry: nil), .put(agent("care")), .synced("care", at: time.now),
        ])
        await desk.until { $0.sites["care"]?.synced == true }
        #expect(desk.board.siteOrder == ["hub", "care"])
        #expect(desk.board.agent("care", "1") != nil)
        #expect(desk.refusal(of: .park, at: "care") == .unsupported("not at care"))
        #expect(await desk.perform(try ActionRequest(.hangup, ["1"]), at: "care") == .done(nil))
        #expect(await member.asked.count == 1)
        #expect(await hub.asked.isEmpty)
        await hub.tell([.siteRemoved("care")])
        await desk.until { $0.sites["care"] == nil }
        #expect(desk.board.agents.isEmpty)
        await desk.close()
    }

    @Test func sitesThatAreBroughtHaveNoBetterLinkThanTheirBringer() async {
        let hub = TellingSite("hub", time, members: ["care": TellingSite("care", time)])
        let desk = await desk(hub)
        await hub.tell([
            .siteAdded(SiteStatus(id: "care", name: "Care", kind: "webcti")),
            .link("care", .online, error: nil, at: time.now, retry: nil),
        ])
        await desk.until { $0.sites["care"]?.link == .online }
        await hub.tell([.link("hub", .offline, error: "cut", at: time.now, retry: nil)])
        await desk.until { $0.sites["hub"]?.link == .offline }
        #expect(desk.board.sites["care"]?.link == .offline)
        #expect(desk.board.sites["care"]?.error == "cut")
        await desk.remove("hub")
        #expect(desk.board.siteOrder.isEmpty)
        await desk.close()
    }

    // MARK: The operator

    @Test func anotherRoleCountsAtOnce() async {
        let desk = await desk(TellingSite("hq", time), role: .dispatcher)
        #expect(desk.refusal(of: .listen, at: "hq") == .forbidden(needs: .supervisor))
        desk.operator = Operator(name: "bob", extension: "2009", role: .supervisor)
        #expect(desk.refusal(of: .listen, at: "hq") == nil)
        #expect(desk.ownTelephone(at: "hq") == "2009")
        await desk.close()
    }
}

extension Change {
    /// The same call, still in its queue.
    fileprivate var queued: Change {
        guard case .put(.call(var call)) = self else { return self }
        call.state = .queued
        return .put(.call(call))
    }
}
