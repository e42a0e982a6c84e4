/// What only a form or an answer understands; the raw value is the word of the keymap's sections
/// `form`, `answer`, `details`, `help` and `messages`.
enum OverlayCommand: String, CaseIterable, Sendable {
    case nextField = "field-next"
    case previousField = "field-previous"
    case nextValue = "value-next"
    case previousValue = "value-previous"
    case send
    case search
    case searchNext = "search-next"
    case searchPrevious = "search-previous"
    case fetchNext = "fetch-next"
    case fetchAll = "fetch-all"
    case write, tree
    case nextWeight = "weight-next"

    /// Goes without saying where there is little room to say it.
    var isMoving: Bool { [.nextField, .previousField, .previousValue, .searchNext, .searchPrevious].contains(self) }

    /// English title; also the key of the translation.
    var title: String {
        switch self {
        case .nextField: "Next field"
        case .previousField: "Previous field"
        case .nextValue: "Next value"
        case .previousValue: "Previous value"
        case .send: "Send"
        case .search: "Search"
        case .searchNext: "Next hit"
        case .searchPrevious: "Previous hit"
        case .fetchNext: "Fetch more"
        case .fetchAll: "Fetch all"
        case .write: "Write to a file"
        case .tree: "Table or tree"
        case .nextWeight: "What is heavier"
        }
    }
}

/// Commands of the input line that a form has too; the raw value is the keymap's word.
enum InputCommand {
    /// English title; also the key of the translation. nil: editing goes without saying.
    static func title(of command: String) -> String? {
        switch command {
        case "accept": "Next or send"
        default: nil
        }
    }
}
