import Testing

@testable import Simulators

/// Reports against the bodies and the Content-Lengths that the document prints.
@Suite struct YeastarReportTests {
    typealias Call = YeastarWorld.Call

    private func call(
        _ direction: Call.Direction, _ epoch: Int, _ sequence: Int, from: String, to: String, caller: String? = nil,
        callee: String? = nil
    ) -> Call {
        Call(
            serial: 1, direction: direction, phase: .ringing, epoch: epoch, sequence: sequence, from: from, to: to, dialled: to,
            trunk: direction == .internal ? "" : "to-18-16-2", caller: caller, callee: callee, began: 0)
    }

    private func bodies(_ body: (inout YeastarWorld) -> Void) -> [String] {
        var world = YeastarWorld.quiet()
        body(&world)
        return world.takeMessages().map { $0.body(serialNumber: world.serialNumber) }
    }

    private func lengths(_ bodies: [String]) -> [Int] { bodies.map(\.utf8.count) }

    @Test func aCallBetweenExtensions() {
        let rings = bodies {
            let call = call(.internal, 1_589_947_952, 1670, from: "101", to: "106", caller: "101")
            $0.reportAlert(call)
            $0.reportRing(call, "106")
        }
        #expect(
            rings == [
                #"{"action":"ALERT","callid":"1589947952.1670","ext":{"extid":["101"]},"sn":"a09805021987"}"#,
                #"{"action":"RING","callid":"1589947952.1670","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#,
            ])
        #expect(lengths(rings) == [89, 94])

