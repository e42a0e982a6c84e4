import Exchange

/// What the exchanges said that belongs to no row, oldest first.
struct MessageLog {
    private(set) var messages: [SiteMessage] = []
    /// How many were ever kept: the number of the newest.
    private(set) var count = 0
    /// The weights of those that came since somebody looked, and that wanted somebody.
    private var unread: [MessageWeight] = []

    /// The most messages kept.
    static let capacity = 500

    /// How many want somebody and were not looked at, and the heaviest of them.
    var news: (count: Int, weight: MessageWeight)? { unread.max().map { (unread.count, $0) } }

    mutating func keep(_ message: SiteMessage) {
        messages.append(message)
        messages.removeFirst(max(0, messages.count - Self.capacity))
        count += 1
        let weight = MessageWeight(message)
        if weight > .information { unread.append(weight) }
        unread.removeFirst(max(0, unread.count - Self.capacity))
    }

    mutating func markRead() { unread = [] }

    /// Takes in what was said in earlier runs, oldest first.
    mutating func recall(_ earlier: [SiteMessage]) {
        messages = Array((earlier.filter { !messages.contains($0) } + messages).suffix(Self.capacity))
    }
}
