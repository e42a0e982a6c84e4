import Diagnostics
import Exchange
import Settings

/// What the options of the command line say.
struct Options: Equatable, Sendable {
    var config: String?
    var demo = false
    /// The console shows and never acts.
    var readOnly = false
    var seed: UInt64?
    var sites: [SiteID] = []
    var timeout: Duration?
    /// How long an action that lives in a session is held.
    var hold: Duration?
    var json = false
    /// Where the data goes instead of standard output.
    var output: String?
    /// Where a JSON object with arguments comes from; `-` is standard input.
    var input: String?
    /// Every piece of a long listing is asked for.
    var all = false
    /// Values that the catalog does not name are sent all the same.
    var unchecked = false
    /// A listing as a manual page.
    var manual = false
    /// Where the diagnostic log goes; nil with a level is the state folder.
    var log: String?
    /// nil with a file is `info`; nil without one is no log.
    var logLevel: LogLevel?
    var help = false
    var version = false

    /// One row of the table of options.
    struct Row: Sendable {
        let long: String
        var short: Character?
        /// The name of its value, or nil where it takes none.
        var value: String?
        let commands: Set<Command>
        let meaning: String
        let read: @Sendable (inout Options, String) throws(CommandError) -> Void
    }

    private static let everywhere = Set(Command.allCases)
    private static let connecting: Set<Command> = [.console, .state, .watch, .act, .op]

    static let rows: [Row] = [
        Row(
            long: "config", short: "c", value: "FILE", commands: everywhere,
            meaning: "Read this configuration instead of the user's or /etc/cordboard/config.yaml."
        ) { $0.config = $1 },
        Row(
            long: "demo", short: "d", commands: connecting, meaning: "Use an embedded simulated exchange instead of a configuration."
        ) { options, _ in options.demo = true },
        Row(long: "seed", value: "N", commands: connecting, meaning: "Seed of the simulated day; the same seed gives the same day.") {
            options, text throws(CommandError) in
            guard let seed = UInt64(text) else { throw .usage("--seed takes a whole number, not “\(text)”") }
            options.seed = seed
        },
        Row(
            long: "read-only", short: "r", commands: [.console],
            meaning: "Open the console to look at: it does not act, and no key unlocks it."
        ) {
            options, _ in options.readOnly = true
        },
        Row(
            long: "site", short: "s", value: "ID", commands: [.state, .watch, .check],
            meaning: "Only this site; may be given several times."
        ) { $0.sites.append(SiteID($1)) },
        Row(
            long: "timeout", short: "t", value: "TIME", commands: [.state, .watch, .act, .op, .check],
            meaning: "How long to wait for a site: 500ms, 5s, 1m; a bare number is seconds (default 10s)."
        ) { options, text throws(CommandError) in options.timeout = try duration(text, of: "--timeout") },
        Row(
            long: "for", short: "f", value: "TIME", commands: [.act],
            meaning: "Give back what the action holds after this time."
        ) { options, text throws(CommandError) in options.hold = try duration(text, of: "--for") },
        Row(long: "json", short: "j", commands: [.ops, .kinds], meaning: "Print JSON instead of a table.") { options, _ in
            options.json = true
        },
        Row(
            long: "input", short: "i", value: "FILE", commands: [.op],
            meaning: "Take arguments from a JSON object in this file; - is standard input."
        ) { $0.input = $1 },
        Row(long: "all", short: "a", commands: [.op], meaning: "Ask for every piece of a long listing and print it whole.") {
            options, _ in options.all = true
        },
        Row(long: "unchecked", commands: [.op], meaning: "Send values that the catalog does not name, too.") { options, _ in
            options.unchecked = true
        },
        Row(long: "manual", commands: [.ops, .kinds], meaning: "Print it as a manual page, for man -l.") { options, _ in
            options.manual = true
        },
        Row(
            long: "output", short: "o", value: "FILE", commands: [.state, .watch, .act, .op, .ops, .kinds, .report],
            meaning: "Write the data to this file instead of standard output."
        ) { $0.output = $1 },
        Row(
            long: "log", value: "FILE", commands: everywhere,
            meaning: "Append a diagnostic log to this file, secrets masked; level info, unless --log-level says otherwise."
        ) { $0.log = $1 },
        Row(
            long: "log-level", value: "LEVEL", commands: everywhere,
            meaning: "How much to log: error, info, debug or trace (every message of the wire); without --log into the state folder."
        ) { options, text throws(CommandError) in
            guard let level = LogLevel(rawValue: text) else {
                throw .unknown(
                    "--log-level takes error, info, debug or trace, not “\(text)”", written: text, valid: LogLevel.allCases.map(\.rawValue))
            }
            options.logLevel = level
        },
        Row(long: "help", short: "h", commands: everywhere, meaning: "Print help; after a command, that command's.") { options, _ in
            options.help = true
        },
        Row(long: "version", short: "V", commands: everywhere, meaning: "Print the version.") { options, _ in options.version = true },
    ]

    private static func duration(_ text: String, of name: String) throws(CommandError) -> Duration {
        guard let duration = Duration(settingsText: text) ?? Duration(settingsText: text + "s") else {
            throw .usage("\(name) takes a time such as 500ms, 5s or 1m, not “\(text)”")
        }
        return duration
    }
}
