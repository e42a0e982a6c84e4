import Exchange
import Foundation
import Testing

@testable import Desk

@Suite struct QueueFiguresTests {
    static let start = Date(timeIntervalSince1970: 1_000)
    static let queue = EntityKey(site: "hq", kind: .queue, id: "6500")

    /// One step of a caller's way, at a second after the start.
    enum Step: Sendable {
        case waits(String, since: Int)
        case call(String, CallState)
        case gone(String)
        case link(LinkState)

        var change: Change {
            switch self {
            case .waits(let call, let since):
                .put(
                    .waiting(
                        WaitingCall(
                            site: "hq", queue: "6500", call: call, caller: "0800", since: start.addingTimeInterval(TimeInterval(since)))))
            case .call(let id, let state):
                .put(.call(Call(site: "hq", id: id, state: state, direction: .inbound, caller: "0800", callee: "6500")))
            case .gone(let id): .remove(EntityKey(site: "hq", kind: .call, id: id))
            case .link(let link): .link("hq", link, error: nil, at: start, retry: nil)
            }
        }
    }

    static let tables: [([(Int, Step)], QueueFigures.Tally)] = [
        ([], .init()),
        ([(0, .waits("1", since: 0)), (5, .call("1", .ringing))], .init()),
        ([(0, .waits("1", since: 0)), (20, .call("1", .talking))], .init(answered: 1, answeredWithinTarget: 1, abandoned: 0)),
        ([(0, .waits("1", since: 0)), (21, .call("1", .talking))], .init(answered: 1, answeredWithinTarget: 0, abandoned: 0)),
        ([(0, .waits("1", since: 0)), (9, .gone("1"))], .init(answered: 0, answeredWithinTarget: 0, abandoned: 1)),
        // Talking twice, then gone, is one answered call.
        (
            [(0, .waits("1", since: 0)), (3, .call("1", .talking)), (5, .call("1", .held)), (9, .gone("1"))],
            .init(answered: 1, answeredWithinTarget: 1, abandoned: 0)
        ),
        // A call that never waited counts as nothing.
        ([(0, .call("2", .talking)), (5, .gone("2"))], .init()),
        // What became of a caller while nobody looked is not known.
        ([(0, .waits("1", since: 0)), (2, .link(.offline)), (4, .gone("1"))], .init()),
        ([(0, .waits("1", since: 0)), (2, .link(.degraded)), (4, .gone("1"))], .init(answered: 0, answeredWithinTarget: 0, abandoned: 1)),
    ]

    @Test(arguments: tables) func callersAreFollowedToTheirEnd(_ steps: [(Int, Step)], _ tally: QueueFigures.Tally) {
        var figures = QueueFigures(since: Self.start)
        for (second, step) in steps {
            figures.observe([step.change], at: Self.start.addingTimeInterval(TimeInterval(second)))
        }
        #expect(figures.tally(of: Self.queue) == tally)
    }

    @Test func sharesAreOfAllCallsThatEnded() {
        #expect(QueueFigures.Tally().serviceLevel == nil)
        #expect(QueueFigures.Tally().abandonRate == nil)
        let tally = QueueFigures.Tally(answered: 6, answeredWithinTarget: 4, abandoned: 2)
        #expect(tally.serviceLevel == 50)
        #expect(tally.abandonRate == 25)
    }
}
