/// Lets work that must not happen at the same time go one after the other: requests to a server that can only do one thing at a
/// time, or requests whose answers nothing else tells apart.
///
/// It belongs to one actor. What is urgent, such as what a person asked for, goes before what is not.
public struct RequestTurns<Key: Hashable & Sendable> {
    private struct Line {
        var urgent: [CheckedContinuation<Void, Never>] = []
        var other: [CheckedContinuation<Void, Never>] = []
    }

    private var lines: [Key: Line] = [:]

    public init() {}

    /// Whether somebody has the turn.
    public func isTaken(_ key: Key) -> Bool { lines[key] != nil }

    /// Takes the turn, where nobody has it.
    public mutating func take(_ key: Key) -> Bool {
        guard lines[key] == nil else { return false }
        lines[key] = Line()
        return true
    }

    /// Waits in line for a turn that somebody has; it belongs to the waiter once he is resumed.
    public mutating func wait(for key: Key, urgent isUrgent: Bool = false, _ waiter: CheckedContinuation<Void, Never>) {
        guard lines[key] != nil else {
            lines[key] = Line()
            return waiter.resume()
        }
        if isUrgent { lines[key]?.urgent.append(waiter) } else { lines[key]?.other.append(waiter) }
    }

    /// Gives the turn to the next in line.
    public mutating func pass(_ key: Key) {
        guard var line = lines[key] else { return }
        if !line.urgent.isEmpty {
            line.urgent.removeFirst().resume()
        } else if !line.other.isEmpty {
            line.other.removeFirst().resume()
        } else {
            lines[key] = nil
            return
        }
        lines[key] = line
    }
}
