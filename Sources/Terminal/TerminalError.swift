/// Why the console cannot open.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is not a terminal.
    case notATerminal
    /// The terminal device cannot be opened; the system's words.
    case cannotOpen(String)
    /// `TERM` is not set.
    case noType
    /// terminfo does not know `TERM`.
    case unknownType(String)
    /// The terminal cannot move its cursor or clear its screen (`TERM=dumb`).
    case tooSimple(String)

    /// The sentence to show and its key in the catalogs; `%1$@` stands for `detail`.
    public var sentence: String {
        switch self {
        case .notATerminal: "The console needs a terminal for its input and output."
        case .cannotOpen: "The terminal cannot be opened: %1$@."
        case .noType: "TERM is not set, so the kind of terminal is unknown; set it, for example to xterm-256color."
        case .unknownType: "The terminal database does not know TERM=%1$@; set TERM, for example to xterm-256color."
        case .tooSimple: "The terminal TERM=%1$@ cannot move its cursor; the console needs one that can."
        }
    }

    /// What fills the sentence's place.
    public var detail: String? {
        switch self {
        case .notATerminal, .noType: nil
        case .cannotOpen(let words), .unknownType(let words), .tooSimple(let words): words
        }
    }

    public var description: String { sentence.replacing("%1$@", with: detail ?? "") }
}
