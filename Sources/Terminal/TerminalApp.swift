import Console
import Exchange
import Foundation
import Settings

/// What a terminal session shows and asks: the console, or what stands in for it in tests.
@MainActor
public protocol TerminalApp: AnyObject {
    /// Called by the app when something changed outside of a key press.
    var onWake: (@MainActor () -> Void)? { get set }
    func handle(_ key: Key)
    func paste(_ text: String)
    func resize(width: Int, height: Int)
    func draw() -> Canvas
    /// Whether `draw` would show something new.
    var wantsFrame: Bool { get }
    /// When `tick` wants to be called next.
    var nextTick: Date? { get }
    func tick()
    func takeEffects() -> [ConsoleApp.Effect]
}

extension ConsoleApp: TerminalApp {}
