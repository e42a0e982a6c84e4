import Exchange

/// When keys that write are asked to tell that they are let go of, so that a key held down holds the floor of a group.
/// By which sequence the terminal shows a notification on the desktop (`notifications`).
public enum Notifications: String, CaseIterable, Sendable {
    /// As the terminal is known for, and not at all where it is not.
    case auto
    case never
    case osc9, osc777, osc99
}

public enum HoldToTalk: String, CaseIterable, Sendable {
    /// While a group can be talked to, but not over SSH: with such keys ssh's `~.` is dead, and a line that is lost leaves a
    /// terminal in which not even `reset` can be typed.
    case auto
    /// While a group can be talked to.
    case always
    /// Never: push-to-talk is a latch.
    case never
}

/// What the configuration file says (CONTRACT section 2).
public struct Configuration: Sendable, Equatable {
    /// The console's language; `auto` follows the environment.
    public enum Language: String, CaseIterable, Sendable { case auto, en, zh_CN }

    public var `operator`: Operator
    public var language: Language
    /// Name of the theme file, without ending.
    public var theme: String
    /// Name of the keymap file, without ending.
    public var keymap: String
    /// Actions that ask first.
    public var confirm: Set<Action>
    /// An action whose attempt cannot be written to the audit log is not sent (`audit: {required: …}`).
    public var requiresAudit: Bool
    /// How long the console waits whether an Escape begins a key's sequence (`escape_delay`); nil measures the line.
    public var escapeDelay: Duration?
    /// How the terminal is asked to show that a telephone rings (`notifications`).
    public var notifications = Notifications.auto
    /// When keys tell that they are let go of (`hold_to_talk`).
    public var holdToTalk = HoldToTalk.auto
    /// What a locked console asks for (`lock: {password: …}` and its like); nil asks for nothing.
    public var lockPassword: Secret?
    public var sites: [SiteSettings]

    public init(
        operator: Operator, language: Language = .auto, theme: String = "night", keymap: String = "default",
        confirm: Set<Action> = [.hangup, .roomEnd, .forceLogout], requiresAudit: Bool = true,
        sites: [SiteSettings] = []
    ) {
        self.operator = `operator`
        self.language = language
        self.theme = theme
        self.keymap = keymap
        self.confirm = confirm
        self.requiresAudit = requiresAudit
        self.sites = sites
    }
}
