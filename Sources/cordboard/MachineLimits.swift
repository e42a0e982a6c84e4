import Foundation
import Text

/// Limits of the machine that leave no room to work: they end the program in words and with `ExitStatus.limited`, not in a
/// signal or a wait for ever.
enum MachineLimits {
    /// Descriptors that every command needs: standard streams, the runtime's own, a connection or two.
    private static let descriptors = 64
    /// Address space in bytes, most of it the stacks of threads and the arenas of malloc, which are reserved and not used.
    private static let memory = 512 << 20

    /// Looks before anything begins. A limit on descriptors that may be raised is raised.
    /// - Returns: what there is too little of, or nil.
    static func shortage() -> Wording? {
        raiseDescriptorLimit()
        guard canOpen(descriptors) else { return "too few files may be open at once: \(descriptors) are needed (ulimit -n)" }
        guard !hasMemoryLimit || canMap(memory) else {
            return "too little memory may be used: \(memory >> 20) MiB of address space are needed (ulimit -v, ulimit -d)"
        }
        return nil
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < 1_024, limit.rlim_cur < limit.rlim_max
        else { return }
        limit.rlim_cur = min(1_024, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func canOpen(_ count: Int) -> Bool {
        var opened: [Int32] = []
        defer { opened.forEach { close($0) } }
        while opened.count < count {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            if descriptor < 0 { return false }
            opened.append(descriptor)
        }
        return true
    }

    private static var hasMemoryLimit: Bool {
        [RLIMIT_AS, RLIMIT_DATA].contains { resource in
            var limit = rlimit()
            return getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 && limit.rlim_cur != rlim_t.max
        }
    }

    private static func canMap(_ size: Int) -> Bool {
        guard let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
            memory != UnsafeMutableRawPointer(bitPattern: -1)
        else { return false }
        munmap(memory, size)
        return true
    }

    // MARK: While it runs

    /// From now on a crash for want of memory or descriptors (Swift and libdispatch have no other way) ends in words.
    static func watchForCrash() {
        for signal in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                // Only what is safe in a signal handler: no allocation, no lock.
                let piece = 16 << 20
                let memory = mmap(nil, piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                let isOutOfMemory = memory == UnsafeMutableRawPointer(bitPattern: -1)
                let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
                if isOutOfMemory || descriptor < 0 {
                    let words: StaticString =
                        isOutOfMemory ? "cordboard: out of memory; see ulimit -v\n" : "cordboard: too many open files; see ulimit -n\n"
                    write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                    _exit(71)
                }
                Glibc.signal(number, SIG_DFL)
                raise(number)  // comes when this handler returns
            }
            sigaction(signal, &action, nil)
        }
    }
}
