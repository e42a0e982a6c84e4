/// What the program can be told to do; the raw value is the word of the command line.
enum Command: String, CaseIterable, Sendable {
    /// Opens the console; what is done without a word.
    case console = ""
    case state, watch
    case act = "do"
    case op, ops, kinds, check, completion, report
    /// What the completion scripts ask; not for people.
    case complete

    /// One row of the table of commands.
    struct Row: Sendable {
        var command: Command
        /// Names of the operands as help and messages show them; those in brackets may be left out.
        var operands: [String]
        /// Whether the last operand may be repeated.
        var repeats = false
        /// Not told of by the help.
        var isHidden = false
        /// What it does, in a line.
        var summary: String
        /// What else is worth knowing, a paragraph each.
        var details: [String] = []
        var examples: [String] = []

        var required: Int { operands.count { !$0.hasPrefix("[") } }
        var most: Int { repeats ? .max : operands.count }

        /// The operands as usage lines show them.
        var placeholders: [String] {
            operands.enumerated().map { index, name in repeats && index == operands.count - 1 ? name + "…" : name }
        }

        /// The line after “Usage:”.
        var usage: String {
            (["cordboard"] + (command == .console ? [] : [command.rawValue]) + ["[OPTION]…"] + placeholders).joined(separator: " ")
        }
    }

    static let rows: [Row] = [
        Row(
            command: .console, operands: [], summary: "Open the console on the configured sites.",
            details: [
                "Without a command it opens the console on the configured sites, which needs a terminal. With --demo it opens on a simulated exchange and needs no configuration."
            ],
            examples: ["cordboard", "cordboard --demo"]),
        Row(
            command: .state, operands: [], summary: "Print one snapshot of the board as JSON.",
            details: [
                "Connects and waits until every site is synchronised, or the time-out. A site that is not synchronised then is named on standard error, and the exit status is 3; what is known is printed all the same."
            ],
            examples: ["cordboard state --site hq", "cordboard state | jq '.queues[] | {name, waiting}'"]),
        Row(
            command: .watch, operands: [], summary: "Stream changes as JSON Lines until interrupted.",
            details: [
                "The present state comes first, then a “synced” line for each site, then changes in the order in which the site reported them. A lost link and its return are lines too."
            ],
            examples: ["cordboard watch | grep --line-buffered '\"type\":\"call\"'"]),
        Row(
            command: .act, operands: ["SITE", "ACTION", "[ARG]"], repeats: true,
            summary: "Perform one dispatcher action and print its outcome.",
            details: [
                "Nothing is queued: a site that is not online within the time-out is not asked. Every attempt goes to the audit log.",
                "What lives in a session is held until interrupted, until standard input ends, or for as long as --for says, and is then given back.",
            ],
            examples: ["cordboard do hq dial 2001 0800123456", "cordboard do hq pause 2001 6500"]),
        Row(
            command: .op, operands: ["SITE", "OPERATION", "[KEY=VALUE]"], repeats: true,
            summary: "Perform one raw operation of the system's catalog and print the decoded answer.",
            details: [
                "Nested values are written params.start=16:30 and member[0]=2001. What is missing, unknown or not among the documented values is told before anything is sent.",
                "An operation that answers with a file writes it to the file that --output names; an interrupted transfer is gone on with where the exchange can do that.",
                "A secret is best given by --input: what stands on a command line can be seen by others.",
            ],
            examples: [
                "cordboard op hq queues.status queue=6500", "cordboard op care cdr.getcdr --all --output calls.json",
                "cordboard op care recordings.getmonitor filename=20261121-2011.wav --output talk.wav",
            ]),
        Row(
            command: .ops, operands: ["[KIND]"], summary: "List the operations of a kind of system, or of all.",
            examples: ["cordboard ops smartpbx", "cordboard ops --json"]),
        Row(
            command: .kinds, operands: ["[KIND]"], summary: "List what a kind of system, or each, needs in the configuration.",
            details: ["A key in brackets may be left out. A secret may stand under NAME_env or NAME_command instead."],
            examples: ["cordboard kinds icp", "cordboard kinds --json"]),
        Row(
            command: .completion, operands: ["SHELL"], summary: "Print the completion script for bash, zsh or fish.",
            examples: [
                "source <(cordboard completion bash)", "cordboard completion zsh > ~/.zfunc/_cordboard",
                "cordboard completion fish > ~/.config/fish/completions/cordboard.fish",
            ]),
        Row(
            command: .complete, operands: ["[WORD]"], repeats: true, isHidden: true,
            summary: "Print what may stand in the place of the last word."),
        Row(
            command: .check, operands: [], summary: "Validate the settings, then try each site stage by stage.",
            details: [
                "Configuration, theme and keymap are read completely, and every problem is named with file, line and column. Then each site: DNS, TCP, TLS, log-in, first synchronisation."
            ]),
        Row(
            command: .report, operands: [], summary: "Pack what a maintainer needs into one file.",
            details: [
                "Versions, facts about the terminal, settings folders, the configuration, the diagnostic log and the last screens of the console go into one text file, and what is in it is said. Passwords, keys and tokens are masked."
            ],
            examples: ["cordboard report", "cordboard report --output fault.txt --log trace.log"]),
    ]

    var row: Row { Self.rows.first { $0.command == self }! }
}
