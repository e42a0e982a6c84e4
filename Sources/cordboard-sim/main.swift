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

do {
    let ownBroker = options.broker == nil ? try await PrivateBroker.start(port: options.port) : nil
    let endpoint = options.broker ?? MQTTEndpoint(host: "127.0.0.1", port: options.port)
    let simulator = SmartPBXSimulator(
        world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), token: options.token,
        script: options.script, broker: ownBroker, report: complain)
    try await simulator.connect(to: endpoint)
    let serving = Task { await simulator.serve() }

    var login = ""
    if let username = endpoint.username { login += "\n    username: \(username)" }
    if endpoint.password != nil { login += "\n    password_env: \(Options.passwordVariable)" }
    say(
        """
        # A Smart PBX is simulated. To point a console at it, put this into its configuration:
        sites:
          - id: demo
            name: Simulated Smart PBX
            kind: smartpbx
            broker: \(options.brokerText ?? "mqtt://127.0.0.1:\(options.port)")
            token: \(options.token)\(login)
        """)
    await Ending.awaited()
    serving.cancel()
    await serving.value
    ownBroker?.stop()
} catch let failure as WireFailure {
    complain("the broker cannot be reached (\(failure.stage.rawValue)): \(failure.reason)")
    exit(3)
} catch {
    complain("\(error)")
    exit(3)
}
