/// Where a ledger is not what its catalog says, and why.
struct Deviation {
    /// A part of the comparison's line.
    let what: String
    let reason: String

    init(_ what: String, because reason: String) {
        self.what = what
        self.reason = reason
    }

    static func of(_ system: String) -> [Deviation] { all[system] ?? [] }

    private static let all: [String: [Deviation]] = ["confserver": conferenceServer]

    private static let conferenceServer =
        ["OPERATORNAME", "PASS", "PHONE1", "STATE1", "OPERATORNUMBER", "LOCALCONFROOMID", "CONFROOMDESC", "MAXDURATION", "MUTEFLAG", "SPTYPE", "STATUS"]
        .map { Deviation(" \($0) need", because: "the wire always has it, but the site knows it where nobody gives it") }
        + ["STATE1", "MAXDURATION", "MUTEFLAG", "SPTYPE", "STATUS"].map {
            Deviation(" \($0) standard", because: "the document names none; this is what the site sends where nobody gives one")
        }
        + [
            Deviation("conferences.create OTHERS need", because: "the document's own request has it empty"),
            Deviation("conferences.stop OTHERS need", because: "the site knows the operator's number, which is the least that must go"),
            Deviation("agents.operators answer", because: "the rows are keys that repeat, beside OPERATORNAME"),
            Deviation("conferences.info answer", because: "a message comes for each room, and they are gathered"),
        ]
}
