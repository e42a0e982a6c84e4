import Desk
import Exchange
import Settings

/// What the console shows besides the board and the time, as one value.
struct ConsoleModel: Equatable, Sendable {
    var panes = PanesLayer()
    /// What lies over the panes; the status bar and the strips stay in sight.
    var overlays = LayerStack()
    /// What the bottom line asks; it has the keys before everything else.
    var prompt: Prompt?
    var notices = Notices()
    /// A problem of the settings that stays until mended.
    var banner: SafeText?
    /// The keys of a sequence not yet complete.
    var pendingKeys: [Key] = []
    /// Looks only; no action is performed.
    var isLocked = false
    /// The floor lasts as long as the key is held down.
    var holdsToTalk = false
    /// The size of the terminal in cells.
    var width = 80
    var height = 24

    /// The layer that has the keys.
    var top: any Layer { prompt ?? overlays.top ?? panes }

    /// Where everything stands on a screen of this size.
    func layout(on board: Board, _ telephones: [OwnTelephone]) -> Layout {
        Layout(
            width: width, height: height, faults: LinkStrip.faults(on: board).count, talk: TalkStrip.lines(on: board).count,
            hasBanner: banner != nil, focus: panes.focus, isZoomed: panes.isZoomed,
            empty: Set(Pane.allCases.filter { board.count(of: $0.kind) == 0 }),
            notices: prompt == nil ? NoticeLines.count(of: notices.shown, width: width) : 0,
            telephones: TelephoneStrip.count(of: telephones, height: height))
    }
}
