import Desk
import Exchange

extension Intention {
    /// English title; also the key of the translation.
    var title: String {
        switch self {
        case .action(let action): action.definition.title
        case .toggle(let toggle):
            ConsoleCommand.allCases.first { $0.toggle == (toggle == .roomMute ? .mute : toggle) }?.title ?? ""
        }
    }
}

extension Action.ArgumentKind {
    /// What a prompt calls it; also the key of the translation.
    var title: String {
        switch self {
        case .call: "call"
        case .extension: "extension"
        case .callOrExtension: "call or extension"
        case .number: "number"
        case .queue: "queue"
        case .reason: "reason"
        case .slot: "parking slot"
        case .room: "room"
        case .member: "member"
        case .agent: "agent"
        case .group: "group"
        case .text: "text"
        }
    }
}
