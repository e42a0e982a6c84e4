/// What a line of a training script asks for. Durations are milliseconds.
public enum ScriptCommand: Sendable, Equatable {
    case call(String, to: String)
    case dial(String, to: String)
    /// nil hangs up everybody.
    case hangUp(String?)
    case pause(String, queue: String, Bool)
    case member(String, queue: String, Bool)
    case register(String, Bool)
    case join(String, room: String)
    case leave(String, room: String)
    case rate(Double)
    /// One of the system's faults, by its name in `SimulatorFaults.switches`, for so long.
    case fault(String, for: Milliseconds)
    case delay(Milliseconds)
    case lose(Int)
    case double(Int)
    case invalidJSON, invalidUTF8
    case payload(Int)
    case hostileName
    case offline(Milliseconds)
    case restartBroker(Milliseconds)
    case incoming(String)
    case open(String, members: [String])
    case offer(String, members: [String])
    case fail(String)
    case endRooms(String)
    case slowList(Milliseconds)
    case text(WireText)
    case joiningName, staleMessages
    case garbage, absurdLength, unknownMessage
    /// nil cuts everybody off.
    case kickOut(String?)
    case expireTokens
    case reboot
    /// A command whose words the system reads itself: its verb and its arguments, as many as the form has.
    case act(String, [String])
}

public struct ScriptLine: Sendable, Equatable {
    /// Counted from the start of the simulator.
    public var time: Milliseconds
    public var command: ScriptCommand
    /// The line in the file, from 1.
    public var number: Int
    /// The systems that it is for; the others, which may run beside them, let it pass.
    public var kinds: [String]
}

extension [ScriptLine] {
    /// What is for one kind of system, in the order of time.
    func sorted(for kind: String) -> ArraySlice<ScriptLine> {
        filter { $0.kinds.contains(kind) }.sorted { $0.time < $1.time }[...]
    }
}

/// What is wrong with a script, and where: lines and columns count from 1.
public struct ScriptError: Error, Equatable, CustomStringConvertible, Sendable {
    public var file: String
    public var line: Int
    public var column: Int
    public var reason: String

    public var description: String { "\(file):\(line):\(column): \(reason)" }
}
