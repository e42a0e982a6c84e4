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
        exit(await CommandRunner(program: Program(environment: ProcessInfo.processInfo.environment)).run(Array(CommandLine.arguments.dropFirst())))
    }
}
