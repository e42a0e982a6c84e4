import Exchange
import Testing

@Suite struct OperationTests {
    @Test func secretsAreMaskedForLogs() {
        let operation = Operation(
            "session.change_password", native: "CHANGEPASSWORD", title: "Change", area: "session", kind: .command,
            [.init("NAME", "Whose."), .init("NEWPASS", secret: true, "New.")])
        #expect(operation.masked(["NAME": "a", "NEWPASS": "geheim"]) == ["NAME": "a", "NEWPASS": "••••"])
        #expect(operation.masked([]) == [])
    }

    /// Where a piece begins is the user's own word.
    @Test(arguments: [("9223372036854775807", false), ("9223372036854775806", false), ("-9223372036854775808", true), ("0", true)])
    func aListingThatBeginsAtTheLargestNumberEnds(_ start: String, _ goesOn: Bool) throws {
        let operation = Operation(
            "a.list", native: "list", title: "List", area: "a", kind: .query, answer: .rows(at: "rows"),
            paging: .init(start: "offset", first: 0, countsPages: false), [.init("offset", required: false, "Where it begins.")])
        var listing = try #require(PagedListing(operation, ["offset": .string(start)]))
        #expect(listing.take(["rows": [["a": "1"], ["a": "2"]]]) == goesOn)
        #expect(listing.count == 2)
    }
}
