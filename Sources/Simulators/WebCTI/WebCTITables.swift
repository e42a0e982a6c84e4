/// The rows that the platform keeps: lists, records, messages, outbound tasks. A table goes by the page that lists it.
struct WebCTITables: Sendable {
    private var tables: [String: [WebCTIRow]] = WebCTIDocument.pages.compactMapValues { $0.rows.isEmpty ? nil : $0.rows }

    subscript(_ page: String) -> [WebCTIRow] {
        get { tables[page] ?? [] }
        set { tables[page] = newValue }
    }

    /// Adds a row, and forgets old ones when there are too many.
    mutating func append(_ row: WebCTIRow, to page: String) {
        if tables[page, default: []].count >= 2_000 { tables[page]?.removeFirst(500) }
        tables[page, default: []].append(row)
    }

    /// The number that the next row of a table gets.
    func nextID(_ page: String) -> String { String((self[page].compactMap { $0["id"].flatMap { Int($0) } }.max() ?? 0) + 1) }

    /// The rows that a request's filters let through, in its order, cut to its page.
    static func select(_ rows: [WebCTIRow], _ request: WebCTIRequest) -> [WebCTIRow] {
        var chosen = rows.filter { row in request.filters.allSatisfy { matches(row, $0.name, $0.value, request) } }
        if let field = request["sort"], chosen.contains(where: { $0[field] != nil }) {
            chosen.sort { ($0[field] ?? "") < ($1[field] ?? "") }
        }
        if request["sens"]?.uppercased() == "DESC" { chosen.reverse() }
        let offset = max(0, Int(request["offset"] ?? "") ?? 0)
        let count = Int(request["rows"] ?? "") ?? chosen.count
        return Array(chosen.dropFirst(offset).prefix(max(0, count)))
    }

    static func count(_ rows: [WebCTIRow], _ request: WebCTIRequest) -> Int {
        rows.count { row in request.filters.allSatisfy { matches(row, $0.name, $0.value, request) } }
    }

    /// A filter goes by a field's name, or by its beginning and its end: calldate1 and calldate2, insert_dates and insert_datee.
    private static func matches(_ row: WebCTIRow, _ name: String, _ value: String, _ request: WebCTIRequest) -> Bool {
        if let found = row[name] ?? row[synonyms[name] ?? ""] { return value.isEmpty || found == value }
        // Reports are computed for whatever days are asked for.
        guard !value.isEmpty, !request.page.hasPrefix("report/get") || !request.page.hasSuffix("report"),
            let found = row[String(name.dropLast())]
        else { return true }
        switch name.last {
        case "1", "s": return found >= value
        // A day as the end means the whole of it.
        case "2", "e": return found <= (value.count == 10 ? value + " 23:59:59" : value)
        default: return true
        }
    }

    private static let synonyms = ["phone": "extension", "name": "blacklistname", "queueevent": "event", "queue": "queuename"]
}

/// What a page that changes kept rows does.
enum WebCTITableAction: Sendable {
    case count(of: String)
    /// How many rows, and their first and last.
    case statistics(of: String)
    case add(to: String, says: String)
    case set(in: String, key: String, says: String)
    case remove(from: String, keys: [String], says: String)

