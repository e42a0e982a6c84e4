import CPlatform
import Foundation
import Simulators

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

var simulations: [Simulation] = []
do {
    for system in options.kinds { simulations.append(try await system.start(options.options(of: system, report: complain))) }
    say("# Simulated here. To point a console at it, put this into its configuration:\nsites:")
    for (system, simulation) in zip(options.kinds, simulations) {
        say(simulation.settings.yaml(id: system.siteID, name: system.title, kind: system.kind))
    }
    await Ending.awaited()
    for simulation in simulations { await simulation.stop() }
} catch {
    complain("\(error)")
    exit(3)
}
