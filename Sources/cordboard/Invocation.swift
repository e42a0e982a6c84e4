import Settings

/// One whole command line, understood.
struct Invocation: Equatable, Sendable {
    var command: Command
    var options: Options
    var operands: [String]

    /// - Parameter words: without the program's own name.
    /// - Throws: what is wrong with them.
    init(_ words: [String]) throws(CommandError) {
        var (given, operands) = try GNUOptions.split(words, rows: Options.rows)
        command = .console
        if let word = operands.first {
            guard let known = Command.rows.first(where: { $0.command.rawValue == word && !word.isEmpty }) else {
                let valid = Command.rows.filter { !$0.isHidden }.map(\.command.rawValue).filter { !$0.isEmpty }
                throw .unknown("there is no command “\(word)”", written: word, valid: valid)
            }
            command = known.command
            operands.removeFirst()
        }
        options = Options()
        for (row, value) in given { try row.read(&options, value) }
        self.operands = operands
        if options.help || options.version { return }
        try check(given.map(\.row))
    }

    private func check(_ given: [Options.Row]) throws(CommandError) {
        if let stray = given.first(where: { !$0.commands.contains(command) }) {
            throw .usage(
                command == .console
                    ? "--\(stray.long) needs a command: \(stray.commands.map(\.rawValue).filter { !$0.isEmpty }.sorted().joined(separator: ", "))"
                    : "--\(stray.long) is not for “\(command.rawValue)”")
        }
        if options.demo, options.config != nil { throw .usage("--demo needs no configuration; leave out --config") }
        if options.seed != nil, !options.demo { throw .usage("--seed is for --demo") }
        let row = command.row
        if operands.count < row.required {
            throw .usage("\(row.operands[operands.count]) is missing; usage: \(row.usage)")
        }
        if operands.count > row.most {
            throw .usage("“\(operands[row.most])” is one word too many; usage: \(row.usage)")
        }
    }
}
