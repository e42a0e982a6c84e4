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

    /// A sentence whose template is data: a msgid with `%@` for each argument.
    public init(template: String, _ arguments: [Argument]) {
        self.template = template
        self.arguments = arguments
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
