/// The words of one line of a script, with their columns.
struct Words: Sendable {
    private var rest: ArraySlice<Word>
    private let file: String
    private let line: Int
    private let width: Int

    struct Word: Sendable {
        var text: String
        /// From 1, in characters.
        var column: Int
    }

    init(_ text: Substring, file: String, line: Int) {
        let said = Array(text.prefix { $0 != "#" })
        var words: [Word] = []
        var start: Int?
        for place in 0...said.count {
            let isBlank = place == said.count || said[place].isWhitespace
            if let begun = start, isBlank {
                words.append(Word(text: String(said[begun..<place]), column: begun + 1))
                start = nil
            } else if start == nil, !isBlank {
                start = place
            }
        }
        rest = words[...]
        width = said.count
        self.file = file
        self.line = line
    }

    var isEmpty: Bool { rest.isEmpty }

    mutating func next(_ name: String) throws(ScriptError) -> Word {
        guard let word = rest.popFirst() else { throw error("\(name) is missing", at: width + 1) }
        return word
    }

    @discardableResult
    mutating func keyword(_ choices: [String]) throws(ScriptError) -> String {
        let name = choices.map { "“\($0)”" }.joined(separator: " or ")
        let word = try next(name)
        guard choices.contains(word.text) else { throw error("\(name) is expected here", at: word.column) }
        return word.text
    }

    /// Digits and units: `1m30s`, `500ms`, `2h`.
    mutating func duration(_ name: String) throws(ScriptError) -> Milliseconds {
        let word = try next(name)
        var total = 0
        var text = word.text[...]
        while !text.isEmpty {
            let digits = text.prefix { ("0"..."9").contains($0) }
            let unit = text.dropFirst(digits.count).prefix { !("0"..."9").contains($0) }
            let factors = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000]
            guard let factor = factors[String(unit)], digits.count <= 9, let value = Int(digits) else {
                throw error("\(name) is a duration such as 5s, 500ms or 1m30s", at: word.column)
            }
            total += value * factor
            text = text.dropFirst(digits.count + unit.count)
        }
        return total
    }

    /// What stands for an argument in a form.
    mutating func argument(_ name: String) throws(ScriptError) -> ScriptArguments.Value {
        if !name.contains(where: \.isUppercase) { return .text(try keyword(name.split(separator: "|").map(String.init))) }
        switch name {
        case "DURATION": return .whole(try duration(name))
        case "N", "BYTES": return .whole(try count(name))
        case "CALLS": return .decimal(try rate(name))
        case "NUMBER[;NUMBER…": return .list(try numbers())
        default: return .text(try next(name).text)
        }
    }

    /// Telephone numbers with “;” between them.
    private mutating func numbers() throws(ScriptError) -> [String] {
        let word = try next("NUMBER")
        let numbers = word.text.split(separator: ";").map(String.init)
        guard !numbers.isEmpty else {
            throw error("NUMBER is a telephone number, or several with “;” between them", at: word.column)
        }
        return numbers
    }

    private mutating func count(_ name: String) throws(ScriptError) -> Int {
        let word = try next(name)
        guard let value = Int(word.text), (0...100_000_000).contains(value) else {
            throw error("\(name) is a whole number from 0 to 100000000", at: word.column)
        }
        return value
    }

    private mutating func rate(_ name: String) throws(ScriptError) -> Double {
        let word = try next(name)
        guard let rate = Double(word.text), rate >= 0, rate.isFinite else {
            throw error("\(name) is a number of calls a minute", at: word.column)
        }
        return rate
    }

    func end(of form: TrainingScript.Form) throws(ScriptError) {
        guard let extra = rest.first else { return }
        throw error("“\(TrainingScript.visible(extra.text))” is one word too many; the form is: \(form.usage)", at: extra.column)
    }

    func error(_ reason: String, at column: Int) -> ScriptError {
        ScriptError(file: file, line: line, column: column, reason: reason)
    }
}
