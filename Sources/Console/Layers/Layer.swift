import Desk
import Exchange
import Settings

/// One thing on the screen that can have the keys: the panes, what lies over them, the prompt.
///
/// The topmost layer is asked first. It changes nothing but itself: a command that it leaves alone goes on to the console.
protocol Layer: Equatable, Sendable {
    /// The sections of the keymap that count while this layer is on top, its own first.
    /// - Parameter pane: the section of the pane that has the focus.
    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section]
    /// The section that `help` lists while this layer is on top; nil for that of the pane.
    var helpSection: Keymap.Section? { get }
    /// The row that action keys mean while this layer is on top.
    var target: RowID? { get }
    /// Keys that no section binds are text.
    var takesText: Bool { get }
    /// Something that is shown changes with every second.
    var showsSeconds: Bool { get }
    /// What it shows can be shown again after it was closed.
    var isKeptWhenClosed: Bool { get }

    mutating func type(_ text: String)
    /// - Parameter command: a word of the keymap.
    /// - Returns: false when the command means what it means everywhere.
    mutating func perform(_ command: String, _ context: LayerContext) -> Bool
    /// Brings scrolls and cursors in line with what there is and with the room for it.
    mutating func arrange(_ scene: Scene)
    func draw(on canvas: inout Canvas, _ scene: Scene)
    /// What the bottom line says of the keys.
    func hints(_ scene: Scene) -> [Hint]
}

/// What a layer may look at while it takes a command.
struct LayerContext {
    let facts: Facts
    let layout: Layout
}

extension Layer {
    var helpSection: Keymap.Section? { nil }
    var target: RowID? { nil }
    var takesText: Bool { false }
    var showsSeconds: Bool { false }
    var isKeptWhenClosed: Bool { false }

    mutating func type(_ text: String) {}
    mutating func perform(_ command: String, _ context: LayerContext) -> Bool { false }
    mutating func arrange(_ scene: Scene) {}
    func hints(_ scene: Scene) -> [Hint] { [] }

    func isEqual(to other: any Layer) -> Bool { (other as? Self) == self }
}

/// A command that moves through rows or lines; the same keys everywhere.
enum Movement: Equatable {
    case by(Int), first, last

    /// nil for a command that moves nothing up or down.
    init?(_ command: String, pageLength: Int) {
        switch ConsoleCommand(rawValue: command) {
        case .moveDown: self = .by(1)
        case .moveUp: self = .by(-1)
        case .pageDown: self = .by(pageLength)
        case .pageUp: self = .by(-pageLength)
        case .moveFirst: self = .first
        case .moveLast: self = .last
        default: return nil
        }
    }
}
