/// A row of an answer; the order of fields is the order on the wire.
struct WebCTIRow: Sendable, Equatable {
    var fields: [OrderedJSON.Field]

    init(_ fields: [OrderedJSON.Field]) { self.fields = fields }
    init(_ fields: [(name: String, value: OrderedJSON)]) { self.fields = fields.map { .init(name: $0.name, value: $0.value) } }

    subscript(_ name: String) -> String? {
        get { fields.first { $0.name == name }?.value.text }
        set {
            guard let newValue else { return }
            if let place = fields.firstIndex(where: { $0.name == name }) {
                let isBare =
                    switch fields[place].value {
                    case .bare, .number: true
                    default: false
                    }
                fields[place].value = isBare ? .bare(newValue) : .text(newValue)
            } else {
                fields.append(.init(name: name, value: .text(newValue)))
            }
        }
    }
}

extension WebCTIRow: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, OrderedJSON)...) { fields = elements.map { .init(name: $0.0, value: $0.1) } }
}

extension OrderedJSON {
    static func row(_ row: WebCTIRow) -> OrderedJSON { .fields(row.fields) }
    static func rows(_ rows: [WebCTIRow]) -> OrderedJSON { .list(rows.map { .fields($0.fields) }) }
}
