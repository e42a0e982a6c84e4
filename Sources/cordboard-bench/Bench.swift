import Diagnostics
import Foundation
import JSON

/// Measures what DESIGN section 5 budgets, on real brokers, sockets and terminals.
@main
@MainActor
struct Bench {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let options: Options
        do {
            options = try Options(CommandLine.argc, CommandLine.unsafeArgv, measurements)
        } catch {
            complain(error.reason)
            exit(2)
        }
        if options.wantsHelp {
            exit(put(Options.help(measurements)))
        }
        do {
            let place = try Workplace(isQuick: options.isQuick)
            let (figures, isComplete) = await measure(options, place)
            place.remove()
            let json = JSONValue.object(["machine": .string(Machine.line), "figures": .array(figures.map(\.json))])
            let status = put(options.printsJSON ? json.prettyText : Table.text(figures))
            exit(status != 0 ? status : isComplete ? 0 : 1)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func measure(_ options: Options, _ place: Workplace) async -> ([Figure], isComplete: Bool) {
        var figures: [Figure] = []
        var isComplete = true
        for measurement in measurements where options.only.isEmpty || options.only.contains(measurement.name) {
            complain("\(measurement.title) …")
            do {
                figures += try await measurement.run(place)
            } catch {
                complain("\(measurement.name) could not be measured: \(error)")
                isComplete = false
            }
        }
        return (figures, isComplete)
    }

    static func complain(_ sentence: String) { StandardStream.tell("cordboard-bench: \(sentence)\n") }

    /// - Returns: the exit status, 74 (EX_IOERR) where the text could not be written.
    private static func put(_ text: String) -> Int32 { StandardStream.put(text + "\n") == nil ? 0 : 74 }
}

extension Bench {
    /// In the order of the table.
    fileprivate static let measurements: [Measurement] = [
        Measurement(name: "start", title: "first frame, no site reachable", run: FirstFrame.measure),
        Measurement(name: "memory", title: "memory with 1,000 agents and after a storm", run: Footprint.measure),
        Measurement(name: "idle", title: "idle CPU and wake-ups", run: Idleness.measure),
        Measurement(name: "keys", title: "key to first byte, bytes per cursor move", run: Keystrokes.measure),
        Measurement(name: "event", title: "event to screen", run: EventToScreen.measure),
        Measurement(name: "action", title: "key press to the request on the broker", run: KeyToRequest.measure),
        Measurement(name: "intake", title: "events taken in, against mosquitto_sub", run: Intake.measure),
        Measurement(name: "snapshot", title: "snapshot of 5,000 agents, 500 queues, 2,000 calls", run: Snapshot.measure),
        Measurement(name: "sweep", title: "a polled exchange's whole state", run: Sweep.measure),
        Measurement(name: "asterisk", title: "Asterisk's events and a large queue", run: AsteriskStream.measure),
        Measurement(name: "reconnect", title: "reconnect to a consistent board", run: Reconnect.measure),
    ]
}
