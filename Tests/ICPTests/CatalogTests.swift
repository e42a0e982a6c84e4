import Exchange
import ICPReference
import JSON
import Testing

@testable import ICP

/// What lives in the vendor's library or process, and what the reference knows no request for.
private let withoutRequest = """
    session.initialize session.uninitialize session.login_to_uportal session.logout_from_uportal session.uninitialize_all
    system.get_version config.set_config config.get_config
    calls.polling_call calls.polling_call_ex calls.set_customer_level calls.pickup_vc_call calls.hangup_vc_call
    queues.stop_query_call_list_by_group_id lists.query_black_list lists.query_black_list_ex lists.query_red_list
    lists.remove_all_black_list lists.remove_all_red_list
    cdr.query_lost_calls cdr.query_lost_calls_count cdr.query_malicious_calls agents.query_agent_ip
    recordings.play_record_seek_to recordings.set_customized_record_info
    radio.ptt radio.query_wireless_info radio.query_all_wireless_device radio.query_using_wireless_device
    messaging.send_sms messaging.reply_sms messaging.release_call_ex_with_ccb_idx messaging.transfer_sms_to_agent
    messaging.send_email messaging.reply_email messaging.query_agent_email_cfg_info messaging.get_send_email_index
    messaging.release_mail_call
    phone.initialize phone.uninitialize phone.mute phone.switch_sound_device phone.get_sound_device phone.set_sound_device
    phone.get_volume phone.get_device_volume phone.set_volume phone.set_device_volume phone.get_volume_gain_by_call
    phone.set_volume_gain_by_call talkinggroups.get_call_info
    """