        let answers = bodies {
            $0.reportAnswer(call(.internal, 1_589_953_310, 1724, from: "101", to: "106", caller: "101", callee: "106"))
        }
        #expect(
            answers == [
                #"{"action":"ANSWER","callid":"1589953310.1724","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#,
                #"{"action":"ANSWER","callid":"1589953310.1724","ext":{"extid":["101","106"]},"sn":"a09805021987"}"#,
            ])
        #expect(lengths(answers) == [96, 96])

        let byes = bodies {
            $0.reportBye(call(.internal, 1_589_953_914, 1775, from: "101", to: "106", caller: "101", callee: "106"), first: "106")
        }
        #expect(
            byes == [
                #"{"action":"BYE","callid":"1589953914.1775","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#,
                #"{"action":"BYE","callid":"1589953914.1777","ext":{"extid":["101","106"]},"sn":"a09805021987"}"#,
            ])
        #expect(lengths(byes) == [93, 93])

        let others = bodies {
            $0.reportTransfer(call(.internal, 1_589_957_670, 2001, from: "102", to: "101", caller: "102", callee: "101"), by: "101")
            $0.reportFailure(call(.internal, 1_589_958_470, 2092, from: "106", to: "102", caller: "106"), callee: "102")
        }
        #expect(
            others == [
                #"{"action":"Tranfer","callid":"1589957670.2001","ext":{"extid":["102","101"]},"sn":"a09805021987"}"#,
                #"{"action":"CallFailed","reason":480,"callid":"1589958470.2092","ext":{"extid":["102","106"]},"sn":"a09805021987"}"#,
            ])
        #expect(lengths(others) == [97, 113])
    }

    @Test func aCallToOutside() {
        let rings = bodies {
            let call = call(.outbound, 1_589_948_178, 1690, from: "106", to: "103", caller: "106")
            $0.reportAlert(call)
            $0.reportRing(call, nil)
        }
        #expect(
            rings == [
                #"{"action":"ALERT","callid":"1589948179.1692","ext":{"extid":"106"}}"#,
                #"{"action":"RING","callid":"1589948178.1690","outbound":{"from":"106","to":"103","trunk":"to-18-16-2","#
                    + #""outboundid":"1589948178.1690"},"ext":{"extid":"106"}}"#,
            ])
        #expect(lengths(rings) == [67, 155])

        let answers = bodies { $0.reportAnswer(call(.outbound, 1_589_953_722, 1758, from: "106", to: "103", caller: "106")) }
        #expect(
            answers.last == #"{"action":"ANSWER","callid":"1589953723.1760","ext":{"extid":"106"},"outbound":{"from":"106","#
                + #""to":"103","trunk":"to-18-16-2","outboundid":"1589953722.1758"},"sn":"a09805021987"}"#)
        #expect(lengths(answers) == [177, 177])

        let byes = bodies { $0.reportBye(call(.outbound, 1_589_956_488, 1962, from: "106", to: "103", caller: "106"), first: nil) }
        #expect(
            byes == [
                #"{"action":"BYE","callid":"1589956488.1962","outbound":{"from":"106","to":"103","trunk":"to-18-16-2","#
                    + #""outboundid":"1589956488.1962"},"ext":{"extid":"106"},"sn":"a09805021987"}"#,
                #"{"action":"BYE","callid":"1589956489.1964","ext":{"extid":"106"},"outbound":{"from":"106","to":"103","#
                    + #""trunk":"to-18-16-2","outboundid":"1589956489.1964"},"sn":"a09805021987"}"#,
            ])
        #expect(lengths(byes) == [174, 174])
    }

    @Test func aCallFromOutside() {
        let rings = bodies {
            let call = call(.inbound, 1_589_948_512, 1707, from: "103", to: "101")
            $0.reportAlert(call)
            $0.reportRing(call, "101")
        }
        let inbound = #""inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"}"#
        #expect(
            rings == [
                #"{"action":"ALERT","callid":"1589948512.1709",\#(inbound),"sn":"a09805021987"}"#,
                #"{"action":"RING","callid":"1589948512.1709","ext":{"extid":"101"},\#(inbound),"sn":"a09805021987"}"#,
            ])
        #expect(lengths(rings) == [152, 173])

        let answers = bodies { $0.reportAnswer(call(.inbound, 1_589_953_417, 1743, from: "103", to: "101", callee: "101")) }
        #expect(
            answers.first == #"{"action":"ANSWER","callid":"1589953417.1743","ext":{"extid":"101"},"inbound":{"from":"103","#
                + #""to":"101","trunk":"to-18-16-2","inboundid":"1589953417.1743"},"sn":"a09805021987"}"#)
        #expect(lengths(answers) == [175, 175])

        let transfer = bodies {
            $0.reportTransfer(call(.inbound, 1_589_957_892, 2030, from: "101", to: "102", callee: "102"), by: "102")
        }
        #expect(
            transfer == [
                #"{"action":"Tranfer","callid":"1589957892.2030","ext":{"extid":"102"},"inbound":{"from":"101","to":"102","#
                    + #""trunk":"to-18-16-2","inboundid":"1589957892.2030"},"sn":"a09805021987"}"#
            ])
        #expect(lengths(transfer) == [176])
    }

    @Test func statesAndRecords() {
        let told = bodies {
            $0.change("101") { $0.call = 7 }
            $0.report(
                .init(
                    time: 1_589_958_682_000, callid: "1589958682.2101", from: "106", to: "102", duration: "10", talked: "5",
                    status: "ANSWERED", type: "Internal"))
        }
        #expect(
            told == [
                #"{"action":"ExtensionStatus","extension":"101","status":"InUse","sn":"a09805021987"}"#,
                #"{"action":"NewCdr","callid":"1589958682.2101","timestart":"2020-05-20 10:11:22","callfrom":"106","callto":"102","#
                    + #""callduraction":"10","talkduraction":"5","status":"ANSWERED","type":"Internal","sn":"a09805021987"}"#,
            ])
        #expect(lengths(told) == [83, 211])
    }

    @Test func theWholeRequest() {
        let report = YeastarReport("ExtensionStatus", ["extension": "101", "status": "InUse"])
        func request(_ path: String) -> String {
            let target = YeastarReportTarget(host: "172.16.6.150", port: 8260, path: path)
            return String(decoding: report.request(to: target, serialNumber: "a09805021987"), as: UTF8.self)
        }
        let rest =
            " HTTP/1.1\r\nHost:172.16.6.150\r\nContent-Length:83\r\nAccept: application/json\r\n"
            + "Content-Type:application/json\r\nConnection:close\r\n\r\n"
            + #"{"action":"ExtensionStatus","extension":"101","status":"InUse","sn":"a09805021987"}"#
        #expect(request("") == "POST " + rest)
        #expect(request("/report") == "POST /report" + rest)

        let boot = YeastarReport("BootUp", [:]).request(to: .init(host: "172.16.6.150", port: 8260), serialNumber: "369351034049")
        #expect(
            String(decoding: boot, as: UTF8.self) == "POST / HTTP/1.1\r\nUser-Agent: WebAPI\r\nHost: 172.16.6.150: 8260\r\n"
                + "Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: 39\r\n\r\n"
                + #"{"action":"BootUp","sn":"369351034049"}"#)
    }

    @Test func withoutTheVersionTwoExtensionsAreTwoMembersOfOneName() {
        let report = YeastarReport("RING", ["callid": "1.1", "ext": ["extid": ["106", "101"]]])
        #expect(
            report.body(serialNumber: "1", isWellFormed: false)
                == #"{"action":"RING","callid":"1.1","ext":{"extid":"106","extid":"101"},"sn":"1"}"#)
    }

    @Test(arguments: [
        (nil, nil, "127.0.0.1", 8260, ""), ("report", "0", "127.0.0.1", 8260, "/report"), ("/r", nil, "127.0.0.1", 8260, "/r"),
        ("10.0.0.1:9000/report", "1", "10.0.0.1", 9000, "/report"), ("10.0.0.1:9000", "1", "10.0.0.1", 9000, ""),
        ("http://pc/x/y", "1", "pc", 80, "/x/y"),
    ])
    func whereReportsGo(_ url: String?, _ tag: String?, _ host: String, _ port: Int, _ path: String) throws {
        var fields = ["port": "8260"]
        fields["url"] = url
        fields["urltag"] = tag
        let target = try #require(YeastarReportTarget(YeastarRequest(fields), address: "127.0.0.1", wantsWellFormed: true))
        #expect(target == YeastarReportTarget(host: host, port: port, path: path))
    }
}
