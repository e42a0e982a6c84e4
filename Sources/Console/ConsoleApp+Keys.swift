import Desk
import Exchange
import Settings

extension ConsoleApp {
    /// Something happened to a key. Where it is told that it is still down, that counts as another press, as it does on
    /// terminals that tell no difference.
    public func handle(_ key: Key, _ event: Key.Event = .typed) {
        talk.observe(key, event)
        if event == .released { return letGo(of: key) }
        switch state.question {
        case .confirmation: answerConfirmation(key)
        case .filter, .command, .argument, .naming: editInput(key)
        case nil where state.overlay == .form: editForm(key)
        case nil:
            stroke = (key, event)
            lookUp(key)
            stroke = nil
        }
    }

    /// Text was pasted: it goes into an input line, and is never read as keys.
    public func paste(_ text: String) {
        let harmless = SafeText(text).string.trimmingCharacters(in: .whitespaces)
        guard !harmless.isEmpty else { return }
        if state.question == nil, state.overlay == .form {
            state.form?.edit { $0.insert(harmless) }
            return invalidate()
        }
        guard var editor = state.question?.editor else { return }
        editor.insert(harmless)
        edited(editor)
    }

    /// Where keys are looked up now: what lies on top first.
    private var sections: [Keymap.Section] {
        switch state.overlay {
        case nil: [state.focus.section]
        case .details: [.details, state.focus.section]
        case let overlay?: [overlay.section]
        }
    }

    private func lookUp(_ key: Key) {
        let keys = state.pendingKeys + [key]
        if !state.pendingKeys.isEmpty, key == Key(.escape) { return dropPendingKeys() }
        for section in sections {
            switch appearance.keymap.lookup(keys, in: section) {
            case .none: continue
            case .prefix:
                state.pendingKeys = keys
                return invalidate()
            case .command(let commands):
                dropPendingKeys()
                if state.notice?.tone != .pending { notify(nil) }
                for command in commands { perform(named: command) }
                return
            }
        }
        dropPendingKeys()
    }

    private func dropPendingKeys() {
        guard !state.pendingKeys.isEmpty else { return }
        state.pendingKeys = []
        invalidate()
    }

    /// What a keymap says: the name of a verb, or a line as it would be typed.
    private func perform(named command: String) {
        if command.hasPrefix(":") {
            _ = run(line: String(command.dropFirst()))
        } else if let verb = Verb(name: command) {
            perform(verb)
        } else if let command = OverlayCommand(rawValue: command) {
            perform(command)
        } else {
            _ = run(line: command)
        }
    }

    func perform(_ verb: Verb) {
        switch verb {
        case .action(let action): begin(.action(action))
        case .console(let command): perform(command)
        }
    }

    // MARK: The console's own commands

    private func perform(_ command: ConsoleCommand) {
        if command == .pttToggle { return pushToTalk() }
        if let toggle = command.toggle { return begin(.toggle(toggle)) }
        if performOnAnswer(command) { return invalidate() }
        switch command {
        case .paneAgents: focus(.agents)
        case .paneQueues: focus(.queues)
        case .paneCalls: focus(.calls)
        case .paneRooms: focus(.rooms)
        case .paneGroups: focus(.groups)
        case .nextPane, .moveRight: focus(neighbour: 1)
        case .previousPane, .moveLeft: focus(neighbour: -1)
        case .moveDown: move(by: 1)
        case .moveUp: move(by: -1)
        case .pageDown: move(by: pageLength)
        case .pageUp: move(by: -pageLength)
        case .moveFirst: move(to: 0)
        case .moveLast: move(to: .max)
        case .details: toggleDetails()
        case .zoom: state.isZoomed.toggle()
        case .filter: openFilter()
        case .sort: sortByNextColumn()
        case .sortReverse: focused.isDescending.toggle()
        case .command: openCommandLine()
        case .help: toggle(.help(state.focus))
        case .messages: toggle(.messages)
        case .trunks: toggle(.trunks)
        case .latestAnswer: reopenAnswer()
        case .back: goBack()
        case .redraw: ask(.redraw)
        case .quit: ask(.quit)
        case .suspend: ask(.suspend)
        case .copy: copySelection()
        case .lock: toggleLock()
        case .nextSite: selectNextSite()
        case .reconnect: reconnect()
        case .pauseToggle, .queueToggle, .muteToggle, .holdToggle, .pttToggle, .monitorToggle, .selectToggle: break
        }
        invalidate()
    }

    private func focus(_ pane: Pane) {
        state.focus = pane
        close(overlay: state.overlay)
        // The next key may be here before the next frame.
        if focused.selection == nil { select(place: 0) }
    }

