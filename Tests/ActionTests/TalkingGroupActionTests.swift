import Exchange
import Foundation
import ICP
import Testing

@testable import Simulators

/// Talking groups of an ICP against the simulated uPortal and dispatch service, seen on the board.
@Suite(.serialized, .timeLimit(.minutes(2))) struct TalkingGroupActionTests {
    private let gateway: ICPGatewaySimulator
    private let simulator: CDSSimulator
    private let harness: ActionHarness

    /// A plain group, one that only plays to its listeners, one without us, and a mixed one.
    private let plain = "9996300", other = "9996301", receiveOnly = "9996304", foreign = "9996305", mixed = "9996306"
    private let own = "4501"
    /// The radio group of the plain group.
    private let radio = "70001"

    init() async throws {
        let start = SimulatorTime.system.now()
        gateway = ICPGatewaySimulator(world: ICPWorld(seed: 5, agents: 12, rate: 0, start: start), time: .byHand(at: start))
        simulator = CDSSimulator(world: CDSWorld(seed: 5, agents: 12, rate: 0, start: start), time: .byHand(at: start))
        try await gateway.listen()
        try await simulator.listen()
        harness = await Self.harness(gateway, simulator)
        try #require(await areUp())
    }

    /// - Parameters:
    ///   - subscription: in seconds; nothing keeps one alive here but renewing it.
    ///   - talkLimit: in seconds of this machine's clock.
    private static func harness(
        _ gateway: ICPGatewaySimulator, _ simulator: CDSSimulator, subscription: Int = 7_200, talkLimit: Duration = .seconds(9)
    ) async -> ActionHarness {
        let groups = ICPConfiguration.TalkingGroups(
            url: "http://127.0.0.1:\(await simulator.port)", username: simulator.username, password: Secret(simulator.password),
            talkLimit: talkLimit, subscription: .seconds(subscription), reconcileInterval: .seconds(1))
        let configuration = ICPConfiguration(
            id: "icp", name: "ICP", gateway: "http://127.0.0.1:\(await gateway.port)/agentgateway/resource",
            agent: ICPWorld.inspector, password: Secret("secret"), phone: ICPWorld.inspectorPhone, talkingGroups: groups)
        let (pauses, pause) = AsyncStream<Void>.makeStream()
        return ActionHarness(
            ICPSite(configuration, environment: .accelerated(pauses: pause)), id: "icp", kind: .icp, pauses: pauses
        ) {
            await gateway.advance(by: .milliseconds(250))
            await simulator.advance(by: .milliseconds(250))
        }
    }

    private func areUp() async -> Bool {
        await harness.until { board in
            board.sites["icp"]?.link == .online && board.groups.count == 8 && board.groups.count(where: \.subscribed) == 5
                && board.groups.allSatisfy { $0.floor == .idle }
        }
    }

    private func end() async {
        await harness.end()
        await simulator.stop()
        await gateway.stop()
    }

    private func group(_ number: String) -> TalkingGroup? { harness.board.groups.first { $0.id == number } }

    private func isMine(_ number: String) -> Bool {
        if case .mine(own, _, _) = group(number)?.floor { true } else { false }
    }

    private func words(_ floor: Floor?) -> String? {
        switch floor {
        case .denied(let words), .revoked(let words): words.string
        default: nil
        }
    }

    /// What we do in a group, as the platform has it: `smSF` for all four.
    private func doings(in number: String) async -> String {
        guard let group = await simulator.world.groups[number] else { return "no group" }
        return (group.subscriptions[own] != nil ? "s" : "") + (group.listeners[own] != nil ? "m" : "")
            + (group.selected.contains(own) ? "S" : "") + (group.floor?.holder == own ? "F" : "")
    }

    private func take(_ number: String) async throws {
        #expect(try await harness.carryOut(.pttTake, number) == .done(nil))
        // The outcome and what the board is told travel apart.
        try #require(await harness.until { _ in isMine(number) })
    }

    // MARK: The board

    @Test func `The board shows all groups with their types, their members and what these do`() async throws {
        #expect(harness.board.groups.filter { $0.type == "mixed" }.map(\.id).sorted() == [mixed, "9996307"])
        #expect(harness.board.groups.filter(\.isReceiveOnly).map(\.id) == [receiveOnly])
        #expect(group(plain)?.name == "港区调度 Port Operations")
        #expect(group(foreign)?.subscribed == false)
        let members = try #require(group(plain)?.members)
        #expect(members.first == .init(number: radio, name: "", type: "radio group", state: ""))
        #expect(members.filter { $0.type == "dispatcher" }.map(\.state) == ["subscribed", "monitoring", "selected", "selected"])
        #expect(group(mixed)?.members.count { $0.type == "user" } == 5)
        await simulator.act { [plain, radio] in $0.takeFloor(radio, in: plain) }
        #expect(await harness.until { _ in group(plain)?.floor.holder == radio })
        guard case .other(radio, _?) = group(plain)?.floor else { throw Failed("\(String(describing: group(plain)?.floor))") }
        #expect(group(plain)?.members.first?.state == "speaking")
        #expect(group(plain)?.members.first?.name.string.isEmpty == false)
        await end()
    }

    private struct Failed: Error {
        init(_ words: String) { Issue.record("\(words)") }
    }

    // MARK: The floor

    @Test func `The way to the floor leads over four steps, and back the same way`() async throws {
        #expect(try await harness.carryOut(.groupUnsubscribe, plain) == .done(nil))
        #expect(await doings(in: plain) == "")
        var steps: [FloorStep] = []
        var wasMine = false
        let outcome = try await harness.carryOut(.pttTake, plain) { board in
            if case .requesting(let step) = group(plain)?.floor, steps.last != step { steps.append(step) }
            wasMine = wasMine || isMine(plain)
        }
        #expect(outcome == .done(nil))
        #expect(steps == [.subscribe, .monitor, .select, .floor])
        #expect(wasMine)
        #expect(await doings(in: plain) == "smSF")
        var ways: [[Bool]] = []
        let end = try await harness.carryOut(.pttRelease, plain) { _ in
            guard let group = group(plain) else { return }
            let way = [group.subscribed, group.monitored, group.selected]
            if ways.last != way { ways.append(way) }
            #expect(!isMine(plain) || ways.count == 1)
        }
        #expect(end == .done(nil))
        #expect(ways == [[true, true, true], [true, true, false], [true, false, false], [false, false, false]])
        #expect(group(plain)?.floor == .idle)
        #expect(await doings(in: plain) == "")
        #expect(harness.said("trouble").isEmpty)
        await self.end()
    }

    @Test func `What held before the floor was taken stays`() async throws {
        #expect(try await harness.carryOut(.groupMonitor, plain) == .done(nil))
        try await take(plain)
        #expect(try await harness.carryOut(.pttRelease, plain) == .done(nil))
        #expect(await doings(in: plain) == "sm")
        await end()
    }

    @Test func `The floor of another group ends the one we have`() async throws {
        try await take(plain)
        try await take(other)
        #expect(group(plain)?.floor == .idle)
        #expect(await doings(in: plain) == "s")
        #expect(await doings(in: other) == "smSF")
        await end()
    }

    @Test func `The floor is not ours where the platform accepts the wish and says no more`() async throws {
        var settings = CDSSettings()
        settings.floor = .timesOut
        await simulator.set(settings)
        var wasMine = false
        let outcome = try await harness.carryOut(.pttTake, plain) { _ in wasMine = wasMine || isMine(plain) }
        #expect(outcome == .refused(code: nil, "the platform has not granted it"))
        #expect(!wasMine)
        #expect(words(group(plain)?.floor) == "the platform has not granted it")
        #expect(await doings(in: plain) == "s")
        await end()
    }

    @Test func `A taking that is given up comes to nothing`() async throws {
        var settings = CDSSettings()
        settings.telephoneIsSilent = true
        await simulator.set(settings)
        let taking = try harness.begin(.pttTake, plain)
        #expect(await harness.until { _ in group(plain)?.floor == .requesting(.monitor) })
        #expect(try await harness.carryOut(.pttRelease, plain) == .done(nil))
        #expect(await taking.value == .refused(code: nil, "given back before it was granted"))
        #expect(await doings(in: plain) == "s")
        await end()
    }

    @Test func `A floor that another has is refused, and nothing of the way stays`() async throws {
        await simulator.act { [plain, radio] in $0.takeFloor(radio, in: plain) }
        let outcome = try await harness.carryOut(.pttTake, plain)
        #expect(outcome == .refused(code: "300059", "somebody else holds the floor"))
        #expect(words(group(plain)?.floor) == "70001 has it: somebody else holds the floor")
        #expect(await doings(in: plain) == "s")
        await simulator.act { [plain] in $0.revokeFloor(of: plain) }
        try await take(plain)
        await end()
    }

    @Test func `A group that only plays is refused in words`() async throws {
        let outcome = try await harness.carryOut(.pttTake, receiveOnly)
        #expect(outcome == .refused(code: "300094", "the group is receive-only: its floor cannot be taken"))
        #expect(words(group(receiveOnly)?.floor) == "the group is receive-only: its floor cannot be taken")
        #expect(await doings(in: receiveOnly) == "s")
        await end()
    }

    @Test(arguments: [true, false]) func `A floor that the platform takes away is not ours any more`(isForAnother: Bool) async throws {
        try await take(plain)
        await simulator.act { [plain, radio] in
            if isForAnother { $0.takeFloor(radio, in: plain) } else { $0.revokeFloor(of: plain) }
        }
        // Who has it now is told after that we have it no more.
        #expect(
            await harness.until { _ in
                words(group(plain)?.floor) == "the platform has taken the floor away" && group(plain)?.monitored == false
            })
        #expect(await doings(in: plain) == "s")
        await end()
    }

    @Test func `After the talk time the floor is given back`() async throws {
        await harness.end()
        let harness = await Self.harness(gateway, simulator, talkLimit: .seconds(1))
        #expect(await harness.until { $0.groups.count { $0.subscribed && $0.floor == .idle } == 5 })
        #expect(try await harness.carryOut(.pttTake, plain) == .done(nil))
        #expect(await harness.until { _ in harness.said("floor").count == 1 })
        #expect(harness.said("floor") == ["the talk time of 1 s is over: the floor of group 港区调度 Port Operations was given back"])
        #expect(await doings(in: plain) == "s")
        await harness.end()
        await end()
    }

    @Test func `Whoever leaves gives everything back`() async throws {
        try await take(plain)
        await harness.end()
        #expect(await simulator.world.floorHolder(of: plain) == nil)
        for number in await simulator.world.groupNumbers { #expect(await doings(in: number) == "") }
        #expect(await simulator.world.registrations.isEmpty)
        await end()
    }

    // MARK: Calls for help, groups, mixed calls

    @Test func `A call for help is told, answered and left`() async throws {
        await simulator.act { [plain, radio] in $0.raiseEmergency(in: plain, by: radio) }
        #expect(await harness.until { _ in group(plain)?.emergency?.number == radio })
        #expect(harness.said("emergency") == ["\(radio) calls for help in group 港区调度 Port Operations"])
        #expect(try await harness.carryOut(.emergencyAnswer, plain) == .done(nil))
        #expect(await harness.until { _ in group(plain)?.emergency?.isAnswered == true })
        #expect(await simulator.world.groups[plain]?.emergency?.answeredBy == [own])
        #expect(try await harness.carryOut(.emergencyLeave, plain) == .done(nil))
        #expect(await harness.until { _ in group(plain)?.emergency == nil })
        #expect(harness.said("emergency").count == 1)
        await end()
    }

    @Test func `A group is created, given members, relieved of one and deleted`() async throws {
        let made = try await harness.carryOut(.groupCreate, "Night watch", "80001", radio)
        guard case .done(_, let number?) = made else { throw Failed("\(made)") }
        func members() -> Set<String> { Set(group(number)?.members.map(\.number) ?? []) }
        #expect(await harness.until { _ in members() == [own, "80001", radio] })
        #expect(group(number)?.name == "Night watch")
        #expect(group(number)?.type == "mixed")
        #expect(try await harness.carryOut(.groupAdd, number, "80002", "4502") == .done(nil))
        #expect(await harness.until { _ in members() == [own, "80001", radio, "80002", "4502"] })
        #expect(try await harness.carryOut(.groupRemove, number, radio) == .done(nil))
        #expect(await harness.until { _ in members() == [own, "80001", "80002", "4502"] })
        #expect(await simulator.world.groups[number]?.dispatchers == [own, "4502"])
        #expect(try await harness.carryOut(.groupDelete, number) == .done(nil))
        #expect(await harness.until { _ in group(number) == nil })
        // A radio group belongs to one plain group only.
        guard case .refused("300093", _) = try await harness.carryOut(.groupCreate, "Second", radio) else { throw Failed("created") }
        await end()
    }

    @Test func `A mixed group is called with others, talked to, and released`() async throws {
        guard case .refused("300082", _) = try await harness.carryOut(.groupCall, plain) else { throw Failed("a plain group is called") }
        guard case .refused(nil, _) = try await harness.carryOut(.pttTake, mixed) else { throw Failed("a floor without a call") }
        #expect(try await harness.carryOut(.groupCall, mixed, "13800138000") == .done(nil))
        func member(_ number: String) -> TalkingGroup.Member? { group(mixed)?.members.first { $0.number == number } }
        #expect(await harness.until { _ in group(mixed)?.conversation == .mixedCall && member(own)?.state == "may speak" })
        #expect(member("13800138000")?.type == "guest")
        try await take(mixed)
        #expect(try await harness.carryOut(.pttRelease, mixed) == .done(nil))
        #expect(try await harness.carryOut(.groupCall, mixed, "13900139000") == .done(nil))
        #expect(await harness.until { _ in member("13900139000") != nil })
        #expect(try await harness.carryOut(.groupCallEnd, mixed) == .done(nil))
        #expect(await harness.until { _ in group(mixed)?.conversation == nil })
        #expect(await simulator.world.groups[mixed]?.mixedCall == nil)
        await end()
    }

    // MARK: What goes wrong

    @Test func `Lost notifications are made good by looking`() async throws {
        var faults = HTTPFaults()
        faults.losesEvery = 1
        await simulator.set(faults)
        await simulator.act { [other] in $0.takeFloor("70002", in: other) }
        #expect(await harness.until { _ in group(other)?.floor.holder == "70002" })
        try await take(plain)
        #expect(try await harness.carryOut(.pttRelease, plain) == .done(nil))
        #expect(await doings(in: plain) == "s")
        await end()
    }

    @Test func `With the uPortal down agents and calls go on, and the groups come back`() async throws {
        await simulator.refuse()
        #expect(await harness.until { board in !harness.said("trouble").isEmpty && board.groups.allSatisfy { $0.floor == .unknown } })
        #expect(harness.said("trouble").map { $0.prefix(34) } == ["the talking groups are out of reach".prefix(34)])
        #expect(harness.board.sites["icp"]?.link == .online)
        #expect(!harness.board.agents.isEmpty)
        guard case .refused(nil, let words) = try await harness.carryOut(.pttTake, plain) else { throw Failed("taken") }
        #expect(words.string.hasPrefix("the talking groups are out of reach"))
        try await simulator.accept()
        #expect(await areUp())
        try await take(plain)
        await end()
    }

    @Test func `Neither dead tokens nor a platform that starts anew keep the groups away`() async throws {
        await simulator.expireTokens()
        try await take(plain)
        await simulator.restart()
        #expect(await harness.until { _ in words(group(plain)?.floor) != nil })
        #expect(await harness.until { board in board.groups.count(where: \.subscribed) == 5 && group(plain)?.monitored == false })
        try await take(plain)
        await end()
    }

    @Test func `A subscription that runs out is noticed and made anew`() async throws {
        await harness.end()
        let harness = await Self.harness(gateway, simulator, subscription: 100)
        #expect(await harness.until { $0.groups.count(where: \.subscribed) == 5 })
        await simulator.advance(by: .seconds(101))
        #expect(await harness.until { $0.groups.count(where: \.subscribed) < 5 })
        #expect(await harness.until { $0.groups.count(where: \.subscribed) == 5 })
        #expect(await doings(in: plain) == "s")
        await harness.end()
        await end()
    }
}
