import BackendSupport
import Exchange
import Testing

/// What the reader of catalogs makes of a file, and what it says of one with slips in it.
@Suite struct CatalogGrammarTests {
    private static let everything = """
        # A comment.
        catalog sample
        secret *token*

        query  extension.list
          title   List extensions
          wire    POST /list
          wire    GET /list
          area    extensions
          answer  rows data.rows
          paging  start=offset first=0 size=rows counts=rows
          secret  data.rows[].PIN
          - offset?: integer 0-9 | Where.
          - rows?: integer = 10 | How many.

        command call.spy dangerous
          title   Spy
          native  Spy
          wire    anything | at = all
          answer  done
          action  hangup
          role    supervisor application
          - channel, chanel | e.g. SIP/1 = first; a=b = second; c | Whom.
          - application? | What.
          - keys: list of integer | Keys.
          - pass?: secret | Password.

        query gone.away
          title   Gone
          native  Gone
          answer  object
          unavailable nobody knows
        """

    @Test func `Every part of the grammar is read`() throws {
        let catalog = OperationCatalog(Self.everything, file: "sample.catalog")
        #expect(catalog.problems == [])
        #expect(catalog.name == "sample")
        let (list, spy, gone) = (catalog.entries[0], catalog.entries[1], catalog.entries[2])
        #expect(list.operation.native == "POST /list" && list.wire == ["POST /list", "GET /list"])
        #expect(list.operation.area == "extensions" && spy.operation.area == "call")
        #expect(list.operation.answer == .rows(at: "data.rows") && list.secretFields == ["data.rows[].PIN"])
        #expect(list.operation.paging == .init(start: "offset", first: 0, size: "rows", countsPages: false))
        #expect(list.operation.parameters.map(\.range) == [0...9, nil] && list.operation.parameters[1].standard == "10")
        #expect(list.operation.secretFields == ["*token*", "pass", "pin"] && spy.operation.secretFields == list.operation.secretFields)
        #expect(spy.operation.isDangerous && spy.operation.kind == .command && spy.operation.action == .hangup)
        #expect(spy.wire == ["anything | at = all"] && spy.aliases == ["channel": ["chanel"]])
        #expect(spy.operation.parameters[0].values == ["SIP/1": "first", "a=b": "second", "c": ""])
        #expect(spy.operation.parameters[0].valuesAreExamples && !spy.operation.parameters[1].isRequired)
        #expect(spy.operation.parameters[2].elements == .integer && spy.operation.parameters[3].isSecret)
        #expect(spy.operation.role(for: ["channel": "1"]) == .dispatcher)
        #expect(spy.operation.role(for: ["channel": "1", "application": ""]) == .dispatcher)
        #expect(spy.operation.role(for: ["channel": "1", "application": "ChanSpy"]) == .supervisor)
        #expect(gone.operation.unavailable == "nobody knows")
    }

    @Test(arguments: [
        ("  titel Spy", "there is no “titel”; did you mean “title”?"),
        ("  answer row x", "an answer is done, object, file or rows, not “row”"),
        ("  action hangupp", "there is no action “hangupp”; did you mean “hangup”?"),
        ("  role king", "there is no role “king”"),
        ("  paging start=from counts=rows", "paging needs first, a number"),
        ("  - n: integr | What.", "there is no type “integr”; did you mean “integer”?"),
        ("  - n: integer 9-1 | What.", "“9-1” are no bounds: LOW-HIGH"),
        ("  - ? | What.", "a parameter needs a name"),
        ("  - a | b | c | d", "a parameter has a name, values and a meaning, not 4 fields"),
        ("  - channel | Again.", "there is another channel"),
        ("  wire BAD", "not so"),
        ("  title", "title needs a value"),
        ("query a.b", "there is another a.b"),
    ])
    func `A slip is found with file and line, and costs its row alone`(line: String, reason: String) {
        let text = "catalog sample\nquery x.y\n  title X\n  wire X\ncommand a.b\n  title A\n  wire A\n  - channel | Whom.\n\(line)"
        let catalog = OperationCatalog(text, file: "sample.catalog") { $0 == "BAD" ? "not so" : nil }
        #expect(catalog.problems.first?.description == "sample.catalog:9: \(reason)")
        #expect(catalog.entries.first?.operation.unavailable == nil)
        #expect(catalog.entries.last?.operation.unavailable == "its row in the catalog cannot be read")
    }

    @Test(arguments: [
        ("query a.b\n  wire A", "a.b needs a title"), ("query a.b\n  title A", "a.b needs a wire line or a native name"),
        ("query a.b\n  title A\n  wire A\n  paging start=from first=1 counts=pages", "paging names from, which is no parameter"),
        ("query a.b\n  title A\n  wire A\n  role supervisor from", "a role names from, which is no parameter"),
        (
            "command a.b\n  title A\n  wire A\n  action listen\n  role dispatcher",
            "the role dispatcher is no more than kind and action ask for"
        ),
        ("query a.b\n  title A\n  wire A\n  sample from = 1", "there is a value for from, which is no parameter"),
    ])
    func `A row that does not hang together is named where it begins`(text: String, reason: String) {
        #expect(
            OperationCatalog("catalog sample\n\n" + text, file: "sample.catalog").problems.map(\.description) == [
                "sample.catalog:3: \(reason)"
            ])
    }

    @Test func `What is no catalog is no trap`() {
        #expect(OperationCatalog("", file: "x").problems.map(\.description) == ["x:1: a catalog begins with its name: catalog NAME"])
        #expect(OperationCatalog("- a | b\nquery\n|||\n- | | |", file: "x").problems.count >= 4)
    }
}
