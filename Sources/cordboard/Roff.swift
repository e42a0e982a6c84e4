/// Pieces of text for manual pages in the language of man(7).
enum Roff {
    /// Text that cannot be taken for a request or an escape.
    static func text(_ text: String) -> String {
        let plain = text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }

    static func quoted(_ text: String) -> String { "\"" + Self.text(text).replacing("\"", with: "\"\"") + "\"" }
}
