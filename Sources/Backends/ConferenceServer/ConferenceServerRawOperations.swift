import BackendSupport
import Exchange
import JSON

extension ConferenceServerSite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        let message: Message
        if !reporter.isSynchronised, operation.parameters.contains(where: { $0.name == "SERVERROOMID" }) { await untilListed() }
        do {
            message = try Message(operation, arguments, filledBy: fill)
        } catch {
            // The local id is known of every room there is.
            if error.parameter == "LOCALCONFROOMID", let room = arguments["SERVERROOMID"]?.text { return (unknown(room), nil) }
            return (.invalid(error.reason), nil)
        }
        // No end is marked, and without rooms there is no answer at all.
        if message.name == "GETCONFROOMINFO" {
            do {
                let rooms = try await listRooms(message).value
                return (.done(rooms.isEmpty ? "no room" : nil), .array(rooms.map(\.json)))
            } catch {
                return (Outcome(error), nil)
            }
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
        case "LOCALCONFROOMID": room.map(local) ?? (operation.native == "CREATECONFROOM" ? nextLocalRoom(phones.first ?? "") : nil)
        case "SERVERROOMID": room
        case "CONFROOMDESC": Self.description
        case "OTHERS": operation.native == "CREATECONFROOM" ? "" : operation.native == "STOPCONFROOM" ? room.map(others) : nil
        default: nil
        }
    }
}

extension Message {
    /// The message of a catalog row, its keys in the row's order; those of a second telephone stay, empty.
    /// - Parameter filledBy: gives a value for a parameter that was left out and has no standard.
    /// - Throws: `ArgumentFault`.
    init(
        _ operation: Exchange.Operation, _ arguments: JSONValue,
        filledBy fill: (Exchange.Operation, String, JSONMembers) -> String? = { _, _, _ in nil }
    ) throws(ArgumentFault) {
        if let fault = operation.check(arguments).first { throw fault }
        let given = operation.arranged(arguments).object ?? [:]
        func missing(_ parameter: String) -> ArgumentFault { ArgumentFault(parameter: parameter, kind: .missing, operation: operation.id) }
        var lines: [Line] = []
        for parameter in operation.parameters {
            let standard = ["PHONE2", "STATE2"].contains(parameter.name) ? "" : parameter.standard
            guard let value = Self.text(given[parameter.name]) ?? standard ?? fill(operation, parameter.name, given) else {
                throw missing(parameter.name)
            }
            lines.append(Line(key: parameter.name, value: value))
        }
        self.init(operation.native, lines: lines)
        // The public gateway fails on it, and there would be nothing to stop.
        if ["STOPCONFROOM", "ADDCONFMEMBER"].contains(name), self["OTHERS"].fields.isEmpty { throw missing("OTHERS") }
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
