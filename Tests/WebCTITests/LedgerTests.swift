import Exchange
import Foundation
import JSON
import Testing

@testable import WebCTI

@Suite struct LedgerTests {
    private func operation(_ id: String) throws -> Exchange.Operation { try #require(WebCTIOperations.byID[id]).operation }

    @Test func theLedgerIsTheCatalog() {
        let ledger = WebCTIOperations.all.map { operation in
            let own = operation.parameters.filter { $0 != WebCTIOperations.destination }
            let parameters = own.map { $0.name + ($0.isRequired ? "" : "?") }
            return "\(operation.id)|\(operation.native)|\(operation.kind)|\(parameters.joined(separator: " "))"
        }
        #expect(ledger.sorted() == catalog.split(separator: "\n").map(String.init).sorted())
        #expect(ledger.count == 206)
        for operation in WebCTIOperations.all {
            #expect(!operation.titleChinese.isEmpty && !operation.titleEnglish.isEmpty)
            #expect(operation.id.hasPrefix(operation.area + "."))
            #expect(operation.parameters.allSatisfy { !$0.doc.isEmpty })
        }
        #expect(WebCTIOperations.byID["queues.getqueuelog"]?.pages == ["/webservice2/getqueuelog.php", "/webservice2/getqueue.log.php", "/webservice2/getqueueolog.php"])
        #expect(WebCTIOperations.byID["queues.ctiqueuepause"]?.operation.parameters.last?.values["1"] == "not-ready (paused)")
        #expect(WebCTIOperations.all.filter(\.isDangerous).count == 24)
    }

    /// Every row can be run: its page is asked, with its parameters, and the answer comes back.
    @Test func everyOperationIsAskedForAtItsPage() async throws {
        let peer = try Peer()
        let desk = Working(peer)
        #expect(await desk.untilSynced())
        let special = WebCTIOperations.downloads.union(["session.integratedlogin", "recordings.putrecordings"])
        for operation in WebCTIOperations.all where !special.contains(operation.id) {
            let page = String(try #require(operation.native.split(separator: "/").last)).replacing(".php", with: "")
            peer.answer(page, Peer.done())
            let arguments = Dictionary(operation.parameters.map { ($0.name, JSONValue.string("x1")) }, uniquingKeysWith: { first, _ in first })
            let (outcome, answer) = await desk.site.perform(operation, .object(arguments))
            if case .done = outcome {} else { Issue.record("\(operation.id): \(outcome)") }
            #expect(answer?["errcode"] == .number("0"))
            let names = Set(operation.parameters.map(\.name))
            // The sweep asks some pages too, in its own words.
            let asked = peer.asked(page).last { names.isSubset(of: Set($0.parameters.keys)) && $0.parameters.values.allSatisfy { $0 == "x1" } }
            #expect(operation.native == "GET \(asked?.path ?? "")", "\(operation.id)")
        }
        try await desk.stop()
    }

    @Test func aPageSpeltOtherwiseIsFoundAndRemembered() async throws {
        let peer = try Peer()
        peer.answer("gettakreport", Peer.done())
        let desk = Working(peer)
        #expect(await desk.untilSynced())
        for _ in 0..<2 { #expect(await desk.site.perform(try operation("campaigns.gettaskreport"), [:]).0 == .done("SUCCESS")) }
        #expect(peer.asked.filter { $0.path.hasPrefix("/webservice2/outcall/") }.map(\.page) == ["gettaskreport", "gettakreport", "gettakreport"])
        let (missing, _) = await desk.site.perform(try operation("nlp.getnlpinfo"), [:])
        #expect(missing == .refused(code: "404", "the exchange has no /webservice2/getnlpinfo.php"))
        try await desk.stop()
    }

    @Test func aParameterSpeltInTwoWaysIsSentInBoth() async throws {
        let peer = try Peer()
        peer.answer("addobtask", Peer.done())
        let desk = Working(peer)
        #expect(await desk.untilSynced())
        let task = try operation("campaigns.addobtask")
        var arguments = Dictionary(task.parameters.filter(\.isRequired).map { ($0.name, JSONValue.string("1")) }, uniquingKeysWith: { first, _ in first })
        arguments["runttype"] = nil
        arguments["runtype"] = .number(0)
        _ = await desk.site.perform(task, .object(arguments))
        let sent = try #require(peer.asked("addobtask").first)
        #expect(sent.parameters["runttype"] == "0" && sent.parameters["runtype"] == "0")
        try await desk.stop()
    }

    @Test(arguments: [
        ("calls.ctihangup", "{}", "calls.ctihangup needs channel"), ("calls.ctihangup", #"{"channel": ""}"#, "calls.ctihangup needs channel"),
        ("calls.ctihangup", #"{"channel": "SIP/1-1", "call": "1"}"#, "calls.ctihangup takes no call"),
        ("recordings.getrecord", #"{"filename": "welcome"}"#, "recordings.getrecord needs to: the file to write"),
        ("recordings.putrecordings", #"{"ivrfiile": "/nowhere/x.wav"}"#, "/nowhere/x.wav cannot be read"),
    ])
    func wrongArgumentsAreNotSent(_ id: String, _ arguments: String, _ reason: String) async throws {
        let site = WebCTISite(WebCTIConfiguration(id: "care", name: "care", url: "http://127.0.0.1:1", webKey: Secret("x")))
        let (outcome, answer) = await site.perform(try operation(id), parsed(arguments))
        #expect(outcome == .invalid(SafeText(reason)))
        #expect(answer == nil)
    }

    @Test func filesGoToAPathAndRefusalsDoNot() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "webcti-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "welcome.wav").path
        let peer = try Peer()
        let desk = Working(peer)
        #expect(await desk.untilSynced())
        let arguments: JSONValue = ["filename": "welcome", "to": .string(file)]
        peer.answer("getrecord", #"{ "errcode": 9003, "message": "file \"\" not exists.", "data": [] }"#)
        let (refused, _) = await desk.site.perform(try operation("recordings.getrecord"), arguments)
        #expect(refused == .refused(code: "9003", "file does not exist — file \"\" not exists."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        peer.answer("getrecord", "RIFF\u{1}wave")
        let (done, answer) = await desk.site.perform(try operation("recordings.getrecord"), arguments)
        #expect(done == .done("9 bytes in \(file)", reference: file))
        #expect(answer?["bytes"] == .number(9))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "RIFF\u{1}wave")
        #expect(peer.asked("getrecord").map(\.parameters) == [["filename": "welcome"], ["filename": "welcome"]])
        // Deleting writes nothing.
        peer.answer("getspoolfile", Peer.done())
        let (deleted, _) = await desk.site.perform(try operation("recordings.getspoolfile"), ["location": "meetme", "filename": "x.WAV", "delete": "1"])
        #expect(deleted == .done("SUCCESS"))
        try await desk.stop()
    }

    @Test func aRecordingIsUploadedAsAForm() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "webcti-\(UUID().uuidString).wav").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "RIFF".write(toFile: file, atomically: true, encoding: .utf8)
        let peer = try Peer()
        peer.answer("putrecordings", Peer.done())
        peer.answerOnce("putrecordings", .text(#"{"errcode":9002,"message":"need variable \"ivrfile\".","data":[]}"#))
        let desk = Working(peer)
        #expect(await desk.untilSynced())
        let (outcome, _) = await desk.site.perform(try operation("recordings.putrecordings"), ["ivrfiile": .string(file), "filename": "welcome"])
        #expect(outcome == .done("SUCCESS"))
        let bodies = peer.asked("putrecordings").map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies.count == 2 && bodies.allSatisfy { $0.contains("\r\n\r\nRIFF\r\n--") })
        #expect(bodies.first?.contains(#"name="ivrfiile"; filename="#) == true && bodies.last?.contains(#"name="ivrfile"; filename="#) == true)
        #expect(peer.asked("putrecordings").allSatisfy { $0.method == "POST" && $0.parameters == ["filename": "welcome"] })
        try await desk.stop()
    }

    @Test func anAdministrationPageIsLoggedInTo() async throws {
        let peer = try Peer()
        peer.answer("config", "<html>configuration</html>")
        let desk = Working(peer)
        #expect(await desk.untilSynced())
        let (outcome, facts) = await desk.site.perform(
            try operation("session.integratedlogin"),
            ["frienduser": "admin", "friendpass": "e10adc3949ba59abbe56e057f20f883e", "(action)": "/admin/config.php?type=tool"])
        #expect(outcome == .done("the exchange answered with a page"))
        #expect(facts?["status"] == .number(200))
        let asked = try #require(peer.asked("config").first)
        #expect(asked.path == "/admin/config.php" && asked.method == "POST" && asked.query == ["type": "tool"])
        #expect(String(decoding: asked.body, as: UTF8.self).hasSuffix("&frienduser=admin&friendpass=e10adc3949ba59abbe56e057f20f883e"))
        try await desk.stop()
    }
}

/// The catalog's 206 rows: id, native name, kind, parameters (`?` optional).
private let catalog = """
    system.about|GET /webservice2/about.php|query|
    lists.ctiaddblacklist|GET /webservice2/ctiaddblacklist.php|command|name extension reason?
    calls.ctiatxfer|GET /webservice2/ctiatxfer.php|command|channel exten context?
    extensions.ctibinddevice|GET /webservice2/ctibinddevice.php|command|extension device
    system.cticommand|GET /webservice2/cticommand.php|command|command
    lists.ctidelblacklist|GET /webservice2/ctidelblacklist.php|command|name? extension
    calls.ctifeaturecode|GET /webservice2/ctifeaturecode.php|command|channel code
    calls.ctifeaturename|GET /webservice2/ctifeaturename.php|command|channel name
    lists.ctigetblacklist|GET /webservice2/ctigetblacklist.php|query|name
    extensions.ctigetcf|GET /webservice2/ctigetcf.php|query|extension
    calls.ctigetchanneldetail|GET /webservice2/ctigetchanneldetail.php|query|channel type? timeout?
    extensions.ctigetcnd|GET /webservice2/ctigetcnd.php|query|extension
    extensions.ctigetdnd|GET /webservice2/ctigetdnd.php|query|extension
    extensions.ctigetdevice|GET /webservice2/ctigetdevice.php|query|device
    system.ctigetdatetime|GET /webservice2/ctigetdatetime.php|query|
    extensions.ctigetuser|GET /webservice2/ctigetuser.php|query|user
    calls.ctigetvar|GET /webservice2/ctigetvar.php|query|channel variable
    calls.ctigetvars|GET /webservice2/ctigetvars.php|query|channel variable0 variable1? variable2? variable3? variable4? variable5? variable6? variable7? variable8? variable9?
    calls.ctihangup|GET /webservice2/ctihangup.php|command|channel
    calls.ctihold|GET /webservice2/ctihold.php|command|channel musicclass?
    voicemail.ctimailboxcount|GET /webservice2/ctimailboxcount.php|query|mailbox
    voicemail.ctimailboxstatus|GET /webservice2/ctimailboxstatus.php|query|mailbox
    calls.ctioriginate|GET /webservice2/ctioriginate.php|command|channel context? exten? priority? application? data? timeout? callerid variable account? async?
    calls.ctioriginatetts|GET /webservice2/ctioriginatetts.php|command|channel context exten priority timeout? callerid ttstext charset? account? async? variable?
    system.ctipbxsetting|GET /webservice2/ctipbxsetting.php|query|
    system.ctipbxstatus|GET /webservice2/ctipbxstatus.php|query|
    calls.ctipark|GET /webservice2/ctipark.php|command|channel srcchannel timeout?
    supervision.ctipickup|GET /webservice2/ctipickup.php|command|channel pickupexten callerid timeout? variable? async?
    queues.ctiqueueadd|GET /webservice2/ctiqueueadd.php|command|queue interface penalty?
    queues.ctiqueuepause|GET /webservice2/ctiqueuepause.php|command|queue interface paused
    queues.ctiqueueremove|GET /webservice2/ctiqueueremove.php|command|queue interface
    calls.ctiredirect|GET /webservice2/ctiredirect.php|command|channel extrachannel? context exten priority
    extensions.ctisetcndon|GET /webservice2/ctisetcndon.php|command|extension
    extensions.ctisetcnoff|GET /webservice2/ctisetcnoff.php|command|extension
    extensions.ctisetdndon|GET /webservice2/ctisetdndon.php|command|extension
    extensions.ctisetdndoff|GET /webservice2/ctisetdndoff.php|command|extension
    extensions.ctisetcfon|GET /webservice2/ctisetcfon.php|command|extension cftype? destination
    extensions.ctisetcfoff|GET /webservice2/ctisetcfoff.php|command|extension cftype?
    calls.ctisetvar|GET /webservice2/ctisetvar.php|command|channel variable value
    calls.ctisetvars|GET /webservice2/ctisetvars.php|command|channel variable0 variable1? variable2? variable3? variable4? variable5? variable6? variable7? variable8? variable9? value0 value1? value2? value3? value4? value5? value6? value7? value8? value9?
    extensions.ctisplitdevice|GET /webservice2/ctisplitdevice.php|command|extension device
    calls.ctiunpark|GET /webservice2/ctiunpark.php|command|channel parklot callerid? timeout?
    calls.ctiunhold|GET /webservice2/ctiunhold.php|command|channel
    ivr.ctiwaitcalldata|GET /webservice2/ctiwaitcalldata.php|query|channel timeout? cdvar1? cdvar2? cdvar3? cdvar4?
    ivr.ctiwaitauth|GET /webservice2/ctiwaitauth.php|command|channel code? name? type? timeout? cdvar1? cdvar2? cdvar3? cdvar4?
    voicemail.deletemsg|GET /webservice2/deletemsg.php|command|msgbox msgdir msgfile context?
    messaging.delrecvsms|GET /webservice2/delrecvsms.php|command|id
    messaging.delsendsms|GET /webservice2/delsendsms.php|command|id
    agents.getagentactivity|GET /webservice2/getagentactivity.php|query|datefrom dateto agent? queue? agentname? event? sort? sens? offset? rows?
    agents.getagentactivitycount|GET /webservice2/getagentactivitycount.php|query|datefrom dateto agent? queue? agentname?
    agents.getagentcalls|GET /webservice2/getagentcalls.php|query|queue? agentname?
    calls.getcalls|GET /webservice2/getcalls.php|query|srcchannel? srccallerid? dstchannel? dstcallerid?
    cdr.getcdr|GET /webservice2/getcdr.php|query|caller? callee? disposition? calldate1? calldate2? accountcode? channel? dstchannel? uniqueid? dnid? direct? firstdialstatus? lastdialstatus? onlymonitor? history? sort? sens? offset? rows?
    cdr.getcdrcount|GET /webservice2/getcdrcount.php|query|caller? callee? disposition? calldate1? calldate2? accountcode? channel? dstchannel? uniqueid? dnid? direct? firstdialstatus? lastdialstatus? history?
    calls.getchannel|GET /webservice2/getchannel.php|query|channel? refchannel?
    system.getcpuload|GET /webservice2/getcpuload.php|query|
    system.getdiskinfo|GET /webservice2/getdiskinfo.php|query|
    extensions.getdevices|GET /webservice2/getdevices.php|query|device?
    system.getevents|GET /webservice2/getevents.php|query|event id?
    extensions.getextensionstatus|GET /webservice2/getextensionstatus.php|query|exten?
    extensions.gettextinterface|GET /webservice2/gettextinterface.php|query|extension
    messaging.getfax|GET /webservice2/getfax.php|query|filename
    messaging.getfaxrecvlog|GET /webservice2/getfaxrecvlog.php|query|rcvtime1? rcvtime2? callerid? did? appflag1? appflag2? faxuser? result? dirmark? alreadyread? offset? rows? sort? sens?
    messaging.getfaxrecvlogcount|GET /webservice2/getfaxrecvlogcount.php|query|rcvtime1? rcvtime2? callerid? did? appflag1? appflag2? faxuser? result? dirmark? alreadyread?
    trunks.gettrunklist|GET /webservice2/gettrunklist.php|query|
    ivr.getrecordings|GET /webservice2/getrecordings.php|query|
    ivr.getivrlist|GET /webservice2/getivrlist.php|query|
    ivr.getivrlog|GET /webservice2/getivrlog.php|query|ivrdate1? ivrdate2? ivrname? uniqueid? channel? obdialid? obtaskid? callerid? funcname? offset? rows? sort? sens?
    ivr.getivrlogcount|GET /webservice2/getivrlogcount.php|query|ivrdate1? ivrdate2? ivrname? uniqueid? channel? obdialid? obtaskid? callerid? funcname?
    conferences.getmeetme|GET /webservice2/getmeetme.php|query|meetme?
    system.getmemload|GET /webservice2/getmemload.php|query|
    recordings.getmonitor|GET /webservice2/getmonitor.php|query|filename mp3? checkonly?
    recordings.getmonitorbyuid|GET /webservice2/getmonitorbyuid.php|query|uniqueid history? mp3? recno?
    recordings.getmonitorums|GET /webservice2/getmonitorums.php|query|uniqueid history?
    voicemail.getmsglist|GET /webservice2/getmsglist.php|query|msgbox msgdir query? begindatetime? enddatetime? context? alreadyread? withextend? sens? offset? rows? sort?
    voicemail.getmsgcount|GET /webservice2/getmsgcount.php|query|msgbox msgdir query? begindatetime? enddatetime? context? alreadyread?
    voicemail.getmsg|GET /webservice2/getmsg.php|query|msgfile msgbox msgdir mp3? context?
    calls.getparkedcall|GET /webservice2/getparkedcall.php|query|
    extensions.getpeers|GET /webservice2/getpeers.php|query|peername?
    calls.getpopupscreen|GET /webservice2/getpopupscreen.php|query|channel? withdetail?
    agents.getpausetype|GET /webservice2/getpausetype.php|query|onlycustom?
    queues.getqueuelist|GET /webservice2/getqueuelist.php|query|
    queues.getqueuecalls|GET /webservice2/getqueuecalls.php|query|queue?
    queues.getqueuemember|GET /webservice2/getqueuemember.php|query|queue? agentname?
    queues.getqueue|GET /webservice2/getqueue.php|query|queue?
    queues.getqueuegeneral|GET /webservice2/getqueuegeneral.php|query|queuenos?
    reports.getqmr|GET /webservice2/getqmr.php|query|calltime1? calltime2? uniqueid? phonenumbers? queueenum? agentno? selkey? sort? sens? offset? rows?
    reports.getqmrcount|GET /webservice2/getqmrcount.php|query|calltime1? calltime2? uniqueid? phonenumber? queuenum? agentno? selkey?
    messaging.getrecvsms|GET /webservice2/getrecvsms.php|query|id? idcmp? number? dst? phone? sent_dates? sent_datee? received_dates? received_datee? insert_dates? insert_datee? processed? text? imsi? app_id? app_user? app_flag? offset? rows? sort? sens?
    messaging.getrecvsmscount|GET /webservice2/getrecvsmscount.php|query|id? idcmp? number? dst? phone? sent_dates? sent_datee? received_dates? received_datee? insert_dates? insert_datee? processed? text? imsi? app_id? app_user? app_flag?
    messaging.getrecvsmsstat|GET /webservice2/getrecvsmsstat.php|query|insert_dates? insert_datee? processed? text? imsi? phone? dst? app_id? app_user? app_flag?
    messaging.getsendsms|GET /webservice2/getsendsms.php|query|id? idcmp? number? processed_dates? processed_datee? insert_dates? insert_datee? processed? text? message_id? imsi? phone? sender? app_id? app_user? app_flag? offset? rows? sort? sens?
    messaging.getsendsmscount|GET /webservice2/getsendsmscount.php|query|id? idcmp? number? processed_dates? processed_datee? insert_dates? insert_datee? processed? text? message_id? imsi? phone? sender? app_id? app_user? app_flag?
    messaging.getsendsmsstat|GET /webservice2/getsendsmsstat.php|query|number? processed_dates? processed_datee? insert_dates? insert_datee? processed? app_id? app_user? app_flag?
    messaging.getsmsdevices|GET /webservice2/getsmsdevices.php|query|
    recordings.getspoolfile|GET /webservice2/getspoolfile.php|command|location filename delete?
    extensions.getusers|GET /webservice2/getusers.php|query|
    trunks.getzapchannel|GET /webservice2/getzapchannel.php|query|channel?
    voicemail.movemsg|GET /webservice2/movemsg.php|command|msgbox msgdir dstdir msgfile context?
    voicemail.setmsg|GET /webservice2/setmsg.php|command|msgbox msgdir msgfile context? alreadyread? remark?
    messaging.sendsms|GET /webservice2/sendsms.php|command|number text reqdate? starttime? endtime? phone? retries? params? app_id? app_user? app_flag? charset?
    messaging.setfaxrecvlog|GET /webservice2/setfaxrecvlog.php|command|id appflag1? appflag2? remark?
    messaging.setrecvsms|GET /webservice2/setrecvsms.php|command|id processed? app_id? app_user? app_flag?
    extensions.getallextensions|GET /webservice2/getallextensions.php|query|extension?
    system.getarea|GET /webservice2/getarea.php|query|phoneno
    system.getallstatus|GET /webservice2/getallstatus.php|query|devices? users? queues?
    calls.seturgentcall|GET /webservice2/seturgentcall.php|command|id flag appflag remark?
    calls.geturgentcalls|GET /webservice2/geturgentcalls.php|query|id? calldates? calldatee? dnid? flag? appflag?
    calls.deleteurgentcall|GET /webservice2/deleteurgentcall.php|command|id
    reports.getcallday|GET /webservice2/report/getcallday.php|query|calldate disposition? calldatehour? lastdialstatus? history? sort? sens?
    reports.getcallmonth|GET /webservice2/report/getcallmonth.php|query|calldate1 calldate2 disposition? lastdialstatus? history? sort? sens?
    cdr.getcdrcountsimple|GET /webservice2/report/getcdrcountsimple.php|query|calldate1 calldate2 disposition? caller? callee? number? lastdialstatus? history? direct?
    cdr.getcdrsimple|GET /webservice2/report/getcdrsimple.php|query|calldate1 calldate2 caller? callee? number? disposition? direct? lastdialstatus? history? sort? sens? offset? rows?
    reports.getqueuecallcmp|GET /webservice2/report/getqueuecallcmp.php|query|calldate1 calldate2 sort? sens?
    reports.getqueuecallcount|GET /webservice2/report/getqueuecallcount.php|query|calldate1 calldate2 queuename? queueevent?
    reports.getqueuecalldetail|GET /webservice2/report/getqueuecalldetail.php|query|calldate1 calldate2 queuename? queueevent? history? sort? sens? offset? rows?
    queues.getbadcallcount|GET /webservice2/getbadcallcount.php|query|createtime1? createtime2? processtime1? processtime2? processflag? queue?
    queues.getbadcalllist|GET /webservice2/getbadcalllist.php|query|createtime1? createtime2? processtime1? processtime2? processflag? processapp? queue? uniqueid? sort? sens? offset? rows?
    queues.setbadcall|GET /webservice2/setbadcall.php|command|uniqueid processapp? processflag? processmark?
    queues.delbadcall|GET /webservice2/delbadcall.php|command|uniqueid
    reports.getbadcallreport|GET /webservice2/report/getbadcallreport.php|query|createtime1? createtime2? processtime1? processtime2? processflag? reporttype? processapp? queue? sort? sens?
    reports.getusercallsum|GET /webservice2/report/getusercallsum.php|query|calldate1 calldate2 agentno? direct? history? sort? sens?
    system.getareas|GET /webservice2/getareas.php|query|phoneno
    queues.getqueuelog|GET /webservice2/getqueuelog.php|query|queue? uniqueid? event?
    queues.getqueueloglist|GET /webservice2/getqueueloglist.php|query|eventtime1? eventtime2? event? uniqueid? queuename? agent? agentno? history? sort? sens? offset? rows?
    queues.getqueuelogcount|GET /webservice2/getqueuelogcount.php|query|eventtime1? eventtime2? event? uniqueid? queuename? agent? agentno? history?
    lists.getblacklist|GET /webservice2/getblacklist.php|query|phone? name? sort? sens? offset? rows?
    lists.addblacklist|GET /webservice2/addblacklist.php|command|id? name? extension? reason?
    lists.delblacklist|GET /webservice2/delblacklist.php|command|id?
    config.getholdmusic|GET /webservice2/getholdmusic.php|query|
    config.getdevicerules|GET /webservice2/getdevicerules.php|query|
    recordings.getrecord|GET /webservice2/getrecord.php|query|filename mp3?
    recordings.getrecordings|GET /webservice2/getrecordings.php|query|
    recordings.putrecordings|POST /webservice2/putrecordings.php|command|ivrfiile filename? description?
    queues.ctiqueuecallerwithdraw|GET /webservice2/ctiqueuecallerwithdraw.php|command|queue caller withdrawinfo?
    nlp.getccsalist|GET /webservice2/getccsalist.php|query|uniqueid
    lists.getrouteblacklist|GET /webservice2/getrouteblacklist.php|query|extension? isValid? sort? sens? offset? rows?
    lists.addrouteblacklist|GET /webservice2/addrouteblacklist.php|command|extension reason? isValid?
    lists.deleterouteblacklist|GET /webservice2/deleterouteblacklist.php|command|extension
    lists.getroutewhitelist|GET /webservice2/getroutewhitelist.php|query|extension? isValid? sort? sens? offset? rows?
    lists.addroutewhitelist|GET /webservice2/addroutewhitelist.php|command|extension reason? isValid?
    lists.deleteroutewhitelist|GET /webservice2/deleteroutewhitelist.php|command|extension
    nlp.getnlprest|GET /webservice2/getnlprest.php|query|callerid content clearsession? paramsmem?
    nlp.getnlpinfo|GET /webservice2/getnlpinfo.php|query|
    session.integratedlogin|POST /admin/config.php|command|frienduser friendpass (action)
    reports.getplatformhourreport|GET /webservice2/report/getplatformhourreport.php|query|rptdate1 rptdate2? rpthour1? rpthour2? pbxid? sort? sens?
    reports.getplatformdayreport|GET /webservice2/report/getplatformdayreport.php|query|rptdate1 rptdate2? pbxid? sort? sens?
    reports.getplatformweekreport|GET /webservice2/report/getplatformweekreport.php|query|rptdate1 rptdate2? pbxid? sort? sens?
    reports.getplatformmonthreport|GET /webservice2/report/getplatformmonthreport.php|query|rptdate1 rptdate2? pbxid? sort? sens?
    reports.getplatformyearreport|GET /webservice2/report/getplatformyearreport.php|query|rptdate1 rptdate2? pbxid? sort? sens?
    reports.getagentdayreport|GET /webservice2/report/getagentdayreport.php|query|rptdate1 rptdate2? pbxid? agentno? sort? sens?
    reports.getagentweekreport|GET /webservice2/report/getagentweekreport.php|query|rptdate1 rptdate2? pbxid? agentno? sort? sens?
    reports.getagentmonthreport|GET /webservice2/report/getagentmonthreport.php|query|rptdate1 rptdate2? pbxid? agentno? sort? sens?
    reports.getagentyearreport|GET /webservice2/report/getagentyearreport.php|query|rptdate1 rptdate2? pbxid? agentno? sort? sens?
    reports.getqueuehourreport|GET /webservice2/report/getqueuehourreport.php|query|rptdate1 rptdate2? rpthour1? rpthour2? pbxid? queue? sort? sens?
    reports.getqueuedayreport|GET /webservice2/report/getqueuedayreport.php|query|rptdate1 rptdate2? pbxid? queue? sort? sens?
    reports.getqueueweekreport|GET /webservice2/report/getqueueweekreport.php|query|rptdate1 rptdate2? pbxid? queue? sort? sens?
    reports.getqueuemonthreport|GET /webservice2/report/getqueuemonthreport.php|query|rptdate1 rptdate2? pbxid? queue? sort? sens?
    reports.getqueueyearreport|GET /webservice2/report/getqueueyearreport.php|query|rptdate1 rptdate2? pbxid? queue? sort? sens?
    reports.getareadayreport|GET /webservice2/report/getareadayreport.php|query|rptdate1 rptdate2? pbxid? areacode? sort? sens?
    reports.getareaweekreport|GET /webservice2/report/getareaweekreport.php|query|rptdate1 rptdate2? pbxid? areacode? sort? sens?
    reports.getareamonthreport|GET /webservice2/report/getareamonthreport.php|query|rptdate1 rptdate2? pbxid? areacode? sort? sens?
    reports.getareayearreport|GET /webservice2/report/getareayearreport.php|query|rptdate1 rptdate2? pbxid? areacode? sort? sens?
    reports.getplatformrptdetail|GET /webservice2/report/getplatformrptdetail.php|query|flag calldate1 calldate2 offset? rows? sort? sens?
    reports.getagentcdrrptdetail|GET /webservice2/report/getagentcdrrptdetail.php|query|flag calldate1 calldate2 agentno offset? rows? sort? sens?
    reports.getagentcallrptdetail|GET /webservice2/report/getagentcallrptdetail.php|query|flag calldate1 calldate2 agentno offset? rows? sort? sens?
    reports.getagentonlinerptdetail|GET /webservice2/report/getagentonlinerptdetail.php|query|calldate1 calldate2 agentno offset? rows? sort? sens?
    reports.getagentpauserptdetail|GET /webservice2/report/getagentpauserptdetail.php|query|flag calldate1 calldate2 agentno offset? rows? sort? sens?
    reports.getagentpickuprptdetail|GET /webservice2/report/getagentpickuprptdetail.php|query|calldate1 calldate2 agentno offset? rows? sort? sens?
    reports.getagentqmrrptdetail|GET /webservice2/report/getagentqmrrptdetail.php|query|calldate1 calldate2 agentno offset? rows? sort? sens?
    reports.getqueuecallrptdetail|GET /webservice2/report/getqueuecallrptdetail.php|query|calldate1 calldate2 queueno offset? rows? sort? sens?
    reports.getqueuerptdetail|GET /webservice2/report/getqueuerptdetail.php|query|flag calldate1 calldate2 queueno offset? rows? sort? sens?
    config.pbxconfig|GET /webservice2/report/pbxconfig.php|command|item pbxid? pbxname? remark?
    config.agentlistconfig|GET /webservice2/report/agentlistconfig.php|command|item pbxid? agentno? agentname? remark? offset? rows? sort? sens?
    config.queuelistconfig|GET /webservice2/report/queuelistconfig.php|command|item pbxid? queueno? queuelname? remark?
    config.qmrconfig|GET /webservice2/report/qmrconfig.php|command|item inputkey? score? remark?
    config.rptcontrol|GET /webservice2/report/rptcontrol.php|command|item pbxid? rpttype? rptname? begindate? enddate? enabled?
    campaigns.addobtask|GET /webservice2/outcall/addobtask.php|command|name actiontype runttype begindate enddate amrange? pmrange? monthlist? timelist? weeklist? daylist? maxcalls? maxretries? timeout? outtrunk? callerid? voicefile1? voicefile2? validkey? inputtimeout? inputerrorcount? inputtimeoutcount? context? exten? priority? neednotify? needinput? agentvoice? queuecallrate? application? appdata? variable? needqs? agentno? agentchannel? account? createbyapp? creater?
    campaigns.getobtasks|GET /webservice2/outcall/getobtasks.php|query|id? name? actiontype? status? begindate? enddate? offset? rows? sort? sens?
    campaigns.setobtask|GET /webservice2/outcall/setobtask.php|command|id name? runtype? begindate? enddate? amrange? pmrange? monthlist? timelist? weeklist? daylist? maxcalls? maxretries? timeout? outtrunk? callerid? voicefile1? voicefile2? validkey? inputtimeout? inputerrorcount? inputtimeoutcount? context? exten? priority? neednotify? needinput? agentvoice? queuecallrate? application? appdata? variable? needqs? agentno? agentchannel? account? createbyapp?
    campaigns.delobtask|GET /webservice2/outcall/delobtask.php|command|id
    campaigns.getobparams|GET /webservice2/outcall/getobparams.php|query|keyname? keydesc? sort? sens?
    campaigns.setobparams|GET /webservice2/outcall/setobparams.php|command|keyname keyvalue? keydesc?
    campaigns.getobdiallist|GET /webservice2/outcall/getobdiallist.php|query|taskid id? dialnumber? createtime1? createtime2? dialedtime1? dialedtime2? answertime1? answertime2? endtime1? endtime2? status? remark? caller? responsekey? duration? second? offset? rows? sort? sens?
    campaigns.addobdiallist|GET /webservice2/outcall/addobdiallist.php|command|taskid dialnumber extrefid? campaignid? ttstext1? ttstext2? remark? caller?
    campaigns.setobdiallist|GET /webservice2/outcall/setobdiallist.php|command|id? taskid extrefid? campaignid? uniqueid? ttstext1? ttstext2? remark? status? caller?
    campaigns.delobdiallist|GET /webservice2/outcall/delobdiallist.php|command|id? taskid
    campaigns.getobcalllog|GET /webservice2/outcall/getobcalllog.php|query|taskid? dialid? phoneno? answertime1? answertime2? offset? rows? sort? sens?
    campaigns.delobcalllog|GET /webservice2/outcall/delobcalllog.php|command|id? taskid dialid?
    campaigns.setobtaskstatus|GET /webservice2/outcall/setobtaskstatus.php|command|id status
    campaigns.addagentgroup|GET /webservice2/outcall/addagentgroup.php|command|groupname grouplist? ackcall? autologoff? wrapuptime? musiconhold? asexten?
    campaigns.getagentgroup|GET /webservice2/outcall/getagentgroup.php|query|groupname? sort? sens?
    campaigns.setagentgroup|GET /webservice2/outcall/setagentgroup.php|command|id groupname? grouplist? ackcall? autologoff? wrapuptime? musiconhold? asexten?
    campaigns.delagentgroup|GET /webservice2/outcall/delagentgroup.php|command|id
    campaigns.addspecialagent|GET /webservice2/outcall/addspecialagent.php|command|groupid agent agentname agentpassword
    campaigns.getspecialagent|GET /webservice2/outcall/getspecialagent.php|query|groupid? agent? agentname? queue? sort? sens?
    campaigns.setspecialagent|GET /webservice2/outcall/setspecialagent.php|command|groupid agent agentname agentpassword
    campaigns.delspecialagent|GET /webservice2/outcall/delspecialagent.php|command|groupid agent
    campaigns.addobagent|GET /webservice2/outcall/addobagent.php|command|queue agent penalty?
    campaigns.getobagent|GET /webservice2/outcall/getobagent.php|query|queue? agent? penalty? sort? sens?
    campaigns.setobagent|GET /webservice2/outcall/setobagent.php|command|id agent? queue? penalty?
    campaigns.delobagent|GET /webservice2/outcall/delobagent.php|command|id? queue agent?
    campaigns.gettaskreport|GET /webservice2/outcall/gettaskreport.php|query|begindate1? begindate2? id? name? status? actiontype? offset? rows? sort? sens?
    campaigns.getagentreport|GET /webservice2/outcall/getagentreport.php|query|id sort? sens?
    campaigns.gettimereport|GET /webservice2/outcall/gettimereport.php|query|id second? sort? sens?
    campaigns.getpresskeyreport|GET /webservice2/outcall/getpresskeyreport.php|query|id sort? sens?
    """
