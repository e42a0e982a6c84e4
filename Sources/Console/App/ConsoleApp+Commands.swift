import Desk
import Exchange
import Settings

/// What a keymap or a `:` line can tell the console.
extension ConsoleApp {
    /// What a keymap says: the name of a verb, or a line as it would be typed.
    func perform(named command: String) {
        if command.hasPrefix(":") {
            _ = commandLine.run(String(command.dropFirst()))
        } else if let verb = Verb(name: command) {
            perform(verb)
        } else if let overlay = OverlayCommand(rawValue: command) {
            if overlay == .search, context.model.overlays.top is any PageLayer { return searchPage() }
            if offer(command) { context.invalidate() }
        } else {
            _ = commandLine.run(command)
        }
    }

    func perform(_ verb: Verb) {
        switch verb {
        case .action(let action): actions.begin(.action(action))
        case .console(let command): perform(command)
        }
    }

    private func perform(_ command: ConsoleCommand) {
        if command == .pttToggle { return pushToTalk.pushToTalk() }
        if ownTelephones.perform(command) { return }
        if let toggle = command.toggle { return actions.begin(.toggle(toggle)) }
        if !offer(command.rawValue) { performOnConsole(command) }
        context.invalidate()
    }

    /// The console's own commands; what none of them is, the panes do.
    private func performOnConsole(_ command: ConsoleCommand) {
        switch command {
        case .details where context.model.overlays.top is ActionMenuLayer: performChosen()
        case .details: toggleDetails()
        case .actions: toggleActionMenu()
        case .answerEmergency: answerEmergency()
        case .filter: openFilter()
        case .command: commandLine.open()
        case .help: openHelp()
        case .messages: toggle(MessagesLayer())
        case .trunks: toggle(TrunksLayer())
        case .log: toggle(LogLayer())
        case .report: writeReport()
        case .latestAnswer: operations.reopenAnswer()
        case .redraw: context.emit(.redraw)
        case .quit: quit()
        case .suspend: context.emit(.suspend)
        case .copy: copySelection()
        case .lock: lock.toggle()
        case .reconnect: reconnect()
        case .back where context.takeSecondEscape(): break
        case .back where !context.model.notices.isEmpty && context.model.overlays.top == nil && !context.model.panes.hasSomethingToLeave:
            context.dismissNotices()
        case .back where context.model.overlays.top != nil: context.model.overlays.pop()
        case .dialNumber: actions.begin(.action(.dial), [:], at: context.defaultSite)
        default:
            if command.focusesPane { context.model.overlays.replaceAll() }
            _ = context.performOnPanes(command.rawValue)
        }
    }

    // MARK: Layers

    private func toggle(_ layer: some PageLayer) {
        if let top = context.model.overlays.top, layer.isSamePage(as: top) {
            context.model.overlays.pop()
        } else {
            context.open(layer)
        }
    }

    private func toggleDetails() {
        if context.model.overlays.top is DetailsLayer { return context.model.overlays.pop() }
        context.model.panes.choose()
        if let row = context.model.panes.focused.selection, context.selectedPlace != nil { context.open(DetailsLayer(row)) }
    }

    /// Every action for the row that keys mean now.
    private func toggleActionMenu() {
        if context.model.overlays.top is ActionMenuLayer { return context.model.overlays.pop() }
        if context.model.overlays.top == nil { context.model.panes.choose() }
        guard case .row(let row) = context.target, let selected = context.desk.board.selected(row) else {
            return context.notify(context.phrases("Nothing is selected."))
        }
        context.model.overlays.push(ActionMenuLayer(row, selected, context.desk.board))
    }

    /// What the menu's cursor stands on; bound to the menu's row, which is not looked for again.
    private func performChosen() {
        guard let menu = context.model.overlays.top as? ActionMenuLayer else { return }
        if let action = menu.chosen { actions.begin(.action(action)) }
        context.model.overlays.discard(ActionMenuLayer.self)
    }