    private func focus(neighbour step: Int) {
        let panes = Pane.allCases
        let place = panes.firstIndex(of: state.focus)! + step
        focus(panes[(place + panes.count) % panes.count])
    }

    /// One row of the page before stays in sight.
    private var pageLength: Int {
        let layout = Layout(
            width: state.width, height: state.height, faults: LinkStrip.faults(on: desk.board).count,
            talk: TalkStrip.lines(on: desk.board).count, hasBanner: state.banner != nil, focus: state.focus,
            isZoomed: state.isZoomed)
        let tile = layout.tiles.first { $0.pane == state.focus }
        let height = state.overlay == nil ? tile.map { PaneView.height(of: $0.area) } : layout.body.height
        return max(1, (height ?? 0) - 1)
    }

    /// An overlay scrolls; otherwise the selection moves.
    private func move(by rows: Int) {
        if state.overlay == .answer { return state.answer?.move(by: rows) ?? () }
        if state.overlay == nil { moveSelection(by: rows) } else { state.overlayScroll = max(0, state.overlayScroll + rows) }
    }

    private func move(to place: Int) {
        // The screen brings a scroll beyond the end back to the last page.
        if state.overlay == nil { select(place: place) } else { state.overlayScroll = place == 0 ? 0 : Self.beyondTheEnd }
    }

    private static let beyondTheEnd = 1 << 30

    private func toggle(_ overlay: Overlay) {
        if state.overlay == overlay { close(overlay: overlay) } else { open(overlay) }
    }

    func open(_ overlay: Overlay) {
        state.overlay = overlay
        state.overlayScroll = 0
        invalidate()
    }

    private func close(overlay: Overlay?) {
        guard overlay != nil else { return }
        state.overlay = nil
        state.overlayScroll = 0
    }

    private func toggleDetails() {
        if case .details = state.overlay { return close(overlay: state.overlay) }
        if let row = focused.selection, selectedPlace != nil { open(.details(row)) }
    }

    /// Closes what is topmost.
    private func goBack() {
        if case .keys(let section)? = state.overlay {
            leaveOverlay(to: section == .form ? .form : .answer)
        } else if state.overlay != nil {
            close(overlay: state.overlay)
        } else if state.isZoomed {
            state.isZoomed = false
        } else if !focused.filter.isEmpty {
            setFilter("", of: state.focus)
        }
    }

    private func sortByNextColumn() {
        let columns = sortableColumns
        guard !columns.isEmpty else { return }
        let place = columns.firstIndex(of: focused.sortColumn) ?? -1
        focused.sortColumn = columns[(place + 1) % columns.count]
        focused.isDescending = false
    }

    private func copySelection() {
        guard let row = focused.selection, let selected = desk.board.selected(row) else { return }
        let words = TargetWords(board: desk.board, phrases: phrases, now: desk.now)
        let text = words.plainText(of: selected)
        ask(.copy(text))
        notify(phrases("Copied: %1$@", text.string))
    }

    private func toggleLock() {
        state.isLocked.toggle()
        if state.isLocked { Task { await giveBackFloors() } }
        notify(state.isLocked ? phrases("The console is locked: nothing is sent.") : phrases("The console is unlocked."))
    }

    private func selectNextSite() {
        let rows = rows(of: state.focus)
        let sites = desk.board.siteOrder.filter { site in rows.contains { $0.id.site == site } }
        guard !sites.isEmpty else { return }
        let place = focused.selection.flatMap { sites.firstIndex(of: $0.site) } ?? -1
        let next = sites[(place + 1) % sites.count]
        if let row = rows.firstIndex(where: { $0.id.site == next }) { select(place: row) }
    }

    /// A site whose log-in would throw somebody else out asks first; the others are tried at once.
    private func reconnect() {
        let down = desk.board.siteOrder.filter { desk.board.sites[$0]?.link != .online }
        let asking = down.filter { desk.board.sites[$0]?.question != nil }
        for site in down where !asking.contains(site) { desk.reconnect(site) }
        if let site = asking.first(where: { $0 == focused.selection?.site }) ?? asking.first { return askForConsent(at: site) }
        let names = down.compactMap { desk.board.sites[$0]?.name.string }.joined(separator: ", ")
        notify(down.isEmpty ? phrases("Every site is online.") : phrases("Connecting again: %1$@", names))
    }
}

extension Question {
    /// The line being typed, if any.
    var editor: LineEditor? {
        switch self {
        case .filter(_, let editor), .command(let editor, _), .argument(_, let editor, _), .naming(_, _, let editor): editor
        case .confirmation: nil
        }
    }

    var completions: Completions? {
        switch self {
        case .command(_, let completions), .argument(_, _, let completions): completions
        case .filter, .confirmation, .naming: nil
        }
    }
}
