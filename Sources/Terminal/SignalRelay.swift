import Dispatch
import Glibc

/// Brings signals to the main actor, and puts their old handling back.
@MainActor
final class SignalRelay {
    /// Signals that end a process which does not handle them, and that can be caught. Those of a crash are `EmergencyExit`'s.
    static let ending = [
        SIGTERM, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT, SIGXCPU,
    ]

    private var found: [Int32: sigaction] = [:]
    private var reader: (any DispatchSourceRead)?

    /// Relays those of `signals` that were not ignored when we started (`nohup` ignores SIGHUP and means it).
    init(_ signals: [Int32], handler: @escaping @MainActor (Int32) -> Void) {
        var ends: [Int32] = [-1, -1]
        guard relayEnd < 0, pipe(&ends) == 0 else { return }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        relayEnd = ends[1]
        let input = ends[0]
        let reader = DispatchSource.makeReadSource(fileDescriptor: input, queue: .main)
        reader.setEventHandler {
            var numbers = [UInt8](repeating: 0, count: 64)
            let count = read(input, &numbers, numbers.count)
            // Signals come in storms (a window being dragged); one of a kind tells all.
            for number in Set(numbers.prefix(max(0, count))) { MainActor.assumeIsolated { handler(Int32(number)) } }
        }
        let output = ends[1]
        reader.setCancelHandler {
            close(input)
            close(output)
        }
        reader.activate()
        self.reader = reader
        for signal in signals { relay(signal) }
    }

    /// Back to the handling found, but from now on `ignored` signals are.
    func end(ignoring ignored: Set<Int32> = []) {
        for signal in found.keys {
            if ignored.contains(signal) { found[signal]?.__sigaction_handler.sa_handler = SIG_IGN }
            release(signal)
        }
        guard let reader else { return }
        relayEnd = -1
        reader.cancel()
        self.reader = nil
    }

    /// Stops the other processes of our job, as the terminal's own Ctrl-Z does.
    func stopNeighbours() {
        var ignore = sigaction()
        ignore.__sigaction_handler.sa_handler = SIG_IGN
        var old = sigaction()
        sigaction(SIGTSTP, &ignore, &old)
        kill(0, SIGTSTP)
        sigaction(SIGTSTP, &old, nil)
    }

    /// Stops the process by `signal` as if it had no handler; returns when it is continued.
    func stop(by signal: Int32) {
        let paused = [signal, SIGCONT].filter { found[$0] != nil }
        for signal in paused { release(signal) }
        defer { for signal in paused { relay(signal) } }
        // Raised and let through on this very thread, so that it has happened when `raise` returns.
        var wanted = sigset_t()
        var mask = sigset_t()
        sigemptyset(&wanted)
        sigaddset(&wanted, signal)
        pthread_sigmask(SIG_UNBLOCK, &wanted, &mask)
        raise(signal)
        pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    private func relay(_ signal: Int32) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let error = errno
            var byte = UInt8(truncatingIfNeeded: number)
            write(relayEnd, &byte, 1)
            errno = error
        }
        action.sa_flags = SA_RESTART
        var old = sigaction()
        sigaction(signal, nil, &old)
        guard unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) else { return }
        sigaction(signal, &action, nil)
        found[signal] = old
    }

    private func release(_ signal: Int32) {
        guard var old = found.removeValue(forKey: signal) else { return }
        sigaction(signal, &old, nil)
    }
}

/// Where the handler writes; a signal handler can reach nothing but a global.
// Safe: one aligned word, written only while no handler of ours, which alone reads it, is installed.
private nonisolated(unsafe) var relayEnd: Int32 = -1
