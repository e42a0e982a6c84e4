import Exchange

/// Gathers the problems of a file and of those it inherits from.
struct ProblemCollector {
    private(set) var all: [SettingsProblem] = []

    var hasErrors: Bool { errorCount > 0 }
    var errorCount: Int { all.count { $0.severity == .error } }
    var warnings: [SettingsProblem] { all.filter { $0.severity == .warning } }

    mutating func error(_ wording: Wording, at location: SourceLocation) { note(.error, wording, at: location) }
    mutating func warning(_ wording: Wording, at location: SourceLocation) { note(.warning, wording, at: location) }

    /// A name that is none of `valid`: names the nearest, or lists them where none comes near.
    mutating func error(_ wording: Wording, at location: SourceLocation, written: String, valid: some Collection<String>) {
        let nearest = nearestName(to: written, among: valid)
        note(.error, wording, at: location, suggestion: nearest, choices: nearest == nil && valid.count <= 24 ? valid.sorted() : [])
    }

    mutating func add(_ problem: SettingsProblem) { all.append(problem) }

    /// Ends a reading: nothing may go on after an error.
    func throwErrors() throws(SettingsProblems) {
        guard hasErrors else { return }
        throw SettingsProblems(all.stablySorted())
    }

    private mutating func note(
        _ severity: SettingsProblem.Severity, _ wording: Wording, at location: SourceLocation, suggestion: String? = nil,
        choices: [String] = []
    ) {
        all.append(
            SettingsProblem(
                severity, file: location.file, line: location.line, column: location.column, wording, suggestion: suggestion,
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
