/// The exchange's settings as it keeps them: for each kind rows of texts under their wire names.
struct YeastarBooks: Sendable {
    typealias Row = [String: String]

    enum Kind: String, Sendable, CaseIterable {
        case `extension`, siptrunk, inroute, outroute, conference, ivr, queue, paginggroup
    }

    /// How a kind is written in answers, and by what its rows go.
    struct Form: Sendable {
        /// The array in the answer to a query.
        var container: String
        /// The members of a row in the order of the examples.
        var fields: [String]
        /// What identifies a row.
        var key: String
        /// Under what name requests carry that key.
        var queryKey: String
        var addKey: String
        var updateKey: String
        var deleteKey: String
        /// What an update goes by, where that is not the key.
        var updateField: String?
        /// Whether rows get an id of their own.
        var isNumbered = false
        /// Names that requests use for a member, where the answer's differ.
        var aliases: [String: String] = [:]
    }

    private var rows: [Kind: [Row]] = [:]
    /// Where the row of a key is.
    private var places: [Kind: [String: Int]] = [:]
    private var lastID = 0

    subscript(_ kind: Kind) -> [Row] { rows[kind] ?? [] }

    func row(_ kind: Kind, _ key: String) -> Row? { places[kind]?[key].flatMap { rows[kind]?[$0] } }

    /// - Parameter body: leaves the key alone.
    mutating func change(_ kind: Kind, _ key: String, _ body: (inout Row) -> Void) {
        guard let index = places[kind]?[key] else { return }
        body(&rows[kind, default: []][index])
    }

