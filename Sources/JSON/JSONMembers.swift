/// The members of an object, in the order in which the peer wrote them.
///
/// Answers of exchanges are made of many small objects: a list that is searched from its beginning is built and read faster
/// than a table of hashes. A large object gets such a table besides. Keys are the same where their octets are: two that Swift
/// holds for one text, as `é` in one and in two code points, are two members.
public struct JSONMembers: Sendable {
    public typealias Element = (key: String, value: JSONValue)

    private var elements: [Element]
    /// Where each key stands; only for large objects.
    private var places: [OctetKey: Int]?

    /// A key compared by its octets.
    private struct OctetKey: Hashable {
        let text: String

        init(_ text: String) { self.text = text }

        // Keys that differ mostly differ for Swift as well, and that is found quickly.
        static func == (left: OctetKey, right: OctetKey) -> Bool {
            left.text.utf8.count == right.text.utf8.count && left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// Up to here a search through the list is quicker.
    private static let most = 24

    public init() { elements = [] }

    /// Of members with one key the last counts, in the place of the first.
    init(lastOfEachKey elements: [Element]) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }

    /// - Parameter elements: with each key once.
    init(distinct elements: [Element]) {
        self.elements = elements
        if elements.count > Self.most {
            places = Dictionary(elements.enumerated().map { (OctetKey($1.key), $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    public init(_ members: [String: JSONValue]) { self.init(distinct: members.map { ($0, $1) }) }

    public init(uniqueKeysWithValues elements: some Sequence<(String, JSONValue)>) {
        self.init(distinct: elements.map { (key: $0, value: $1) })
    }

    private func place(of key: String) -> Int? {
        let key = OctetKey(key)
        if let places { return places[key] }
        return elements.firstIndex { OctetKey($0.key) == key }
    }

    /// The value of a member; setting nil takes the member away, setting a new one puts it at the end.
    public subscript(key: String) -> JSONValue? {
        get { place(of: key).map { elements[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): elements[place].value = value
            case (let place?, nil):
                elements.remove(at: place)
                self = JSONMembers(distinct: elements)
            case (nil, let value?):
                elements.append((key, value))
                if places != nil {
                    places?[OctetKey(key)] = elements.count - 1
                } else if elements.count > Self.most {
                    self = JSONMembers(distinct: elements)
                }
            case (nil, nil): break
            }
        }
    }

    public subscript(key: String, default standard: JSONValue) -> JSONValue {
        get { self[key] ?? standard }
        set { self[key] = newValue }
    }

    public var keys: [String] { elements.map(\.key) }
    public var values: [JSONValue] { elements.map(\.value) }

    public func mapValues(_ transform: (JSONValue) throws -> JSONValue) rethrows -> JSONMembers {
        var copy = self
        for index in elements.indices { copy.elements[index].value = try transform(elements[index].value) }
        return copy
    }

    /// The members in no order, with what is made of their values; of keys that are one text to Swift the first counts.
    public func mapValues<Value>(_ transform: (JSONValue) throws -> Value) rethrows -> [String: Value] {
        Dictionary(try elements.map { ($0.key, try transform($0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    public func compactMapValues<Value>(_ transform: (JSONValue) throws -> Value?) rethrows -> [String: Value] {
        Dictionary(
            try elements.compactMap { key, value in try transform(value).map { (key, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    public func filter(_ isWanted: (Element) throws -> Bool) rethrows -> JSONMembers {
        JSONMembers(distinct: try elements.filter(isWanted))
    }

    /// Adds the other's members.
    /// - Parameter choose: of two values of one key, ours first.
    public mutating func merge(_ other: JSONMembers, _ choose: (JSONValue, JSONValue) -> JSONValue) {
        for (key, value) in other { self[key] = self[key].map { choose($0, value) } ?? value }
    }

    public func merging(_ other: JSONMembers, _ choose: (JSONValue, JSONValue) -> JSONValue) -> JSONMembers {
        var copy = self
        copy.merge(other, choose)
        return copy
    }
}

extension JSONMembers: RandomAccessCollection {
    public var startIndex: Int { elements.startIndex }
    public var endIndex: Int { elements.endIndex }
    public subscript(position: Int) -> Element { elements[position] }
}

extension JSONMembers: Equatable {
    /// The order makes no difference.
    public static func == (left: JSONMembers, right: JSONMembers) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }
}

extension JSONMembers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}
