import Desk
import Exchange
import Foundation
import Settings

/// The details of one row, over the panes.
struct DetailsLayer: PageLayer {
    let row: RowID
    var scroll = 0
    var search = PageSearch()

    init(_ row: RowID) { self.row = row }

    var target: RowID? { row }

    /// The keys of the pane act on what is shown.
    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.details, pane] }
    func page(_ scene: Scene) -> PageView.Page { DetailsView.page(row, scene) }

    /// The keys of the pane work here, on the row that is shown.
    func hints(_ scene: Scene) -> [Hint] {
        Hint.list([.back], in: .details, scene) + Hint.actions(of: scene.focus.section, scene) + Hint.ownCommands(of: .details, scene)
    }
}

/// Everything known about one row, and the recent calls it had to do with.
struct DetailsView {
    let scene: Scene

    private typealias Line = PageView.Line
    private var facts: Facts { scene.facts }
    private var appearance: Appearance { scene.appearance }

    /// The most records of earlier calls shown.
    private static let mostRecords = 20

    static func page(_ row: RowID, _ scene: Scene) -> PageView.Page {
        let view = DetailsView(scene: scene)
        let title = scene.appearance.say("Details")
        guard let selected = scene.board.selected(row) else {
            return PageView.Page(title: title, lines: [Line(Label(scene.appearance.say("This is gone from the board."), "ui.dim"))])
        }
        var lines = view.lines(of: selected)
        if scene.showsSites { lines.insert(view.field("Site", "\(row.site)"), at: 0) }
        if let stale = scene.staleness(of: row.site) { lines.append(view.field("Age of the data", Label(stale, "link.stale"))) }
        return PageView.Page(title: title, lines: lines + view.records(of: selected, at: row.site))
    }

    private func lines(of selected: Selected) -> [PageView.Line] {
        switch selected {
        case .entity(.agent(let it)): agent(it)
        case .entity(.queue(let it)): queue(it)
        case .entity(.waiting(let it)): waiting(it)
        case .entity(.call(let it)): call(it)
        case .entity(.room(let it)): room(it)
        case .entity(.group(let it)): group(it)
        case .entity(.trunk(let it)): [field("Name", it.name), field("Type", it.type), field("State", it.words(facts.phrases))]
        case .member(let room, let it): [field("Room", room.name)] + member(it)
        case .groupMember(let group, let it):
            [
                field("Group", group.name), field("Number", it.number), field("Name", it.name),
                field("Type", facts.phrases(it.type)), field("State", facts.phrases(it.state)),
            ]
        }
    }

    // MARK: Each kind

    private func agent(_ it: Agent) -> [PageView.Line] {
        [
            field("Name", it.name), field("Ext.", it.extension), field("Number", it.id),
            field("State", .state(it.scope, since: it.since, facts)),
            it.since == nil
                ? field("Since", it.seenSince(facts).map { "≥ \(TimeWords.duration(facts.elapsed(since: $0)))" })
                : since(it.since, it.scope),
            field("Reason", it.reason.map { facts.phrases($0) }), field("Queues", it.queueNames(facts)),
            field("On call with", it.peer(facts)),
        ] + (it.group.map { [field("Group", $0)] } ?? [])
            + (it.supervision.map { [field("Supervised by", Label($0.words(at: it.site, facts), "telephone.supervised"))] } ?? [])
            + (it.call.flatMap { facts.board.call(it.site, $0) }.map { [.blank, .heading(appearance.say("Call"))] + call($0) } ?? [])
    }

    private func queue(_ it: Queue) -> [PageView.Line] {
        var lines = [
            field("Name", it.name), field("Number", it.id), field("Strategy", it.strategy), field("Waiting", it.waitingLabel(facts)),
            field("Longest", facts.longestWait(in: it).map(TimeWords.duration), isOwn: it.longestWait == nil),
            field("Free", "\(it.free)"), field("Busy", "\(it.busy)"), field("Paused", "\(it.paused)"),
            field("Done", "\(it.completedCount(facts))", isOwn: it.completed == nil),
            field("Lost", "\(it.abandonedCount(facts))", isOwn: it.abandoned == nil),
            field("Lost %", SafeText(ColumnSpec.percent(it.abandonRate(facts))), isOwn: it.completed == nil || it.abandoned == nil),
            field("SL %", SafeText(ColumnSpec.percent(it.serviceLevel(facts))), isOwn: it.serviceLevel == nil),
            field("Average wait", it.holdTime.map { TimeWords.duration(TimeInterval($0)) }),
            field("Average talk", it.talkTime.map { TimeWords.duration(TimeInterval($0)) }),
        ]
        if it.longestWait == nil || it.completed == nil || it.abandoned == nil || it.serviceLevel == nil {
            let figures = facts.figures
            lines.append(
                Line(
                    Label(
                        appearance.say(
                            "* our own figure since %1$@, target %2$@ s", TimeWords.time(figures.since).string, "\(Int(figures.target))"),
                        "ui.dim")))
        }
        lines += [.blank, .heading(appearance.say("Agents"))]
        lines += it.members.map { member in
            let scope = "agent.\(member.isAway ? "paused" : member.state.rawValue)"
            var label = Label(member.reason ?? "", scope)
            label.showsState = true
            return Line(facts.party(member.agent, at: it.site), label)
        }
        return lines
    }

