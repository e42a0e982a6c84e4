import Exchange
import Settings

/// The form of a raw operation: keys in, a request out.
extension ConsoleApp {
    func openForm(of pending: PendingOperation) {
        let remembered = operations.forms[formKey(pending.operation, pending.site)] ?? [:]
        state.form = OperationForm(pending.operation, at: pending.site, pending.arguments, remembered: remembered)
        open(.form)
        notify(nil)
    }

    private func formKey(_ operation: Exchange.Operation, _ site: SiteID) -> String { "\(site.rawValue) \(operation.id)" }

    func editForm(_ key: Key) {
        guard state.form != nil else { return }
        let keys = state.pendingKeys + [key]
        switch appearance.keymap.lookup(keys, in: .form) {
        case .prefix:
            state.pendingKeys = keys
            return invalidate()
        case .command(let commands):
            state.pendingKeys = []
            for command in commands { performOnForm(command) }
        case .none:
            state.pendingKeys = []
            let typed = Self.typed(keys)
            if !typed.isEmpty { state.form?.edit { $0.insert(typed) } }
            if let command = Self.readlineKeys[key] { performOnForm(command) }
        }
        invalidate()
    }

    private func performOnForm(_ command: String) {
        let isChoice = state.form?.fields.isEmpty == false && state.form?.focused.parameter.isClosed == true
        switch command {
        case OverlayCommand.nextField.rawValue: state.form?.moveFocus(by: 1)
        case OverlayCommand.previousField.rawValue: state.form?.moveFocus(by: -1)
        case OverlayCommand.nextValue.rawValue, "complete": state.form?.choose(step: 1)
        case OverlayCommand.previousValue.rawValue, "complete-previous": state.form?.choose(step: -1)
        // Where only documented values are taken there is nothing to move about in.
        case "cursor-right" where isChoice: state.form?.choose(step: 1)
        case "cursor-left" where isChoice: state.form?.choose(step: -1)
        case "accept": if state.form?.isOnLast == false { state.form?.moveFocus(by: 1) } else { sendForm() }
        case OverlayCommand.send.rawValue: sendForm()
        case ConsoleCommand.back.rawValue: leaveForm()
        case ConsoleCommand.help.rawValue: open(.keys(.form))
        case ConsoleCommand.redraw.rawValue: ask(.redraw)
        case ConsoleCommand.suspend.rawValue: ask(.suspend)
        default: if let change = Self.edits[command] { state.form?.edit(change) }
        }
    }

    /// Nothing that is known to be wrong is sent.
    private func sendForm() {
        guard var form = state.form else { return }
        remember(form)
        let pending = PendingOperation(operation: form.operation, arguments: form.arguments, site: form.site)
        var faults = form.operation.check(pending.arguments)
        if pending.lacksDestination {
            faults.append(ArgumentFault(parameter: Exchange.Operation.destination, kind: .missing, operation: form.operation.id))
        }
        let left = form.check(faults)
        state.form = form
        notify(nil)
        if let first = left.first { return notify(phrases(first.reason).string, .error) }
        if !form.hasFaults { begin(pending) }
    }

    private func remember(_ form: OperationForm) {
        operations.forms[formKey(form.operation, form.site)] = form.remembered
    }

    private func leaveForm() {
        if let form = state.form { remember(form) }
        state.form = nil
        leaveOverlay(to: nil)
        notify(phrases("Cancelled: nothing was sent."))
    }
}
