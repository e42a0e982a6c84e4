import Exchange
import Synchronization

/// One run of one site, as the sender of reports: after a site was removed, or replaced by another of the same name, what an
/// earlier run still says is not taken.
struct ReportSource: Hashable, Sendable {
    private static let last = Atomic<UInt64>(0)

    let site: SiteID
    private let number = Self.last.add(1, ordering: .relaxed).newValue

    init(_ site: SiteID) { self.site = site }
}

/// Where sites on any thread leave what they learned, for the main actor to fetch in one go: one hop for a batch,
/// however many events came meanwhile.
final class Inbox: Sendable {
    struct Report: Sendable {
        var source: ReportSource
        var changes: [Change]
    }

    private let waiting = Mutex<[Report]>([])
    private let deliver: @MainActor ([Report]) -> Void

    init(deliver: @escaping @MainActor ([Report]) -> Void) {
        self.deliver = deliver
    }

    /// Takes in what one source learned.
    func sink(of source: ReportSource) -> ChangeSink {
        { changes in
            guard !changes.isEmpty else { return }
            let isFirst = self.waiting.withLock { waiting in
                let isFirst = waiting.isEmpty
                if waiting.last?.source == source {
                    waiting[waiting.count - 1].changes += changes
                } else {
                    waiting.append(Report(source: source, changes: changes))
                }
                return isFirst
            }
            if isFirst { Task { @MainActor in self.fetch() } }
        }
    }

    @MainActor private func fetch() {
        deliver(
            waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            })
    }
}