private func request(_ id: String, _ arguments: String) throws -> ICPRequest {
    try ICPRequest(try #require(ICPOperations.byID[id]), try JSONValue(parsing: arguments), agent: "291")
}

@Suite struct CatalogTests {
    @Test func `Every operation stands once, with titles, an area and words for each parameter`() {
        #expect(Set(ICPOperations.all.map(\.id)).count == ICPOperations.all.count)
        for operation in ICPOperations.all {
            #expect(!operation.title.isEmpty && !operation.area.isEmpty, "\(operation.id)")
            #expect(!operation.native.isEmpty, "\(operation.id)")
            #expect(operation.parameters.allSatisfy { !$0.doc.isEmpty }, "\(operation.id)")
            #expect(Set(operation.parameters.map(\.name)).count == operation.parameters.count, "\(operation.id)")
        }
        #expect(ICPOperations.all.allSatisfy { $0.id.hasPrefix($0.area + ".") || $0.id.hasPrefix("gateway.") })
        #expect(ICPOperations.byID["gateway.force_idle"]?.operation.native == "POST qualitycontrol/{A}/forceidle/{workno}")
        #expect(ICPOperations.byID["gateway.force_idle"]?.operation.area == "supervision")
    }

    @Test func `What has no request says why, and the rest has one`() {
        for entry in ICPOperations.byID.values {
            #expect((entry.operation.unavailable != nil) == entry.requests.isEmpty, "\(entry.operation.id)")
        }
        #expect(
            ICPOperations.byID["session.initialize"]?.operation.unavailable == "the console signs in and out itself, as its settings say")
        #expect(ICPOperations.byID["phone.set_volume"]?.operation.unavailable == "it lives only inside the vendor's Windows process")
        let without = ICPOperations.all.filter { $0.unavailable != nil }.map(\.id)
        #expect(Set(without) == Set(withoutRequest.split(whereSeparator: \.isWhitespace).map(String.init)))
        #expect(ICPOperations.all.allSatisfy { $0.unavailable == nil || $0.paging == nil })
    }

    @Test func `Arguments become the request of the reference pages`() throws {
        for row in try WireRow.all() {
            let entry = try #require(ICPOperations.byID[row.id], "\(row.id)")
            let request = try ICPRequest(entry, row.arguments, agent: "291")
            #expect(request.method == row.method, "\(row.id)")
            #expect(request.path == row.path, "\(row.id)")
            #expect(request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&") == row.query, "\(row.id)")
            #expect(request.body == row.body, "\(row.id)")
            #expect(request.service == (row.isForUPortal ? .talkingGroups : .gateway), "\(row.id)")
        }
    }

    @Test func `Every operation and every parameter is in those tables`() throws {
        let rows = Dictionary(grouping: try WireRow.all(), by: \.id)
        for entry in ICPOperations.byID.values where entry.operation.unavailable == nil {
            let given = try #require(rows[entry.operation.id], "\(entry.operation.id)").flatMap { Self.names(in: $0.arguments) }
            // What the document wants and no request has stays out of them.
            for parameter in entry.operation.parameters where entry.needs(parameter.name) {
                #expect(given.contains(parameter.name), "\(entry.operation.id) \(parameter.name)")
            }
        }
    }

    /// Dotted names of all members, as the catalog writes them.
    private static func names(in value: JSONValue, under prefix: String = "") -> Set<String> {
        if let list = value.array { return list.reduce(into: []) { $0.formUnion(names(in: $1, under: "\(prefix)[]")) } }
        guard let members = value.object else { return [] }
        return members.reduce(into: []) { names, member in
            let name = prefix.isEmpty ? member.key : "\(prefix).\(member.key)"
            names.formUnion([name])
            names.formUnion(Self.names(in: member.value, under: name))
        }
    }

    @Test func `Long data of a call goes in a body`() throws {
        let long = String(repeating: "数", count: 342)
        let request = try request("calls.set_call_data", #"{"callData": "\#(long)", "CallId": "1-2"}"#)
        #expect(
            request == ICPRequest(method: "PUT", path: "calldata/291/setcalldataex", body: ["callid": "1-2", "calldata": .string(long)]))
        #expect(throws: OperationArguments.Fault(reason: "CallId is needed")) {
            try ICPRequest(try #require(ICPOperations.byID["calls.set_call_data"]), ["callData": .string(long)], agent: "291")
        }
    }

    @Test func `What stands in a path cannot leave its place`() throws {
        let request = try request("gateway.answer_chat", #"{"callid": "../../x y?a=b"}"#)
        #expect(request.path == "textchat/291/answer/..%2F..%2Fx%20y%3Fa%3Db")
    }

    @Test(arguments: [
        ("agents.rest", "{}", "time is needed"),
        ("agents.rest", #"{"time": "", "usCause": "1"}"#, "time is needed"),
        ("agents.rest", #"{"time": "60", "usCause": "1", "why": "tea"}"#, "agents.rest takes no why"),
        ("agents.rest", #"{"time": "soon", "usCause": "1"}"#, "time must be a whole number"),
        ("agents.rest", #"{"time": "0", "usCause": "1"}"#, "time must be between 1 and 86399"),
        ("agents.rest", #"{"time": ["1"], "usCause": "1"}"#, "time must be a whole number"),
        ("calls.hold", #"{"holdMode": "Keep"}"#, "holdMode must be one of Hold, HoldCancel"),
        ("calls.mute", #"{"isMute": "perhaps"}"#, "isMute must be true or false"),
        ("calls.dial", #"{"dialContent": {"PhoneNumber": "1", "Colour": "red"}}"#, "calls.dial takes no dialContent.Colour"),
        (
            "calls.dial", #"{"dialContent": {"PhoneNumber": "1", "PhoneType": "LTE"}}"#,
            "no gateway request is known for calls.dial with these values"
        ),
        ("calls.transfer_to_agent", "{}", "CallId is needed"),
        ("supervision.supervise_switch", #"{"operType": "2", "AgentId": "102"}"#, "operType must be one of 0, 1, 3"),
        (
            "agents.reset_agent_skill_groups", #"{"agentId": "102", "groupIds": "1"}"#,
            "no gateway request is known for agents.reset_agent_skill_groups with these values"
        ),
        ("agents.reset_agent_skill_groups", #"{"groupIds": "1,x"}"#, "groupIds must be a list of whole numbers"),
        ("agents.reset_agent_skill_groups", #"{"groupIds": []}"#, "groupIds is needed"),
        ("gateway.invite_members", #"{"addresses": [{"addressType": "9"}]}"#, "addresses[0].address is needed"),
        (
            "gateway.invite_members", #"{"addresses": [{"address": "1", "addressType": "7"}]}"#,
            "addresses[0].addressType must be one of 6, 9"
        ),
        ("gateway.invite_members", #"{"addresses": ["70092"]}"#, "addresses[0] must be a JSON object"),
        ("talkinggroups.query", #"{"queryType": "2"}"#, "content is needed"),
        ("talkinggroups.subscribe", #"{"groupNum": "5500", "expire": "7201"}"#, "expire must be between 0 and 7200"),
    ])
    func `Wrong arguments are refused before anything is sent`(id: String, arguments: String, reason: String) async throws {
        #expect(throws: OperationArguments.Fault(reason: SafeText(reason))) { try request(id, arguments) }
        let site = ICPSite(
            .init(id: "icp", name: "icp", gateway: "http://127.0.0.1:1", agent: "291", password: Secret("x"), phone: "40038"))
        let operation = try #require(ICPOperations.byID[id]).operation
        #expect(await site.perform(operation, try JSONValue(parsing: arguments)).0 == .invalid(SafeText(reason)))
    }

    @Test func `What has no request is not sent`() async throws {
        let site = ICPSite(
            .init(id: "icp", name: "icp", gateway: "http://127.0.0.1:1", agent: "291", password: Secret("x"), phone: "40038"))
        let operation = try #require(ICPOperations.byID["calls.polling_call"]).operation
        let reason = try #require(operation.unavailable)
        #expect(await site.perform(operation, [:]).0 == .unsupported(reason))
        let groups = try #require(ICPOperations.byID["talkinggroups.query_state"]).operation
        #expect(await site.perform(groups, ["groupNumber": "5500"]).0 == .unsupported("no uportal is configured"))
        let stranger = Exchange.Operation("calls.sing", native: "Sing", title: "Sing", area: "calls", kind: .command)
        #expect(await site.perform(stranger, [:]).0 == .unsupported("ICP has no such command"))
    }

    @Test func `Passwords are secret, going out and coming back`() throws {
        let change = try #require(ICPOperations.byID["agents.change_agent_pwd"]).operation
        #expect(change.masked(["oldPassWord": "a", "newPassWord": "b"]) == ["oldPassWord": "••••", "newPassWord": "••••"])
        #expect(
            change.masked(answer: [["serviceToken": "t", "Guid": "g", "password": "", "workno": "291"]])
                == [["serviceToken": "••••", "Guid": "••••", "password": "", "workno": "291"]])
    }

    @Test func `A page of groups is its rows, whatever the list is called`() {
        let group: JSONValue = ["talkGroupNumber": "5500", "dispatchNumber": ["4501"]]
        #expect(ICPSite.readable(["list": [group], "pageInfo": ["hasNext": "false"]], as: .rows(at: "")) == [group])
        #expect(ICPSite.readable(["list": [], "pageInfo": ["hasNext": "false"]], as: .rows(at: "")) == [])
        #expect(ICPSite.readable(group, as: .rows(at: "")) == [group])
        #expect(ICPSite.readable([group], as: .rows(at: "")) == [group])
        #expect(ICPSite.readable([:], as: .rows(at: "")) == [])
    }

    @Test func `Long listings say how they are read piece by piece`() throws {
        let paged = ICPOperations.all.filter { $0.paging != nil }
        #expect(
            Set(paged.map(\.id)) == [
                "talkinggroups.query", "talkinggroups.radio_group_query", "talkinggroups.recordings", "gateway.call_records",
                "gateway.find_recordings",
            ])
        for operation in paged {
            let paging = try #require(operation.paging)
            let names = operation.parameters.map(\.name)
            #expect(names.contains(paging.start) && names.contains(paging.size ?? ""), "\(operation.id)")
            #expect(paging.first == 1)
            #expect(paging.countsPages == operation.id.hasPrefix("talkinggroups."))
        }
        #expect(paged.first { $0.id == "talkinggroups.recordings" }?.answer == .rows(at: "recordList"))
    }
}

extension ICPOperations.Entry {
    /// Whether some request has a place for a parameter; a condition alone may choose by its standard.
    fileprivate func needs(_ parameter: String) -> Bool {
        let name = parameter.split(separator: "[].").last.map(String.init) ?? parameter
        return operation.parameters.first { $0.name == parameter }?.isRequired == true
            || requests.contains {
                "\($0.path) \($0.query) \($0.body?.compactText ?? "")".contains(name)
                    && operation.parameters.first { $0.name == parameter }?.standard == nil
            }
    }
}
