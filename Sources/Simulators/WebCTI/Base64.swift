import Foundation

enum Base64 {
    /// The UTF-8 text that was encoded; nil for what is no such thing.
    static func text(_ encoded: String) -> String? {
        // A plus in a query has become a blank.
        Data(base64Encoded: encoded.replacing(" ", with: "+")).flatMap { String(data: $0, encoding: .utf8) }
    }
}
