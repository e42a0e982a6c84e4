/// A `:` line taken apart: blanks separate words, `"…"` keeps them together, `\` keeps the next character.
struct CommandWords: Equatable, Sendable {
    struct Word: Equatable, Sendable {
        var text = ""
        /// The line up to the word's first character, for completion to put another in its place.
        var stem: String
    }

    private(set) var words: [Word] = []
    /// The line ends within its last word.
    private(set) var endsInWord = false

    init(_ line: String) {
        var word: Word?
        var isQuoted = false
        var isEscaped = false
        for (offset, character) in line.enumerated() {
            if word == nil, character.isWhitespace { continue }
            if word == nil { word = Word(stem: String(line.prefix(offset))) }
            if isEscaped {
                word?.text.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character.isWhitespace, !isQuoted {
                words.append(word!)
                word = nil
            } else {
                word?.text.append(character)
            }
        }
        if let word {
            words.append(word)
            endsInWord = true
        }
    }

    var texts: [String] { words.map(\.text) }

    /// The words that are complete, and the one being typed.
    var forCompletion: (complete: [String], partial: String, stem: String?) {
        guard endsInWord, let last = words.last else { return (texts, "", nil) }
        return (Array(texts.dropLast()), last.text, last.stem)
    }

    /// A word as it must be typed.
    static func quoted(_ word: String) -> String {
        guard word.isEmpty || word.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "\\" }) else { return word }
        return "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
