import Exchange
import Foundation
import Synchronization

@testable import ICP

/// A clock that stands still until told.
final class TalkingGroupTime: Sendable {
    private struct Sleeper {
        var asked: Duration
        var due: Date
        var wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Date(timeIntervalSince1970: 1_795_226_400)
        var sleepers: [Int: Sleeper] = [:]
        var count = 0
        var watchers: [(Duration, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var now: Date { state.withLock(\.now) }
    var environment: Environment {
        Environment(now: { self.now }, sleep: { try await self.sleep($0) }, random: { 0.5 })
    }

    /// Returns as soon as somebody sleeps for this long.
    func untilAsleep(for duration: Duration) async {
        await withCheckedContinuation { continuation in
            let isAsleep = state.withLock { state in
                if state.sleepers.values.contains(where: { $0.asked == duration }) { return true }
                state.watchers.append((duration, continuation))
                return false
            }
            if isAsleep { continuation.resume() }
        }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now.addTimeInterval(duration / .seconds(1))
            let due = state.sleepers.filter { $0.value.due <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.wake)
        }
        for wake in due { wake.resume() }
    }

    /// Somebody sleeps for this long and is then woken.
    func pass(_ duration: Duration) async {
        await untilAsleep(for: duration)
        advance(by: duration)
    }

    private func sleep(_ duration: Duration) async throws {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let (isCancelled, watchers) = state.withLock { state in
                    if Task.isCancelled { return (true, [CheckedContinuation<Void, Never>]()) }
                    state.sleepers[number] = Sleeper(asked: duration, due: state.now.addingTimeInterval(duration / .seconds(1)), wake: wake)
                    defer { state.watchers.removeAll { $0.0 == duration } }
                    return (false, state.watchers.filter { $0.0 == duration }.map(\.1))
                }
                if isCancelled { wake.resume() }
                for watcher in watchers { watcher.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.wake.resume()
        }
        try Task.checkCancellation()
    }
}

/// The talking groups at work, with the board that their reports make.
final class TalkingGroupsAtWork {
    let service: TalkingGroupService
    let peer: TalkingGroupPeer
    let time = TalkingGroupTime()
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
            environment: time.environment)
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
    func until(_ isReached: (TalkingGroupsAtWork) -> Bool) async -> Bool {
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
