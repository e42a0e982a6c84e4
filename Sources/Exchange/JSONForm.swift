import Foundation
import JSON

/// What of a value is written. Both can be read.
public enum JSONDetail: Sendable {
    /// The members of CONTRACT sections 3 and 4.
    case contract
    /// All that is known, so that reading gives the same value: also what the contract does not list, and parts of a second.
    case full
}

/// Why JSON is not what it should be.
public struct JSONFormError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where, from the outside in: `members`, `[2]`, `since`.
    public var path: [String]
    /// What is wrong with it, to stand after its name.
    public var problem: String

    public var description: String {
        let place = path.reduce("") { $0 + ($0.isEmpty || $1.hasPrefix("[") ? "" : ".") + $1 }
        return (place.isEmpty ? "the value" : place) + " " + problem
    }

    func under(_ name: String) -> Self { Self(path: [name] + path, problem: problem) }
}

/// How one kind of value reads in JSON, both ways.
struct JSONForm<Value: Sendable>: Sendable {
    let write: @Sendable (Value, JSONDetail) -> JSONValue
    let read: @Sendable (JSONValue) throws(JSONFormError) -> Value
    /// What a member that is missing or null means; nil where it has to be there.
    var absent: Value?
}

/// One member of an object: its name and the property that it is.
public struct JSONField<Whole: Sendable>: Sendable {
    let name: String
    /// Belongs to `JSONDetail.full` alone.
    let isExtra: Bool
    let write: @Sendable (Whole, JSONDetail) -> JSONValue
    let read: @Sendable (JSONValue, inout Whole) throws(JSONFormError) -> Void

    init<Value>(
        _ name: String, _ path: any WritableKeyPath<Whole, Value> & Sendable, _ form: JSONForm<Value>, extra: Bool = false
    ) {
        self.name = name
        isExtra = extra
        write = { form.write($0[keyPath: path], $1) }
        read = { (value, whole: inout Whole) throws(JSONFormError) in
            if value == .null, let absent = form.absent {
                // What an earlier member has said of the property stands where this one was not written at all.
                if !extra { whole[keyPath: path] = absent }
            } else {
                whole[keyPath: path] = try form.read(value)
            }
        }
    }
}

/// How a value of several members reads in JSON, both ways: one list of its fields.
public struct JSONObjectForm<Whole: Sendable>: Sendable {
    /// What stands where nothing is read.
    let blank: Whole
    let fields: [JSONField<Whole>]

    func json(_ whole: Whole, _ detail: JSONDetail) -> JSONValue {
        .object(
            JSONMembers(
                uniqueKeysWithValues: fields.lazy.filter { !$0.isExtra || detail == .full }.map { ($0.name, $0.write(whole, detail)) }))
    }

    func value(of json: JSONValue) throws(JSONFormError) -> Whole {
        guard let members = json.object else { throw JSONFormError(path: [], problem: "is no object") }
        var whole = blank
        for field in fields {
            let member = members[field.name]
            if member == nil, field.isExtra { continue }
            do throws(JSONFormError) { try field.read(member ?? .null, &whole) } catch { throw error.under(field.name) }
        }
        return whole
    }
}

/// What a board holds, as JSON both ways.
public protocol JSONRepresentable: Sendable {
    static var jsonForm: JSONObjectForm<Self> { get }
}

extension JSONRepresentable {
    /// - Throws: `JSONFormError`, which names the field. What may be unknown may be null or missing; counts and times that
    ///   cannot be are nil.
    public init(json: JSONValue) throws(JSONFormError) { self = try Self.jsonForm.value(of: json) }

    public func json(_ detail: JSONDetail) -> JSONValue { Self.jsonForm.json(self, detail) }

    /// As outside: `JSONDetail.contract`.
    public var json: JSONValue { json(.contract) }
}

// MARK: - The forms

extension JSONForm {
    init(
        write: @escaping @Sendable (Value) -> JSONValue, read: @escaping @Sendable (JSONValue) throws(JSONFormError) -> Value,
        absent: Value? = nil
    ) {
        self.init(write: { value, _ in write(value) }, read: read, absent: absent)
    }

    /// The same where the value may be unknown.
    var optional: JSONForm<Value?> {
        JSONForm<Value?>(
            write: { [write] value, detail in value.map { write($0, detail) } ?? .null },
            read: { [read] json throws(JSONFormError) in try read(json) }, absent: .some(nil))
    }

    /// The same many times; what is missing is an empty list.
    var list: JSONForm<[Value]> {
        JSONForm<[Value]>(
            write: { [write] values, detail in .array(values.map { write($0, detail) }) },
            read: { [read] json throws(JSONFormError) in
                guard let rows = json.array else { throw JSONFormError(path: [], problem: "is no list") }
                var values: [Value] = []
                for (place, row) in rows.enumerated() {
                    do throws(JSONFormError) { values.append(try read(row)) } catch { throw error.under("[\(place)]") }
                }
                return values
            }, absent: [])
    }

