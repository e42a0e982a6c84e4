import Exchange
import JSON

/// A value that nests, as lines that open and close. Only what is open has lines.
struct AnswerTree: Equatable, Sendable {
    struct Line: Equatable, Sendable {
        /// Which child of which child, from the root.
        var path: [Int]
        /// A member's name, or `[0]`; empty for the root.
        var name: String
        var value: JSONValue
        /// nil where there is nothing below.
        var isOpen: Bool?
    }

    private(set) var lines: [Line]
    private(set) var cursor = 0
    var firstLine = 0
    private var root: JSONValue { lines[0].value }

    /// Everything is open while that is little enough to be read at a glance.
    private static let glance = 60

    init(_ root: JSONValue) {
        lines = [Self.line([], "", root)]
        open(0)
        var next = 1
        while next < lines.count, lines.count < Self.glance {
            if lines.count + (lines[next].value.children?.count ?? 0) <= Self.glance { open(next) }
            next += 1
        }
    }

    private static func line(_ path: [Int], _ name: String, _ value: JSONValue) -> Line {
        Line(path: path, name: name, value: value, isOpen: value.hasChildren ? false : nil)
    }

    mutating func move(to place: Int) { cursor = max(0, min(place, lines.count - 1)) }

    mutating func toggle() {
        if lines[cursor].isOpen == true { close(cursor) } else { open(cursor) }
    }

    /// Opens what is closed, and otherwise goes into it.
    mutating func goIn() {
        if lines[cursor].isOpen == true { move(to: cursor + 1) } else { open(cursor) }
    }

    /// Closes what is open, and otherwise goes to what holds it.
    mutating func goOut() {
        if lines[cursor].isOpen == true { return close(cursor) }
        let path = lines[cursor].path.dropLast()
        if let parent = lines[..<cursor].lastIndex(where: { $0.path.elementsEqual(path) }) { cursor = parent }
    }

    private mutating func open(_ place: Int) {
        guard lines[place].isOpen == false, let children = lines[place].value.children else { return }
        lines[place].isOpen = true
        let path = lines[place].path
        lines.insert(contentsOf: children.enumerated().map { Self.line(path + [$0], $1.name, $1.value) }, at: place + 1)
    }

    private mutating func close(_ place: Int) {
        let depth = lines[place].path.count
        let end = lines[(place + 1)...].firstIndex { $0.path.count <= depth } ?? lines.count
        lines.removeSubrange((place + 1)..<end)
        lines[place].isOpen = false
    }

    /// Opens the way to a value and goes there.
    mutating func reveal(_ path: [Int]) {
        var place = 0
        for depth in path.indices {
            open(place)
            guard let child = lines[(place + 1)...].firstIndex(where: { $0.path.elementsEqual(path[...depth]) }) else { return }
            place = child
        }
        cursor = place
    }

    /// The next value with a text in its name or itself, open or not, in reading order and then from the other end.
    func path(with text: String, step: Int) -> [Int]? {
        var hits: [[Int]] = []
        Self.collect(root, [], text.lowercased(), &hits)
        let here = lines[cursor].path
        if step > 0 { return hits.first { here.lexicographicallyPrecedes($0) } ?? hits.first }
        return hits.last { $0.lexicographicallyPrecedes(here) } ?? hits.last
    }

    private static func collect(_ value: JSONValue, _ path: [Int], _ text: String, _ hits: inout [[Int]]) {
        for (index, child) in (value.children ?? []).enumerated() {
            let words = value.object == nil ? [child.value.text] : [child.name, child.value.text]
            if words.contains(where: { $0.map { SafeText($0).string.lowercased().contains(text) } ?? false }) {
                hits.append(path + [index])
            }
            collect(child.value, path + [index], text, &hits)
        }
    }
}

extension JSONValue {
    /// What a tree shows below a value; nil for plain values.
    fileprivate var children: [(name: String, value: JSONValue)]? {
        switch self {
        case .object(let members): members.map { (name: $0.key, value: $0.value) }
        case .array(let values): values.enumerated().map { ("[\($0)]", $1) }
        default: nil
        }
    }

    fileprivate var hasChildren: Bool {
        switch self {
        case .object(let members): !members.isEmpty
        case .array(let values): !values.isEmpty
        default: false
        }
    }

    /// One line for the value itself: of what nests, how much there is.
    var treeText: SafeText {
        switch self {
        case .object(let members): "{\(members.count)}"
        case .array(let values): "[\(values.count)]"
        case .null: "null"
        case .bool, .number, .string: SafeText(text ?? "")
        }
    }
}
