import Exchange
import Foundation
import SiteHarness
import JSON
import Testing

@testable import Desk

@MainActor
@Suite(.timeLimit(.minutes(1))) struct DeskActionTests {
    let time = SteppedClock()

    private func online(
        _ site: ScriptedSite, role: Role = .supervisor, audit: String? = nil
    ) async -> Desk {
        let desk = Desk(site, time, role: role, audit: audit)
        desk.open()
        await desk.until { $0.sites["hq"]?.synced == true }
        return desk
    }

    @Test func anActionReachesTheSiteAndItsOutcomeComesBack() async throws {
        let site = ScriptedSite("hq", time) { _ in .refused(code: "7", "busy here") }
        let desk = await online(site)
        let request = try ActionRequest(.hangup, ["1673071399.25"])
        #expect(await desk.perform(request, at: "hq") == .refused(code: "7", "busy here"))
        #expect(await site.asked == [request])
        await desk.close()
    }

    /// The roles of CONTRACT section 5, for every action there is.
    @Test(arguments: Role.allCases) func aRoleAllowsWhatTheContractSays(_ role: Role) async throws {
        // Its own refusal comes first: nobody asks to sign in here.
        let supervision: Set<Action> = [.listen, .whisper, .barge, .intercept, .forceIdle, .forceBusy, .forceLogout]
        let desk = await online(ScriptedSite("hq", time), role: role)
        for action in Action.allCases where action != .signInHere {
            let needs: Role = supervision.contains(action) ? .supervisor : .dispatcher
            #expect(desk.refusal(of: action, at: "hq") == (role >= needs ? nil : .forbidden(needs: needs)), "\(action)")
        }
        await desk.close()
    }

    @Test func whatASystemCannotDoIsRefusedWithItsReasonWhateverTheLink() async throws {
        let site = ScriptedSite("hq", time, unsupported: [.park: "no parking here"])
        let desk = Desk(site, time)
        #expect(desk.refusal(of: .park, at: "hq") == .unsupported("no parking here"))
        #expect(await desk.perform(try ActionRequest(.park, ["2001"]), at: "hq") == .unsupported("no parking here"))
        #expect(await site.asked.isEmpty)
    }

    @Test func nothingIsQueuedForASiteThatIsNotOnline() async throws {
        let site = ScriptedSite("hq", time)
        let desk = Desk(site, time)
        let request = try ActionRequest(.hangup, ["2001"])
        #expect(await desk.perform(request, at: "hq") == .notOnline(.connecting))
        desk.open()
        await desk.untilLink(.online)
        await desk.close()
        #expect(await site.asked.isEmpty, "a refused action must not be sent once the link is back")
        #expect(await desk.perform(request, at: "hq") == .notOnline(.offline))
    }

    @Test func aSiteNobodyConfiguredIsInvalid() async throws {
        let desk = Desk(ScriptedSite("hq", time), time)
        guard case .invalid = await desk.perform(try ActionRequest(.hangup, ["1"]), at: "elsewhere") else {
            Issue.record("an unknown site must be refused")
            return
        }
    }

    @Test func rawCommandsNeedADispatcherAndQueriesNobody() async throws {
        let query = Operation("calls.live", native: "livecall", title: "", area: "calls", kind: .query)
        let command = Operation("calls.hangup", native: "hangup", title: "", area: "calls", kind: .command)
        let site = ScriptedSite("hq", time, operations: [query, command])
        let desk = await online(site, role: .viewer)
        #expect(await desk.perform(query, ["callid": "1"], at: "hq").1 == ["callid": "1"])
        #expect(await desk.perform(command, [:], at: "hq").0 == .forbidden(needs: .dispatcher))
        #expect(await site.rawAsked == ["calls.live"])
        #expect(desk.operations(of: "hq") == [query, command])
        await desk.close()
    }

    @Test func secretsOfAnAnswerAreMaskedAboveAllSites() async throws {
        let query = Operation(
            "campaigns.getspecialagent", native: "GET /getspecialagent.php", title: "", area: "campaigns", kind: .query,
            secretFields: ["agentpassword", "*token*"])
        let desk = await online(ScriptedSite("hq", time, operations: [query]), role: .viewer)
        // The scripted site answers with what it was asked.
        let given: JSONValue = [
            "data": [["agent": "601", "AgentPassword": "geheim", "agentpassword": ""]], "serviceToken": ["a": "geheim"],
        ]
        let (outcome, answer) = await desk.perform(query, given, at: "hq")
        #expect(outcome == .done(nil))
        #expect(answer == ["data": [["agent": "601", "AgentPassword": "••••", "agentpassword": ""]], "serviceToken": "••••"])
        await desk.close()
    }

    @Test func aParameterMayNeedMoreThanItsOperation() async throws {
        var spy = Operation(
            "calls.originate", native: "originate", title: "", area: "calls", kind: .command,
            [.init("application", required: false, "What runs.")])
        spy.parameters[0].role = .supervisor
        let site = ScriptedSite("hq", time, operations: [spy])
        let desk = await online(site, role: .dispatcher)
        #expect(await desk.perform(spy, ["application": "ChanSpy"], at: "hq").0 == .forbidden(needs: .supervisor))
        #expect(await site.rawAsked.isEmpty)
        #expect(await desk.perform(spy, [:], at: "hq").0 == .done(nil))
        await desk.close()
    }
}
