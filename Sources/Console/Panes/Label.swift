import Exchange
import Foundation

/// What one column says about one row.
struct Label: Equatable, Sendable {
    var text: SafeText
    /// The theme scope it is drawn in; the row's own where nil.
    var scope: String?
    /// How long that state has lasted, in seconds: the theme colours it by steps.
    var lasting: TimeInterval?
    /// The theme's glyph and word for the scope stand before the text.
    var showsState = false
    /// The text says more about that word: a colon stands between them.
    var explains = false

    init(_ text: SafeText, _ scope: String? = nil, lasting: TimeInterval? = nil) {
        self.text = text
        self.scope = scope
        self.lasting = lasting
    }

    init(_ text: String, _ scope: String? = nil) { self.init(SafeText(text), scope) }
    init(_ number: Int?) { self.init(number.map { "\($0)" } ?? "") }

    static let none = Label(SafeText(""))
}
