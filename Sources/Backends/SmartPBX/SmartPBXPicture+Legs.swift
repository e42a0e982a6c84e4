import BackendSupport
import Exchange

// One call may ring at many telephones. Each is told of by an invite under the call's one identifier, and each that rang in vain
// may have a record of its own (document, sections 2.8 and 2.24).
extension Picture {
    /// An extension was told to ring for a call.
    mutating func invite(_ number: String, to id: String, at seen: SequenceNumber) {
        guard let call = live[id], !call.callers.contains(number) else { return }
        if rungOneByOne(call) { for other in call.invited.keys where other != number { endInvitation(of: other, to: id) } }
        live[id]?.invited[number] = seen
        invitations[number, default: []].insert(id)
        attach(number, to: id)
    }

    /// Whether it stands in a queue that rings one member after the other (document, section 2.12).
    func rungOneByOne(_ call: LiveCall) -> Bool {
        guard let queue = queueRows[call.row.called] else { return false }
        let strategy = [queueStatus[queue.number]?.strategy ?? "", queue.strategy].first { !$0.isEmpty }
        return ["random", "roundrobin", "rrmemory", "rmemory"].contains(strategy)
    }

    /// The extension rings for no call any more.
    mutating func endInvitations(of number: String) {
        for id in invitations[number] ?? [] { endInvitation(of: number, to: id) }
    }

    private mutating func endInvitation(of number: String, to id: String) {
        live[id]?.invited[number] = nil
        forgetInvitation(number, to: id)
        if live[id]?.involves(number) == true { attach(number, to: id) } else { forget(id, of: number) }
    }

    mutating func forgetInvitation(_ number: String, to id: String) {
        invitations[number]?.remove(id)
        if invitations[number]?.isEmpty == true { invitations[number] = nil }
    }

    /// A call has ended, or only one telephone has ceased to ring for it.
    mutating func take(_ record: CallRecord) {
        guard let call = live[record.call], isOfOneLeg(record, of: call) else {
            ended.insert(record.call, at: sequence.next())
            return removeCall(record.call)
        }
        guard let phone = callee(of: record) else { return }
        endInvitation(of: phone, to: record.call)
        // Nothing but invites has told of it: of its telephones the next one stands for the called number.
        if !call.isListed, self.phone(behind: call.row.called) == phone,
            let next = live[record.call]?.invited.min(by: { $0.value < $1.value })?.key
        {
            live[record.call]?.row.called = next
            locate(record.call)
            refreshCall(record.call)
        }
    }

    /// The next listing tells in any case: it is asked for at once.
    private func isOfOneLeg(_ record: CallRecord, of call: LiveCall) -> Bool {
        guard !record.disposition.isEmpty, record.disposition.uppercased() != "ANSWERED" else { return false }
        let phone = callee(of: record)
        // Somebody talks: what has no answer is another's.
        if isConnected(call) { return phone.map { !call.callees.contains($0) } ?? true }
        guard let phone else { return false }
        // The caller waits on; his own record names the queue.
        if queueRows[call.row.called] != nil { return true }
        let others = call.invited.count - (call.invited[phone] == nil ? 0 : 1)
        return call.rings(at: phone) && (others > 0 || call.callees.contains { $0 != phone && call.rings(at: $0) })
    }

    private func callee(of record: CallRecord) -> String? { phone(behind: record.callee) ?? phone(behind: record.calleeChannel) }
}
