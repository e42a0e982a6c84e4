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

/// An English sentence with its gaps: the template is the msgid, so that the same literal serves both languages.
public struct Wording: Equatable, Sendable, ExpressibleByStringInterpolation {
    /// The sentence with `%@` for each argument.
    public let template: String
    public let arguments: [Argument]

    /// What fills a gap.
    public enum Argument: Equatable, Sendable {
        /// Something from the file, shown as it is, or a sentence of ours.
        case quoted(SafeText)
        /// A word of ours, a msgid itself.
        case word(String)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var template = ""
        var arguments: [Argument] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}
        public mutating func appendLiteral(_ literal: String) { template += literal }
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            template += "%@"
            arguments.append(.quoted(SafeText(value.description)))
        }
        public mutating func appendInterpolation(_ value: SafeText) {
            template += "%@"
            arguments.append(.quoted(value))
        }
        public mutating func appendInterpolation(word: String) {
            template += "%@"
            arguments.append(.word(word))
        }
    }

    public init(stringLiteral value: String) {
        template = value
        arguments = []
    }

    public init(stringInterpolation: StringInterpolation) {
        template = stringInterpolation.template
        arguments = stringInterpolation.arguments
    }

    /// The sentence, with its template and its own words translated first.
    public func text(translatedBy translate: (String) -> String = { $0 }) -> String {
        var rest = arguments[...]
        var text = ""
        var template = translate(template)[...]
        while let gap = template.range(of: "%@") {
            text += template[..<gap.lowerBound]
            switch rest.popFirst() {
            case .quoted(let quoted): text += quoted.translated(by: translate).string
            case .word(let word): text += translate(word)
            case nil: break
            }
            template = template[gap.upperBound...]
        }
        return text + template
    }
}

extension Substring {
    fileprivate func range(of pair: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(pair) { return start..<index(start, offsetBy: pair.count) }
            start = index(after: start)
        }
        return nil
    }
}
