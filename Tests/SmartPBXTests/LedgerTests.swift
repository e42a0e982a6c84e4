import Exchange
import JSON
import Simulators
import Testing

@testable import SmartPBX

/// The catalog's 22 rows: id, native name, kind, parameters (`?` optional, `=` with their values).
private let catalog = """
    system.device_info|system deviceInfo|query|
    extensions.list|system extension_list|query|
    extensions.set|cfg extension_set|command|extension params.logout_status params.fullname? params.permission=0,1,2,3,4
    hotel.alarm_set|cfg alarm_set|command|extension params.start params.clock_sound params.cycle params.times params.days
    trunks.list|system trunk_list|query|
    calls.live|system livecall|query|
    calls.hangup|call hangup|command|callid
    calls.dial|call dial|command|caller callee dialpermission?
    calls.dial_ivr|call dial|command|caller callee dialpermission?
    calls.dial_queue|call dial|command|caller callee dialpermission?
    queues.list|queue queue_list|query|
    queues.status|queue queue_status|query|queue
    queues.member_add|queue queue_add|command|queue extension
    queues.member_remove|queue queue_remove|command|queue extension
    queues.member_pause|queue queue_paused|command|queue extension paused=no,yes
    supervision.listen|call listen|command|monitor extension type=barge,listen,whisper
    conferences.list|conf conf_list|query|
    conferences.status|conf conf_status|query|conf
    conferences.invite|conf conf_invite|command|conf dialpermission member
    conferences.kick|conf conf_kick|command|conf channel
    conferences.mute|conf conf_mute|command|conf channel
    conferences.unmute|conf conf_unmute|command|conf channel
    """

