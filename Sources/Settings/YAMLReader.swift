import CYAML
import Exchange

/// Builds a tree from libyaml's events. The limits keep a hostile or mistaken file from costing more than a moment.
struct YAMLReader {
    static let deepest = 24
    static let mostNodes = 100_000
    static let mostBytes = 1 << 20

    private let file: String
    /// In memory of its own: the parser keeps a pointer to itself.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private var nodes = 0
    private var problems = ProblemCollector()

    /// The tree of one document, and everything that is wrong with its form. The tree is nil when the form was lost.
    static func read(_ bytes: [UInt8], file: String, _ problems: inout ProblemCollector) -> YAMLNode? {
        guard bytes.count <= mostBytes else {
            problems.add(SettingsProblem(file: file, "the file is larger than \(mostBytes / 1_024) KiB"))
            return nil
        }
        var reader = YAMLReader(file: file)
        let root = reader.document(bytes)
        for problem in reader.problems.all { problems.add(problem) }
        return root
    }

    private init(file: String) { self.file = file }

    /// Says that reading cannot go on; the problem is in the problems already.
    private struct Lost: Error {}

    private mutating func document(_ bytes: [UInt8]) -> YAMLNode? {
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            problems.add(SettingsProblem(file: file, "out of memory"))
            return nil
        }
        defer { yaml_parser_delete(parser) }
        return bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            return try? root(bytes)
        }
    }

    private mutating func root(_ bytes: [UInt8]) throws(Lost) -> YAMLNode {
        var root: YAMLNode?
        while true {
            var event = try next(bytes)
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_END_EVENT:
                // An empty file is an empty mapping: everything it could say has a default, or is missed by name.
                return root ?? YAMLNode(content: .mapping([]), location: SourceLocation(file: file, line: 1, column: 1))
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT:
                continue
            case YAML_DOCUMENT_START_EVENT:
                if root != nil { throw lost("only one document (“---”) is read", at: event.start_mark) }
            default:
                root = try node(event, bytes, depth: 1)
            }
        }
    }

    private mutating func node(_ event: yaml_event_t, _ bytes: [UInt8], depth: Int) throws(Lost) -> YAMLNode {
        nodes += 1
        if depth > Self.deepest { throw lost("nested too deeply", at: event.start_mark) }
        if nodes > Self.mostNodes { throw lost("too many entries", at: event.start_mark) }
        let location = location(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            refuseTag(scalar.tag, at: location)
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return YAMLNode(content: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), location: location)
        case YAML_SEQUENCE_START_EVENT:
            refuseTag(event.data.sequence_start.tag, at: location)
            return YAMLNode(content: .sequence(try elements(bytes, depth: depth)), location: location)
        case YAML_MAPPING_START_EVENT:
            refuseTag(event.data.mapping_start.tag, at: location)
            return YAMLNode(content: .mapping(try entries(bytes, depth: depth)), location: location)
        default:
            throw lost("aliases (“*name”) are not read here; write the value out", at: event.start_mark)
        }
    }

    private mutating func elements(_ bytes: [UInt8], depth: Int) throws(Lost) -> [YAMLNode] {
        var elements: [YAMLNode] = []
        while true {
            var event = try next(bytes)
            defer { yaml_event_delete(&event) }
            if event.type == YAML_SEQUENCE_END_EVENT { return elements }
            elements.append(try node(event, bytes, depth: depth + 1))
        }
    }

    private mutating func entries(_ bytes: [UInt8], depth: Int) throws(Lost) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            var event = try next(bytes)
            defer { yaml_event_delete(&event) }
            if event.type == YAML_MAPPING_END_EVENT { return entries }
            let key = try node(event, bytes, depth: depth + 1)
            var following = try next(bytes)
            defer { yaml_event_delete(&following) }
            let value = try node(following, bytes, depth: depth + 1)
            guard case .scalar(let name, _) = key.content else {
                problems.error("a key must be text", at: key.location)
                continue
            }
            if let line = lines[name] {
                problems.error("“\(name)” stands twice; the first is in line \(line)", at: key.location)
            } else {
                lines[name] = key.location.line
                entries.append(YAMLNode.Entry(key: name, location: key.location, value: value))
            }
        }
    }

    private mutating func next(_ bytes: [UInt8]) throws(Lost) -> yaml_event_t {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw formLost(bytes) }
        return event
    }

    private mutating func formLost(_ bytes: [UInt8]) -> Lost {
        let reason = parser.pointee.problem.map { String(cString: $0) } ?? "no YAML"
        guard parser.pointee.error == YAML_READER_ERROR else {
            let mark = parser.pointee.problem_mark
            guard let column = tabColumn(bytes, line: Int(mark.line)) else { return lost("\(reason)", at: mark) }
            problems.error(
                "a tab stands here; YAML is indented by blanks alone",
                at: SourceLocation(file: file, line: Int(mark.line) + 1, column: column))
            return Lost()
        }
        // The reader knows only a byte offset; the column counts characters like every other.
        let before = bytes.prefix(Int(parser.pointee.problem_offset))
        let line = before.count { $0 == 0x0A } + 1
        let column = String(decoding: before.suffix(from: before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0), as: UTF8.self).count + 1
        problems.error("the file is no UTF-8 text here (\(reason))", at: SourceLocation(file: file, line: line, column: column))
        return Lost()
    }

    /// Where a tab stands before the first word of a line, counted from 1: the parser says of it what nobody understands.
    private func tabColumn(_ bytes: [UInt8], line number: Int) -> Int? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.indices.contains(number) else { return nil }
        let indentation = lines[number].prefix { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "-") }
        return indentation.firstIndex(of: 0x09).map { $0 - lines[number].startIndex + 1 }
    }

    /// A tag asks for something special, and here nothing is; those of YAML itself say no more than we know.
    private mutating func refuseTag(_ tag: UnsafeMutablePointer<yaml_char_t>?, at location: SourceLocation) {
        guard let tag else { return }
        let name = String(cString: UnsafePointer(tag))
        if !name.hasPrefix("tag:yaml.org,2002:"), name != "!" { problems.error("the tag “\(name)” is not known here", at: location) }
    }

    private mutating func lost(_ wording: Wording, at mark: yaml_mark_t) -> Lost {
        problems.error(wording, at: location(mark))
        return Lost()
    }

    private func location(_ mark: yaml_mark_t) -> SourceLocation {
        SourceLocation(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
