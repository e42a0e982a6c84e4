import BackendSupport
import Testing

@Suite struct CallRecordTextTests {
    @Test(arguments: [("ANSWERED", "answered"), ("NO ANSWER", "not answered"), ("Busy", "busy"), ("ODD", "ODD")])
    func howACallEndedIsAWordOfOurs(disposition: String, word: String) {
        let text = CallRecordText.line(caller: "2005", callee: "8001", disposition: disposition, talk: nil)
        #expect(text == "2005 → 8001: \(word)")
        // A word of ours is said in the operator's language, a foreign one as it came.
        let said = text.translated { $0 == "answered" ? "已接" : $0 }.string
        #expect(said == (word == "answered" ? "2005 → 8001: 已接" : text.string))
        #expect(CallRecordText.line(caller: "1", callee: "2", disposition: "BUSY", talk: 7) == "1 → 2: busy, 7 s")
    }
}
