import Desk
import Exchange
import Foundation
import Translations

/// Names what an action is aimed at, so that nobody confirms a number he cannot place.
struct TargetWords {
    let board: Board
    let phrases: TranslationCatalog
    let now: Date

    /// “Hang up 13800138000 ↔ 2006 Ken Andersson @hq”
    func actionText(_ intention: Intention, _ values: PendingAction.Values, at site: SiteID, own: String?) -> String {
        let targets = intention.parameters.flatMap { parameter -> [String] in
            let words = values[parameter.name] ?? []
            if parameter.name == "FROM", words == [own] { return [] }
            if parameter.kind == .text { return words.isEmpty ? [] : [words.joined(separator: " ")] }
            return words.map { describe($0, parameter.kind, at: site, room: values.first("ROOM")) }
        }
        let title = phrases(intention.title)
        let what = targets.isEmpty ? title : title + " " + targets.joined(separator: ", ")
        return board.sites.count > 1 ? what + " @\(SafeText(site.rawValue))" : what
    }

    func describe(_ value: String, _ kind: Action.ArgumentKind, at site: SiteID, room: String?) -> String {
        let call = board.call(site, value).map { parties(of: $0) } ?? board.waitingCall(site, value).map { caller(of: $0) }
        // Who talks is what people know a call by; its identifier says nothing to them.
        if let call, [.call, .callOrExtension].contains(kind), !call.isEmpty { return call.string }
        let name: SafeText? =
            switch kind {
            case .slot: call
            case .call, .callOrExtension: agentName(site, value)
            case .extension, .number: agentName(site, value)
            case .agent: board.agent(site, value)?.name
            case .queue: board.queue(site, value)?.name
            case .room: board.room(site, value)?.name
            case .group: board.group(site, value)?.name
            case .member:
                room.flatMap { board.room(site, $0)?.members.first { $0.id == value } }.map {
                    $0.number == value ? $0.name ?? "" : "\($0.number) \($0.name ?? "")"
                }
            case .reason, .text: nil
            }
        guard let name, !name.isEmpty, name.string != value else { return SafeText(value).string }
        // People know queues by name; many numbers of theirs look like telephones.
        if kind == .queue { return name.string }
        return SafeText(value).string + (call == nil ? " " : ": ") + name.string.trimmingCharacters(in: .whitespaces)
    }

    /// “13800138000 ↔ 2006 Ken Andersson”; an arrow while nobody has answered. Empty where neither is known.
    func parties(of call: Call) -> SafeText {
        let numbers = [call.caller, call.callee].filter { !$0.isEmpty }
        return SafeText(numbers.map { party($0, at: call.site) }.joined(separator: call.answered == nil ? " → " : " ↔ "))
    }

    /// “13800138000 张三”
    func caller(of waiting: WaitingCall) -> SafeText {
        guard let name = waiting.name?.string, !name.isEmpty, name != waiting.caller else {
            return SafeText(party(waiting.caller, at: waiting.site))
        }
        return SafeText("\(waiting.caller) \(name)")
    }

    private func party(_ number: String, at site: SiteID) -> String {
        guard let name = agentName(site, number)?.string, !name.isEmpty, name != number else { return SafeText(number).string }
        return "\(SafeText(number)) \(name)"
    }

    private func agentName(_ site: SiteID, _ number: String) -> SafeText? { board.agent(site, extension: number)?.name }

    /// A row as one would write it down, its identifier first.
    func plainText(of selected: Selected) -> SafeText {
        func words(_ id: String, _ rest: SafeText?...) -> SafeText {
            SafeText(([id] + rest.compactMap { $0?.string }.filter { !$0.isEmpty && $0 != id }).joined(separator: " "))
        }
        return switch selected {
        case .entity(.agent(let it)): words(it.extension, it.name)
        case .entity(.queue(let it)): words(it.id, it.name)
        case .entity(.waiting(let it)): words(it.call, SafeText(it.caller), it.name)
        case .entity(.call(let it)): words(it.id, SafeText("\(it.caller) → \(it.callee)"))
        case .entity(.room(let it)): words(it.id, it.name)
        case .entity(.group(let it)): words(it.id, it.name)
        case .entity(.trunk(let it)): words(it.id, it.name)
        case .member(_, let it): words(it.number, it.name)
        case .groupMember(_, let it): words(it.number, it.name)
        }
    }
}
