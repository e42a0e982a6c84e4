import CPlatform
import Foundation
import Simulators
import Wire

func complain(_ sentence: String) {
    FileHandle.standardError.write(Data("cordboard-sim: \(sentence)\n".utf8))
}

func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}

signal(SIGPIPE, SIG_IGN)

let options: Options
do {
    options = try Options(CommandLine.argc, CommandLine.unsafeArgv)
} catch {
    complain((error as? Options.Wrong)?.reason ?? "\(error)")
    complain("try: cordboard-sim --help")
    exit(2)
}
if options.wantsHelp {
    say(Options.help)
    exit(0)
}
if options.wantsVersion {
    say("cordboard-sim 0.1.0")
    exit(0)
}

var systems: [SimulatedSystem] = []
do {
    for kind in options.kinds { systems.append(try await SimulatedSystem.start(kind, options)) }
    say("# Simulated here. To point a console at it, put this into its configuration:\nsites:")
    for system in systems { say(system.snippet) }
    await Ending.awaited()
    for system in systems { await system.end() }
} catch let failure as WireFailure {
    complain("the broker cannot be reached (\(failure.stage.rawValue)): \(failure.reason)")
    exit(3)
} catch {
    complain("\(error)")
    exit(3)
}
