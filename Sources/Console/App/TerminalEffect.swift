import Exchange

/// What only the terminal can do.
public enum TerminalEffect: Equatable, Sendable {
    case quit, suspend, bell
    /// Paint everything anew, whatever the terminal shows now.
    case redraw
    case copy(SafeText)
    /// Shows something on the desktop, where the terminal can.
    case notification(SafeText)
}
