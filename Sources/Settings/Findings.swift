import Exchange

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
