import Exchange
import Settings

/// A text that the terminal shows on the desktop, where its window may be out of sight.
enum DesktopNotification {
    /// The sequences for it that terminals know.
    enum Form: Equatable, Sendable {
        /// iTerm2's: `OSC 9 ; text`.
        case osc9
        /// urxvt's: `OSC 777 ; notify ; title ; text`.
        case osc777
        /// kitty's: `OSC 99 ; metadata ; text`.
        case osc99

        init?(_ setting: Notifications) {
            switch setting {
            case .auto, .never: return nil
            case .osc9: self = .osc9
            case .osc777: self = .osc777
            case .osc99: self = .osc99
            }
        }

        /// That of the terminal which the environment names; nil for one that is not known for any.
        init?(environment: [String: String]) {
            let type = environment["TERM"] ?? ""
            let program = environment["TERM_PROGRAM"] ?? ""
            if type == "xterm-kitty" || environment["KITTY_WINDOW_ID"] != nil {
                self = .osc99
            } else if ["iTerm.app", "WezTerm", "ghostty"].contains(program) || environment["WT_SESSION"] != nil {
                self = .osc9
            } else if type.hasPrefix("foot") || type.hasPrefix("rxvt-unicode") {
                self = .osc777
            } else {
                return nil
            }
        }
    }

    /// The longest text shown, in octets.
    private static let longest = 256

    /// - Parameter text: it has no control characters, so that nothing of it can end the sequence.
    static func showing(_ text: SafeText, _ form: Form) -> [UInt8] {
        var body = ""
        for character in text.string {
            guard body.utf8.count + character.utf8.count <= longest else { break }
            // A semicolon would begin another field.
            body.append(character == ";" ? "," : character)
        }
        let content =
            switch form {
            case .osc9: "9;\(body)"
            case .osc777: "777;notify;Cordboard;\(body)"
            case .osc99: "99;;\(body)"
            }
        return Array("\u{1B}]\(content)\u{1B}\\".utf8)
    }
}
