import Exchange
import Settings

/// The five panes, in the order of their keys.
public enum Pane: String, CaseIterable, Sendable {
    case agents, queues, calls, rooms, groups
}

extension Pane {
    /// Where the keymap keeps this pane's keys.
    var section: Keymap.Section {
        switch self {
        case .agents: .agents
        case .queues: .queues
        case .calls: .calls
        case .rooms: .rooms
        case .groups: .groups
        }
    }
}
