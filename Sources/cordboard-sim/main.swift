import CPlatform
import Diagnostics
import Foundation
import Simulators

func complain(_ sentence: String) {
    StandardStream.tell("cordboard-sim: \(sentence)\n")
}

/// What the program ends with: 74 (EX_IOERR of sysexits(3)) where what it says could not be written.
var status: Int32 = 0

@MainActor func say(_ text: String) {
    // A reader who has gone away has read enough.
    guard let error = StandardStream.put(text + "\n"), error != EPIPE else { return }
    complain("standard output cannot be written: \(String(cString: strerror(error)))")
    status = 74
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
    exit(status)
}
if options.wantsVersion {
    say("cordboard-sim " + BuildVersion.text)
    exit(status)
}

var simulations: [Simulation] = []
do {
    for system in options.kinds { simulations.append(try await system.start(options.options(of: system, report: complain))) }
    let ending = await Ending.begin()
    say("# Simulated here. To point a console at it, put this into its configuration:\nsites:")
    for (system, simulation) in zip(options.kinds, simulations) {
        say(simulation.settings.yaml(id: system.siteID, name: system.title, kind: system.kind))
    }
    await ending.awaited()
    for simulation in simulations { await simulation.stop() }
    exit(status)
} catch {
    complain("\(error)")
    exit(3)
}
