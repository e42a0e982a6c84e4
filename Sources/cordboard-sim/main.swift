import CPlatform
import Diagnostics
import Foundation
import Simulators
import Wire

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

var systems: [SimulatedSystem] = []
do {
    for kind in options.kinds { systems.append(try await SimulatedSystem.start(kind, options)) }
    say("# Simulated here. To point a console at it, put this into its configuration:\nsites:")
    for system in systems { say(system.snippet) }
    await Ending.awaited()
    for system in systems { await system.end() }
    exit(status)
} catch let failure as WireFailure {
    complain("the broker cannot be reached (\(failure.stage.rawValue)): \(failure.reason)")
    exit(3)
} catch {
    complain("\(error)")
    exit(3)
}
