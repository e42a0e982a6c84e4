/// Why the exchange refuses: the code of chapter 3 and the words of its `message`.
public struct WebCTIRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    public let code: Int
    public let message: String
    /// Why an originated call failed (6.9); its answer has a row of data then.
    var reason: Int?

    public var description: String { message }

    init(_ code: Int, _ message: String, reason: Int? = nil) {
        self.code = code
        self.message = message
        self.reason = reason
    }
}
