import Settings
import Translations

/// What a terminal can show, told from its environment and terminfo.
public struct TerminalTraits: Equatable, Sendable {
    /// From terminfo's `colors` and `RGB`, `COLORTERM` (truecolor, 24bit) and `NO_COLOR` (no-color.org: set and not empty).
    /// 24-bit colours need an entry in terminfo that has them; without one there are no more than 256.
    public var depth: ColorDepth
    /// How it writes text.
    public var encoding: LocaleEncoding
    /// Whether that is UTF-8; where not, borders are ASCII.
    public var usesUnicode: Bool { encoding.isUTF8 }
    /// Whether the bytes travel through SSH.
    public var isRemote: Bool
    /// Whether the terminal's clipboard can be had: tmux (by default) and screen keep what programs copy, VTE and the Linux
    /// console know no such thing.
    public var reachesClipboard = true
    /// How it shows something on the desktop, where it is known for it: kitty, iTerm2, WezTerm, Ghostty and Windows Terminal, foot
    /// and urxvt. tmux and screen let none of it through.
    var notification: DesktopNotification.Form?

    public init(depth: ColorDepth, usesUnicode: Bool, isRemote: Bool) {
        self.depth = depth
        encoding = usesUnicode ? .utf8 : .ascii
        self.isRemote = isRemote
    }

    /// - Throws: `TerminalError` where `TERM` names no usable terminal.
    @MainActor
    public init(environment: [String: String]) throws {
        self.init(environment: environment, terminfo: try Terminfo(type: environment["TERM"]))
    }

    @MainActor
    init(environment: [String: String], terminfo: Terminfo) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        depth =
            if value("NO_COLOR") != nil || terminfo.colors < 8 && !terminfo.hasDirectColor {
                .mono
            } else if terminfo.hasDirectColor
                || ["truecolor", "24bit"].contains(value("COLORTERM")?.lowercased()) && terminfo.directType != nil
            {
                .trueColor
            } else {
                terminfo.colors >= 256 ? .colors256 : .colors16
            }
        encoding = LocaleEncoding(environment: environment)
        let type = value("TERM") ?? ""
        reachesClipboard =
            ["TMUX", "STY", "VTE_VERSION"].allSatisfy { value($0) == nil }
            && !["tmux", "screen", "linux"].contains { type.hasPrefix($0) }
        notification = value("TMUX") == nil && value("STY") == nil ? DesktopNotification.Form(environment: environment) : nil
        isRemote = value("SSH_CONNECTION") != nil || value("SSH_TTY") != nil
    }
}
