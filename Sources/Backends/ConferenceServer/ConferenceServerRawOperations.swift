import Exchange
import JSON

extension ConferenceServerSite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        let message: Message
        do {
            message = try Message(operation, arguments.object ?? [:], filledBy: fill)
        } catch {
            return (.invalid(error.reason), nil)
        }
        // No end is marked, and without rooms there is no answer at all.
        if message.name == "GETCONFROOMINFO" {
            gathered = []
            guard post(message) else { return (.notOnline(.offline), nil) }
            try? await surroundings.sleep(configuration.gathering)
            return (.done(gathered.isEmpty ? "no room" : nil), .array(gathered.map(\.json)))
        }
        let (outcome, answer) = await send(message)
        return (outcome, answer?.json)
    }

    /// What a parameter that was left out is, where that goes without saying.
    private func fill(_ operation: Exchange.Operation, _ parameter: String, _ given: JSONMembers) -> String? {
        let room = (given["SERVERROOMID"]?.text).flatMap(picture.roomID) ?? (given["LOCALCONFROOMID"]?.text).flatMap(picture.roomID)
        return switch parameter {
        case "OPERATORNAME": configuration.username
        case "PASS": password.reveal()
        case "PHONE1", "OPERATORNUMBER": phones.first
        case "STATE1": "1"
        case "LOCALCONFROOMID": room.map(local) ?? (operation.native == "CREATECONFROOM" ? nextLocalRoom(phones.first ?? "") : nil)
        case "SERVERROOMID": room
        case "CONFROOMDESC": Self.description
        case "OTHERS": operation.native == "CREATECONFROOM" ? "" : operation.native == "STOPCONFROOM" ? room.map(operatorNumber) : nil
        case "MAXDURATION": Self.longest
        case "MUTEFLAG": "0"
        case "SPTYPE": "SIP"
        case "STATUS": "OK"
        default: nil
        }
    }
}

/// What is wrong with the arguments of a raw operation.
struct ArgumentFault: Error, Equatable { var reason: SafeText }

extension Message {
    /// The message of a ledger row, its keys in the row's order; optional ones stay, empty.
    /// - Parameter filledBy: gives a value for a parameter that was left out.
    init(
        _ operation: Exchange.Operation, _ given: JSONMembers,
        filledBy fill: (Exchange.Operation, String, JSONMembers) -> String? = { _, _, _ in nil }
    ) throws(ArgumentFault) {
        let known = Set(operation.parameters.map(\.name))
        if let stranger = given.keys.sorted().first(where: { !known.contains($0) }) {
            throw ArgumentFault(reason: "\(operation.id) takes no \(stranger)")
        }
        var lines: [Line] = []
        for parameter in operation.parameters {
            guard let value = Self.text(given[parameter.name]) ?? fill(operation, parameter.name, given) ?? (parameter.isRequired ? nil : "")
            else { throw ArgumentFault(reason: "\(operation.id) needs \(parameter.name)") }
            guard value.isEmpty || parameter.values.isEmpty || parameter.values[value] != nil else {
                let choice = parameter.values.keys.sorted().joined(separator: ", ")
                throw ArgumentFault(reason: "\(parameter.name) must be one of \(choice)")
            }
            lines.append(Line(key: parameter.name, value: value))
        }
        self.init(operation.native, lines: lines)
        // The public gateway fails on it, and there would be nothing to stop.
        if ["STOPCONFROOM", "ADDCONFMEMBER"].contains(name), self["OTHERS"].fields.isEmpty {
            throw ArgumentFault(reason: "\(operation.id) needs OTHERS")
        }
    }

    /// A list may be given as one.
    private static func text(_ value: JSONValue?) -> String? {
        value?.array.map { $0.compactMap(\.text).joined(separator: ";") } ?? value?.text
    }

    /// Keys and values as they came; a key that stands more than once has all its values.
    var json: JSONValue {
        var members: JSONMembers = ["message": .string(name)]
        for (key, lines) in Dictionary(grouping: lines, by: \.key) {
            members[key] = lines.count == 1 ? .string(lines[0].value) : .array(lines.map { .string($0.value) })
        }
        return .object(members)
    }
}
