/// An answer of the gateway: status 200 and an envelope, whatever happened.
struct ICPAnswer {
    var headers: [(String, String)] = [("Content-Type", "application/json;charset=UTF-8")]
    private let envelope: OrderedJSON

    init(result: OrderedJSON) {
        envelope = ["message": "", "retcode": "0", "result": result]
    }

    init(code: String, message: String, result: OrderedJSON) {
        envelope = ["message": .text(message), "retcode": .text(code), "result": result]
    }

    init(_ refusal: ICPRefusal) {
        self.init(code: refusal.rawValue, message: refusal.message, result: "")
    }

    /// A poll's answer; without an event there is no such field.
    init(event: ICPEvent?, _ settings: ICPGatewaySettings) {
        let head: [OrderedJSON.Field] = [.init(name: "message", value: ""), .init(name: "retcode", value: "0")]
        envelope = .fields(head + (event.map { [.init(name: "event", value: Self.written($0, settings))] } ?? []))
    }

    var response: SimulatedHTTPServer.Response { .init(headers: headers, body: Array(envelope.json.utf8)) }

    private static func written(_ event: ICPEvent, _ settings: ICPGatewaySettings) -> OrderedJSON {
        var content = event.content
        if settings.endsTextWithNUL, case .text(let text) = content { content = .text(text + "\0") }
        if settings.isNewer, case .fields(let fields) = content {
            content = .fields(fields + [.init(name: "jsonKey", value: .list(fields.map { .text($0.name) }))])
        }
        let fields: [OrderedJSON.Field] = [
            .init(name: "eventType", value: .text(event.type)), .init(name: "workNo", value: .text(event.agent)),
            .init(name: "content", value: content),
        ]
        return .fields(fields + (settings.isNewer ? [.init(name: "eventGenTime", value: .number(event.time))] : []))
    }
}
