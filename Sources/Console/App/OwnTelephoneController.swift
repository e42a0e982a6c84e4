import Desk
import Exchange

/// The keys that concern the operator's own telephone and no row. Of several telephones that one is meant at which there is
/// something to do: at the site of the selection, else the first.
@MainActor
final class OwnTelephoneController {
    private let context: ConsoleContext
    private let actions: ActionRunner

    init(_ context: ConsoleContext, _ actions: ActionRunner) {
        self.context = context
        self.actions = actions
    }

    /// - Returns: false for a command that is none of the telephone's.
    func perform(_ command: ConsoleCommand) -> Bool {
        guard let key = OwnTelephoneKey.all[command] else { return false }
        let telephones = context.desk.ownTelephones
        let site = context.defaultSite
        let ordered = telephones.filter { $0.site == site } + telephones.filter { $0.site != site }
        let candidates = ordered.compactMap { telephone in key.begins(telephone).map { (telephone.site, $0.0, $0.1) } }
        // What one exchange cannot do, another may; where none can, the first says why.
        let chosen = candidates.first { context.desk.refusal(of: $0.1.representative, at: $0.0) == nil } ?? candidates.first
        if let (site, intention, values) = chosen {
            actions.begin(intention, values, at: site)
            return true
        }
        context.notify(context.phrases(telephones.isEmpty ? "No telephone is yours: set operator.extension." : key.nothing))
        return true
    }
}

/// What one of these keys does at a telephone.
struct OwnTelephoneKey: Sendable {
    /// nil where there is nothing to do at this one.
    let begins: @Sendable (OwnTelephone) -> (Intention, PendingAction.Values)?
    /// What is said where there is nothing to do at any. A msgid.
    let nothing: String

    static let all: [ConsoleCommand: OwnTelephoneKey] = [
        .ownAnswer: OwnTelephoneKey(nothing: "None of your telephones rings.") {
            guard case .ringing(let call) = $0.activity else { return nil }
            return (.action(.answer), ["CALL": [call?.id ?? $0.number]])
        },
        .ownHangup: OwnTelephoneKey(nothing: "None of your telephones is in a call.") { telephone in
            switch telephone.activity {
            case .supervising(let agent, _): (.action(.superviseStop), ["EXTENSION": [agent.extension]])
            case .unlisted, .free: nil
            default: (.action(.hangup), ["CALL": [telephone.call?.id ?? telephone.number]])
            }
        },
        .ownHoldToggle: OwnTelephoneKey(nothing: "None of your telephones has a call to hold.") { telephone in
            switch telephone.activity {
            case .talking: (.action(.hold), ["CALL": [telephone.call?.id ?? telephone.number]])
            case .held: (.action(.unhold), ["CALL": [telephone.call?.id ?? telephone.number]])
            default: nil
            }
        },
        .ownConsultComplete: consultation(.consultComplete),
        .ownConsultCancel: consultation(.consultCancel),
        .ownReadyToggle: OwnTelephoneKey(nothing: "No exchange lists you as an agent.") {
            $0.agent.map { (.toggle(.pause), ["EXTENSION": [$0.extension], "QUEUE": []]) }
        },
    ]

    private static func consultation(_ action: Action) -> OwnTelephoneKey {
        OwnTelephoneKey(nothing: "None of your telephones consults anybody.") {
            guard case .consulting(_, let held) = $0.activity else { return nil }
            return (.action(action), ["CALL": [held.id]])
        }
    }

    private init(nothing: String, begins: @escaping @Sendable (OwnTelephone) -> (Intention, PendingAction.Values)?) {
        self.begins = begins
        self.nothing = nothing
    }
}
