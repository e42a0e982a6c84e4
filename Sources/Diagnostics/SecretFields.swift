/// Finds the values of secret names in text of unknown notation, by octets.
struct SecretFields {
    private let bytes: [UInt8]
    private static let quote = UInt8(ascii: "\""), apostrophe = UInt8(ascii: "'"), backslash = UInt8(ascii: "\\")

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func masked() -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        var at = 0
        while at < bytes.count {
            guard Self.isNamePart(bytes[at]) else {
                at += 1
                continue
            }
            let end = bytes[at...].firstIndex { !Self.isNamePart($0) } ?? bytes.count
            let name = String(decoding: bytes[at..<end], as: UTF8.self)
            if end - at <= 64, SecretMask.isSecret(name: name), let value = value(after: at..<end), !value.isEmpty {
                result += bytes[start..<value.lowerBound] + Array(SecretMask.dots.utf8)
                start = value.upperBound
                at = max(end, value.upperBound)
            } else {
                at = end
            }
        }
        return result + bytes[start...]
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    // MARK: Where the value stands

    /// - Returns: the value that belongs to a name, without its quotes; nil where the name is none of a field.
    private func value(after name: Range<Int>) -> Range<Int>? {
        if let element = element(named: name) { return element }
        if let part = formPart(named: name) { return part }
        var at = name.upperBound
        let escapes = run(of: Self.backslash, from: at)
        at += escapes
        let isQuoted = byte(at) == Self.quote || byte(at) == Self.apostrophe
        if isQuoted { at += 1 } else if escapes > 0 { return nil }
        at += blanks(from: at)
        let sign = byte(at)
        guard sign == UInt8(ascii: ":") || sign == UInt8(ascii: "=") else { return nil }
        at += 1
        at += blanks(from: at)
        return value(from: at, isLine: sign == UInt8(ascii: ":") && !isQuoted)
    }

    /// - Parameter isLine: a value without quotes goes to the end of its line.
    private func value(from start: Int, isLine: Bool) -> Range<Int>? {
        let escapes = run(of: Self.backslash, from: start)
        let at = start + escapes
        guard let first = byte(at) else { return nil }
        if isLine { return start..<end(of: "\r\n", from: start) }
        if first == Self.quote || first == Self.apostrophe { return at + 1..<closing(first, escapes: escapes, from: at + 1) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return at..<closingBracket(from: at) }
        return start..<end(of: "&,;}] \t\r\n\"'<>\\", from: start)
    }

    /// The quote that ends a text; in JSON that stands in JSON it has as many backslashes before it as the one that began it.
    private func closing(_ quote: UInt8, escapes: Int, from start: Int) -> Int {
        var at = start
        while at < bytes.count {
            let count = run(of: Self.backslash, from: at)
            if byte(at + count) == quote, count == escapes { return at }
            if count > 0 {
                at += count + 1
            } else {
                at += 1
            }
        }
        return bytes.count
    }

    private func closingBracket(from start: Int) -> Int {
        var depth = 0
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return at + 1 }
            case Self.quote: at = closing(Self.quote, escapes: 0, from: at + 1)
            default: break
            }
            at += 1
        }
        return bytes.count
    }

    private func end(of characters: String, from start: Int) -> Int {
        let ends = Set(characters.utf8)
        return bytes[start...].firstIndex { ends.contains($0) } ?? bytes.count
    }

    /// `<name …>value</name>`, with the attributes: they may hold it as well.
    private func element(named name: Range<Int>) -> Range<Int>? {
        guard name.lowerBound > 0, bytes[name.lowerBound - 1] == UInt8(ascii: "<") || isPrefixed(name) else { return nil }
        return name.upperBound..<(index(of: "</", from: name.upperBound) ?? bytes.count)
    }

    /// `<prefix:name>`
    private func isPrefixed(_ name: Range<Int>) -> Bool {
        guard bytes[name.lowerBound - 1] == UInt8(ascii: ":") else { return false }
        var at = name.lowerBound - 2
        while at >= 0, Self.isNamePart(bytes[at]) { at -= 1 }
        return at >= 0 && bytes[at] == UInt8(ascii: "<")
    }

    /// A part of a `multipart/form-data` body: its name in quotes, an empty line, the value up to the next boundary.
    private func formPart(named name: Range<Int>) -> Range<Int>? {
        let mark = Array("name=\"".utf8)
        guard name.lowerBound >= mark.count, bytes[name.lowerBound - mark.count..<name.lowerBound].elementsEqual(mark),
            let start = index(of: "\r\n\r\n", from: name.upperBound)
        else { return nil }
        return start + 4..<(index(of: "\r\n--", from: start + 4) ?? bytes.count)
    }

    // MARK: Looking around

    private func byte(_ at: Int) -> UInt8? { at < bytes.count ? bytes[at] : nil }

    private func run(of byte: UInt8, from start: Int) -> Int { bytes[min(start, bytes.count)...].prefix { $0 == byte }.count }

    private func blanks(from start: Int) -> Int { bytes[min(start, bytes.count)...].prefix { $0 == 0x20 || $0 == 0x09 }.count }

    private func index(of text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        guard start + wanted.count <= bytes.count else { return nil }
        return (start...bytes.count - wanted.count).first { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