    private func waiting(_ it: WaitingCall) -> [PageView.Line] {
        [
            field("Caller", it.caller), field("Name", it.name), field("Queue", facts.queueName(it.queue, at: it.site)),
            field("Place", it.position.map { "\($0)" }), since(it.since, "queue.waiting"), field("Priority", it.priority.map { "\($0)" }),
            field("Call", it.call),
        ]
    }

    private func call(_ it: Call) -> [PageView.Line] {
        [
            field("State", .state(it.scope, since: it.begun, facts)), field("Caller", facts.party(it.caller, at: it.site)),
            field("Callee", facts.party(it.callee, at: it.site)), field("Direction", appearance.say(it.direction.rawValue)),
            since(it.since, it.scope), field("Answered", it.answered.map { TimeWords.time($0, seconds: true) }),
            field("Queue", it.queue.map { facts.queueName($0, at: it.site) }), field("Trunk", it.trunk.map { SafeText($0) }),
            field("Recording", it.recording), field("Call", it.id), field("Channels", it.channels.joined(separator: ", ")),
        ]
    }

    private func room(_ it: Room) -> [PageView.Line] {
        [
            field("Name", it.name), field("Number", it.id), field("State", appearance.say(it.state.string)),
            field("Moderators", it.moderators.joined(separator: ", ")), field("Members", "\(it.present)"),
        ] + it.members.flatMap { [.blank] + member($0) }
    }

    private func member(_ it: Room.Member) -> [PageView.Line] {
        [
            field("Number", it.number), field("Name", it.name), field("State", .state(it.scope, since: it.since, facts)),
            field("Marks", it.marks(facts)), since(it.since, it.scope), field("Channel", it.id),
        ]
    }

    private func group(_ it: TalkingGroup) -> [PageView.Line] {
        [
            field("Name", it.name), field("Number", it.id), field("Type", facts.phrases(it.type)), field("Floor", it.floor.label(facts)),
            since(it.floor.since, it.floor.scope), field("Held by us", it.heldByUs.map { appearance.phrases($0) }.joined(separator: ", ")),
            field("Marks", it.marks(facts)), .blank, .heading(appearance.say("Members")),
        ] + it.members.map { Line("\($0.number) \($0.name)", Label(facts.phrases($0.state))) }
    }

    // MARK: Fields

    private func field(_ title: String, _ label: Label) -> PageView.Line { PageView.Line(appearance.say(title), label) }
    private func field(_ title: String, _ text: String) -> PageView.Line { field(title, SafeText(text)) }

    /// What is not known says so.
    private func field(_ title: String, _ text: SafeText?, isOwn: Bool = false) -> PageView.Line {
        guard let text, !text.isEmpty else { return field(title, Label("–", "ui.dim")) }
        return field(title, Label(isOwn ? "\(text)*" : text))
    }

    private func since(_ begun: Date?, _ scope: String) -> PageView.Line {
        guard let begun else { return field("Since", SafeText?.none) }
        let elapsed = facts.elapsed(since: begun)
        return field(
            "Since", Label("\(TimeWords.time(begun, seconds: true)) · \(TimeWords.duration(elapsed))", scope, lasting: elapsed))
    }

    // MARK: Earlier calls

    /// Call records that name one of the row's numbers, the newest first.
    private func records(of selected: Selected, at site: SiteID) -> [PageView.Line] {
        let numbers = numbers(of: selected)
        guard !numbers.isEmpty else { return [] }
        let found = scene.messages.filter { message in
            message.site == site && message.topic == "cdr" && message.details.values.contains { numbers.contains($0) }
        }.sorted { $0.time > $1.time }.prefix(Self.mostRecords)
        if found.isEmpty { return [] }
        return [.blank, .heading(appearance.say("Recent calls"))] + found.map { MessagesLayer.line($0, scene) }
    }

    private func numbers(of selected: Selected) -> Set<String> {
        let numbers: [String] =
            switch selected {
            case .entity(.agent(let it)): [it.extension]
            case .entity(.waiting(let it)): [it.caller]
            case .entity(.call(let it)): [it.caller, it.callee]
            case .entity(.queue(let it)): [it.id]
            case .member(_, let it): [it.number]
            case .groupMember(_, let it): [it.number]
            case .entity(.room), .entity(.group), .entity(.trunk): []
            }
        return Set(numbers.filter { !$0.isEmpty })
    }
}
