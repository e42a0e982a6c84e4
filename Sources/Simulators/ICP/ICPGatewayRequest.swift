/// A signed-in agent's request, taken apart.
struct ICPGatewayRequest: Sendable {
    /// The work number in the path, whose session it is.
    var agent: String
    /// What stood in the path's other open places.
    var arguments: [String]
    var query: [(name: String, value: String)]
    var body: OrderedJSON

    /// The place-th open part of the path, behind the work number.
    func argument(_ place: Int = 0) -> String { place < arguments.count ? arguments[place] : "" }

    func number(_ place: Int = 0, _ range: ClosedRange<Int>) throws(ICPRefusal) -> Int {
        guard let number = Int(argument(place)), range.contains(number) else { throw .badRequest }
        return number
    }

    /// A parameter of the query, whatever its case: `skillId` and `skillid` are both in the field.
    func parameter(_ name: String) -> String? {
        query.first { $0.name.lowercased() == name.lowercased() }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    func required(_ name: String) throws(ICPRefusal) -> String {
        guard let value = parameter(name) else { throw .badRequest }
        return value
    }

    /// A member of the body as text; empty counts as absent.
    func field(_ name: String) -> String? { body[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }

    func requiredField(_ name: String) throws(ICPRefusal) -> String {
        guard let value = field(name) else { throw .badRequest }
        return value
    }

    func requiredList(_ name: String, upTo limit: Int) throws(ICPRefusal) -> [OrderedJSON] {
        guard let items = body[name]?.list, (1...limit).contains(items.count) else { throw .badRequest }
        return items
    }
}
