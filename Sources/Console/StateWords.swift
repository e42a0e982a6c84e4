/// The glyph and the English word of each state, for scopes where a theme names none. The word is a msgid.
enum StateWords {
    static func word(of scope: String) -> String {
        table[scope]?.word ?? String(scope[(scope.lastIndex(of: ".").map(scope.index(after:)) ?? scope.startIndex)...])
    }

    static func glyph(of scope: String) -> String { table[scope]?.glyph ?? "·" }

    private static let table: [String: (glyph: String, word: String)] = [
        "agent.offline": ("○", "offline"), "agent.idle": ("●", "idle"), "agent.ringing": ("▲", "ringing"),
        "agent.talking": ("▶", "talking"), "agent.held": ("◐", "held"), "agent.busy": ("■", "not ready"),
        "agent.paused": ("‖", "paused"), "agent.wrapup": ("◆", "wrap-up"), "agent.rest": ("◇", "resting"),
        "agent.unknown": ("?", "unknown"),
        "call.dialing": ("▷", "dialing"), "call.ringing": ("▲", "ringing"), "call.talking": ("▶", "talking"),
        "call.held": ("◐", "held"), "call.parked": ("■", "parked"), "call.queued": ("◇", "queued"), "call.ended": ("×", "ended"),
        "member.invited": ("▷", "invited"), "member.ringing": ("▲", "ringing"), "member.waiting": ("◇", "waiting"),
        "member.joined": ("●", "joined"), "member.failed": ("×", "failed"), "member.left": ("○", "left"),
        "link.online": ("●", "online"), "link.connecting": ("◐", "connecting"), "link.degraded": ("▲", "not answering"),
        "link.offline": ("×", "offline"),
        "floor.idle": ("○", "free"), "floor.other": ("▲", "taken"), "floor.requesting": ("▷", "requested"),
        "floor.queued": ("◇", "queued"), "floor.mine": ("▶", "you talk"), "floor.releasing": ("◆", "giving back"),
        "floor.denied": ("×", "denied"), "floor.revoked": ("×", "revoked"), "floor.unknown": ("?", "unknown"),
        "trunk.up": ("●", "up"), "trunk.down": ("×", "down"), "trunk.unknown": ("?", "unknown"),
    ]
}
