import Exchange

/// What a call record says in a line, the same for every system: `2005 → 8001: answered, 12 s`.
public enum CallRecordText {
    /// - Parameters:
    ///   - disposition: how the call ended, as Asterisk and its heirs write it (CDR, “disposition”); anything else is shown as it came.
    ///   - talk: seconds that they talked, as far as told.
    public static func line(caller: String, callee: String, disposition: String, talk: Int?) -> SafeText {
        let ending = endings[disposition.uppercased()] ?? SafeText(disposition)
        return talk.map { "\(caller) → \(callee): \(ending), \($0) s" } ?? "\(caller) → \(callee): \(ending)"
    }

    private static let endings: [String: SafeText] = [
        "ANSWERED": "answered", "NO ANSWER": "not answered", "NOANSWER": "not answered", "BUSY": "busy", "FAILED": "failed",
        "CONGESTION": "congestion", "CANCEL": "cancelled",
    ]
}
