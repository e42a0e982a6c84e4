import Settings

/// What a terminal that speaks kitty's keyboard protocol is asked to tell of its keys.
extension TerminalSession {
    /// What the keyboard shall tell now.
    private var wantedKeyboardFlags: Int {
        let isAllowed =
            switch holdToTalk {
            case .auto: !traits.isRemote
            case .always: true
            case .never: false
            }
        return KeyEvent.wanted | (isAllowed && app?.wantsTextKeyReleases == true ? KeyEvent.ofTextKeys : 0)
    }

    /// The terminal speaks kitty's keyboard protocol: it shall tell when keys go down and up, and when its window loses
    /// them. Whether it does is believed when a key has been let go of (see `ConsoleApp`).
    func tellKeyEvents() {
        let flags = wantedKeyboardFlags
        let operation = keyboardFlags == nil ? ">\(flags)" : "=\(flags);1"
        prelude += Array("\u{1B}[\(operation)u\u{1B}[?1004h".utf8)
        keyboardFlags = flags
        if handlesSignals { prepareForCrash() }
    }

    /// A group has come or gone that can be talked to.
    func adjustKeyEvents() {
        guard let keyboardFlags else { return }
        let flags = wantedKeyboardFlags
        guard keyboardFlags != flags else { return }
        prelude += Array("\u{1B}[=\(flags);1u".utf8)
        self.keyboardFlags = flags
    }
}
