import Foundation

/// Which of the document's two forms the exchange writes: its tables and its examples name and place things differently.
public enum SmartPBXSpelling: Sendable, CaseIterable {
    /// As the examples print it: `pused`, `members` beside `params`, `callid`, `duration`, everything as text.
    case examples
    /// As the tables print it: `paused`, `members` inside `params`, which is an array, `called` for the call's id, `Duration`,
    /// `Event`, `dispositon`, `recordurl`, and figures as JSON numbers.
    case tables
}

/// A command as it came: every scalar as text, whatever JSON type it had.
struct SmartPBXRequest: Decodable {
    private var fields: [String: String] = [:]
    private var settings: [String: String] = [:]

    /// - Returns: nil when the payload is no JSON object.
    static func read(_ payload: [UInt8]) -> SmartPBXRequest? {
        // Foundation lets a comma before a closing bracket pass, as the document's own hang-up request has it; the device's
        // parser hardly does.
        guard !hasCommaBeforeClosing(payload) else { return nil }
        return try? JSONDecoder().decode(SmartPBXRequest.self, from: Data(payload))
    }

    private static func hasCommaBeforeClosing(_ payload: [UInt8]) -> Bool {
        var isInText = false, isEscaped = false, afterComma = false
        for byte in payload {
            if isInText {
                isInText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            if [0x20, 0x09, 0x0A, 0x0D].contains(byte) { continue }
            if afterComma, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { return true }
            afterComma = byte == UInt8(ascii: ",")
            isInText = byte == UInt8(ascii: "\"")
        }
        return false
    }

    subscript(_ name: String) -> String? { fields[name] }

    /// A parameter that the command cannot do without.
    func required(_ name: String) throws(Refusal) -> String { try Self.required(name, in: fields) }

    /// A member of `params`.
    func setting(_ name: String) throws(Refusal) -> String { try Self.required(name, in: settings) }
    func optionalSetting(_ name: String) -> String? { settings[name] }

    private static func required(_ name: String, in values: [String: String]) throws(Refusal) -> String {
        guard let value = values[name], !value.isEmpty else { throw Refusal("Missing parameter: \(name)") }
        return value
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Name.self)
        for name in object.allKeys {
            if name.stringValue == "params" {
                settings = try object.decode(Settings.self, forKey: name).values
            } else if let text = try? object.decode(Scalar.self, forKey: name) {
                fields[name.stringValue] = text.text
            }
        }
    }

    private struct Scalar: Decodable {
        var text: String
        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let string = try? value.decode(String.self) {
                text = string
            } else if let whole = try? value.decode(Int.self) {
                text = String(whole)
            } else {
                text = String(try value.decode(Double.self))
            }
        }
    }

    /// `params`: an object in the examples, an array of objects in the tables.
    private struct Settings: Decodable {
        var values: [String: String]
        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            let objects = try (try? value.decode([[String: Scalar]].self)) ?? [value.decode([String: Scalar].self)]
            values = objects.reduce(into: [:]) { all, one in all.merge(one.mapValues(\.text)) { $1 } }
        }
    }
}
