import Exchange

/// Where something stands in a file; line and column count from 1.
public struct SourceLocation: Hashable, Sendable {
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// One thing that is wrong with a configuration, theme or keymap.
public struct SettingsProblem: Error, Equatable, Sendable {
    /// How much it matters.
    public enum Severity: String, Sendable {
        /// The file cannot be used.
        case error
        /// The file is used as far as it goes.
        case warning
    }

    public var severity: Severity
    public var file: String
    /// From 1; nil where the trouble is the file as a whole.
    public var line: Int?
    /// From 1, in characters.
    public var column: Int?
    public var wording: Wording
    /// The valid name nearest to the one written.
    public var suggestion: String?
    /// The valid names, where none comes near and they are few enough to list.
    public var choices: [String]

    public init(
        _ severity: Severity = .error, file: String, line: Int? = nil, column: Int? = nil, _ wording: Wording,
        suggestion: String? = nil, choices: [String] = []
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.wording = wording
        self.suggestion = suggestion
        self.choices = choices
    }

    /// What is wrong, in English, without the location.
    public var message: String { message(translatedBy: { $0 }) }

    /// What is wrong, without the location; `translate` turns an English msgid into the operator's language.
    public func message(translatedBy translate: (String) -> String) -> String {
        var parts = [wording.text(translatedBy: translate)]
        if let suggestion {
            parts.append(("did you mean “\(suggestion)”?" as Wording).text(translatedBy: translate))
        } else if !choices.isEmpty {
            parts.append(("valid here: \(choices.joined(separator: ", "))" as Wording).text(translatedBy: translate))
        }
        return parts.joined(separator: "; ")
    }

    /// The whole line, `file:line:column: message`, in the operator's language.
    public func text(translatedBy translate: (String) -> String) -> SafeText {
        let location = ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
        let kind = severity == .warning ? translate("warning") + ": " : ""
        return SafeText("\(location): \(kind)\(message(translatedBy: translate))")
    }
}

extension SettingsProblem: CustomStringConvertible {
    public var description: String { text(translatedBy: { $0 }).string }
}

/// Everything that is wrong with a file and those it inherits from, in reading order.
public struct SettingsProblems: Error, Equatable, Sendable, CustomStringConvertible {
    public var problems: [SettingsProblem]

    public init(_ problems: [SettingsProblem]) { self.problems = problems }

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