    private mutating func findPlaces(_ kind: Kind) {
        let key = kind.form.key
        places[kind] = Dictionary(
            self[kind].enumerated().map { ($0.element[key] ?? "", $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func append(_ kind: Kind, _ row: Row) {
        var row = row
        if kind.form.isNumbered {
            lastID += 1
            row["id"] = String(lastID)
        }
        if let key = row[kind.form.key] { places[kind, default: [:]][key] = self[kind].count }
        rows[kind, default: []].append(row)
    }

    // MARK: - What requests ask

    /// - Parameter wantsKey: the key must be given, with `all` for everything; otherwise left out it means everything.
    func query(_ kind: Kind, _ request: YeastarRequest, wantsKey: Bool) throws(YeastarRefusal) -> [Row] {
        let form = kind.form
        guard let keys = request.list(form.queryKey) else {
            if wantsKey { throw .missing }
            return self[kind]
        }
        if wantsKey, keys == ["all"] { return self[kind] }
        let found = self[kind].filter { keys.contains($0[form.key] ?? "") || ($0["ivrid"].map(keys.contains) ?? false) }
        guard !found.isEmpty else { throw .unknown }
        return found
    }

    mutating func add(_ kind: Kind, _ request: YeastarRequest, defaults: Row = [:]) throws(YeastarRefusal) -> String {
        let form = kind.form
        let key = try request.required(form.addKey)
        guard row(kind, key) == nil else { throw .taken }
        append(kind, defaults.merging(settings(kind, request)) { $1 }.merging([form.key: key]) { $1 })
        return key
    }

    /// - Returns: the key of the row before the change.
    mutating func update(_ kind: Kind, _ request: YeastarRequest) throws(YeastarRefusal) -> String {
        let form = kind.form
        let wanted = try request.required(form.updateKey)
        guard let index = self[kind].firstIndex(where: { $0[form.updateField ?? form.key] == wanted }),
            let key = self[kind][index][form.key]
        else { throw .unknown }
        rows[kind, default: []][index].merge(settings(kind, request)) { $1 }
        findPlaces(kind)
        return key
    }

    /// - Returns: the keys that are gone. `all` takes everything where `mayAll`.
    mutating func delete(_ kind: Kind, _ request: YeastarRequest, mayAll: Bool) throws(YeastarRefusal) -> [String] {
        let form = kind.form
        guard let named = request.list(form.deleteKey) else { throw .missing }
        let keys = mayAll && named == ["all"] ? self[kind].compactMap { $0[form.key] } : named
        guard keys.allSatisfy({ row(kind, $0) != nil }) else { throw .unknown }
        rows[kind, default: []].removeAll { keys.contains($0[form.key] ?? "") }
        findPlaces(kind)
        return keys
    }

    private func settings(_ kind: Kind, _ request: YeastarRequest) -> Row {
        let form = kind.form
        var row: Row = [:]
        for (name, value) in request.fields {
            let field = form.aliases[name] ?? name
            if form.fields.contains(field), field != "id", name != form.updateKey || form.updateField == nil { row[field] = value }
        }
        return row
    }
}

extension YeastarBooks.Kind {
    var form: YeastarBooks.Form { Self.forms[self] ?? Self.form("", [], key: "") }

    private static func form(
        _ container: String, _ fields: [String], key: String, queryKey: String? = nil, addKey: String? = nil,
        updateKey: String? = nil, deleteKey: String? = nil, updateField: String? = nil, isNumbered: Bool = false,
        aliases: [String: String] = [:]
    ) -> YeastarBooks.Form {
        YeastarBooks.Form(
            container: container, fields: fields, key: key, queryKey: queryKey ?? key, addKey: addKey ?? key,
            updateKey: updateKey ?? key, deleteKey: deleteKey ?? key, updateField: updateField, isNumbered: isNumbered,
            aliases: aliases)
    }

    /// Names and orders as the response examples print them.
    private static let forms: [YeastarBooks.Kind: YeastarBooks.Form] = [
        .extension: form(
            "extinfos",
            [
                "extnumber", "username", "type", "port", "noanswerforward", "ntransferto", "ntransferext", "ntransferprefix",
                "ntransfernum", "busyforward", "btransferto", "btransferext", "btransferprefix", "btransfernum", "status",
                "callerid", "userpassword", "registerpassword", "email", "moblie", "maxregistrations", "hasvoicemail",
                "vmsecret", "enablevmtoemail", "language", "enablemobile", "ringsimultaneous", "mobileprefix",
                "allowbeingmonitored", "monitormode", "ringtimeout", "maxduration", "dnd",
            ], key: "extnumber", queryKey: "extid", addKey: "number", updateKey: "extid", deleteKey: "number",
            aliases: ["mobile": "moblie", "loginpassword": "userpassword"]),
        .siptrunk: form(
            "trunks",
            [
                "id", "trunkname", "tech", "trunktype", "host", "port", "domain", "username", "authname", "fromuser", "password",
            ], key: "trunkname", updateKey: "id", updateField: "id", isNumbered: true),
        // Its id is empty in the examples.
        .inroute: form("inroutes", ["id", "name", "did", "caller_id", "desttype", "dest"], key: "name"),
        .outroute: form(
            "outroutes", ["id", "name", "prepend", "prefix", "matchpattern", "callerid", "trunks"], key: "name", updateKey: "id",
            updateField: "id", isNumbered: true),
        .conference: form(
            "conferences", ["number", "name", "participantepassword", "moderatorpassword", "waitformoderator"], key: "number"),
        .ivr: form(
            "ivr", ["ivrid", "promptrepeat", "responsetimeout", "ivrname", "prompt"], key: "ivrname", queryKey: "name",
            updateKey: "ivrid", updateField: "ivrid"),
        .queue: form(
            "queues",
            [
                "queuenumber", "queuename", "password", "agents", "announcefreq", "announceholdtime", "announcepos", "joinempty",
                "leavewhenempty", "retry", "ringstrategy", "agenttimeout", "wrapuptime", "dynamicagents", "agentannounce",
                "musiconhold", "maxwaittime",
            ], key: "queuenumber", queryKey: "queueid", updateKey: "queueid"),
        .paginggroup: form("paginggroup", ["number", "name", "type", "member"], key: "number"),
    ]
}
