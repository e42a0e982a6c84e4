/// One event report, as the exchange POSTs it.
public struct YeastarReport: Sendable, Equatable {
    public let action: String
    let fields: OrderedJSON
    /// The reports of an extension's call to outside lack the serial number while it rings.
    let saysSerial: Bool

    init(_ action: String, _ fields: OrderedJSON, saysSerial: Bool = true) {
        self.action = action
        self.fields = fields
        self.saysSerial = saysSerial
    }

    /// The request's body.
    /// - Parameter isWellFormed: what an application gets that has logged in with version 1.0.2; for the others two extensions
    ///   are two members of the same name.
    func body(serialNumber: String, isWellFormed: Bool = true) -> String {
        let whole =
            OrderedJSON.fields([.init(name: "action", value: .text(action))]) + fields
            + (saysSerial ? ["sn": .text(serialNumber)] : [:])
        return (isWellFormed ? whole : whole.withoutPairs).json
    }

    /// The whole request, head and body as the document prints them. BootUp is printed with another head and without a length,
    /// but no server could read a body that says neither its length nor its end.
    func request(to target: YeastarReportTarget, serialNumber: String) -> [UInt8] {
        let body = body(serialNumber: serialNumber, isWellFormed: target.wantsWellFormed)
        let length = body.utf8.count
        let lines =
            action == "BootUp"
            ? [
                "POST \(target.path.isEmpty ? "/" : target.path) HTTP/1.1", "User-Agent: WebAPI",
                "Host: \(target.host): \(target.port)", "Content-Type: application/json", "Accept: application/json",
                "Content-Length: \(length)",
            ]
            : [
                "POST \(target.path) HTTP/1.1", "Host:\(target.host)", "Content-Length:\(length)", "Accept: application/json",
                "Content-Type:application/json", "Connection:close",
            ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}

extension OrderedJSON {
    /// `{"extid":["106","101"]}` as `{"extid":"106","extid":"101"}`.
    fileprivate var withoutPairs: OrderedJSON {
        guard case .fields(let fields) = self else { return self }
        return .fields(
            fields.flatMap { field -> [Field] in
                guard case .list(let items) = field.value else { return [Field(name: field.name, value: field.value.withoutPairs)] }
                return items.map { Field(name: field.name, value: $0) }
            })
    }
}

/// Where an application wants its reports.
struct YeastarReportTarget: Sendable, Hashable {
    var host: String
    var port: Int
    /// Empty: the request line has no target at all.
    var path = ""
    var wantsWellFormed = true

    /// From the parameters of log-in and heartbeat.
    /// - Parameter address: the application's own.
    init?(_ request: YeastarRequest, address: String, wantsWellFormed: Bool) {
        guard let port = request["port"].flatMap({ Int($0) }), (1...65_535).contains(port) else { return nil }
        self.init(host: address, port: port, wantsWellFormed: wantsWellFormed)
        guard var url = request["url"] else { return }
        if request["urltag"] != "1" {
            path = url.hasPrefix("/") ? url : "/" + url
            return
        }
        if let scheme = url.range(of: "://") { url = String(url[scheme.upperBound...]) }
        let authority = url.prefix { $0 != "/" }
        path = String(url.dropFirst(authority.count))
        let parts = authority.split(separator: ":", maxSplits: 1)
        if let name = parts.first { host = String(name) }
        if parts.count == 2 { self.port = Int(parts[1]) ?? port } else { self.port = 80 }
    }

    init(host: String, port: Int, path: String = "", wantsWellFormed: Bool = true) {
        self.host = host
        self.port = port
        self.path = path
        self.wantsWellFormed = wantsWellFormed
    }
}

// MARK: - What is reported of a call

/// The order of the parties says who is who: callee first in RING and ANSWER, caller first in the second ANSWER, in BYE whoever
/// hung up.
extension YeastarWorld {
    private func outside(_ call: Call, id: String? = nil) -> OrderedJSON.Field {
        let name = call.direction == .inbound ? "inbound" : "outbound"
        return .init(
            name: name,
            value: [
                "from": .text(call.from), "to": .text(call.to), "trunk": .text(call.trunk), "\(name)id": .text(id ?? call.id),
            ])
    }

    private func ext(_ numbers: [String]) -> OrderedJSON.Field {
        .init(name: "ext", value: ["extid": numbers.count == 1 ? .text(numbers[0]) : .list(numbers.map { .text($0) })])
    }

    private mutating func tell(_ action: String, _ callid: String, _ parts: [OrderedJSON.Field], saysSerial: Bool = true) {
        messages.append(
            YeastarReport(action, .fields([.init(name: "callid", value: .text(callid))] + parts), saysSerial: saysSerial))
    }

    /// The ring-back that a caller hears while a telephone rings: one report for each leg, with the callid of its RING.
    /// - Parameter number: the extension that rings; nil when it is somebody outside.
    mutating func reportAlert(_ call: Call, _ number: String? = nil) {
        switch call.direction {
        case .inbound: tell("ALERT", call.legID(of: number), [outside(call)])
        case .outbound: if call.caller != nil { tell("ALERT", call.legID, [ext(call.extensions)], saysSerial: false) }
        case .internal:
            guard let caller = call.caller else { return }
            tell("ALERT", call.id, [.init(name: "ext", value: ["extid": [.text(caller)]])])
        }
    }

    /// - Parameter number: the extension that rings; nil when it is somebody outside.
    mutating func reportRing(_ call: Call, _ number: String?) {
        switch call.direction {
        case .inbound: tell("RING", call.legID(of: number), [ext([number].compactMap { $0 }), outside(call)])
        case .outbound:
            guard let caller = number ?? call.caller else { return }
            tell("RING", call.id, [outside(call), ext([caller])], saysSerial: false)
        case .internal: tell("RING", call.id, [ext([number, call.caller].compactMap { $0 })])
        }
    }

    /// Both reports of one answer carry the action ANSWER.
    mutating func reportAnswer(_ call: Call) {
        let numbers = call.extensions
        guard !numbers.isEmpty else { return }
        switch call.direction {
        case .inbound:
            tell("ANSWER", call.id, [ext(numbers), outside(call)])
            tell("ANSWER", call.legID, [outside(call), ext(numbers)])
        case .outbound:
            tell("ANSWER", call.id, [outside(call), ext(numbers)])
            tell("ANSWER", call.legID, [ext(numbers), outside(call)])
        case .internal:
            tell("ANSWER", call.id, [ext(numbers.reversed())])
            if numbers.count > 1 { tell("ANSWER", call.id, [ext(numbers)]) }
        }
    }

    /// A call whose callee was never reached has failed, whoever ended it; the menu's own answer is one.
    mutating func reportEnd(_ call: Call, first: String?) {
        let isReached = call.answered != nil && (call.callee != nil || call.queue == nil)
        guard !isReached else { return reportBye(call, first: first) }
        if call.ringing.isEmpty { return reportFailure(call, callee: nil) }
        for number in call.ringing { reportFailure(call, callee: number) }
    }

    /// One report for each leg.
    /// - Parameter first: the extension that hung up; nil when the outside did, or the caller where there is none.
    mutating func reportBye(_ call: Call, first: String?) {
        let numbers = call.extensions
        guard call.direction != .internal else {
            let ordered = first == numbers.last ? Array(numbers.reversed()) : numbers
            guard !ordered.isEmpty else { return }
            tell("BYE", call.id, [ext(ordered)])
            if ordered.count > 1 { tell("BYE", call.legID, [ext(ordered.reversed())]) }
            return
        }
        guard !numbers.isEmpty else { return tell("BYE", call.id, [outside(call)]) }
        // The legs of a call to outside name themselves as outboundid, by the examples.
        let leg = outside(call, id: call.direction == .outbound ? call.legID : nil)
        if first == nil {
            tell("BYE", call.id, [outside(call), ext(numbers)])
            tell("BYE", call.legID, [ext(numbers), leg])
        } else {
            tell("BYE", call.id, [ext(numbers), outside(call)])
            tell("BYE", call.legID, [leg, ext(numbers)])
        }
    }

    /// Sent for transfers made at a telephone only; where to is not said.
    mutating func reportTransfer(_ call: Call, by transferor: String) {
        if call.direction == .internal {
            tell("Tranfer", call.id, [ext(call.extensions.filter { $0 != transferor } + [transferor])])
        } else {
            tell("Tranfer", call.id, [ext([transferor]), outside(call)])
        }
    }

    /// - Parameter callee: the extension that did not answer.
    mutating func reportFailure(_ call: Call, callee: String?) {
        var parts: [OrderedJSON.Field] = []
        let numbers = [callee, call.caller].compactMap { $0 }
        if !numbers.isEmpty { parts.append(ext(numbers)) }
        if call.direction == .inbound { parts.append(outside(call)) }
        if call.direction == .outbound { parts.insert(outside(call), at: 0) }
        let isLeg = call.direction == .inbound && callee != nil
        let fields: [OrderedJSON.Field] = [
            .init(name: "reason", value: .number(480)),
            .init(name: "callid", value: .text(isLeg ? call.legID(of: callee) : call.id)),
        ]
        messages.append(YeastarReport("CallFailed", .fields(fields + parts)))
    }

    mutating func report(_ record: Record) {
        let fields: [(String, String?)] = [
            ("callid", record.callid), ("timestart", localTime(record.time)), ("callfrom", record.from), ("callto", record.to),
            ("callduraction", record.duration), ("talkduraction", record.talked), ("status", record.status), ("type", record.type),
            ("recording", record.recording),
        ]
        messages.append(
            YeastarReport(
                "NewCdr", .fields(fields.compactMap { name, value in value.map { .init(name: name, value: .text($0)) } })))
    }
}
