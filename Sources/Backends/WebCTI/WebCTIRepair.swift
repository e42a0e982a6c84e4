// What the exchange writes wrongly.

extension [UInt8] {
    /// Without blanks, line ends and a byte order mark around it.
    var withoutBlanks: [UInt8] {
        if let first, first > 0x20, first < 0x80, let last, last > 0x20 { return self }
        let body = starts(with: [0xEF, 0xBB, 0xBF]) ? self[3...] : self[...]
        guard let first = body.firstIndex(where: { $0 > 0x20 }), let last = body.lastIndex(where: { $0 > 0x20 }) else { return [] }
        return Array(body[first...last])
    }

    /// Without the script around it that `json=1` asks for and some pages write unasked: `var responseJSON={…};`.
    var withoutAssignment: [UInt8] {
        let words = Array("responseJSON".utf8)
        guard first == UInt8(ascii: "v") || first == UInt8(ascii: "r"), prefix(40).contains(words),
            let sign = firstIndex(of: UInt8(ascii: "="))
        else { return self }
        return Array(self[(sign + 1)...].reversed().drop { $0 <= 0x20 || $0 == UInt8(ascii: ";") }.reversed())
    }

    /// The XML document in it, whatever stands around it; nil where there is none.
    var xmlDocument: [UInt8]? {
        guard let begin = firstRange(of: Array("<root".utf8)), begin.lowerBound < 16_384 else { return nil }
        // JSON that quotes XML is JSON.
        guard self[..<begin.lowerBound].firstRange(of: Array("errcode".utf8)) == nil else { return nil }
        let end = lastRange(of: Array("</root>".utf8))?.upperBound ?? endIndex
        return Array(self[begin.lowerBound..<Swift.max(begin.lowerBound, end)])
    }

    /// The JSON object with the answer's code among other text, as PHP's notices before and behind it; nil where there is none, or
    /// not all of it.
    var envelope: [UInt8]? {
        guard let code = firstRange(of: Array("\"errcode\"".utf8))?.lowerBound else { return nil }
        let beginnings = self[..<code].indices.filter { self[$0] == UInt8(ascii: "{") }
        return beginnings.suffix(4).reversed().lazy.compactMap { begin in
            self.endOfObject(at: begin).map { Array(self[begin..<$0]) }
        }.first
    }

    /// Behind the brace that closes an object. One that a comma follows on the outermost level is one too many (section 4.3).
    private func endOfObject(at begin: Int) -> Int? {
        var (depth, isInText, index) = (0, false, begin)
        while index < endIndex {
            let byte = self[index]
            index += 1
            if isInText {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isInText = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 1, self[index...].first(where: { $0 > 0x20 }) == UInt8(ascii: ",") { continue }
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }

    fileprivate func lastRange(of part: [UInt8]) -> Range<Int>? {
        var index = count - part.count
        while index >= 0 {
            if self[index..<(index + part.count)].elementsEqual(part) { return index..<(index + part.count) }
            index -= 1
        }
        return nil
    }

    /// The same with bare words put in quotes (`"direct":OUT`), control characters in texts escaped, and without a brace that
    /// closes the whole before its end (`"message":"…"}, "data":[]}`). Nothing is added at the end: what was cut short stays so.
    var repairedJSON: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count + 64)
        var isInText = false
        var depth = 0
        var index = startIndex
        while index < endIndex {
            let byte = self[index]
            index += 1
            if isInText {
                switch byte {
                case UInt8(ascii: "\\"):
                    output.append(byte)
                    if index < endIndex {
                        output.append(self[index])
                        index += 1
                    }
                case 0..<0x20:
                    output += Array("\\u00".utf8) + [byte >> 4, byte & 15].map { Array("0123456789abcdef".utf8)[Int($0)] }
                default:
                    output.append(byte)
                    if byte == UInt8(ascii: "\"") { isInText = false }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInText = true
                output.append(byte)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                output.append(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                let goesOn = self[index...].first { $0 > 0x20 } == UInt8(ascii: ",")
                if depth == 1, goesOn { continue }
                depth -= 1
                output.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                if let last = output.last, last >= UInt8(ascii: "0"), last <= UInt8(ascii: "9") {
                    output.append(byte)  // the exponent of a number
                    continue
                }
                let end = self[index...].firstIndex { !$0.isInWord } ?? endIndex
                let word = self[(index - 1)..<end]
                index = end
                let isLiteral = [Array("true".utf8), Array("false".utf8), Array("null".utf8)].contains(Array(word))
                output += isLiteral ? Array(word) : [UInt8(ascii: "\"")] + word + [UInt8(ascii: "\"")]
            default:
                output.append(byte)
            }
        }
        return output
    }
}

extension UInt8 {
    fileprivate var isInWord: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
