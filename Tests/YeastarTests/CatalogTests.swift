import Exchange
import JSON
import Testing

@testable import Yeastar

@Suite struct CatalogTests {
    @Test func `The catalog has the 78 operations of the document, each once`() {
        #expect(YeastarOperations.all.count == 78)
        #expect(Set(YeastarOperations.all.map(\.id)).count == 78)
    }

    @Test(arguments: [
        ("call.dial_outbound", "POST", "extension/dial_outbound"), ("call.transfer", "POST", "calltransfer"),
        ("recording.download", "GET", "recording/download"), ("conference.kick_member", "POST", "conference/kick_member"),
        ("paging.list", "POST", "paginggroup/lists"),
    ])
    func `A row names its method and path`(id: String, method: String, path: String) throws {
        let entry = try #require(YeastarOperations.byID[id])
        #expect(entry.method == method)
        #expect(entry.path == path)
    }

    @Test func `Arguments go where the row says`() throws {
        let download = try #require(YeastarOperations.byID["cdr.download"])
        let arguments = try OperationArguments(
            ["extid": "all", "starttime": "2020-05-01 00:00:00", "endtime": "2020-05-05 23:59:59", "random": "6bba", "to": "/tmp/x"],
            of: download)
        #expect(arguments.query["starttime"] == "2020-05-01 00:00:00")
        #expect(arguments.destination == "/tmp/x")
        #expect(arguments.body.isEmpty)
        #expect("2020-05-01 00:00:00".percentEncoded == "2020-05-01%2000%3A00%3A00")
        let wakeup = try #require(YeastarOperations.byID["wakeup.create"])
        #expect(wakeup.operation.parameters.contains { $0.name == "type" })
        #expect(
            try OperationArguments(["number": "1", "time": "07:00", "type": "custom", "weekdays": ["1", "2"]], of: wakeup).body["weekdays"]
                == "1,2")
    }

    @Test func `What is missing or unknown is refused before anything is sent`() throws {
        let hold = try #require(YeastarOperations.byID["call.hold"])
        #expect(throws: ArgumentFault(parameter: "extid", kind: .missing, operation: "call.hold")) { try OperationArguments([:], of: hold) }
        #expect(throws: ArgumentFault(parameter: "extension", kind: .unknown(nearest: nil), operation: "call.hold")) {
            try OperationArguments(["extid": "101", "extension": "101"], of: hold)
        }
        let wakeup = try #require(YeastarOperations.byID["wakeup.delete"])
        // Without an identifier all of them are deleted (document 001, wakeupcall/delete).
        #expect(throws: Never.self) { try OperationArguments([:], of: wakeup) }
        let create = try #require(YeastarOperations.byID["wakeup.create"])
        #expect(throws: ArgumentFault.self) {
            try OperationArguments(["number": "1", "time": "07:00", "type": "custom", "weekdays": "1,8"], of: create)
        }
    }

    @Test func `Values are checked except where the document's are examples or keywords`() throws {
        let update = try #require(YeastarOperations.byID["queue.update"])
        #expect(try OperationArguments(["queueid": "9998", "agenttimeout": "15"], of: update).body["agenttimeout"] == "15")
        #expect(throws: ArgumentFault.self) { try OperationArguments(["queueid": "9998", "joinempty": "perhaps"], of: update) }
        let add = try #require(YeastarOperations.byID["extension.add"]).operation
        #expect(add.masked(["vmsecret": "1234"]) == ["vmsecret": "••••"])
        #expect(Set(add.parameters.filter(\.isSecret).map(\.name)) == ["registerpassword", "loginpassword", "vmsecret"])
    }

    @Test func `Whatever deletes or cuts off asks first`() {
        for operation in YeastarOperations.all where operation.id.hasSuffix(".delete") { #expect(operation.isDangerous, "\(operation.id)") }
        #expect(YeastarOperations.byID["hotel.checkout"]?.operation.isDangerous == true)
    }

    @Test func `Passwords in answers are made unreadable`() throws {
        let query = try #require(YeastarOperations.byID["extension.query"]).operation
        #expect(
            query.masked(answer: [["registerpassword": "x", "VMSecret": .number(1), "token": "t", "extnumber": "101", "loginpassword": ""]])
                == [["registerpassword": "••••", "VMSecret": "••••", "token": "••••", "extnumber": "101", "loginpassword": ""]])
    }
}
