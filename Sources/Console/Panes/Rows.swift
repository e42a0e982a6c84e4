import Desk
import Exchange
import Foundation
import Settings
import Translations

/// One line of a pane: an entity, or one of those that stand below it.
struct Row: Equatable, Sendable {
    enum Subject: Equatable, Sendable {
        case entity(Entity)
        case member(Room.Member)
        case groupMember(TalkingGroup.Member)
    }

    /// Why a row is among others although it no longer belongs to them: it was selected, and hands nothing on.
    enum Absence: Equatable, Sendable {
        /// It is gone from the board.
        case gone
        /// The filter hides it.
        case filtered
    }

    let id: RowID
    /// nil for all rows but a selected one that has left.
    var absence: Absence?
    /// 1 for those listed below another.
    let depth: Int
    let subject: Subject
    /// Those below it are not shown.
    var isFolded = false

    /// Whether it is a member of the room or group.
    func isBelow(_ head: RowID) -> Bool {
        switch id {
        case .entity: false
        case .member(let room, _): .entity(room) == head
        case .groupMember(let group, _): .entity(group) == head
        }
    }

    /// Somebody calls for help.
    var isUrgent: Bool {
        if case .entity(.group(let group)) = subject { group.emergency != nil } else { false }
    }

    init(_ entity: Entity, depth: Int = 0) {
        id = .entity(entity.key)
        self.depth = depth
        subject = .entity(entity)
    }

    init(_ member: Room.Member, of room: Room) {
        id = .member(room: Entity.room(room).key, id: member.id)
        depth = 1
        subject = .member(member)
    }

    init(_ member: TalkingGroup.Member, of group: TalkingGroup) {
        id = .groupMember(group: Entity.group(group).key, number: member.number)
        depth = 1
        subject = .groupMember(member)
    }
}

/// What columns look up besides their row, gathered once for a frame.
struct Facts {
    /// Who is known to wait in one queue.
    struct Line {
        var callers: [WaitingCall] = []
        /// When the one who waits longest began.
        var begun: Date?
    }

    let board: Board
    let figures: QueueFigures
    let phrases: TranslationCatalog
    let now: Date
    private let lines: [EntityKey: Line]

    init(board: Board, figures: QueueFigures, phrases: TranslationCatalog, now: Date) {
        self.board = board
        self.figures = figures
        self.phrases = phrases
        self.now = now
        var lines: [EntityKey: Line] = [:]
        for case .waiting(let caller) in board.all(.waiting) {
            let queue = EntityKey(site: caller.site, kind: .queue, id: caller.queue)
            lines[queue, default: Line()].callers.append(caller)
            if let since = caller.since { lines[queue]!.begun = min(since, lines[queue]!.begun ?? since) }
        }
        self.lines = lines.mapValues { line in
            var line = line
            line.callers.sort { left, right in
                (left.position ?? .max, left.since ?? .distantFuture, left.call)
                    < (right.position ?? .max, right.since ?? .distantFuture, right.call)
            }
            return line
        }
    }

    func line(of queue: Queue) -> Line { lines[Entity.queue(queue).key] ?? Line() }

    /// Callers waiting anywhere: what each exchange counts, or else those known.
    var waiting: Int {
        board.all(.queue).reduce(0) { sum, entity in
            guard case .queue(let queue) = entity else { return sum }
            return sum.plus(queue.waiting ?? line(of: queue).callers.count)
        }
    }

    /// The longest present wait in seconds: the exchange's figure, or else that of the callers known to wait.
    func longestWait(in queue: Queue) -> TimeInterval? {
        queue.longestWait.map { TimeInterval($0).asDuration } ?? line(of: queue).begun.map(elapsed)
    }

    /// The longest present wait anywhere, and in which queue.
    var longestWait: (wait: TimeInterval, queue: Queue)? {
        var longest: (wait: TimeInterval, queue: Queue)?
        for case .queue(let queue) in board.all(.queue) {
            guard let wait = longestWait(in: queue) else { continue }
            // Equal ones by their place, so that the name does not depend on chance.
            if let known = longest, (known.wait, queue.site, queue.id) >= (wait, known.queue.site, known.queue.id) { continue }
            longest = (wait, queue)
        }
        return longest
    }

    /// Agents who could take a call now.
    var freeAgents: Int {
        board.all(.agent).count { if case .agent(let agent) = $0 { agent.state == .idle } else { false } }
    }

    /// Never negative: the exchange's clock may be ahead of ours.
    func elapsed(since begun: Date) -> TimeInterval { now.timeIntervalSince(begun).asDuration }

    /// A number, with the name of who has it where that is known.
    func party(_ number: String, at site: SiteID) -> SafeText {
        guard let agent = board.agent(site, number), !agent.name.isEmpty, agent.name.string != number else { return SafeText(number) }
        return "\(number) \(agent.name)"
    }

    /// The colour of a site, by its place in the configuration.
    func siteScope(_ site: SiteID) -> String {
        guard let place = board.siteOrder.firstIndex(of: site) else { return "ui.site" }
        return "ui.site.\(place % ThemeScopes.sites + 1)"
    }

    func queueName(_ id: String, at site: SiteID) -> SafeText {
        guard let name = board.queue(site, id)?.name, !name.isEmpty else { return SafeText(id) }
        return name
    }
}

extension Int {
    /// The sum of two counts as exchanges told them: the largest number where it is larger, and none is less than nothing.
    func plus(_ other: Int) -> Int {
        let (sum, isOver) = Swift.max(0, self).addingReportingOverflow(Swift.max(0, other))
        return isOver ? .max : sum
    }
}

extension TimeInterval {
    /// Between nothing and some centuries, whatever an exchange made of its clock.
    var asDuration: TimeInterval { isFinite ? Swift.min(Swift.max(0, self), 1e10) : 0 }
}

/// Times as dispatchers read them.
enum TimeWords {
    /// `02:41`, `1:02:41`, and from a hundred hours on `5d 03h`: never more than eight places.
    static func duration(_ seconds: TimeInterval) -> SafeText {
        let total = Int(seconds.asDuration)
        let (hours, minutes, rest) = (total / 3_600, total / 60 % 60, total % 60)
        if hours >= 10_000 { return "> 1y" }
        if hours >= 100 { return SafeText("\(hours / 24)d \(twoDigits(hours % 24))h") }
        if hours > 0 { return SafeText("\(hours):\(twoDigits(minutes)):\(twoDigits(rest))") }
        return SafeText("\(twoDigits(minutes)):\(twoDigits(rest))")
    }

    /// `2s`, `14m`, `3h`, `2d`: how old something is, in three places.
    static func age(_ seconds: TimeInterval) -> SafeText {
        let total = Int(seconds.asDuration)
        switch total {
        case ..<100: return "\(total)s"
        case ..<6_000: return "\(total / 60)m"
        case ..<360_000: return "\(total / 3_600)h"
        default: return "\(min(total / 86_400, 999))d"
        }
    }

    /// The wall clock of the operator's time zone, `HH:MM`.
    static func time(_ date: Date, seconds: Bool = false) -> SafeText {
        var clock = tm()
        guard var time = time_t(exactly: date.timeIntervalSince1970.rounded(.down)), localtime_r(&time, &clock) != nil else {
            return "--:--"
        }
        let minutes = "\(twoDigits(Int(clock.tm_hour))):\(twoDigits(Int(clock.tm_min)))"
        return SafeText(seconds ? "\(minutes):\(twoDigits(Int(clock.tm_sec)))" : minutes)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
