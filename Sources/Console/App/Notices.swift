import Exchange

/// What the bottom of the screen tells: what became of the operator's actions, and what the exchanges say. Neither takes the
/// place of the other, and an error keeps its place for ten seconds whatever comes.
struct Notices: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        var notice: Notice
        /// On the clock that only goes forward.
        var since: Duration
        /// Its place in the order in which things were told.
        var order = 0
    }

    private var count = 0

    private(set) var results: [Entry] = []
    private(set) var news: [Entry] = []

    /// How long something is told at least, if nothing of its kind follows.
    static let time = Duration.seconds(10)

    /// The oldest first, the operator's own last, next to where the eyes are.
    var shown: [Notice] { (news + results).map(\.notice) }
    /// What was told last.
    var latest: Notice? { (news + results).max { $0.order < $1.order }?.notice }
    var isEmpty: Bool { results.isEmpty && news.isEmpty }
    /// Whether time alone takes something away.
    var expires: Bool { (news + results).contains { $0.notice.tone != .error && $0.notice.tone != .pending } || !news.isEmpty }

    /// - Parameter notice: nil where nothing is to be told any more.
    mutating func tellResult(_ notice: Notice?, at now: Duration) {
        guard let notice else { return results = [] }
        add(notice, to: \.results, at: now)
    }

    mutating func tellNews(_ notice: Notice, at now: Duration) { add(notice, to: \.news, at: now) }

    private mutating func add(_ notice: Notice, to place: WritableKeyPath<Notices, [Entry]>, at now: Duration) {
        count += 1
        let entry = Entry(notice: notice, since: now, order: count)
        let kept = self[keyPath: place].filter { $0.notice.tone == .error && now - $0.since < Self.time && $0.notice != notice }
        // Two are as much as anybody reads at a glance; the rest is among the messages.
        self[keyPath: place] = kept.suffix(1) + [entry]
    }

    /// What has been told long enough goes; an error of one's own action stays until the next.
    mutating func expire(at now: Duration) {
        results.removeAll { [.plain, .done].contains($0.notice.tone) && now - $0.since >= Self.time }
        news.removeAll { now - $0.since >= Self.time }
    }

    /// The operator has read them. What is still on its way stays.
    mutating func dismiss() {
        results.removeAll { $0.notice.tone != .pending }
        news = []
    }
}
