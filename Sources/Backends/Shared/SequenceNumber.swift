/// A point in the order in which a site asked and heard things. It is no clock: it only tells what came first.
///
/// An answer describes the exchange as it was when the question was asked, or later; an event describes it when the event was
/// heard. So an answer that was asked for before an event was heard does not undo that event.
public struct SequenceNumber: Comparable, Hashable, Sendable {
    private let value: UInt64

    private init(_ value: UInt64) { self.value = value }

    /// Before everything.
    public static let zero = SequenceNumber(0)

    public var successor: SequenceNumber { SequenceNumber(value &+ 1) }

    public static func < (left: SequenceNumber, right: SequenceNumber) -> Bool { left.value < right.value }
}

/// Gives out sequence numbers: one for each question when it is sent, one for each event when it is heard.
public struct SequenceCounter: Sendable {
    public private(set) var latest = SequenceNumber.zero

    public init() {}

    /// The next number, for what is asked or heard now.
    public mutating func next() -> SequenceNumber {
        latest = latest.successor
        return latest
    }
}

/// Something the exchange answered, with the point at which it was asked.
public struct Asked<Value: Sendable>: Sendable {
    public var at: SequenceNumber
    public var value: Value

    public init(at: SequenceNumber, value: Value) {
        self.at = at
        self.value = value
    }

    /// The same answer, read further.
    public func map<Other: Sendable>(_ read: (Value) throws -> Other) rethrows -> Asked<Other> {
        Asked<Other>(at: at, value: try read(value))
    }
}

extension Asked: Equatable where Value: Equatable {}

/// Things that have ended, remembered for a while: neither a late event nor an answer that was asked for before the end brings
/// them back.
///
/// Time is that of the monotonic clock. The site sets it with `advance(to:)` before it hands in news, so that a picture need
/// not carry two clocks through all its functions.
public struct RecentlyEnded<ID: Hashable & Sendable, Note: Sendable>: Sendable {
    public struct Entry: Sendable {
        /// What is worth knowing of the end.
        public var note: Note
        /// When it ended, in the order of what was asked and heard.
        public var at: SequenceNumber
        /// When it ended, by the monotonic clock.
        public var uptime: Duration
    }

    private var entries: [ID: Entry] = [:]
    private let retention: Duration
    /// The latest reading of the monotonic clock.
    public private(set) var uptime = Duration.zero
    private var lastSweep = Duration.zero

    /// - Parameter retention: how long an end is remembered.
    public init(for retention: Duration = .seconds(60)) { self.retention = retention }

    /// Sets the time, and forgets what ended too long ago.
    public mutating func advance(to uptime: Duration) {
        self.uptime = max(self.uptime, uptime)
        // Each look at the whole memory costs; an eighth of the retention is exact enough, as reading checks the age as well.
        guard !entries.isEmpty, self.uptime - lastSweep >= retention / 8 else { return }
        lastSweep = self.uptime
        entries = entries.filter { self.uptime - $0.value.uptime < retention }
    }

    public mutating func insert(_ id: ID, _ note: Note, at number: SequenceNumber) {
        entries[id] = Entry(note: note, at: number, uptime: uptime)
    }

    /// nil for what has not ended, or so long ago that it is forgotten.
    public subscript(id: ID) -> Entry? { entries[id].flatMap { uptime - $0.uptime < retention ? $0 : nil } }

    public func contains(_ id: ID) -> Bool { self[id] != nil }

    /// Whether it ended after a question was asked, whose answer therefore says nothing against it.
    public func contains(_ id: ID, after asked: SequenceNumber) -> Bool { self[id].map { $0.at > asked } ?? false }

    /// How long ago it ended.
    public func age(of id: ID) -> Duration? { self[id].map { uptime - $0.uptime } }
}

extension RecentlyEnded where Note == Void {
    public mutating func insert(_ id: ID, at number: SequenceNumber) { insert(id, (), at: number) }
}
