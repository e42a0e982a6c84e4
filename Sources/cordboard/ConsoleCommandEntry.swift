import Exchange
import Foundation
import Settings

/// `cordboard` alone: opens the console.
@MainActor
struct ConsoleCommandEntry {
    let program: Program
    let invocation: Invocation

    func run() async throws -> Int32 {
        guard isatty(STDIN_FILENO) != 0, isatty(STDOUT_FILENO) != 0 else { return try await withoutTerminal() }
        return 0
    }

    /// A demo without a terminal shows what there is to see and how to see more; anything else needs one.
    private func withoutTerminal() async throws -> Int32 {
        guard invocation.options.demo else {
            throw Fault.usage("the console needs a terminal; “cordboard state” prints a snapshot without one")
        }
        let status = try await program.printing(to: nil) { output in
            try await program.interruption.guarding(output) {
                try await StateCommand(program: program, options: invocation.options, output: output).run()
            }
        }
        program.complain("this is the demo's snapshot; run “cordboard --demo” in a terminal to open the console on it")
        return status
    }
}