    static let all: [String: WebCTITableAction] = [
        "getcdrcount": .count(of: "getcdr"), "report/getcdrcountsimple": .count(of: "getcdr"),
        "getivrlogcount": .count(of: "getivrlog"),
        "getagentactivitycount": .count(of: "getagentactivity"), "getfaxrecvlogcount": .count(of: "getfaxrecvlog"),
        "getmsgcount": .count(of: "getmsglist"), "getqmrcount": .count(of: "getqmr"),
        "getbadcallcount": .count(of: "getbadcalllist"),
        "getrecvsmscount": .count(of: "getrecvsms"), "getsendsmscount": .count(of: "getsendsms"),
        "getrecvsmsstat": .statistics(of: "getrecvsms"), "getsendsmsstat": .statistics(of: "getsendsms"),

        "ctiaddblacklist": .add(to: "ctigetblacklist", says: "{extension} is added to {name}."),
        "ctidelblacklist": .remove(from: "ctigetblacklist", keys: ["extension"], says: "{extension} is deleted from {name}."),
        "addblacklist": .add(to: "getblacklist", says: "{extension} is added to {name}."),
        "delblacklist": .remove(from: "getblacklist", keys: ["id"], says: "{id} is deleted."),
        "addrouteblacklist": .add(to: "getrouteblacklist", says: "{extension} is added to routeblacklist."),
        "deleterouteblacklist": .remove(
            from: "getrouteblacklist", keys: ["extension"], says: "{extension} is delete from routeblacklist."),
        "addroutewhitelist": .add(to: "getroutewhitelist", says: "{extension} is added to routewhitelist."),
        "deleteroutewhitelist": .remove(
            from: "getroutewhitelist", keys: ["extension"], says: "{extension} is delete from routewhitelist."),

        "deletemsg": .remove(from: "getmsglist", keys: ["msgfile", "msgdir", "msgbox"], says: "{msgdir}/{msgfile} is deleted."),
        "setmsg": .set(in: "getmsglist", key: "msgfile", says: "{msgdir}/{msgfile} is updated. "),
        "delrecvsms": .remove(from: "getrecvsms", keys: ["id"], says: "sms message {id} in inbox is deleted."),
        "delsendsms": .remove(from: "getsendsms", keys: ["id"], says: "sms message {id} in outbox is deleted."),
        "setrecvsms": .set(in: "getrecvsms", key: "id", says: "Update successed."),
        "setfaxrecvlog": .set(in: "getfaxrecvlog", key: "id", says: "Update successed."),
        "seturgentcall": .set(in: "geturgentcalls", key: "id", says: "urgent call {id} is updated."),
        "deleteurgentcall": .remove(from: "geturgentcalls", keys: ["id"], says: "urgent call {id} is deleted."),
        "setbadcall": .set(in: "getbadcalllist", key: "uniqueid", says: "Update successed."),
        "delbadcall": .remove(from: "getbadcalllist", keys: ["uniqueid"], says: "Deleted {uniqueid}."),

        "outcall/addobtask": .add(to: "outcall/getobtasks", says: "SUCCESS"),
        "outcall/setobtask": .set(in: "outcall/getobtasks", key: "id", says: "SUCCESS"),
        "outcall/setobtaskstatus": .set(in: "outcall/getobtasks", key: "id", says: "SUCCESS"),
        "outcall/delobtask": .remove(from: "outcall/getobtasks", keys: ["id"], says: "SUCCESS"),
        "outcall/setobparams": .set(in: "outcall/getobparams", key: "keyname", says: "SUCCESS"),
        "outcall/addobdiallist": .add(to: "outcall/getobdiallist", says: "SUCCESS"),
        "outcall/setobdiallist": .set(in: "outcall/getobdiallist", key: "id", says: "SUCCESS"),
        "outcall/delobdiallist": .remove(from: "outcall/getobdiallist", keys: ["id", "taskid"], says: "SUCCESS"),
        "outcall/delobcalllog": .remove(from: "outcall/getobcalllog", keys: ["id", "taskid", "dialid"], says: "SUCCESS"),
        "outcall/addagentgroup": .add(to: "outcall/getagentgroup", says: "SUCCESS"),
        "outcall/setagentgroup": .set(in: "outcall/getagentgroup", key: "id", says: "SUCCESS"),
        "outcall/delagentgroup": .remove(from: "outcall/getagentgroup", keys: ["id"], says: "SUCCESS"),
        "outcall/addspecialagent": .add(to: "outcall/getspecialagent", says: "SUCCESS"),
        "outcall/setspecialagent": .set(in: "outcall/getspecialagent", key: "agent", says: "SUCCESS"),
        "outcall/delspecialagent": .remove(from: "outcall/getspecialagent", keys: ["groupid", "agent"], says: "SUCCESS"),
        "outcall/addobagent": .add(to: "outcall/getobagent", says: "SUCCESS"),
        "outcall/setobagent": .set(in: "outcall/getobagent", key: "id", says: "SUCCESS"),
        "outcall/delobagent": .remove(from: "outcall/getobagent", keys: ["id", "queue", "agent"], says: "SUCCESS"),
    ]

