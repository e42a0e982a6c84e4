import Exchange
import Testing

@testable import ICP

@Suite struct ErrorCodeTests {
    @Test func `Every code of the document has words in its table`() {
        var count = 0
        for (family, codes) in errorCatalog {
            for code in codes.split(whereSeparator: \.isWhitespace).map(String.init) {
                count += 1
                #expect(ICPErrors.meaning(of: code, family: family)?.string.isEmpty == false, "\(family) \(code)")
            }
        }
        #expect(count == 334)
        let documented = ICPErrors.meanings.filter { $0.key.family != .gateway }.values.flatMap(\.self)
        #expect(documented.count == 334)
        // They are sentences of ours, so that they are translated.
        #expect(ICPErrors.meanings.values.flatMap(\.self).allSatisfy { $0.translated { _ in "…" } == "…" })
    }

    @Test(arguments: [
        ("-1", "ECC SDK", "wrong state"), ("-1", "server", "unknown error"), ("1", "server", "operation failed"),
        ("1", "TUP", "Voice Ctrl error: Voice control uninitialized"), ("2", "ECC SDK", "configuration file does not exist"),
        ("3", "TUP", "Voice Ctrl error: Param is empty"), ("300059", "server", "floor conflict"),
        ("70201", "Voice.ocx", "the UPortal server does not respond"),
        // A family that does not have the number is no hindrance.
        ("300059", "TUP", "floor conflict"), ("25018", "server", "no such permission"),
        ("60013", "somebody", "the agent called is neither idle nor in the studying state"),
        ("300057", "server", "PTT needs monitor first, or invalid PTT group information"),
        ("900-002", "server", "no inspection right"),
    ])
    func `A number that stands in several tables means what its family says`(code: String, family: String, words: String) {
        #expect(ICPErrors.meaning(of: code, family: family)?.string == words)
    }

    @Test(arguments: [
        ("100-006", "the agent is not signed in"), ("900-002", "no inspection right"), ("107-014", "fault of the configuration interface"),
        ("1", "general error"), ("300058", "PTT needs Select first"), ("1011", "TUP call some other operation has not finished error"),
        ("40000006", "recording download failed: the recording file does not exist"),
        ("4000006", "recording download failed: the recording file does not exist"),
    ])
    func `A code alone is looked up by its number`(code: String, words: String) {
        #expect(ICPErrors.meaning(of: code)?.string == words)
    }

    @Test(arguments: ["", "-", "-7", "100-999", "4711", "x-1"])
    func `A code that nobody documents has no words`(code: String) {
        #expect(ICPErrors.meaning(of: code) == nil)
    }
}
