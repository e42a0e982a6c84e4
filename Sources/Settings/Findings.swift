/// Gathers the problems of a file and of those it inherits from.
struct Findings {
    private(set) var problems: [SettingsProblem] = []

    var hasErrors: Bool { problems.contains { $0.severity == .error } }
    var warnings: [SettingsProblem] { problems.filter { $0.severity == .warning } }

    mutating func error(_ wording: Wording, at place: Place) { note(.error, wording, at: place) }
    mutating func warning(_ wording: Wording, at place: Place) { note(.warning, wording, at: place) }

    /// A name that is none of `valid`: names the nearest, or lists them where none comes near.
    mutating func error(_ wording: Wording, at place: Place, written: String, valid: some Collection<String>) {
        let nearest = nearestName(to: written, among: valid)
        note(.error, wording, at: place, suggestion: nearest, choices: nearest == nil && valid.count <= 24 ? valid.sorted() : [])
    }

    mutating func add(_ problem: SettingsProblem) { problems.append(problem) }

    /// Ends a reading: nothing may go on after an error.
    func throwErrors() throws(SettingsProblems) {
        guard hasErrors else { return }
        throw SettingsProblems(problems.stablySorted())
    }

    private mutating func note(
        _ severity: SettingsProblem.Severity, _ wording: Wording, at place: Place, suggestion: String? = nil, choices: [String] = []
    ) {
        problems.append(
            SettingsProblem(
                severity, file: place.file, line: place.line, column: place.column, wording, suggestion: suggestion,
                choices: choices))
    }
}

extension [SettingsProblem] {
    /// Each file's problems together, from top to bottom.
    fileprivate func stablySorted() -> [SettingsProblem] {
        enumerated().sorted { left, right in
            (left.element.file, left.element.line ?? 0, left.element.column ?? 0, left.offset)
                < (right.element.file, right.element.line ?? 0, right.element.column ?? 0, right.offset)
        }.map(\.element)
    }
}

/// The name a person most likely meant: within a few slips of the fingers, or begun alike.
public func nearestName(to written: String, among valid: some Collection<String>) -> String? {
    let word = written.lowercased()
    guard !word.isEmpty else { return nil }
    let limit = max(1, (word.count + 2) / 3)
    let ranked = valid.map { (distance: editDistance(word, $0.lowercased()), name: $0) }.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    if let best = ranked.first, best.distance <= limit, best.distance < word.count { return best.name }
    return ranked.first { pair in
        word.count >= 3 && pair.name.count >= 3 && (pair.name.lowercased().hasPrefix(word) || word.hasPrefix(pair.name.lowercased()))
    }?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first), b = Array(second)
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