    func perform(on tables: inout WebCTITables, _ request: WebCTIRequest) throws(WebCTIRefusal) -> WebCTIAnswer {
        switch self {
        case .count(let table):
            return .rows([["result": "\(WebCTITables.count(tables[table], request))"]])
        case .statistics(let table): return .rows([Self.statistics(WebCTITables.select(tables[table], request))])
        case .add(let table, let says):
            let id = tables.nextID(table)
            var row = WebCTIDocument.pages[table]?.rows.first.map(Self.blank) ?? [:]
            row["id"] = id
            Self.fill(&row, from: request)
            if table.hasSuffix("blacklist") || table.hasSuffix("whitelist"), table.contains("route"),
                tables[table].contains(where: { $0["extension"] == request["extension"] })
            {
                throw WebCTIRefusal(9000, "database error")
            }
            if !(WebCTIDocument.pages[table]?.rows.first?.fields.contains { $0.name == "id" } ?? true) {
                row.fields.removeAll { $0.name == "id" }
            }
            tables.append(row, to: table)
            let total: OrderedJSON? = WebCTIDocument.pages[request.page]?.total == nil ? nil : .bare(id)
            return .envelope(code: 0, message: request.filled(says), data: .rows([]), total: total)
        case .set(let table, let key, let says):
            guard let value = request[key] else { break }
            for place in tables[table].indices where tables[table][place][key] == value {
                Self.fill(&tables[table][place], from: request)
            }
            return .done(request.filled(says))
        case .remove(let table, let keys, let says):
            let given = keys.compactMap { key in request[key].map { (key, $0) } }
            // Without an id the whole task or queue is meant, as the document warns.
            let before = tables[table].count
            tables[table].removeAll { row in !given.isEmpty && given.allSatisfy { row[$0.0] == nil || row[$0.0] == $0.1 } }
            if before == tables[table].count {
                if table.contains("route") { throw WebCTIRefusal(9000, "database error") }
                if request.page == "deletemsg" { throw WebCTIRefusal(1472, "message file is not exists.") }
                if request.page == "ctidelblacklist" { throw WebCTIRefusal(1061, request.filled("{name} is not exists.")) }
            }
            return .done(request.filled(says))
        }
        return .done("SUCCESS")
    }

    private static func blank(_ row: WebCTIRow) -> WebCTIRow {
        WebCTIRow(row.fields.map { ($0.name, $0.value.text.flatMap { Double($0) } == nil ? "" : "0") })
    }

    private static func fill(_ row: inout WebCTIRow, from request: WebCTIRequest) {
        for (name, value) in request.filters {
            let field = ["name": "blacklistname", "runttype": "runtype", "phone": "number"][name]
            let isKnown = row.fields.contains { $0.name == name }
            row[isKnown ? name : field ?? name] = value
        }
    }

    private static func statistics(_ rows: [WebCTIRow]) -> WebCTIRow {
        let ids = rows.compactMap { $0["id"].flatMap { Int($0) } }
        let dates = rows.compactMap { $0["insert_date"] }
        return [
            "rows": "\(rows.count)", "maxid": "\(ids.max() ?? 0)", "minid": "\(ids.min() ?? 0)", "maxdate": .text(dates.max() ?? ""),
            "mindate": .text(dates.min() ?? ""),
        ]
    }
}
