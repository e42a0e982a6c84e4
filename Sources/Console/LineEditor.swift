/// An input line with its cursor, by whole characters.
struct LineEditor: Equatable, Sendable {
    private(set) var text: String
    /// Characters before the cursor.
    private(set) var cursor: Int

    init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }
}
