import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct CDSGroupTests {
    /// A group's body, with some of its members replaced (JSON), or taken out (empty).
    private func body(_ changes: [String: String] = [:]) -> String {
        let fields = [
            "talkGroupName": #""test""#, "talkGroupNumber": #""9996900""#, "talkGroupType": "1", "radioGroupNumber": #"["70099"]"#,
            "dispatchNumber": #"["4501","4502"]"#, "otherUserNumber": "[]", "receiveOnly": #""false""#, "talkGroupDesc": #""""#,
        ].merging(changes) { $1 }
        return "{" + fields.filter { !$0.value.isEmpty }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    private func world() -> CDSWorld {
        var world = CDSWorld.quiet()
        world.radioGroups += (95...99).map { .init(number: "700\($0)", description: "spare") }
        return world
    }

    private static func list(_ numbers: ClosedRange<Int>) -> String {
        "[" + numbers.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    private static func quoted(_ character: String, _ count: Int) -> String { "\"\(String(repeating: character, count: count))\"" }

    private static func users(_ count: Int) -> String {
        "[" + (1...count).map { #"{"number":"\#($0)","userType":2}"# }.joined(separator: ",") + "]"
    }

    @Test func `Groups come in pages`() async throws {
        let peer = try await CDSPeer()
        let first = try await peer.ask("GET", "/CDS/talkGroup/?pageNumber=1&pageSize=5&queryType=0")
        #expect(first["returnCode"] == "#0")
        #expect(first["data.groupList.4.talkGroupNumber"] == "9996304" && first["data.groupList.5.talkGroupNumber"] == nil)
        #expect(first["data.pageInfo.pageNumber"] == "1" && first["data.pageInfo.countPerPage"] == "#5")
        #expect(first["data.pageInfo.hasNext"] == "#true" || first["data.pageInfo.hasNext"] == "#1")
        let second = try await peer.ask("GET", "/CDS/talkGroup?pageNumber=2&pageSize=5&queryType=0")
        #expect(second["data.groupList.0.talkGroupNumber"] == "9996305" && second["data.groupList.2.talkGroupNumber"] == "9996307")
        #expect(second["data.pageInfo.currentCount"] == "#3" && second["data.pageInfo.totalCount"] == "#8")
        #expect(second["data.pageInfo.hasNext"] == "#false" || second["data.pageInfo.hasNext"] == "#0")
        #expect(try await peer.ask("GET", "/CDS/talkGroup/?pageNumber=9&pageSize=5")["data.pageInfo.currentCount"] == "#0")
        for page in ["pageNumber=0&pageSize=5", "pageNumber=1&pageSize=1", "pageNumber=1&pageSize=9999999999999"] {
            #expect(try await peer.code("GET", "/CDS/talkGroup/?\(page)") == 300001)
        }
        let radio = try await peer.ask("GET", "/CDS/radioGroup/?pageNumber=1&pageSize=2")
        #expect(radio["data.groupList.1.radioTKGroupNumber"] == "70002")
        #expect(try await peer.ask("GET", "/CDS/radioGroup/70002")["data.radioMode"]?.isEmpty == false)
        #expect(try await peer.code("GET", "/CDS/radioGroup/1") == 300028)
        #expect(try await peer.code("GET", "/CDS/talkGroup/1") == 300026)
    }

    @Test func `A group is made, changed and deleted`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(world(), listener: listener)
        try await peer.command("POST", "/CDS/talkGroup", body(["talkGroupName": #""演练 Exercise""#]))
        let made = try await peer.ask("GET", "/CDS/talkGroup/9996900")
        #expect(made["data.talkGroupName"] == "演练 Exercise" && made["data.talkGroupType"] == "#1")
        #expect(made["data.dispatchNumber.1"] == "4502" && made["data.pttTimeoutInterval"] == "#300")
        #expect(try await peer.code("POST", "/CDS/talkGroup", body()) == 300020)

        try await peer.prepare("9996900")
        _ = await listener.nextChanges(4)
        #expect(try await peer.code("PUT", "/CDS/talkGroup/9996900", body(["talkGroupType": "2"])) == 300079)
        try await peer.command("PUT", "/CDS/talkGroup/9996900", body(["dispatchNumber": #"["4502"]"#, "receiveOnly": #""true""#]))
        // Who is no member any more is out of everything.
        #expect(
            await listener.nextChanges() == [
                "4501 select notInOperation", "4501 monitor notInOperation", "4501 subscribe notInOperation",
            ])
        #expect(try await peer.ask("GET", "/CDS/talkGroup/9996900")["data.receiveOnly"] == "true")
        #expect(try await peer.subscribe("9996900") == 300029)

        #expect(try await peer.subscribe("9996300") == 0)
        #expect(await listener.nextChanges() == ["4501 subscribe inOperation"])
        try await peer.command("DELETE", "/CDS/talkGroup/9996300")
        #expect(await listener.nextChanges().contains("4501 subscribe notInOperation"))
        #expect(try await peer.code("GET", "/CDS/talkGroup/9996300") == 300026)
        #expect(try await peer.code("DELETE", "/CDS/talkGroup/9996300") == 300026)
    }

    @Test(arguments: [
        (["talkGroupNumber": #""""#], 300014), (["talkGroupNumber": #""99 96""#], 300007),
        (["talkGroupNumber": quoted("9", 33)], 300047), (["talkGroupNumber": quoted("9", 32)], 0),
        (["talkGroupName": ""], 300000), (["talkGroupName": quoted("群", 33)], 300006),
        (["talkGroupName": quoted("群", 32)], 0), (["talkGroupName": #""<b>""#], 300006),
        (["talkGroupType": "3"], 300008), (["talkGroupType": #""1""#], 0),
        (["talkGroupDesc": quoted("x", 51)], 300013),
        (["receiveOnly": #""maybe""#], 300001), (["receiveOnly": "true"], 0),
        (["radioGroupNumber": "[]"], 300037), (["radioGroupNumber": list(70095...70099)], 300037),
        (["radioGroupNumber": list(70096...70099)], 0), (["radioGroupNumber": list(70091...70091)], 300028),
        (["radioGroupNumber": #"["70001"]"#], 300093), (["radioGroupNumber": #"["70099","70099"]"#], 300039),
        (["dispatchNumber": "[]"], 300036), (["dispatchNumber": list(4501...4521)], 300036),
        (["dispatchNumber": #"["9999"]"#], 300010), (["otherUserNumber": #"["80001"]"#], 300081),
        (["talkGroupType": "2", "radioGroupNumber": "[]", "otherUserNumber": list(80001...80036)], 0),
        (["talkGroupType": "2", "radioGroupNumber": "[]", "otherUserNumber": list(80001...80037)], 300040),
        (["talkGroupType": "2", "radioGroupNumber": #"["70001"]"#], 0),
        (["talkGroupType": "2", "otherUserNumber": #"["8 1"]"#], 300011),
    ])
    func `A group keeps the document's limits`(changes: [String: String], code: Int) async throws {
        let peer = try await CDSPeer(world())
        #expect(try await peer.code("POST", "/CDS/talkGroup", body(changes)) == code)
    }

    @Test func `Parameters are changed all at once or not at all`() async throws {
        let peer = try await CDSPeer()
        #expect(try await peer.code("PUT", "/CDS/pubparam", #"{"maxDisMonCount":3,"unheardOf":1}"#) == 300001)
        #expect(try await peer.code("PUT", "/CDS/pubparam", #"{"maxDisMonCount":-1}"#) == 300001)
        #expect(try await peer.code("PUT", "/CDS/pubparam", #"{"isPttDependsSelect":"perhaps"}"#) == 300001)
        #expect(try await peer.code("PUT", "/CDS/pubparam") == 300000)
        #expect(try await peer.ask("GET", "/CDS/pubparam")["data.maxDisMonCount"] == "#10")
        try await peer.command("PUT", "/CDS/pubparam", #"{"maxDisMonCount":"3","recordPath":"elsewhere/"}"#)
        let parameters = try await peer.ask("GET", "/CDS/pubparam")
        #expect(parameters["data.maxDisMonCount"] == "#3" && parameters["data.recordPath"] == "elsewhere/")
        #expect(parameters["data.isPttDependsSelect"] == "true")
    }

    @Test func `Proxies and recordings are listed`() async throws {
        let peer = try await CDSPeer()
        #expect(try await peer.ask("GET", "/CDS/jasProxy/all")["data.1.jasNumber"] == "jas02")
        #expect(try await peer.ask("GET", "/CDS/jasProxy/jas01")["data.jasNumber"] == "jas01")
        #expect(try await peer.code("GET", "/CDS/jasProxy/jas09") == 300035)
        for group in ["9996300", "9996301"] {
            await peer.simulator.act { $0.takeFloor("4502", in: group) }
            await peer.simulator.advance(by: .seconds(5))
            await peer.simulator.act { $0.revokeFloor(of: group) }
        }
        let all = try await peer.ask("GET", "/opengw/corp/7/recordlist?pageIndex=1&pageSize=10&isMultiKey=true")
        #expect(all["data.totalCount"] == "#2" && all["data.recordList.0.talkGroupNumber"] == "9996301")
        let one = try await peer.ask("GET", "/opengw/corp/7/recordlist?pageIndex=1&pageSize=10&searchKey=9996300&isExactSearch=true")
        #expect(one["data.totalCount"] == "#1" && one["data.recordList.0.userNumber"] == "4502")
        let late = try await peer.ask("GET", "/opengw/corp/7/recordlist?startTime=1673071399001")
        #expect(late["data.totalCount"] == "#1")
    }

    @Test(arguments: [
        ("call", #"{"calleeNumber":"8001","isVideo":"false"}"#, 0), ("call", "{}", 300000),
        ("conference", #"{"attendees":[{"number":"1","name":"a","isMute":"false"}]}"#, 0),
        ("conference", #"{"attendees":[]}"#, 300000),
        ("conference", #"{"attendees":\#(users(24))}"#, 300040),
        ("sms", #"{"userList":["80001"],"smsContent":"集合"}"#, 0), ("sms", #"{"userList":["80001"]}"#, 300000),
        ("mixgroupcall", #"{"groupAlias":"a","userList":[{"number":"70001","userType":1},{"number":"80001","userType":2}]}"#, 0),
        ("mixgroupcall", #"{"groupAlias":\#(quoted("a", 33)),"userList":\#(users(1))}"#, 300006),
        ("mixgroupcall", #"{"groupAlias":"a","userList":[{"number":"1","userType":1}]}"#, 300028),
        ("mixgroupcall", #"{"groupAlias":"a","userList":[{"number":"1","userType":3}]}"#, 300001),
        ("mixgroupcall", #"{"groupAlias":"a","userList":\#(users(90))}"#, 300040),
    ])
    func `Another system orders for a dispatcher`(kind: String, body: String, code: Int) async throws {
        let peer = try await CDSPeer()
        #expect(try await peer.code("PUT", "/CDS/thirdControl/4502/\(kind)", body) == code)
        #expect(try await peer.code("PUT", "/CDS/thirdControl/9999/\(kind)", body) == 300029)
        let orders = await peer.simulator.world.orders
        #expect(orders.map(\.kind) == (code == 0 ? [kind] : []))
        // A mixed call comes with a group of its own, and takes it along.
        let groups = await peer.simulator.world.groupNumbers
        #expect(groups.count == (kind == "mixgroupcall" && code == 0 ? 9 : 8))
        guard groups.count == 9 else { return }
        let running = await peer.simulator.world.groups[groups[8]]?.mixedCall
        #expect(running?.chair == "4502" && running?.states.count == 3)
        await peer.simulator.act { $0.endMixedCall(groups[8]) }
        #expect(try await peer.code("GET", "/CDS/talkGroup/\(groups[8])") == 300026)
    }
}
