import Foundation

extension String {
    /// JSON text with what is not seen written as JSON's own escapes: an identifier is kept letter for letter, and yet can
    /// neither move a cursor nor turn the reading direction on whatever terminal it is shown.
    public var escapingUnseen: String {
        if utf8.allSatisfy({ $0 < 0x7F }) { return self }
        var escaped = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n", .format, .lineSeparator, .paragraphSeparator:
                for unit in String(scalar).utf16 { escaped.append(contentsOf: String(format: "\\u%04x", unit).unicodeScalars) }
            default:
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
