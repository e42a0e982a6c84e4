import BackendSupport
import Exchange
import Foundation
import JSON

/// A request of the catalog with places for arguments.
///
/// - In the path `{A}` is the own work number, `{name}` an argument.
/// - A value of the query and any text of the body that begins with a sign stands for an argument: `$name` as text, `#name` as
///   a number, `?name` as true or false, `+name` for how many elements a list has and one more (the chair), `>start,count`
///   for the last row of a piece. `!` behind the name: it must be there; otherwise the member goes with the argument. A list
///   gives a list in the body, and its elements with `;` between them in the query.
/// - `:Seat=9,*=6` behind it translates: `*` alone lets any other value through, `-=1` stands in for an argument left out.
/// - An object of the body with `$each` is repeated for each element of that list, whose members it names.
/// - A condition is `name=value,value`, joined with `&`; `{A}` is the own work number there too, and `name=` holds where there
///   is no such argument. `name>1023` holds where it is longer, in bytes.
struct RequestTemplate: Sendable {
    var service: ICPRequest.Service
    var conditions: [Condition] = []
    var method: String
    var path: String
    var query: [ICPRequest.Field] = []
    var body: JSONValue?

    struct Condition: Equatable, Sendable {
        var name: String
        /// Values that fulfil it.
        var values: [String] = []
        /// nil where the length does not matter.
        var longerThan: Int?
    }

    /// - Parameter wire: of the catalog: `[condition] METHOD path?query {body}`, with `uportal` before it where it goes there.
    /// - Returns: nil where method or path is missing, or the body is no JSON.
    init?(_ wire: String) {
        let service = "uportal "
        self.service = wire.hasPrefix(service) ? .talkingGroups : .gateway
        var rest = wire.hasPrefix(service) ? wire.dropFirst(service.count) : wire[...]
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            conditions = rest[..<end].dropFirst().split(separator: "&").map { Condition(String($0).trimmed) }
            rest = rest[rest.index(after: end)...].dropFirst()
        }
        let parts = rest.split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count > 1 else { return nil }
        method = parts[0]
        let address = parts[1].split(separator: "?", maxSplits: 1).map(String.init)
        path = address[0]
        if address.count > 1 {
            for field in address[1].split(separator: "&") {
                let sides = field.split(separator: "=", maxSplits: 1).map(String.init)
                guard sides.count == 2 else { return nil }
                query.append(.init(name: sides[0], value: sides[1]))
            }
        }
        if parts.count > 2 {
            guard let value = try? JSONValue(parsing: parts[2]) else { return nil }
            body = value
        }
    }
}

extension RequestTemplate.Condition {
    fileprivate init(_ text: String) {
        if let sign = text.firstIndex(of: ">") {
            self.init(name: String(text[..<sign]), longerThan: Int(text[text.index(after: sign)...]))
        } else {
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            self.init(name: sides[0], values: sides.count > 1 ? sides[1].split(separator: ",").map(String.init) : [""])
        }
    }

    func holds(for arguments: OperationArguments) -> Bool {
        let value = arguments[name]?.text ?? ""
        if let longerThan { return value.utf8.count > longerThan }
        return values.contains { $0 == value || ($0 == "{A}" && value == arguments.agent) }
    }
}

/// A place of a template: which argument, how it is written, and whether it must be there.
private struct Place {
    var sign: Character
    var name: String
    var isNeeded: Bool
    var translation: [Substring]

    /// nil for a constant.
    init?(_ text: String) {
        guard let sign = text.first, "$#?+>".contains(sign) else { return nil }
        self.sign = sign
        let parts = text.dropFirst().split(separator: ":", maxSplits: 1)
        isNeeded = parts[0].hasSuffix("!")
        name = String(isNeeded ? parts[0].dropLast() : parts[0])
        translation = parts.count > 1 ? parts[1].split(separator: ",") : []
    }

    /// What is sent for a value, or for none; nil where the translation has nothing for it.
    func translated(_ value: JSONValue?) -> JSONValue? {
        guard !translation.isEmpty, let text = value.map(\.text) ?? "-" else { return value }
        for pair in translation {
            let sides = pair.split(separator: "=").map(String.init)
            guard sides[0] == text || (sides[0] == "*" && value != nil) else { continue }
            return sides.count > 1 ? .string(sides[1]) : value
        }
        return nil
    }

    /// The value as the wire wants it; an argument has been checked already.
    func written(_ value: JSONValue) -> JSONValue {
        switch sign {
        case "#": value.array.map { .array($0.map(written)) } ?? .number(value.text ?? "0")
        case "?": .bool(value.isYes)
        default: value.array.map { .array($0.map(written)) } ?? .string(value.text ?? "")
        }
    }
}

// MARK: - Filling

extension RequestTemplate {
    /// The request for some arguments.
    func filled(with arguments: OperationArguments) throws(OperationArguments.Fault) -> ICPRequest {
        var request = ICPRequest(service: service, method: method, path: try path(for: arguments))
        for field in query {
            guard let value = try value(of: field.value, arguments) else { continue }
            let text = value.array.map { $0.compactMap(\.text).joined(separator: ";") } ?? value.text ?? ""
            request.query.append(.init(name: field.name, value: text))
        }
        if let body { request.body = try fill(body, arguments) }
        return request
    }

    private func path(for arguments: OperationArguments) throws(OperationArguments.Fault) -> String {
        var segments: [String] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
                segments.append(segment)
                continue
            }
            let name = String(segment.dropFirst().dropLast())
            let value = name == "A" ? arguments.agent : try arguments.needed(name).text ?? ""
            segments.append(value.addingPercentEncoding(withAllowedCharacters: .unreserved) ?? "")
        }
        return segments.joined(separator: "/")
    }

    /// A body with its places filled, in the catalog's order; members without an argument are left out.
    private func fill(_ template: JSONValue, _ arguments: OperationArguments) throws(OperationArguments.Fault) -> JSONValue? {
        switch template {
        case .string(let text):
            return try value(of: text, arguments)
        case .array(let elements):
            var values: [JSONValue] = []
            for element in elements {
                guard let list = element["$each"]?.text else {
                    if let value = try fill(element, arguments) { values.append(value) }
                    continue
                }
                let element = element.object?.filter { $0.key != "$each" } ?? [:]
                for member in arguments.elements(of: list) {
                    if let value = try fill(.object(element), member) { values.append(value) }
                }
            }
            return .array(values)
        case .object(let members):
            var filled = JSONMembers()
            for (name, member) in members { filled[name] = try fill(member, arguments) }
            return .object(filled)
        default:
            return template
        }
    }

    /// An argument that is reckoned with; one where it was left out or is no number.
    private static func figure(_ argument: JSONValue?) -> WireFigure { WireFigure(argument.trimmedText) ?? WireFigure(1) }

    /// The value of a place, or the constant; nil where the argument was left out.
    private func value(of text: String, _ arguments: OperationArguments) throws(OperationArguments.Fault) -> JSONValue? {
        guard let place = Place(text) else { return .string(text) }
        switch place.sign {
        case "+":
            return .number(1 + (try arguments.needed(place.name).array?.count ?? 0))
        case ">":
            let names = place.name.split(separator: ",").map(String.init)
            let (first, second) = (Self.figure(arguments[names[0]]), Self.figure(arguments[names[1]]))
            return .number((first + second - WireFigure(1)).value)
        default:
            let given = place.isNeeded ? try arguments.needed(place.name) : arguments[place.name]
            return place.translated(given).map(place.written)
        }
    }
}

extension CharacterSet {
    /// What stands for itself in any part of an address (RFC 3986, section 2.3).
    fileprivate static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
