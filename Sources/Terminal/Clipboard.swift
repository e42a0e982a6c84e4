import Exchange
import Foundation

/// The terminal's clipboard (OSC 52), which reaches the operator's own machine through SSH and tmux.
enum Clipboard {
    /// The longest text copied, in bytes; terminals cut or refuse long ones.
    static let longest = 8_192

    /// The sequence that copies `text`; nothing when it is too long.
    static func copying(_ text: SafeText) -> [UInt8] {
        let bytes = Data(text.string.utf8)
        guard bytes.count <= longest else { return [] }
        return Array("\u{1B}]52;c;\(bytes.base64EncodedString())\u{1B}\\".utf8)
    }
}
