import Dispatch
import Exchange
import Glibc

/// Tells when settings files change. The kernel does the watching: while nothing changes, nothing runs.
public enum SettingsWatcher {
    /// The paths that changed, came or went, gathered over a short while.
    ///
    /// The folders are watched rather than the files, so an editor that writes a new file and renames it is seen, and
    /// so is a file that did not exist before. Where a path or one of its folders is a link, the folder of the link is
    /// watched and that of its target: a link that is put in the place of another changes the file. What the new link leads
    /// to is watched by whoever begins to watch anew. A folder that does not exist is not watched. Watching ends when the
    /// stream is no longer read.
    /// - Parameters:
    ///   - files: what to watch: the configuration file, `Theme.sources`, `Keymap.sources`.
    ///   - pause: how long to gather after the first change.
    /// - Throws: when the kernel gives no watch.
    public static func changes(
        of files: Set<String>, gatheringFor pause: Duration = .milliseconds(100), environment: Environment = .system
    ) throws(SettingsProblems) -> AsyncStream<Set<String>> {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else {
            throw SettingsProblems([SettingsProblem(.warning, file: "inotify", "changes of settings are not seen: \(lastError())")])
        }
        let watches = Watches(files, on: descriptor)
        let (stream, continuation) = AsyncStream.makeStream(of: Set<String>.self)
        let gathering = Gathering(pause: pause, environment: environment) { continuation.yield($0) }
        let (events, feed) = AsyncStream.makeStream(of: Set<String>.self)

        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: DispatchQueue(label: "settings-watcher"))
        source.setEventHandler {
            let changed = watches.readChanges(from: descriptor)
            if !changed.isEmpty { feed.yield(changed) }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()

        let relay = Task {
            for await changed in events { await gathering.add(changed) }
        }
        let cancellation = Cancellation(source)
        continuation.onTermination = { _ in
            cancellation.cancel()
            relay.cancel()
            feed.finish()
        }
        return stream
    }
}

/// Which files a folder's watch stands for.
private struct Watches: Sendable {
    private let files: [Int32: [String: Set<String>]]
    /// Names that are links, by the watch of their folder: one that appears is a change at once, because nothing is written to it.
    private let links: [Int32: Set<String>]

    init(_ paths: Set<String>, on descriptor: Int32) {
        let events =
            IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
        var files: [Int32: [String: Set<String>]] = [:]
        var links: [Int32: Set<String>] = [:]
        for path in paths {
            for (place, isLink) in Self.places(path) {
                let watch = inotify_add_watch(descriptor, place.folder, UInt32(events))
                guard watch >= 0 else { continue }
                files[watch, default: [:]][place.lastComponent, default: []].insert(path)
                if isLink { links[watch, default: []].insert(place.lastComponent) }
            }
        }
        (self.files, self.links) = (files, links)
    }

    /// Links that one path may lead over; the kernel's own limit.
    private static let mostLinks = 40

    /// Every link on the way to a file, and the file itself, at its path as given and as it is in the end.
    private static func places(_ path: String) -> [(path: String, isLink: Bool)] {
        var places: [(path: String, isLink: Bool)] = [(path, false)]
        var rest = path.split(separator: "/").map(String.init)
        var reached = path.hasPrefix("/") ? "" : "."
        var left = mostLinks
        while !rest.isEmpty {
            let next = "\(reached)/\(rest.removeFirst())"
            guard let target = target(ofLink: next), left > 0 else {
                reached = next
                continue
            }
            left -= 1
            places.append((next, true))
            rest = target.split(separator: "/").map(String.init) + rest
            if target.hasPrefix("/") { reached = "" }
        }
        return places + [(reached, false)]
    }

    /// nil where a path is no link.
    private static func target(ofLink path: String) -> String? {
        var text = [UInt8](repeating: 0, count: 4_096)
        let count = text.withUnsafeMutableBytes { readlink(path, $0.baseAddress!, $0.count) }
        return count > 0 ? String(decoding: text.prefix(count), as: UTF8.self) : nil
    }

    /// Reads all events there are, and gives the files they touch.
    func readChanges(from descriptor: Int32) -> Set<String> {
        var changed: Set<String> = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: MemoryLayout<inotify_event>.alignment)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else { return changed }
            var offset = 0
            while offset + MemoryLayout<inotify_event>.size <= count {
                let event = buffer.load(fromByteOffset: offset, as: inotify_event.self)
                let start = offset + MemoryLayout<inotify_event>.size
                let name = String(decoding: buffer[start..<min(count, start + Int(event.len))].prefix { $0 != 0 }, as: UTF8.self)
                changed.formUnion(touched(by: event, named: name))
                offset = start + Int(event.len)
            }
        }
    }

    private func touched(by event: inotify_event, named name: String) -> Set<String> {
        let all: (Int32) -> Set<String> = { watch in (files[watch] ?? [:]).values.reduce(into: []) { $0.formUnion($1) } }
        // The kernel's queue ran over: anything may have changed.
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return files.keys.reduce(into: []) { $0.formUnion(all($1)) } }
        if event.mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF) != 0 { return all(event.wd) }
        // A file that appears is told of when it has been written.
        if event.mask & UInt32(IN_CREATE) != 0, links[event.wd]?.contains(name) != true { return [] }
        return files[event.wd]?[name] ?? []
    }
}

/// Gathers changes from the first until the pause is over, then hands them on together.
private actor Gathering {
    private let pause: Duration
    private let environment: Environment
    private let deliver: @Sendable (Set<String>) -> Void
    private var gathered: Set<String> = []

    init(pause: Duration, environment: Environment, deliver: @escaping @Sendable (Set<String>) -> Void) {
        self.pause = pause
        self.environment = environment
        self.deliver = deliver
    }

    func add(_ changed: Set<String>) {
        let isFirst = gathered.isEmpty
        gathered.formUnion(changed)
        guard isFirst else { return }
        Task {
            try? await environment.sleep(pause)
            flush()
        }
    }

    private func flush() {
        deliver(gathered)
        gathered = []
    }
}

/// Ends a dispatch source from whatever thread lets go of the stream.
// Safe: it holds one constant, and does nothing with it but `cancel`, which Dispatch takes from any thread.
private final class Cancellation: @unchecked Sendable {
    private let source: any DispatchSourceRead
    init(_ source: any DispatchSourceRead) { self.source = source }
    func cancel() { source.cancel() }
}