/// The catalog's own request examples, those that are no JSON repaired.
private let examples: [(id: String, subcommand: String, request: String)] = [
    ("system.device_info", "system", #"{"cmd": "deviceInfo", "request_id": "e914b5997b762aa7"}"#),
    ("extensions.list", "system", #"{"cmd": "extension_list", "request_id": "e914b5997b762aa7"}"#),
    ("extensions.set", "cfg", #"{"cmd": "extension_set", "request_id": "xxx", "extension": "8001", "params": {"logout_status": "0", "fullname": "Tom", "permission": "3"}}"#),
    ("hotel.alarm_set", "cfg", #"{"cmd": "alarm_set", "request_id": "xxxx", "extension": "8001", "params": {"start": "16:30", "clock_sound": "xxxx.wav", "cycle": "10", "times": "1", "days": "10"}}"#),
    ("trunks.list", "system", #"{"cmd": "trunk_list", "request_id": "e914b5997b762aa7"}"#),
    ("calls.live", "system", #"{"cmd": "livecall", "request_id": "e914b5997b762aa7"}"#),
    ("calls.hangup", "call", #"{"cmd": "hangup", "request_id": "xxx", "callid": "1672030725.7987"}"#),
    ("calls.dial", "call", #"{ "cmd": "dial", "request_id": "xxx", "caller": "8001", "callee": "2005" }"#),
    ("calls.dial_ivr", "call", #"{"cmd": "dial", "request_id": "xxx", "caller": "8001", "callee": "9000", "dialpermission": "8001"}"#),
    ("calls.dial_queue", "call", #"{ "cmd": "dial", "request_id": "xxx", "caller": "6666", "callee": "+861235432341231", "dialpermission": "8001" }"#),
    ("queues.list", "queue", #"{"cmd": "queue_list", "request_id": "xxxx"}"#),
    ("queues.status", "queue", #"{"cmd": "queue_status", "request_id": "xxx", "queue": "6666"}"#),
    ("queues.member_add", "queue", #"{"cmd": "queue_add", "request_id": "xxx", "queue": "6666", "extension": "8001"}"#),
    ("queues.member_remove", "queue", #"{"cmd": "queue_remove", "request_id": "xxx", "queue": "6666", "extension": "8001"}"#),
    ("queues.member_pause", "queue", #"{ "cmd": "queue_paused", "request_id": "xxx", "queue": "6666", "extension": "8001", "paused": "yes" }"#),
    ("supervision.listen", "call", #"{ "cmd": "listen", "request_id": "xxxx", "monitor": "2008", "extension": "2004", "type": "listen" }"#),
    ("conferences.list", "conf", #"{"cmd": "conf_list", "request_id": "xxxx"}"#),
    ("conferences.status", "conf", #"{ "cmd": "conf_status", "request_id": "e914b5997b762aa7", "conf": "2222" }"#),
    ("conferences.invite", "conf", #"{"cmd": "conf_invite", "request_id": "e914b5997b762aa7", "conf": "2222", "dialpermission": "8001", "member": "2003"}"#),
    ("conferences.kick", "conf", #"{"cmd": "conf_kick", "request_id": "e914b5997b762aa7", "conf": "2222", "channel": "PJSIP/8001-00000002"}"#),
    ("conferences.mute", "conf", #"{"cmd": "conf_mute", "request_id": "e914b5997b762aa7", "conf": "2222", "channel": "PJSIP/8001-00000002"}"#),
    ("conferences.unmute", "conf", #"{"cmd": "conf_unmute", "request_id": "e914b5997b762aa7", "conf": "2222", "channel": "PJSIP/8001-00000002"}"#),
]

@Suite(.serialized, .timeLimit(.minutes(2))) struct LedgerTests {
    private func operation(_ id: String) throws -> Exchange.Operation { try #require(SmartPBXOperations.all.first { $0.id == id }) }

    @Test func theLedgerIsTheCatalog() {
        let ledger = SmartPBXOperations.all.map { operation in
            let parameters = operation.parameters.map { parameter in
                let values = parameter.values.isEmpty ? "" : "=" + parameter.values.keys.sorted().joined(separator: ",")
                return parameter.name + (parameter.isRequired ? "" : "?") + values
            }
            return "\(operation.id)|\(operation.native)|\(operation.kind)|\(parameters.joined(separator: " "))"
        }
        #expect(ledger.joined(separator: "\n") == catalog)
        for operation in SmartPBXOperations.all {
            #expect(!operation.titleChinese.isEmpty && !operation.titleEnglish.isEmpty)
            #expect(operation.id.hasPrefix(operation.area + "."))
            #expect(operation.parameters.allSatisfy { !$0.doc.isEmpty })
        }
    }

    @Test func everyOperationIsSentAsItsExample() async throws {
        #expect(Set(examples.map(\.id)) == Set(SmartPBXOperations.all.map(\.id)))
        let broker = try await PrivateBroker.start()
        let peer = try await Peer(broker)
        let desk = Working(SmartPBXConfiguration(broker), with: peer)
        #expect(await desk.untilSynced())
        for example in examples {
            let expected = Asking(topic: "device/abc/api/v1.0/command/\(example.subcommand)", body: parsed(example.request))
            let asked = peer.asked.count
            // The example itself serves as arguments: its cmd and request_id are ours to set.
            let (outcome, answer) = await desk.site.perform(try operation(example.id), expected.body)
            #expect(
                peer.asked[asked...].contains { $0.substance == expected.substance && $0.topic == expected.topic && $0.id != expected.id },
                "\(example.id)")
            #expect(answer != nil)
            if example.id == "hotel.alarm_set" {
                #expect(outcome == .refused(code: nil, "clock sound is not existing"))
            } else if case .done = outcome {
            } else {
                Issue.record("\(example.id): \(outcome)")
            }
        }
        let (_, rooms) = await desk.site.perform(try operation("conferences.list"), [:])
        let room = rooms?["conflist"]?.array?.first
        #expect(room?["participantpassword"] == "••••")
        #expect(room?["moderatorpassword"] == "")
        try await desk.stop()
    }

    @Test(arguments: [
        ("calls.hangup", "{}", "calls.hangup needs callid" as SafeText),
        ("calls.hangup", #"{"callid": ""}"#, "calls.hangup needs callid"),
        ("calls.hangup", #"{"callid": "1.2", "call": "1"}"#, "calls.hangup takes no call"),
        ("queues.member_pause", #"{"queue": "1", "extension": "2", "paused": "maybe"}"#, "paused must be one of no, yes"),
        ("extensions.set", #"{"extension": "1", "params": {"logout_status": "0", "permission": "9"}}"#, "params.permission must be one of 0, 1, 2, 3, 4"),
        ("extensions.set", #"{"extension": "1", "params.permission": "3"}"#, "extensions.set needs params.logout_status"),
    ])
    func wrongArgumentsAreNotSent(_ id: String, _ arguments: String, _ reason: SafeText) async throws {
        let site = SmartPBXSite(SmartPBXConfiguration(id: "hq", name: "hq", broker: .init(host: "127.0.0.1", port: 1), token: "abc"))
        let (outcome, answer) = await site.perform(try operation(id), parsed(arguments))
        #expect(outcome == .invalid(reason))
        #expect(answer == nil)
    }

    @Test func dottedAndNestedArgumentsAreTheSameAndNumbersBecomeText() throws {
        let dotted = try OperationArguments(
            parsed(#"{"extension": 8001, "params.logout_status": 0, "params.permission": 3}"#), of: operation("extensions.set"))
        let nested = try OperationArguments(
            parsed(#"{"extension": "8001", "params": [{"logout_status": "0", "permission": "3"}]}"#), of: operation("extensions.set"))
        #expect(dotted.body == nested.body)
        #expect(dotted.body == ["extension": "8001", "params": ["logout_status": "0", "permission": "3"]])
    }
}
