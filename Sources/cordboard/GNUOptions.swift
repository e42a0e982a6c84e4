import CPlatform
import Foundation
import Synchronization

/// Splits the words of a command line into options and operands, in the GNU manner, by the C library's `getopt_long`.
enum GNUOptions {
    /// The library keeps its place in global variables.
    private static let library = Mutex(())

    /// Values that `getopt_long` returns lie above every letter.
    private static let base: Int32 = 0x100

    /// - Returns: the options in the order given, each with its value, and the operands.
    static func split(
        _ words: [String], rows: [Options.Row]
    ) throws(CommandError) -> (given: [(row: Options.Row, value: String)], operands: [String]) {
        let outcome = library.withLock { _ in
            Result { () throws(CommandError) in try scan(words, rows) }
        }
        return try outcome.get()
    }

    private static func scan(
        _ words: [String], _ rows: [Options.Row]
    ) throws(CommandError) -> (given: [(row: Options.Row, value: String)], operands: [String]) {
        let names = rows.map { strdup($0.long) }
        let copies = (["cordboard"] + words).map { strdup($0) }
        defer { (names + copies).forEach { free($0) } }
        var table = zip(names, rows).enumerated().map { index, pair in
            option(
                name: UnsafePointer(pair.0), has_arg: pair.1.value == nil ? no_argument : required_argument, flag: nil,
                val: base + Int32(index))
        }
        table.append(option())
        let letters = ":" + rows.compactMap { row in row.short.map { "\($0)" + (row.value == nil ? "" : ":") } }.joined()
        var arguments = copies + [nil]
        let count = Int32(copies.count)
        func word(_ index: Int32) -> String { arguments[Int(index)].map { String(cString: $0) } ?? "" }
        func row(_ code: Int32) -> Options.Row? {
            code >= base
                ? rows[Int(code - base)]
                : rows.first { $0.short?.asciiValue.map(Int32.init) == code }
        }

        var given: [(row: Options.Row, value: String)] = []
        cordboard_reset_getopt()
        while true {
            let code = getopt_long(count, &arguments, letters, table, nil)
            if code == -1 { break }
            if code == Int32(UInt8(ascii: ":")) || code == Int32(UInt8(ascii: "?")) {
                throw wrong(code, option: cordboard_optopt(), word: word(cordboard_optind() - 1), row, rows)
            }
            guard let row = row(code) else { continue }
            given.append((row, cordboard_optarg().map { String(cString: $0) } ?? ""))
        }
        return (given, (cordboard_optind()..<count).map(word))
    }

    /// What `getopt_long` stumbled over.
    private static func wrong(
        _ code: Int32, option: Int32, word: String, _ row: (Int32) -> Options.Row?, _ rows: [Options.Row]
    ) -> CommandError {
        if code == Int32(UInt8(ascii: ":")) {
            let row = row(option)
            return .usage("--\(row?.long ?? word) needs a value: \(row?.value ?? "")")
        }
        if option >= base { return .usage("--\(row(option)?.long ?? word) takes no value") }
        if option != 0 { return .usage("there is no option “-\(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: option))))”") }
        let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
        let begun = rows.map(\.long).filter { $0.hasPrefix(name) }
        if begun.count > 1, !name.isEmpty {
            return .usage("“\(word)” may be any of \(begun.map { "--" + $0 }.joined(separator: ", "))")
        }
        let valid = rows.map { "--" + $0.long }
        return .unknown("there is no option “\(word)”", written: "--" + name, valid: valid)
    }
}
