import Exchange
import Foundation
import SiteHarness

@testable import ICP

/// The talking groups at work, with the board that their reports make.
final class TalkingGroupHarness {
    /// Between two looks at all groups.
    static let reconciling = Duration.seconds(30)

    let service: TalkingGroupService
    let peer: TalkingGroupPeer
    let time = SteppedClock(at: Date(timeIntervalSince1970: 1_795_226_400))
    private(set) var board: Board
    private(set) var messages: [SiteMessage] = []
    /// All floors that a group has shown, in order, each once.
    private(set) var floors: [String: [Floor]] = [:]
    private var reports: AsyncStream<[Change]>.Iterator
    private let running: Task<Void, Never>

    init(_ peer: TalkingGroupPeer, password: String = "Talk-1234", port: Int = 0, talkLimit: Duration = .seconds(20)) {
        self.peer = peer
        let service = TalkingGroupService(
            .init(url: peer.url, username: "4501", password: Secret(password), port: port, talkLimit: talkLimit), site: "icp",
            environment: time.environment())
        self.service = service
        board = Board(sites: [SiteStatus(id: "icp", name: "icp", kind: "icp")])
        let (stream, continuation) = AsyncStream<[Change]>.makeStream()
        reports = stream.makeAsyncIterator()
        running = Task {
            defer { continuation.finish() }
            await service.run { continuation.yield($0) }
        }
    }

    deinit { running.cancel() }

    /// Takes in reports until it is so; false when the run ended before.
    func until(_ isReached: (TalkingGroupHarness) -> Bool) async -> Bool {
        while !isReached(self) {
            guard let changes = await reports.next() else { return false }
            for change in changes {
                if case .message(let message) = change { messages.append(message) }
                if case .put(.group(let group)) = change, floors[group.id]?.last != group.floor {
                    floors[group.id, default: []].append(group.floor)
                }
            }
            _ = board.apply(changes)
        }
        return true
    }

    /// Everything stands, and the notifications of our own subscribing have arrived.
    func untilUp() async -> Bool {
        await until { work in
            work.group("9004")?.floor == .idle && ["9001", "9002", "9004"].allSatisfy { work.group($0)?.subscribed == true }
        }
    }

    /// No look is under way: its requests would run out of time where the clock goes on.
    func untilIdle(polling: Duration = reconciling) async { await time.untilAsleep(for: polling) }

    func group(_ number: String) -> TalkingGroup? { board.groups.first { $0.id == number } }
    func floor(_ number: String) -> Floor? { group(number)?.floor }
    func said(_ topic: String) -> [String] { messages.filter { $0.topic == topic }.map(\.text.string) }

    func act(_ action: Action, _ words: String...) async throws -> Outcome {
        await service.perform(try ActionRequest(action, words))
    }

    /// Acts without waiting for the end.
    func begin(_ action: Action, _ words: String...) throws -> Task<Outcome, Never> {
        let request = try ActionRequest(action, words)
        return Task { [service] in await service.perform(request) }
    }

    func cancel() { running.cancel() }

    /// Ends the run, and takes in the last reports.
    func stop() async {
        running.cancel()
        await running.value
        _ = await until { _ in false }
    }
}
