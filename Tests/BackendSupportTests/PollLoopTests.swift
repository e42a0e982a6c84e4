import BackendSupport
import Exchange
import SiteHarness
import Synchronization
import Testing

private struct Scope: PollScope {
    let rawValue: Int
    static let calls = Scope(rawValue: 1)
    static let moving = Scope(rawValue: 3)
    static let everything = Scope(rawValue: 7)
}

/// A poll loop at work, each look of which is told.
private final class Looks: Sendable {
    let clock = SteppedClock()
    let loop: PollLoop<Scope>
    private let told: AsyncStream<Scope>.Continuation
    private let looks: AsyncStream<Scope>
    /// How long each look takes.
    let duration = Mutex(Duration.zero)

    init() {
        loop = PollLoop(
            [.init(.moving, every: .seconds(2)), .init(.everything, every: .seconds(30))], gathering: .milliseconds(200),
            environment: clock.environment())
        (looks, told) = AsyncStream.makeStream()
    }

    func follow() async throws {
        try await loop.follow { scope in
            clock.advance(by: duration.withLock(\.self))
            told.yield(scope)
        }
    }

    func next() async -> Scope? {
        for await scope in looks { return scope }
        return nil
    }
}

@Suite(.timeLimit(.minutes(1))) struct PollLoopTests {
    @Test func `Each part is looked at in its own time`() async throws {
        let looks = Looks()
        let following = Task { try await looks.follow() }
        for _ in 1...14 {
            await looks.clock.pass(.seconds(2))
            #expect(await looks.next() == .moving)
        }
        await looks.clock.pass(.seconds(2))
        #expect(await looks.next() == .everything)
        following.cancel()
    }

    @Test func `A part whose interval changes while it is waited for is looked at in the new one`() async throws {
        let looks = Looks()
        let following = Task { try await looks.follow() }
        await looks.clock.untilAsleep(for: .seconds(2))
        looks.loop.look(at: .moving, every: .milliseconds(700))
        for _ in 1...3 {
            await looks.clock.pass(.milliseconds(700))
            #expect(await looks.next() == .moving)
        }
        looks.loop.look(at: .moving, every: .seconds(5))
        await looks.clock.pass(.milliseconds(700))
        #expect(await looks.next() == .moving)
        await looks.clock.pass(.seconds(5))
        #expect(await looks.next() == .moving)
        following.cancel()
    }

    @Test func `A look that is wanted comes after a moment, with what others want`() async throws {
        let looks = Looks()
        let following = Task { try await looks.follow() }
        await looks.clock.untilAsleep(for: .seconds(2))
        looks.loop.want(.calls)
        await looks.clock.untilAsleep(for: .milliseconds(200))
        looks.loop.want(.everything)
        looks.clock.advance(by: .milliseconds(200))
        #expect(await looks.next() == .everything)
        following.cancel()
    }

    @Test func `Who takes his time is given as much`() async throws {
        let looks = Looks()
        looks.duration.withLock { $0 = .seconds(5) }
        let following = Task { try await looks.follow() }
        await looks.clock.pass(.seconds(2))
        #expect(await looks.next() == .moving)
        await looks.clock.untilAsleep(for: .seconds(5))
        following.cancel()
    }

    @Test func `A wall clock that is set back delays nothing`() async throws {
        let looks = Looks()
        let following = Task { try await looks.follow() }
        await looks.clock.untilAsleep(for: .seconds(2))
        looks.clock.setWallClock(by: .seconds(-60))
        looks.clock.advance(by: .seconds(2))
        #expect(await looks.next() == .moving)
        // A pause reckoned with the wall clock would be a minute longer now.
        await looks.clock.pass(.seconds(2))
        #expect(await looks.next() == .moving)
        following.cancel()
    }

    @Test func `What comes to light elsewhere ends the loop`() async throws {
        let looks = Looks()
        let following = Task { try await looks.follow() }
        await looks.clock.untilAsleep(for: .seconds(2))
        looks.loop.fail(LinkFailure(.login, "refused", isFinal: true))
        await #expect(throws: LinkFailure(.login, "refused", isFinal: true)) { try await following.value }
    }

    @Test func `After a failure that heals a snapshot is taken again`() async throws {
        let looks = Looks()
        let taken = Mutex<[String]>([])
        await #expect(throws: LinkFailure.self) {
            try await looks.loop.run {
                if taken.withLock({
                    $0.append("snapshot"); return $0.count
                }) > 3 {
                    throw LinkFailure(.link, "enough")
                }
                looks.loop.want(.calls)
                looks.clock.letPass { _ in true }
            } look: { _ in
                taken.withLock { $0.append("look") }
                throw RequestFailure.noAnswer(to: "calls", after: .seconds(5))
            } recover: { error in
                guard error is RequestFailure else { throw error }
            }
        }
        #expect(taken.withLock(\.self) == ["snapshot", "look", "snapshot", "look", "snapshot"])
    }

    @Test func `Pauses between attempts double up to a limit`() {
        var pause = RetryPause(.seconds(1) ... .seconds(5))
        #expect((1...4).map { _ in pause.grow() } == [.seconds(1), .seconds(2), .seconds(4), .seconds(5)])
        pause.reset()
        #expect(pause.grow() == .seconds(1))
    }
}
