import Exchange

/// One line for the operator: what was done, what the exchange answered.
struct Notice: Equatable, Sendable {
    enum Tone: Sendable { case plain, done, error, pending }
    var text: SafeText
    var tone: Tone
}

extension Notice.Tone {
    var scope: String {
        switch self {
        case .plain: "ui.message"
        case .done: "ui.message.done"
        case .error: "ui.message.error"
        case .pending: "ui.prompt"
        }
    }
}
