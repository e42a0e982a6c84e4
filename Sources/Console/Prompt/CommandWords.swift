import Exchange

/// A `:` line taken apart: blanks separate words, `"…"` keeps them together, `\` keeps the next character.
struct CommandWords: Equatable, Sendable {
    struct Word: Equatable, Sendable {
        var text = ""
        /// The line up to the word's first character, for completion to put another in its place.
        var stem: String
        /// It begins with a quotation mark or a backslash: what follows means itself.
        var isQuoted = false

        /// The site of `@SITE`.
        var site: String? { !isQuoted && text.hasPrefix("@") && text.count > 1 ? String(text.dropFirst()) : nil }
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
            if word == nil { word = Word(stem: String(line.prefix(offset)), isQuoted: character == "\"" || character == "\\") }
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

    /// The words that are not being typed any more.
    var complete: [Word] { endsInWord ? words.dropLast() : words }

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

extension [CommandWords.Word] {
    /// What stands behind `op`: the site first, wherever `@SITE` names it.
    func operationWords(isSite: (String) -> Bool) -> [String] {
        let rest = dropFirst()
        guard let place = rest.firstIndex(where: { $0.site.map(isSite) ?? false }), let site = rest[place].site else {
            return rest.map(\.text)
        }
        return [site] + rest.indices.filter { $0 != place }.map { rest[$0].text }
    }
}

/// A `:` line that performs an action: `[SITE/]ACTION ARG…`, with `@SITE` anywhere behind the verb.
struct ActionLine: Equatable {
    let action: Action
    let arguments: [String]
    /// The site that the line names.
    let site: SiteID?

    /// nil where the line is none of an action.
    /// - Parameter isSite: whether a site has that name. In an action that takes free text `@word` is text where it is none.
    init?(_ words: [CommandWords.Word], isSite: (String) -> Bool) {
        guard let first = words.first?.text else { return nil }
        let parts = first.split(separator: "/", maxSplits: 1).map(String.init)
        guard let action = Action(rawValue: parts.last ?? ""), parts.count <= 2 else { return nil }
        let takesText = action.definition.parameters.contains { $0.kind == .text }
        var site = parts.count == 2 ? parts[0] : nil
        var arguments: [String] = []
        for word in words.dropFirst() {
            if let named = word.site, isSite(named) || !takesText { site = named } else { arguments.append(word.text) }
        }
        (self.action, self.arguments, self.site) = (action, arguments, site.map { SiteID($0) })
    }
}
