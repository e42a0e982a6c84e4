import Exchange
import Foundation
import JSON

@testable import Console

/// Operations that have everything a form and an answer must cope with.
enum SampleOperations {
    static let addExtension = Exchange.Operation(
        "extension.add", native: "POST /api/v1.1.0/extension/add", title: "Add an extension", area: "extensions", kind: .command,
        [
            .init("number", "Number of the new extension."), .init("username", required: false, "User name."),
            .init("password", required: false, secret: true, "SIP password."),
            .init("dnd", required: false, standard: "off", values: ["on": "enabled", "off": "disabled"], "Do not disturb."),
            .init(
                "ringtimeout", type: .integer, required: false, values: ["15": "15 s", "120": "120 s", "30": "30 s"], "How long it rings."),
            .init("trunk", required: false, values: ["all": "every trunk"], examples: true, "Trunks it may use."),
            .init("params", type: .object, required: false, "Wake-up call."), .init("params.start", "Time of the day."),
            .init("members", type: .list, required: false, "Whom it rings with."),
            .init("calls[].number", required: false, "Whom to call."),
            .init("calls[].kind", required: false, values: ["a": "first"], "How."),
        ])

    static let records = Exchange.Operation(
        "cdr.list", native: "getcdr", title: "Call detail records", area: "cdr", kind: .query, answer: .rows(at: "data.rows"),
        paging: .init(start: "offset", first: 0, size: "rows", countsPages: false),
        [.init("offset", type: .integer, required: false, "Where it begins."), .init("rows", type: .integer, required: false, "How many.")])

    static let more = [
        addExtension, records,
        Exchange.Operation(
            "extension.delete", native: "delete", title: "Delete extensions", area: "extensions", kind: .command, dangerous: true,
            [.init("number", "Which.")]),
        Exchange.Operation(
            "session.password", native: "password", title: "Change the password", area: "session", kind: .command, dangerous: true,
            answer: .done, [.init("new", secret: true, "The new one."), .init("name", required: false, "Whose.")]),
        Exchange.Operation(
            "recording.get", native: "get", title: "Fetch a recording", area: "recordings", kind: .query, answer: .file,
            [.init("name", "Which."), .init("to", required: false, "The file to write.")]),
        Exchange.Operation(
            "fax.send", native: "fax", title: "Send a fax", area: "fax", kind: .command, unavailable: "the document describes no wire"),
    ]

    /// Rows `from…`, some with a wide name or something that nests.
    static func recordRows(_ count: Int, from first: Int = 0) -> JSONValue {
        let rows = (first..<(first + count)).map(row)
        return ["code": "0", "data": ["total": "60", "rows": .array(rows)]]
    }

    static let recordColumns = ["uniqueid", "caller", "callee", "name", "duration", "recording", "more", "memo"]

    private static func row(_ index: Int) -> JSONValue {
        let legs: JSONValue = ["legs": ["SIP/2001-1", "SIP/2002-2"]]
        let members: JSONMembers = [
            "uniqueid": .string("1673071399.\(index)"), "caller": .string("138\(10_000_000 + index)"), "callee": .string("2001"),
            "name": .string(index % 3 == 0 ? "王小明" : "Alice \u{1B}[31mAdams"), "duration": .number(index), "recording": .null,
            "more": index % 5 == 0 ? legs : .string(""), "memo": .string(String(repeating: "long ", count: index % 12)),
        ]
        return .object(members)
    }

    static let nested: JSONValue = [
        "status": "Success", "name": "技术支持", "number": .number("12345678901234567890"), "empty": [:],
        "extension": ["number": "2009", "voicemail": ["enabled": .bool(true), "mail": .null], "trunks": ["SIP1", "备用中继"]],
    ]

    static func answer(to operation: Exchange.Operation, _ value: JSONValue) -> OperationAnswer {
        var state = OperationAnswer(
            id: 1, request: PendingOperation(operation: operation, arguments: ["rows": "60"], site: "hq"), since: Fixture.now)
        state.show(AnswerContent(value, operation))
        return state
    }
}
