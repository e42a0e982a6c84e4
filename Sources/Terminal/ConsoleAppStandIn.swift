import Exchange

/// Stands in until module Console has its own.
public enum ConsoleApp {
    public enum Effect: Equatable, Sendable { case quit, suspend, bell, redraw, copy(SafeText) }
}
