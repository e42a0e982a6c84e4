import Exchange
import Settings

/// One run of the program, from the words typed to the exit status.
@MainActor
struct CommandRunner {
    let program: Program

    func run(_ words: [String]) async -> Int32 {
        do {
            let invocation = try Invocation(words)
            if invocation.options.version || invocation.options.help {
                let help = HelpText(phrases: program.phrases)
                return try await program.printing(to: nil) {
                    $0.write(invocation.options.help ? help.text(of: invocation.command) : HelpText.version)
                    return .done
                }
            }
            program.beginLog(invocation)
            return try await perform(invocation)
        } catch let error as CommandError {
            program.complain(error)
            return error.status.rawValue
        } catch let problems as SettingsProblems {
            program.tell(problems.problems)
            return ExitStatus.usage.rawValue
        } catch is CancellationError {
            return program.interruption.status ?? ExitStatus.done.rawValue
        } catch {
            program.complain("\(String(describing: error))")
            return ExitStatus.unreachable.rawValue
        }
    }

    private func perform(_ invocation: Invocation) async throws -> Int32 {
        if invocation.command == .console {
            return try await ConsoleCommandEntry(program: program, invocation: invocation).run()
        }
        // Where an operation answers with a file, and for a report, `--output` is that file.
        return try await program.printing(to: [.op, .report].contains(invocation.command) ? nil : invocation.options.output) { output in
            try await program.interruption.guarding(output) {
                switch invocation.command {
                case .console: .done
                case .state: try await StateCommand(program: program, options: invocation.options, output: output).run()
                case .watch: try await WatchCommand(program: program, options: invocation.options, output: output).run()
                case .act: try await DoCommand(program: program, invocation: invocation, output: output).run()
                case .op: try await OpCommand(program: program, invocation: invocation, output: output).run()
                case .ops: try OpsCommand(program: program, invocation: invocation, output: output).run()
                case .kinds: try KindsCommand(program: program, invocation: invocation, output: output).run()
                case .completion: try CompletionCommand(invocation: invocation, output: output).run()
                case .complete: await CompleteCommand(program: program, invocation: invocation, output: output).run()
                case .report: try await ReportCommand(program: program, options: invocation.options, output: output).run()
                case .check: try await CheckCommand(program: program, options: invocation.options, output: output).run()
                }
            }
        }
    }
}