    /// Values by name; what is missing is empty.
    var table: JSONForm<[String: Value]> {
        JSONForm<[String: Value]>(
            write: { [write] values, detail in
                .object(JSONMembers(uniqueKeysWithValues: values.sorted { $0.key < $1.key }.map { ($0.key, write($0.value, detail)) }))
            },
            read: { [read] json throws(JSONFormError) in
                guard let members = json.object else { throw JSONFormError(path: [], problem: "is no object") }
                var values: [String: Value] = [:]
                for (name, member) in members {
                    do throws(JSONFormError) { values[name] = try read(member) } catch { throw error.under(name) }
                }
                return values
            }, absent: [:])
    }
}

extension JSONForm where Value: JSONRepresentable {
    static var object: Self { Self(write: { $0.json($1) }, read: { json throws(JSONFormError) in try Value(json: json) }) }
}

extension JSONForm where Value: RawRepresentable, Value.RawValue == String {
    /// One word of a fixed list.
    static var word: Self {
        Self(write: { .string($0.rawValue) }) { json throws(JSONFormError) in
            let text = try JSONForm<String>.text.read(json)
            guard let value = Value(rawValue: text) else { throw JSONFormError(path: [], problem: "has no meaning: “\(text)”") }
            return value
        }
    }
}

extension JSONForm<String> {
    /// Text letter for letter: an identifier.
    static var text: Self {
        Self(write: { .string($0) }) { json throws(JSONFormError) in
            guard case .string(let text) = json else { throw JSONFormError(path: [], problem: "is no text") }
            return text
        }
    }

    /// What a stranger may have chosen, empty where the exchange gave none: made harmless on its way out.
    static var given: Self {
        Self(
            write: { $0.isEmpty ? .null : .string(SafeText($0).string) },
            read: { json throws(JSONFormError) in try text.read(json) }, absent: "")
    }
}

extension JSONForm<SafeText> {
    static var safeText: Self {
        Self(write: { .string($0.string) }) { json throws(JSONFormError) in
            SafeText(try JSONForm<String>.text.read(json))
        }
    }
}

extension JSONForm<Bool> {
    static var flag: Self {
        Self(write: { .bool($0) }) { json throws(JSONFormError) in
            guard case .bool(let flag) = json else { throw JSONFormError(path: [], problem: "is neither true nor false") }
            return flag
        }
    }

    /// True where something is so; what is missing is not.
    static var mark: Self { Self(write: flag.write, read: flag.read, absent: false) }
}

extension JSONForm<Int?> {
    /// How many, or how long in whole seconds; nil for what cannot be.
    static var count: Self {
        Self(
            write: { JSONValue($0.flatMap { $0 < 0 ? nil : $0 }) },
            read: { json throws(JSONFormError) in try number.read(json).flatMap { $0 < 0 ? nil : $0 } }, absent: .some(nil))
    }

    /// A whole number of either sign; nil for one that is beyond all bounds.
    static var number: Self {
        Self(
            write: { JSONValue($0) },
            read: { json throws(JSONFormError) in
                guard case .number(let digits) = json else { throw JSONFormError(path: [], problem: "is no number") }
                return digits.figure
            }, absent: .some(nil))
    }
}

extension JSONForm<Double?> {
    /// Per cent, 0…100; nil for what cannot be.
    static var share: Self {
        Self(
            write: { share in share.flatMap { (0...100).contains($0) ? .number(String($0)) : nil } ?? .null },
            read: { json throws(JSONFormError) in
                guard case .number(let digits) = json else { throw JSONFormError(path: [], problem: "is no number") }
                return Double(digits).flatMap { (0...100).contains($0) ? $0 : nil }
            }, absent: .some(nil))
    }
}

extension JSONForm<Date?> {
    /// A time in RFC 3339; nil for one that cannot be: before 1970, after 9999.
    static var time: Self {
        Self(
            write: { time, detail in time.flatMap { possible($0) }.map { JSONForm<Date>.instant.write($0, detail) } ?? .null },
            read: { json throws(JSONFormError) in possible(try JSONForm<Date>.instant.read(json)) }, absent: .some(nil))
    }

    @Sendable private static func possible(_ time: Date) -> Date? {
        (1...253_402_300_799).contains(time.timeIntervalSince1970) ? time : nil
    }
}

extension JSONForm<Date> {
    /// A time that has to be there.
    static var instant: Self {
        Self(
            write: { time, detail in
                let hasFraction = detail == .full && time.timeIntervalSince1970.truncatingRemainder(dividingBy: 1) != 0
                return .string(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)))
            },
            read: { json throws(JSONFormError) in
                let text = try JSONForm<String>.text.read(json)
                for hasFraction in [false, true] {
                    if let time = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)) {
                        return time
                    }
                }
                throw JSONFormError(path: [], problem: "is no time: “\(text)”")
            })
    }
}
