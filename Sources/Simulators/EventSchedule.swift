/// What is going to happen, soonest first; what is due at the same millisecond happens in the order it was added.
struct EventSchedule<Event: Sendable>: Sendable {
    private struct Entry {
        var time: Milliseconds
        var order: Int
        var event: Event

        static func < (left: Entry, right: Entry) -> Bool {
            (left.time, left.order) < (right.time, right.order)
        }
    }

    /// A binary heap: a storm adds and takes thousands of entries a second.
    private var heap: [Entry] = []
    private var added = 0

    var next: Milliseconds? { heap.first?.time }

    mutating func add(_ event: Event, at time: Milliseconds) {
        added += 1
        heap.append(Entry(time: time, order: added, event: event))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the soonest entry if it is due.
    mutating func take(until limit: Milliseconds) -> (time: Milliseconds, event: Event)? {
        guard let first = heap.first, first.time <= limit else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while true {
                let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
                guard let least = children.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[parent] else { break }
                heap.swapAt(least, parent)
                parent = least
            }
        }
        return (first.time, first.event)
    }
}

extension Array {
    /// Changes the first element with that value, if there is one.
    mutating func change<Value: Equatable>(_ key: KeyPath<Element, Value>, _ value: Value, _ body: (inout Element) -> Void) {
        if let place = firstIndex(where: { $0[keyPath: key] == value }) { body(&self[place]) }
    }
}

/// A world whose life is a schedule of events: the same seed, start and commands give the same day, in whatever steps it is
/// advanced.
protocol ScheduledWorld: Sendable {
    associatedtype ScheduledEvent: Sendable
    /// Something that the system tells of its own accord.
    associatedtype Message: Sendable
    var now: Milliseconds { get set }
    var random: SeededRandom { get set }
    var schedule: EventSchedule<ScheduledEvent> { get set }
    /// What is to be told, in order.
    var messages: [Message] { get set }
    /// Lets an event that is due happen.
    mutating func carryOut(_ event: ScheduledEvent)
}

extension ScheduledWorld {
    /// Lets time pass. What is told of it waits to be taken.
    mutating func pass(to instant: Milliseconds) {
        while let due = schedule.take(until: instant) {
            now = max(now, due.time)
            carryOut(due.event)
        }
        now = max(now, instant)
    }

    /// Lets time pass.
    /// - Returns: what the system tells of it, in order.
    @discardableResult
    mutating func advance(to instant: Milliseconds) -> [Message] {
        pass(to: instant)
        return takeMessages()
    }

    /// What is to be told since the last look.
    mutating func takeMessages() -> [Message] {
        defer { messages.removeAll() }
        return messages
    }

    /// When something will happen next, if anything will.
    var nextEvent: Milliseconds? { schedule.next }

    /// One that is suitable. A few looks are enough: with none found after them there is as good as none.
    mutating func pick<Element>(_ choices: [Element], where isSuitable: (Self, Element) -> Bool) -> Element? {
        for _ in 0..<12 {
            if let choice = random.pick(choices), isSuitable(self, choice) { return choice }
        }
        return nil
    }

    mutating func plan(_ event: ScheduledEvent, in delay: ClosedRange<Milliseconds>) {
        let later = now + Int.random(in: delay, using: &random)
        schedule.add(event, at: later)
    }
}
