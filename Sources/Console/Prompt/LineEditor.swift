/// An input line with its cursor, by whole characters.
struct LineEditor: Equatable, Sendable {
    private(set) var text: String
    /// Characters before the cursor.
    private(set) var cursor: Int

    init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    /// What stands before the cursor: the part that completion looks at.
    var beforeCursor: String { String(text.prefix(cursor)) }

    mutating func insert(_ addition: String) {
        let before = beforeCursor + addition
        text = before + text.dropFirst(cursor)
        // Counted afterwards: a combining mark typed alone joins the character before it.
        cursor = before.count
    }

    mutating func moveToStart() { cursor = 0 }
    mutating func moveToEnd() { cursor = text.count }
    mutating func moveLeft() { cursor = max(0, cursor - 1) }
    mutating func moveRight() { cursor = min(text.count, cursor + 1) }
    mutating func moveWordLeft() { cursor = wordStart }
    mutating func moveWordRight() { cursor = wordEnd }

    mutating func deleteBackward() { cut(max(0, cursor - 1)..<cursor) }
    mutating func deleteForward() { cut(cursor..<min(text.count, cursor + 1)) }
    mutating func deleteWordBackward() { cut(wordStart..<cursor) }
    mutating func deleteToStart() { cut(0..<cursor) }
    mutating func deleteToEnd() { cut(cursor..<text.count) }

    private mutating func cut(_ range: Range<Int>) {
        var characters = Array(text)
        characters.removeSubrange(range)
        text = String(characters)
        cursor = range.lowerBound
    }

    private var wordStart: Int {
        let characters = Array(text.prefix(cursor))
        let end = characters.lastIndex { !$0.isWhitespace } ?? 0
        return characters[..<end].lastIndex(where: \.isWhitespace).map { $0 + 1 } ?? 0
    }

    private var wordEnd: Int {
        let characters = Array(text)
        guard let begin = characters[cursor...].firstIndex(where: { !$0.isWhitespace }) else { return characters.count }
        return characters[begin...].firstIndex(where: \.isWhitespace) ?? characters.count
    }
}

extension LineEditor {
    /// What a command of the keymap's section `input` changes.
    static let commands: [String: @Sendable (inout LineEditor) -> Void] = [
        "cursor-left": { $0.moveLeft() }, "cursor-right": { $0.moveRight() }, "cursor-start": { $0.moveToStart() },
        "cursor-end": { $0.moveToEnd() }, "cursor-word-left": { $0.moveWordLeft() }, "cursor-word-right": { $0.moveWordRight() },
        "erase": { $0.deleteBackward() }, "delete": { $0.deleteForward() }, "erase-word": { $0.deleteWordBackward() },
        "erase-line": { $0.deleteToStart() }, "erase-to-end": { $0.deleteToEnd() },
    ]
}

/// What was typed before, newest last, for the arrow keys.
struct InputHistory: Equatable, Sendable {
    private(set) var lines: [String] = []
    /// Which line is shown; nil while the operator's own text is.
    private var place: Int?
    private var draft = ""

    /// The most lines remembered.
    static let longest = 200

    mutating func remember(_ line: String) {
        place = nil
        guard !line.isEmpty else { return }
        lines.removeAll { $0 == line }
        lines.append(line)
        lines.removeFirst(max(0, lines.count - Self.longest))
    }

    /// The line before the one shown; `current` is kept to come back to.
    mutating func older(than current: String) -> String? {
        if place == nil { draft = current }
        let next = (place ?? lines.count) - 1
        guard lines.indices.contains(next) else { return nil }
        place = next
        return lines[next]
    }

    mutating func newer() -> String? {
        guard let shown = place else { return nil }
        place = shown + 1 < lines.count ? shown + 1 : nil
        return place.map { lines[$0] } ?? draft
    }

    mutating func leave() { place = nil }
}
