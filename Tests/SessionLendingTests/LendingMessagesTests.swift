import Exchange
import JSON
import Testing

@testable import SessionLending

@Suite struct LendingMessagesTests {
    @Test func requestsPassAsTheyAre() throws {
        let requests: [LendingRequest] = [
            .open(version: 1, site: "hq"), .perform(7, try ActionRequest(.dial, ["2001", "2002"])),
            .operate(8, "calls.query", ["a": ["b": "c"]]), .consent(9),
        ]
        for request in requests {
            #expect(LendingRequest(json: try JSONValue(parsing: Array(request.json.compactText.utf8))) == request)
        }
    }

    @Test func repliesPassAsTheyAre() throws {
        let outcomes: [Outcome] = [
            .done(nil), .done("yes", reference: "12"), .refused(code: "30003", "no"), .refused(code: nil, "no room 77"),
            .noAnswer(after: .seconds(2.5)), .unknown("half"), .notOnline(.degraded), .unsupported("never"), .forbidden(needs: .supervisor),
            .invalid("what?"),
        ]
        let replies: [LendingReply] =
            outcomes.map { .outcome(3, $0, nil) } + [
                .outcome(4, .done(nil), ["rows": []]), .opened(version: 1), .notLent("no"), .progress(5, 12, of: nil),
                .progress(5, 12, of: 99),
            ]
        for reply in replies {
            #expect(LendingReply(json: try JSONValue(parsing: Array(reply.json.compactText.utf8))) == reply)
        }
    }

    @Test func whatIsNotUnderstoodIsNothing() throws {
        for text in ["{}", "[]", #"{"id":1}"#, #"{"id":1,"action":"fly"}"#, #"{"open":{}}"#] {
            #expect(LendingRequest(json: try JSONValue(parsing: Array(text.utf8))) == nil)
        }
        for text in ["{}", #"{"id":1,"outcome":{"outcome":"perhaps"}}"#, #"{"changes":[{"op":"put"}]}"#] {
            #expect(LendingReply(json: try JSONValue(parsing: Array(text.utf8))) == nil)
        }
    }
}
