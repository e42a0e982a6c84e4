import Foundation

/// A scheduled event that stands for traffic: whenever it has happened, the next one of its kind is planned.
protocol TrafficEvent: Sendable {
    associatedtype Kind: Equatable & Sendable
    static func traffic(_ kind: Kind) -> Self
}

/// The traffic of a telephone system.
enum CallTraffic: Sendable { case callFromOutside, callInside, callToOutside, agentChange, roomCall }

/// One kind of traffic and how often it comes.
struct TrafficSource<Kind: Sendable>: Sendable {
    enum Interval: Sendable {
        /// At random times, on average this share of the world's rate.
        case share(Double)
        /// Whatever the rate is.
        case every(ClosedRange<Milliseconds>)
    }

    var kind: Kind
    var interval: Interval
    /// Until it happens for the first time, where that is sooner than `interval` says.
    var first: ClosedRange<Milliseconds>?

    init(_ kind: Kind, _ interval: Interval, first: ClosedRange<Milliseconds>? = nil) {
        self.kind = kind
        self.interval = interval
        self.first = first
    }
}

extension TrafficSource<CallTraffic> {
    /// Most calls come from outside; agents change the more often the more of them there are.
    static func calls(fromOutside share: Double, agents: Int) -> [Self] {
        let least = max(200, 240_000 / max(agents, 1))
        return [
            Self(.callFromOutside, .share(share)), Self(.callInside, .share((1 - share) / 2)),
            Self(.callToOutside, .share((1 - share) / 2)), Self(.agentChange, .every(least...(3 * least))),
        ]
    }
}

/// How far a world's own traffic has come.
struct TrafficState: Sendable {
    /// Calls (turns on the floor, rooms) a minute; 0 leaves the world to commands and scripts.
    fileprivate(set) var rate = 0.0
    fileprivate var hasBegun = false
    /// What was cut off when the latest interval was rounded to milliseconds; without it a storm would be too slow.
    fileprivate var fraction = 0.0
    /// People do nothing by themselves: what `planPaced` plans does not happen.
    var isManual = false
    /// Numbers that the next callers from outside show, before any made-up ones.
    var announcedCallers: [String] = []
}

/// A world that makes traffic of its own.
protocol TrafficWorld: ScheduledWorld where ScheduledEvent: TrafficEvent {
    /// The same seed makes the same world and the same day.
    init(seed: UInt64, agents: Int, rate: Double?, start: Milliseconds)
    var traffic: TrafficState { get set }
    /// In the order in which they begin.
    var sources: [TrafficSource<ScheduledEvent.Kind>] { get }
    /// The most that the world's people can take a minute at a human pace.
    var sustainableRate: Double { get }
    /// Lets one piece of traffic happen.
    mutating func bringAbout(_ kind: ScheduledEvent.Kind)
    /// Seconds that the system's local time is ahead of UTC, where it follows that of this machine.
    mutating func follow(utcOffset: Int)
}

extension TrafficWorld {
    /// A world in the middle of its day: people wait, talk and sit in rooms already.
    static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> Self {
        let now = now ?? SimulatorTime.system.now()
        // A load generator has no time for a whole morning.
        let passed = min(15 * 60_000, Int(2_000 / max(rate ?? 0, 1) * 60_000))
        var world = Self(seed: seed, agents: agents, rate: rate, start: now - passed)
        world.follow(utcOffset: TimeZone.current.secondsFromGMT())
        world.advance(to: now)
        return world
    }

    mutating func follow(utcOffset: Int) {}

    var rate: Double { traffic.rate }

    /// Lets the world make traffic of its own from now on, so much a minute.
    mutating func setRate(_ perMinute: Double) {
        traffic.rate = max(0, perMinute)
        guard rate > 0, !traffic.hasBegun else { return }
        traffic.hasBegun = true
        for source in sources {
            if let first = source.first { plan(.traffic(source.kind), in: first) } else { planNext(source) }
        }
    }

    /// Traffic that is due happens and brings about the next of its kind, for good: at rate 0 it only looks every second
    /// whether there is anything to do again.
    mutating func carryOut(traffic kind: ScheduledEvent.Kind) {
        if rate > 0 { bringAbout(kind) }
        if let source = sources.first(where: { $0.kind == kind }) { planNext(source) }
    }

    private mutating func planNext(_ source: TrafficSource<ScheduledEvent.Kind>) {
        guard rate > 0 else { return schedule.add(.traffic(source.kind), at: now + 1_000) }
        switch source.interval {
        case .every(let interval): plan(.traffic(source.kind), in: interval)
        case .share(let share):
            let uniform = Double.random(in: 0.000_001..<1, using: &random)
            // Several in one millisecond are fine: the schedule keeps their order.
            let exact = -log(uniform) * 60_000 / (rate * share) + traffic.fraction
            let whole = exact.rounded(.down)
            traffic.fraction = exact - whole
            schedule.add(.traffic(source.kind), at: now + Int(min(whole, 3_600_000)))
        }
    }

    /// Plans a step of a call's life. When more is asked for than the people could take at a human pace, the steps become
    /// shorter, down to milliseconds: that is what makes a load generator of the same world. Where people wait for a script,
    /// nothing is planned.
    mutating func planPaced(_ event: ScheduledEvent, in delay: ClosedRange<Milliseconds>) {
        guard !traffic.isManual else { return }
        let factor = rate > 0 ? min(1, sustainableRate / rate) : 1
        let wait = Double(Int.random(in: delay, using: &random)) * factor
        schedule.add(event, at: now + max(1, Int(wait)))
    }

    /// What the next caller from outside shows.
    mutating func nextCaller(isWithheldAtTimes: Bool = true) -> String {
        if !traffic.announcedCallers.isEmpty { return traffic.announcedCallers.removeFirst() }
        return random.outsideNumber(isWithheldAtTimes: isWithheldAtTimes)
    }
}
