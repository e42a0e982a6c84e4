/// One look at a JSON text before the parser has it.
///
/// Devices write telephone numbers without quotes: with zeros before them, with a plus, or longer than any integer. A parser
/// refuses those or loses digits, so they are put in quotes. And a text of a few megabytes may hold so many values that it takes
/// a hundred times as much memory: that is found by counting, before the first value is made.
struct JSONScan {
    /// Where a number begins and ends that would not survive as one.
    private(set) var numbers: [Range<Int>] = []
    /// About how much memory the values will take, in octets.
    private(set) var cost = 0

    /// Of the object that has most.
    private(set) var mostMembers = 0

    /// More than any answer that makes sense holds: ten thousand rows of forty members.
    private static let costLimit = 128 << 20
    /// An object with more members than an exchange has telephones takes seconds to be made.
    private static let memberLimit = 50_000
    // Measured with the library's tables and our lists together.
    private static let costOfObject = 1_000
    private static let costOfArray = 400
    private static let costOfSeparator = 125

    /// Whether nobody should make values of it.
    var isTooLarge: Bool { cost > Self.costLimit || mostMembers > Self.memberLimit }

    init(_ text: [UInt8]) {
        text.withUnsafeBufferPointer { text in
            var place = 0
            // The members so far of each object around; of arrays nothing is counted.
            var open: [Int?] = []
            while place < text.count {
                switch text[place] {
                case UInt8(ascii: "\""): place = Self.endOfString(text, after: place)
                case let bracket where bracket == UInt8(ascii: "{") || bracket == UInt8(ascii: "["):
                    // The parser refuses what is nested more deeply.
                    guard open.count <= JSONValue.deepest else { return }
                    let isObject = bracket == UInt8(ascii: "{")
                    open.append(isObject ? 1 : nil)
                    (cost, place) = (cost + (isObject ? Self.costOfObject : Self.costOfArray), place + 1)
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    _ = open.popLast()
                    place += 1
                case UInt8(ascii: ","):
                    if let count = open.last.flatMap(\.self) {
                        mostMembers = max(mostMembers, count + 1)
                        open[open.count - 1] = count + 1
                    }
                    (cost, place) = (cost + Self.costOfSeparator, place + 1)
                case UInt8(ascii: ":"): (cost, place) = (cost + Self.costOfSeparator, place + 1)
                case let octet where Self.isPartOfWord(octet):
                    let begin = place
                    var isNumeric = true
                    while place < text.count, Self.isPartOfWord(text[place]) {
                        isNumeric = isNumeric && Self.isPartOfNumber(text[place])
                        place += 1
                    }
                    if isNumeric, !Self.survives(text[begin..<place]) { numbers.append(begin..<place) }
                default: place += 1
                }
            }
        }
    }

    /// The text with those numbers in quotes.
    func repaired(_ text: [UInt8]) -> [UInt8] {
        guard !numbers.isEmpty else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 2 * numbers.count)
        var place = 0
        for number in numbers {
            result += text[place..<number.lowerBound]
            result.append(UInt8(ascii: "\""))
            result += text[number]
            result.append(UInt8(ascii: "\""))
            place = number.upperBound
        }
        return result + text[place...]
    }

    private static func endOfString(_ text: UnsafeBufferPointer<UInt8>, after quote: Int) -> Int {
        var place = quote + 1
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "\""): return place + 1
            case UInt8(ascii: "\\"): place += 2
            default: place += 1
            }
        }
        return text.count
    }

    private static func isDigit(_ octet: UInt8) -> Bool { octet &- UInt8(ascii: "0") < 10 }

    private static func isPartOfNumber(_ octet: UInt8) -> Bool {
        isDigit(octet) || octet == UInt8(ascii: "-") || octet == UInt8(ascii: ".") || octet == UInt8(ascii: "+")
            || octet | 0x20 == UInt8(ascii: "e")
    }

    private static func isPartOfWord(_ octet: UInt8) -> Bool {
        isPartOfNumber(octet) || (octet | 0x20) &- UInt8(ascii: "a") < 26 || octet == UInt8(ascii: "_") || octet >= 0x80
    }

    /// Whether the parser takes it for a number (RFC 8259, section 6) and gives back the very digits. A word without a digit is
    /// left to the parser.
    private static func survives(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard token.contains(where: isDigit) else { return true }
        var rest = token[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit)
        guard let first = whole.first, whole.count == 1 || first != UInt8(ascii: "0") else { return false }
        rest = rest.dropFirst(whole.count)
        // A whole number becomes an integer of the library's, 64 bits wide.
        if rest.isEmpty { return fits(token, digits: whole.count) }
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        if rest.isEmpty { return true }
        guard rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "e") else { return false }
        rest.removeFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    private static func fits(_ token: Slice<UnsafeBufferPointer<UInt8>>, digits: Int) -> Bool {
        if digits < 19 { return digits == token.count || token.last != UInt8(ascii: "0") || digits > 1 }
        let text = String(decoding: token, as: UTF8.self)
        return Int64(text) != nil || UInt64(text) != nil
    }
}
