/// What answers tell of extensions, calls and members.
extension YeastarWorld {
    func listedStatus(_ number: String) -> String {
        let status = phones[number]?.listedStatus ?? "Unavailable"
        let isBusy = books.row(.extension, number)?["dnd"] == "on" && phones[number]?.isFree == true
        return isBusy ? "Busy" : status
    }

    /// The call objects that `extension/query` has in its table: inbound, outbound or ext.
    func callOf(_ number: String) -> OrderedJSON {
        guard let serial = phones[number]?.call, let call = calls[serial] else { return [:] }
        guard call.direction == .internal else {
            let name = call.direction == .inbound ? "inbound" : "outbound"
            return .fields([
                .init(
                    name: name,
                    value: [
                        "\(name)id": .text(call.id), "from": .text(call.from), "to": .text(call.to), "trunk": .text(call.trunk),
                    ])
            ])
        }
        let other = (call.extensions + call.ringing).first { $0 != number } ?? call.to
        return ["ext": ["extid": .text(other)]]
    }

    /// A row of `inbound/query` or `outbound/query`. The document knows one status, Talking; before it there is none.
    func trunkCall(_ call: Call) -> OrderedJSON {
        let name = call.direction == .inbound ? "inboundid" : "outboundid"
        var fields: [OrderedJSON.Field] = [
            .init(name: name, value: .text(call.id)), .init(name: "from", value: .text(call.from)),
            .init(name: "to", value: .text(call.to)), .init(name: "trunk", value: .text(call.trunk)),
        ]
        if call.direction == .inbound {
            // Who is in the call: an extension or a menu. One that only rings is not.
            if let callee = call.callee {
                fields.append(.init(name: "callee", value: ["extid": .text(callee)]))
            } else if call.phase == .menu {
                let menu = books[.ivr].first { destination(of: call.to) == .menu($0["ivrid"] ?? "") } ?? books[.ivr].first
                fields.append(.init(name: "callee", value: ["ivrid": .text(menu?["ivrid"] ?? "")]))
            }
        }
        // Whoever waits in a queue or listens to a menu has been answered by the exchange.
        let isAnswered = call.answered != nil || call.phase == .waiting || (call.phase == .ringing && call.queue != nil)
        return .fields(fields + (isAnswered ? [.init(name: "status", value: "Talking")] : []))
    }

    func members(of room: String) -> [OrderedJSON] {
        rooms[room, default: []].map {
            [
                "number": .text($0.number), "channelid": .text($0.channel), "memberstatus": $0.isWaiting ? "HOLD" : "Up",
            ]
        }
    }
}

extension OrderedJSON {
    /// Rows of a settings book, only what they have, in the order of `names`.
    init(_ row: [String: String], _ names: [String]) {
        self = .fields(names.compactMap { name in row[name].map { Field(name: name, value: .text($0)) } })
    }

    /// The whole document, root `<xml>`.
    var yeastarXML: String {
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<xml>\n" + xml(XMLStyle(margin: "    ", numbersItems: true), margin: "    ")
            + "</xml>\n"
    }
}
