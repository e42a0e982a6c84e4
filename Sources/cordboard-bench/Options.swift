import CPlatform
import Foundation

/// What the command line asks for.
struct Options {
    var isQuick = false
    var printsJSON = false
    var wantsHelp = false
    /// The measurements wanted; empty is all.
    var only: [String] = []

    struct Wrong: Error { var reason: String }

    static func help(_ measurements: [Measurement]) -> String {
        """
        Usage: cordboard-bench [OPTION]… [NAME]…
        Measures this machine's Cordboard against its budgets and prints the table. NAME: one or more of
        \(measurements.map { "  \($0.name.padding(toLength: 10, withPad: " ", startingAt: 0)) \($0.title)" }.joined(separator: "\n"))

          -q, --quick      fewer samples and a shorter storm
          -o, --only=NAME  only this one (may be given again; NAME alone does the same)
          -j, --json       print JSON
          -h, --help       this text

        Exit status: 0 measured, 1 something could not be measured, 2 wrong usage. A missed budget is no failure.
        """
    }

    /// - Parameter measurements: what can be asked for.
    init(
        _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, _ measurements: [Measurement]
    ) throws(Wrong) {
        let names = [("quick", "q", no_argument), ("only", "o", required_argument), ("json", "j", no_argument), ("help", "h", no_argument)]
        let words = names.map { strdup($0.0) }
        defer { words.forEach { free($0) } }
        let table =
            zip(words, names).map { word, row in
                option(name: UnsafePointer(word), has_arg: row.2, flag: nil, val: Int32(Character(row.1).asciiValue ?? 0))
            } + [option()]
        cordboard_reset_getopt()
        while true {
            let letter = getopt_long(count, arguments, ":qo:jh", table, nil)
            if letter == -1 { break }
            switch UnicodeScalar(UInt8(clamping: letter)) {
            case "q": isQuick = true
            case "j": printsJSON = true
            case "h": wantsHelp = true
            case "o": only.append(cordboard_optarg().map { String(cString: $0) } ?? "")
            default: throw Wrong(reason: "there is no such option, or its value is missing")
            }
        }
        only += (Int(cordboard_optind())..<Int(count)).compactMap { arguments[$0].map { String(cString: $0) } }
        if let unknown = only.first(where: { name in !measurements.contains { $0.name == name } }) {
            throw Wrong(reason: "there is no measurement “\(unknown)”")
        }
    }
}
