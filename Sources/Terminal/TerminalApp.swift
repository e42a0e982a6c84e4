import Console
import Exchange
import Foundation
import Settings

/// What a terminal session shows and asks: the console, or what stands in for it in tests.
@MainActor
public protocol TerminalApp: AnyObject {
    /// Called by the app when something changed outside of a key press.
    var onWake: (@MainActor () -> Void)? { get set }
    /// A key, and what happened to it: where a terminal tells no more it is typed.
    func handle(_ key: Key, _ event: Key.Event)
    /// A key that writes may be held down to talk: that it is let go of must be told, where the terminal can.
    var wantsTextKeyReleases: Bool { get }
    /// The terminal's window has the keys, or has them no more; told only where key releases may be told too.
    func takeFocus(_ isOurs: Bool)
    func paste(_ text: String)
    /// A paste has begun, and for two seconds nothing more of it has come: keys go into its text until it ends.
    func tellPasteIsUnfinished()
    func resize(width: Int, height: Int)
    func draw() -> Canvas
    /// Whether `draw` would show something new.
    var wantsFrame: Bool { get }
    /// When `tick` wants to be called next.
    var nextTick: Date? { get }
    func tick()
    func takeEffects() -> [TerminalEffect]
}

extension ConsoleApp: TerminalApp {}
