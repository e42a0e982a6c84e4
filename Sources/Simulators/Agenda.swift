/// What is going to happen, soonest first; what is due at the same millisecond happens in the order it was noted.
struct Agenda<Happening: Sendable>: Sendable {
    private struct Entry {
        var time: Milliseconds
        var order: Int
        var happening: Happening

        static func < (left: Entry, right: Entry) -> Bool {
            (left.time, left.order) < (right.time, right.order)
        }
    }

    /// A binary heap: a storm notes and takes thousands of entries a second.
    private var heap: [Entry] = []
    private var noted = 0

    var next: Milliseconds? { heap.first?.time }

    mutating func note(_ happening: Happening, at time: Milliseconds) {
        noted += 1
        heap.append(Entry(time: time, order: noted, happening: happening))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the soonest entry if it is due.
    mutating func take(until limit: Milliseconds) -> (time: Milliseconds, happening: Happening)? {
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
        return (first.time, first.happening)
    }
}
