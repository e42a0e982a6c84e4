import Desk
import Exchange

/// What the console itself can be told, besides the dispatcher's actions; the raw value is the word of the keymap and of `:`.
public enum ConsoleCommand: String, CaseIterable, Sendable {
    case paneAgents = "pane-agents"
    case paneQueues = "pane-queues"
    case paneCalls = "pane-calls"
    case paneRooms = "pane-rooms"
    case paneGroups = "pane-groups"
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case moveDown = "move-down"
    case moveUp = "move-up"
    case moveFirst = "move-first"
    case moveLast = "move-last"
    case pageDown = "page-down"
    case pageUp = "page-up"
    case moveLeft = "move-left"
    case moveRight = "move-right"
    case details, zoom, filter, sort
    case sortReverse = "sort-reverse"
    case command, help, back, redraw, quit, suspend
    case pauseToggle = "pause-toggle"
    case queueToggle = "queue-toggle"
    case muteToggle = "mute-toggle"
    case holdToggle = "hold-toggle"
    case pttToggle = "ptt-toggle"
    case monitorToggle = "monitor-toggle"
    case selectToggle = "select-toggle"
    case dialNumber = "dial-number"
    case copy, trunks, messages, lock, log, report
    case latestAnswer = "latest-answer"
    case nextSite = "next-site"
    case reconnect
    case ownAnswer = "own-answer"
    case ownHangup = "own-hangup"
    case ownHoldToggle = "own-hold-toggle"
    case ownConsultComplete = "own-consult-complete"
    case ownConsultCancel = "own-consult-cancel"
    case ownReadyToggle = "own-ready-toggle"
    case answerEmergency = "answer-emergency"
    case actions

    /// English title; also the key of the translation.
    public var title: String {
        switch self {
        case .paneAgents: "Agents"
        case .paneQueues: "Queues"
        case .paneCalls: "Calls"
        case .paneRooms: "Rooms"
        case .paneGroups: "Talking groups"
        case .nextPane: "Next pane"
        case .previousPane: "Previous pane"
        case .moveDown: "Next row"
        case .moveUp: "Previous row"
        case .moveFirst: "First row"
        case .moveLast: "Last row"
        case .pageDown: "Page down"
        case .pageUp: "Page up"
        case .moveLeft: "Pane to the left"
        case .moveRight: "Pane to the right"
        case .details: "Details"
        case .zoom: "Zoom the pane"
        case .filter: "Filter"
        case .sort: "Sort by the next column"
        case .sortReverse: "Turn the order round"
        case .command: "Command"
        case .help: "Keys of this pane"
        case .back: "Back"
        case .redraw: "Redraw"
        case .quit: "Quit"
        case .suspend: "Suspend"
        case .pauseToggle: "Pause or unpause"
        case .queueToggle: "Log in to or out of queue"
        case .muteToggle: "Mute or unmute"
        case .holdToggle: "Hold or take off hold"
        case .pttToggle: "Push to talk"
        case .monitorToggle: "Monitor group or stop"
        case .selectToggle: "Select or unselect group"
        case .dialNumber: "Dial a number"
        case .copy: "Copy the row"
        case .trunks: "Trunks"
        case .messages: "Messages"
        case .log: "Diagnostic log"
        case .report: "Write a report for a maintainer"
        case .latestAnswer: "Latest answer"
        case .lock: "Lock or unlock the console"
        case .nextSite: "Next site"
        case .reconnect: "Connect again now"
        case .ownAnswer: "My telephone: answer"
        case .ownHangup: "My telephone: hang up or stop supervising"
        case .ownHoldToggle: "My telephone: hold or take off hold"
        case .ownConsultComplete: "My telephone: complete the consultation"
        case .ownConsultCancel: "My telephone: cancel the consultation"
        case .ownReadyToggle: "My telephone: ready or not ready"
        case .answerEmergency: "Answer the emergency call"
        case .actions: "All actions for the row"
        }
    }

    /// Commands that choose between two actions by what the board says of the selection.
    var toggle: Toggle? {
        switch self {
        case .pauseToggle: .pause
        case .queueToggle: .queue
        case .muteToggle: .mute
        case .holdToggle: .hold
        case .pttToggle: .floor
        case .monitorToggle: .monitor
        case .selectToggle: .select
        default: nil
        }
    }
}

/// Anything a key or a `:` line can name: one registry for keys, hint bar, `?` and completion.
public enum Verb: Hashable, Sendable {
    case action(Action)
    case console(ConsoleCommand)

    public init?(name: String) {
        if let action = Action(rawValue: name) {
            self = .action(action)
        } else if let command = ConsoleCommand(rawValue: name) {
            self = .console(command)
        } else {
            return nil
        }
    }

    public static let all: [Verb] = Action.definitions.map { .action($0.action) } + ConsoleCommand.allCases.map { .console($0) }

    public var name: String {
        switch self {
        case .action(let action): action.rawValue
        case .console(let command): command.rawValue
        }
    }

    /// English title; also the key of the translation.
    public var title: String {
        switch self {
        case .action(let action): action.definition.title
        case .console(let command): command.title
        }
    }
}
