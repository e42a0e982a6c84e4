import Exchange
import Settings

/// How the program ends (CONTRACT section 1).
enum ExitStatus: Int32, Sendable {
    case done = 0
    case refused = 1
    case usage = 2
    case unreachable = 3
    case unsupported = 4
    case forbidden = 5
    /// A limit of the machine (descriptors, memory) leaves no room; `EX_OSERR` of sysexits(3).
    case limited = 71
    /// The data could not be written; `EX_IOERR` of sysexits(3), beside the contract's own.
    case unwritable = 74
}

/// Why a command ends without having done its work.
struct CommandError: Error, Equatable, Sendable {
    var status: ExitStatus
    /// One line each.
    var sentences: [Wording]
    /// Ends with a pointer to `--help`: the words typed were wrong.
    var pointsToHelp = false

    /// The words typed make no sense.
    static func usage(_ sentence: Wording) -> CommandError { CommandError(status: .usage, sentences: [sentence], pointsToHelp: true) }

    /// A name that is none of `valid`: names the nearest.
    static func unknown(_ sentence: Wording, written: String, valid: some Collection<String>) -> CommandError {
        guard let nearest = nearestName(to: written, among: valid) else { return .usage(sentence) }
        return CommandError(status: .usage, sentences: [sentence, "did you mean “\(nearest)”?"], pointsToHelp: true)
    }
}
