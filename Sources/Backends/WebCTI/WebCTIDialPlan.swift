import BackendSupport
import Exchange

/// What the exchange's own plan says of a number.
enum PlannedNumber: Equatable, Sendable {
    case reachable, unreachable
    /// It does not tell.
    case untold

    /// - Parameter text: what the core's console prints for `dialplan show NUMBER@CONTEXT`; nil for a command that it lacks.
    init?(console text: String) {
        let words = text.lowercased()
        if words.contains("no such command") || words.contains("usage:") || words.contains("unable to find command") { return nil }
        if words.contains("there is no existence of") {
            self = words.contains(" context") ? .untold : .unreachable
        } else if words.contains("context '") || words.contains("-= ") {
            self = Self.leadsSomewhere(words) ? .reachable : .unreachable
        } else {
            self = .untold
        }
    }

    /// A context that takes every number only in order to say that it is wrong leads nowhere.
    private static func leadsSomewhere(_ words: String) -> Bool {
        let contexts = words.split(separator: "context '").dropFirst().map { $0.prefix { $0 != "'" } }
        return contexts.isEmpty || contexts.contains { $0 != "bad-number" }
    }
}

/// Numbers that a public network reaches, for exchanges that do not tell their plan.
enum PublicNumber {
    /// Emergency and service numbers of three and five digits, and subscribers' numbers of seven and more; a shorter one that the
    /// directory does not have is a mistyped extension.
    static func isPlausible(_ number: String) -> Bool {
        let digits = Array(number.utf8)
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return false }
        return switch digits.count {
        case 3: ["110", "112", "114", "119", "120", "122", "911", "999"].contains(number)
        case 5: digits[0] == UInt8(ascii: "1") || (digits[0] == UInt8(ascii: "9") && [5, 6].contains(digits[1] - UInt8(ascii: "0")))
        default: (7...20).contains(digits.count)
        }
    }
}

extension WebCTISite {
    /// Why a call that is led to a number would end there; nil where it would not.
    func reasonAgainst(target number: String) async -> SafeText? {
        if isInDirectory(number) { return nil }
        let isNumber = !number.isEmpty && number.utf8.allSatisfy { $0.isInNumber }
        let isReachable =
            switch isNumber ? await planned(number) : .unreachable {
            case .reachable: true
            case .unreachable: false
            case .untold: PublicNumber.isPlausible(number)
            }
        return isReachable ? nil : "\(number) is no number of this exchange and none that it reaches; the call goes on as it is"
    }

    private func isInDirectory(_ number: String) -> Bool {
        isOurs(number) || picture.status.devices.contains { $0.number == number } || picture.status.queues.contains { $0.number == number }
            || picture.status.conferences.contains { $0.room == number }
            || picture.status.parks.contains { $0.isParked && $0.slot == number }
    }

    /// Asks the core's console, in the words of later and earlier versions; which it understands is remembered.
    private func planned(_ number: String) async -> PlannedNumber {
        for command in planCommand.map({ [$0] }) ?? ["dialplan show", "show dialplan"] {
            guard let answer = try? await ask("system.cticommand", [("command", "\(command) \(number)@\(configuration.context)")]),
                answer.isSuccess
            else { return .untold }
            guard let planned = PlannedNumber(console: answer.rows.first?["result"] ?? "") else { continue }
            planCommand = command
            return planned
        }
        return .untold
    }
}

extension UInt8 {
    fileprivate var isInNumber: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || "*#+".utf8.contains(self)
    }
}
