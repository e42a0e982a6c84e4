import Exchange
import Synchronization

/// Where sites on any thread leave what they learned, for the main actor to fetch in one go: one hop for a batch,
/// however many events came meanwhile.
final class Inbox: Sendable {
    private let waiting = Mutex<[Change]>([])
    private let deliver: @MainActor ([Change]) -> Void

    init(deliver: @escaping @MainActor ([Change]) -> Void) {
        self.deliver = deliver
    }

    var report: ChangeSink {
        { changes in
            guard !changes.isEmpty else { return }
            let isFirst = self.waiting.withLock { waiting in
                defer { waiting += changes }
                return waiting.isEmpty
            }
            if isFirst { Task { @MainActor in self.fetch() } }
        }
    }

    @MainActor private func fetch() {
        deliver(waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        })
    }
}