    /// Goes to the group that calls for help, whatever lies over the panes, and answers.
    private func answerEmergency() {
        guard let group = TalkStrip.unansweredEmergency(on: context.desk.board) else {
            // In its pane the group under the cursor may be meant: its call for help may not have come to us.
            if context.model.panes.focus == .groups, case .row = context.target { return actions.begin(.action(.emergencyAnswer)) }
            return context.notify(context.phrases("Nobody calls for help unanswered."))
        }
        context.model.overlays.replaceAll()
        context.model.panes.show(.entity(group.key), in: .groups, context.facts)
        actions.begin(.action(.emergencyAnswer), ["GROUP": [group.id]], at: group.site)
    }

    private func openHelp() {
        if context.model.top.helpSection == nil { toggle(HelpLayer(.pane(context.model.panes.focus))) } else { openHelpOfLayer() }
    }

    /// The keys of a form or an answer, over it.
    func openHelpOfLayer() {
        guard let section = context.model.top.helpSection else { return }
        context.model.overlays.push(HelpLayer(.section(section)))
    }

    /// Looks for something in the page on top while it is typed.
    private func searchPage() {
        guard let earlier = pageSearch else { return }
        var prompt = Prompt(.filter, editor: LineEditor(earlier.text))
        prompt.history = .filters
        prompt.onEdit = { [unowned self] in search(for: $0) }
        prompt.onCancel = { [unowned self] in search(for: "") }
        context.ask(prompt)
    }

    private var pageSearch: PageSearch? { (context.model.overlays.top as? any PageLayer)?.search }

    private func search(for text: String) {
        context.model.overlays.withTop { layer in
            guard var page = layer as? any PageLayer else { return }
            page.search = PageSearch(text: text, step: 0)
            layer = page
        }
        context.invalidate()
    }

    private func openFilter() {
        let (pane, earlier) = (context.model.panes.focus, context.model.panes.focused.filter)
        var prompt = Prompt(.filter, editor: LineEditor(earlier))
        prompt.history = .filters
        prompt.onEdit = { [unowned self] in context.setFilter($0, of: pane) }
        prompt.onCancel = { [unowned self] in context.setFilter(earlier, of: pane) }
        context.ask(prompt)
    }

    // MARK: Others

    private func writeReport() {
        guard let write = context.diagnostics.writeReport else { return }
        context.notify(context.phrases("Writing the report …"), .pending)
        Task {
            let result = await write()
            context.keep(SiteMessage(site: "", time: context.desk.now, topic: "report", text: result.text))
            context.notify(Notice(text: result.text, tone: result.isWritten ? .done : .error))
        }
    }

    private func copySelection() {
        guard let row = context.model.panes.focused.selection, let selected = context.desk.board.selected(row) else { return }
        context.copy(context.targetWords.plainText(of: selected))
    }

    /// Asks first where something of ours would be cut off or left behind.
    private func quit() {
        let reasons = context.reasonsToStay
        guard !reasons.isEmpty else { return context.emit(.quit) }
        let text = context.phrases("Quit? %1$@ y/n", reasons.joined(separator: "; "))
        var prompt = Prompt.confirmation(SafeText(text), onYes: { [unowned self] in context.emit(.quit) })
        prompt.cancelled = context.phrases("The console stays open.")
        context.ask(prompt)
    }

    /// A site whose log-in would throw somebody else out asks first; the others are tried at once.
    private func reconnect() {
        let (desk, phrases) = (context.desk, context.phrases)
        let down = desk.board.siteOrder.filter { desk.board.sites[$0]?.link != .online }
        let asking = down.filter { desk.board.sites[$0]?.question != nil }
        for site in down where !asking.contains(site) { desk.reconnect(site) }
        let selected = context.model.panes.focused.selection?.site
        if let site = asking.first(where: { $0 == selected }) ?? asking.first { return actions.askToSignIn(at: site) }
        let names = down.compactMap { desk.board.sites[$0]?.name.string }.joined(separator: ", ")
        context.notify(down.isEmpty ? phrases("Every site is online.") : phrases("Connecting again: %1$@", names))
    }
}

extension ConsoleCommand {
    /// Leaves whatever lies over the panes for a pane.
    fileprivate var focusesPane: Bool {
        switch self {
        case .paneAgents, .paneQueues, .paneCalls, .paneRooms, .paneGroups, .nextPane, .previousPane, .moveLeft, .moveRight: true
        default: false
        }
    }
}
