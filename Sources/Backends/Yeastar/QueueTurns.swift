/// Whose turn it is among the queues, which are asked about one by one.
struct QueueTurns {
    /// In each look so many, also where there are few queues.
    static let least = 6
    /// Among many queues all have been asked about after so many looks, if nothing happens in any.
    static let looks = 6
    /// The most in one look.
    static let most = 12

    private var count = 0
    /// The look in which each was asked about last.
    private var asked: [String: Int] = [:]

    /// - Parameters:
    ///   - busy: those in which something happens. They go first, and leave room for others.
    ///   - all: everyone's turn.
    mutating func next(of queues: [String], first busy: Set<String>, all: Bool = false) -> [String] {
        count += 1
        let size = all ? queues.count : min(Self.most, max(Self.least, (queues.count + Self.looks - 1) / Self.looks))
        let inOrder = queues.enumerated().sorted {
            (asked[$0.element, default: 0], $0.offset) < (asked[$1.element, default: 0], $1.offset)
        }.map(\.element)
        let preferred = inOrder.filter(busy.contains).prefix(queues.count > size ? size * 2 / 3 : size)
        let chosen = preferred + inOrder.filter { !preferred.contains($0) }.prefix(size - preferred.count)
        asked = asked.filter { queues.contains($0.key) }
        for queue in chosen { asked[queue] = count }
        return Array(chosen)
    }
}
