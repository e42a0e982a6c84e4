import Dispatch
import Foundation

/// The wish to end: a signal, or the end of standard input where that is a pipe or a socket. A terminal is not read (in the
/// background that would stop us), and /dev/null, which always ends, is no wish.
struct Ending {
    private let wishes: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    /// Once this returns a signal does not end us, but `awaited`.
    static func begin() async -> Ending {
        let (registrations, registered) = AsyncStream<Void>.makeStream()
        let ending = Ending { registered.yield() }
        // A source is registered by another thread; a signal that comes before is lost.
        for await _ in registrations.prefix(ending.sources.count) {}
        return ending
    }

    private init(registered: @escaping @Sendable () -> Void) {
        let (wishes, wish) = AsyncStream<Void>.makeStream()
        self.wishes = wishes
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setRegistrationHandler { registered() }
            source.setEventHandler { wish.finish() }
            source.resume()
            return source
        }
        guard Self.inputIsHeld else { return }
        Thread.detachNewThread {
            Self.drainInput()
            wish.finish()
        }
    }

    func awaited() async {
        for await _ in wishes {}
        sources.forEach { $0.cancel() }
    }

    private static var inputIsHeld: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        return [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
    }

    private static func drainInput() {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count == 0 || (count < 0 && errno != EINTR) { return }
        }
    }
}
