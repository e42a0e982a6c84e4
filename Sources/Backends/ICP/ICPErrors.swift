import Exchange

/// What the platform's codes mean, in words.
enum ICPErrors {
    /// The meaning of a code: the gateway's own (`100-006`), or one of the document's 334 (section 6).
    /// - Parameter family: the part of the document's table to look in first; some numbers mean different things in different
    ///   parts.
    static func meaning(of code: String, family: String? = nil) -> SafeText? { nil }
}
