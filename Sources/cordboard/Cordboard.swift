import Diagnostics
import Foundation

@main
@MainActor
struct Cordboard {
    static func main() async {
        // A descriptor that is closed would be given to the next file opened, and data would end up there.
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)  // a write beyond the limit of a file's size is an error like any other
        MachineLimits.watchForCrash()
        let program = Program(environment: ProcessInfo.processInfo.environment)
        if let shortage = MachineLimits.shortage() {
            program.complain(shortage)
            exit(ExitStatus.limited.rawValue)
        }
        program.restoreTerminal()
        let status = await CommandRunner(program: program).run(Array(CommandLine.arguments.dropFirst()))
        DiagnosticLog.program.write(.info) { "ended with status \(status)" }
        await DiagnosticLog.program.finish()
        exit(status)
    }
}
