import Desk
import Exchange
import Foundation
import Settings
import Translations

@testable import Console

/// A board made by hand, with all that makes drawing hard: wide names, emoji, hostile and over-long names.
enum Fixture {
    /// 2026-11-21 14:05:30 by the local clock of whatever zone the tests run in.
    static let now: Date = {
        var clock = tm()
        (clock.tm_year, clock.tm_mon, clock.tm_mday, clock.tm_hour, clock.tm_min, clock.tm_sec) = (126, 10, 21, 14, 5, 30)
        clock.tm_isdst = -1
        return Date(timeIntervalSince1970: TimeInterval(mktime(&clock)))
    }()

    static func ago(_ seconds: TimeInterval) -> Date { now.addingTimeInterval(-seconds) }

    static func site(_ id: SiteID, _ link: LinkState = .online, heard: TimeInterval = 2) -> SiteStatus {
        SiteStatus(
            id: id, name: SafeText(id.rawValue), kind: "smartpbx", link: link,
            error: link == .offline ? "connection refused" : nil, since: ago(161), latencyMs: 12, heard: ago(heard),
            retry: link == .offline ? now.addingTimeInterval(7) : nil, synced: link == .online)
    }

    static let hostile = "\u{1B}[31mRed\u{202E}gnp.exe\u{200B}\nnext\u{7}"
    static let long = "Archibald Montgomery-Featherstonehaugh the Third of Somewhere Far Away Indeed"

    static func entities(at site: SiteID = "hq") -> [Entity] {
        let people: [(String, String, AgentState, String?, TimeInterval, [String], String?)] = [
            ("2001", "Alice Adams", .talking, nil, 95, ["6500"], "c1"), ("2002", "王小明", .idle, nil, 12, ["6500", "6501"], nil),
            ("2003", "Bob 😀 Brown", .paused, "Lunch", 1_205, ["6500"], nil), ("2004", hostile, .ringing, nil, 14, ["6501"], "c2"),
            ("2005", long, .wrapup, nil, 66, ["6501"], nil), ("2006", "李四（技术支持部）", .held, nil, 301, [], "c3"),
            ("2007", "Zoë Ångström", .busy, "Meeting", 3_723, ["6500"], nil), ("2008", "console", .offline, nil, 400_000, [], nil),
            ("0800", "Reception", .unknown, "InUse?", 5, [], nil), ("2010", "Dieter", .rest, "Tea", 1_900, ["6501"], nil),
        ]
        let agents = people.map { id, name, state, reason, age, queues, call in
            Entity.agent(
                Agent(
                    site: site, id: id, name: SafeText(name), extension: id, state: state, reason: reason.map { SafeText($0) },
                    since: ago(age), queues: queues, call: call))
        }
        return agents + queues(site) + calls(site) + rooms(site) + [
            .trunk(Trunk(site: site, id: "t1", name: "carrier", type: "SIP", status: "Idle")),
            .trunk(Trunk(site: site, id: "t2", name: "备用中继", type: "FXO", status: "Disconnected")),
        ]
    }

    private static func queues(_ site: SiteID) -> [Entity] {
        [
            .queue(
                Queue(
                    site: site, id: "6500", name: "Sales", strategy: "ringall", waiting: 3,
                    members: [
                        .init(agent: "2001", state: .talking, paused: false), .init(agent: "2002", state: .idle, paused: false),
                        .init(agent: "2003", state: .idle, paused: true, reason: "Lunch"),
                    ], completed: 41, abandoned: 5, holdTime: 33, talkTime: 180, serviceLevel: 91.5)),
            .queue(
                Queue(
                    site: site, id: "6501", name: "技术支持", strategy: "leastrecent", waiting: 0,
                    members: [.init(agent: "2002", state: .idle, paused: false)], completed: 7, abandoned: 1)),
            .waiting(WaitingCall(site: site, queue: "6500", call: "w1", caller: "13800138000", name: "张三", position: 1, since: ago(322))),
            .waiting(
                WaitingCall(
                    site: site, queue: "6500", call: "w2", caller: "0755123456", name: SafeText(hostile), position: 2, since: ago(75))),
        ]
    }

    private static func calls(_ site: SiteID) -> [Entity] {
        [
            .call(
                Call(
                    site: site, id: "c1", state: .talking, direction: .inbound, caller: "13911112222", callee: "2001", since: ago(110),
                    answered: ago(95), trunk: "carrier", queue: "6500", recording: "/rec/c1.wav", channels: ["SIP/2001-01"])),
            .call(Call(site: site, id: "c2", state: .ringing, direction: .internal, caller: "2002", callee: "2004", since: ago(14))),
            .call(
                Call(
                    site: site, id: "c3", state: .held, direction: .outbound, caller: "2006", callee: "00442079460000", since: ago(400),
                    answered: ago(301), trunk: "备用中继")),
        ]
    }

    private static func rooms(_ site: SiteID) -> [Entity] {
        [
            .room(
                Room(
                    site: site, id: "9000", name: "Morning 晨会", moderators: ["2001"], state: "active",
                    members: [
                        .init(
                            id: "SIP/2001-02", number: "2001", name: "Alice Adams", state: .joined, talking: true, moderator: true,
                            since: ago(600)),
                        .init(id: "SIP/2002-03", number: "2002", name: "王小明", state: .joined, muted: true, since: ago(30)),
                    ])),
            .room(Room(site: site, id: "9001", name: "Crisis", state: "empty")),
        ]
    }

