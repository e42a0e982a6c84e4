import Exchange

/// What the exchanges said that belongs to no row, oldest first.
struct MessageLog {
    private(set) var messages: [SiteMessage] = []

    /// The most messages kept.
    static let capacity = 500

    mutating func keep(_ message: SiteMessage) {
        messages.append(message)
        messages.removeFirst(max(0, messages.count - Self.capacity))
    }

    /// Takes in what was said in earlier runs, oldest first.
    mutating func recall(_ earlier: [SiteMessage]) {
        messages = Array((earlier.filter { !messages.contains($0) } + messages).suffix(Self.capacity))
    }
}
