/// Where a catalog is not what its document says, and why.
struct Deviation {
    /// A part of the comparison's line.
    let what: String
    let reason: String

    init(_ what: String, because reason: String) {
        self.what = what
        self.reason = reason
    }

    static func of(_ system: String) -> [Deviation] { all[system] ?? [] }

    private static let all: [String: [Deviation]] = ["confserver": conferenceServer, "yeastar": yeastar, "webcti": webCTI, "icp": icp]

    private static let conferenceServer =
        [
            "OPERATORNAME", "PASS", "PHONE1", "STATE1", "OPERATORNUMBER", "LOCALCONFROOMID", "CONFROOMDESC", "MAXDURATION", "MUTEFLAG",
            "SPTYPE", "STATUS",
        ]
        .map { Deviation(" \($0) need", because: "the wire always has it, but the site knows it where nobody gives it") }
        + ["STATE1", "MAXDURATION", "MUTEFLAG", "SPTYPE", "STATUS"].map {
            Deviation(" \($0) standard", because: "the document names none; this is what the site sends where nobody gives one")
        }
        + [
            Deviation("conferences.create OTHERS need", because: "the document's own request has it empty"),
            Deviation("conferences.stop OTHERS need", because: "the site knows the operator's number, which is the least that must go"),
            Deviation("agents.operators answer", because: "the rows are keys that repeat, beside OPERATORNAME"),
            Deviation("conferences.info answer", because: "a message comes for each room, and they are gathered"),
            Deviation("agents.set_number STATE", because: "never printed; the state is taken to be that of the log-in"),
        ]

    private static let yeastar =
        [
            "extid", "number", "extnumber", "id", "invitemember", "membernumber", "queueid", "inboundid", "outboundid", "ringgroupid",
            "wakeupid", "listener", "listenedext", "whisperer", "whisperedext", "bargein", "bargedext",
        ]
        .map { Deviation(" \($0) type", because: "a name made of digits, of which several may stand with commas; on the wire it is text") }
        + [
            Deviation(" weekdays type", because: "several, with commas; its example shows it"),
            Deviation("trunk.list answer", because: "the table calls the rows trunklist, the examples and the wire trunkname"),
            Deviation("download to: not in the document", because: "the file that is written here"),
        ]

    private static let webCTI =
        ["context", "exten", "priority"].map {
            Deviation("calls.ctioriginate \($0) need", because: "marked as needed, but with an application they must be left out (1231)")
        }
        + ["getfax", "getmonitor", "getmonitorbyuid", "getmsg", "getspoolfile", "getrecord"].map {
            Deviation(".\($0) to: not in the document", because: "the file that is written here")
        }
        + [
            Deviation("calls.ctiredirect priority standard", because: "it is needed; 1 is what it normally is"),
            Deviation("system.getallstatus answer", because: "one row that holds lists is no table"),
        ]
}