    /// Talking groups in every state that looks different, one of them with a call for help.
    static func groups(at site: SiteID = "ecc") -> [Entity] {
        typealias Member = TalkingGroup.Member
        let patrol = TalkingGroup(
            site: site, id: "8801", name: "Patrol 巡逻", type: "static",
            floor: .mine(number: "4501", since: ago(12), until: now.addingTimeInterval(48)),
            subscribed: true, monitored: true, selected: true,
            members: [
                Member(number: "4501", name: "console", type: "dispatcher", state: "talking"),
                Member(number: "7001", name: "车载台一", type: "radio", state: "online"),
                Member(number: "7002", name: SafeText(hostile), type: "radio", state: "offline"),
            ])
        var fire = TalkingGroup(
            site: site, id: "8809", name: "Yard", type: "dynamic", floor: .other(number: "7009", since: ago(41)), subscribed: true,
            monitored: true)
        fire.emergency = TalkingGroup.Emergency(number: "7009", since: ago(44))
        fire.conversation = .groupCall
        var tower = TalkingGroup(
            site: site, id: "8803", name: "Tower", type: "radio", floor: .other(number: "7100", since: ago(3)), subscribed: true)
        tower.isReceiveOnly = true
        var depot = TalkingGroup(site: site, id: "8804", name: "Depot", type: "static", floor: .idle)
        depot.conversation = .mixedCall
        let others: [(String, String, Floor)] = [
            ("8805", "Gate", .requesting(.monitor)), ("8806", "Harbour", .denied("somebody of higher rank is talking")),
            ("8807", "Line 1", .revoked("the talk time is over")), ("8808", "Line 2", .queued(2)), ("8810", "Line 3", .unknown),
        ]
        return
            ([patrol, fire, tower, depot] + others.map { TalkingGroup(site: site, id: $0, name: SafeText($1), type: "static", floor: $2) })
            .map { .group($0) }
    }

    static func board(_ sites: [SiteStatus] = [site("hq")], _ entities: [Entity] = entities()) -> Board {
        var board = Board(sites: sites)
        _ = board.apply(entities.map { .put($0) })
        return board
    }

    static let folders = SettingsFolders(roots: [
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL.path
    ])

    private static let commands = Set(ConsoleCommand.allCases.map(\.rawValue)).union([
        "accept", "complete", "complete-previous", "cursor-left", "cursor-right", "cursor-start", "cursor-end", "history-previous",
        "history-next", "erase", "delete", "erase-word", "erase-line", "erase-to-end",
    ])

    static func appearance(_ language: Language = .en, depth: ColorDepth = .colors256, unicode: Bool = true) throws -> Appearance {
        Appearance(
            theme: try Theme.load("night", from: folders).theme,
            keymap: try Keymap.load("default", from: folders, commands: commands).keymap,
            phrases: TranslationCatalog(language), depth: depth, encoding: unicode ? .utf8 : .ascii)
    }

    static func state(_ width: Int, _ height: Int, focus: Pane = .agents) -> ConsoleModel {
        var state = ConsoleModel()
        (state.width, state.height, state.panes.focus) = (width, height, focus)
        return state
    }

    static let figures = QueueFigures(since: ago(3_600))
    static let supervisor = Operator(name: "alice", extension: "2008", role: .supervisor)

    static let messages = [
        SiteMessage(
            site: "hq", time: ago(50), topic: "cdr", text: "13911112222 → 2001, 03:12, answered",
            details: ["src": "13911112222", "dst": "2001"]),
        SiteMessage(site: "hq", time: ago(20), topic: "trouble", text: "An answer came too late and was dropped."),
    ]

    static let log = LogExcerpt(
        level: "debug", file: "/home/alice/cordboard.log",
        trouble: "The log /home/alice/cordboard.log cannot be written: No space left on device",
        lines: (1...60).map {
            SafeText(
                "2023-11-14T22:13:\($0 % 60 < 10 ? "0" : "")\($0 % 60).000Z \($0 == 58 ? "error" : "debug") hq http #\($0) answered 200 in 12 ms"
            )
        })

    /// What a Smart PBX cannot do, so that something is dimmed.
    static func refusal(_ action: Action, _ site: SiteID) -> Outcome? {
        if site == "ecc" { return nil }
        return switch action {
        case .transfer, .hold, .park, .consult, .intercept, .take: .unsupported("Smart PBX has no such command")
        case let action where action.rawValue.hasPrefix("group-") || action.rawValue.hasPrefix("ptt-"):
            .unsupported("Smart PBX has no talking groups")
        default: nil
        }
    }

    static func draw(
        _ state: inout ConsoleModel, _ board: Board, _ appearance: Appearance, _ telephones: [OwnTelephone] = [], now: Date = now,
        refusal: @escaping (Action, SiteID) -> Outcome? = refusal
    ) -> Canvas {
        let source = Screen.Source(
            board: board, figures: figures, messages: messages, log: log, refusal: refusal, appearance: appearance, operator: supervisor,
            now: now, telephones: telephones)
        let scene = Screen.arrange(&state, source)
        return Screen.draw(state, scene)
    }
}
