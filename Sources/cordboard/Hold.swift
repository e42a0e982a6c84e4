import Exchange
import Foundation

/// How long `do` keeps what lives in a session: until interrupted, until standard input ends, or for a set time.
struct Hold {
    /// nil knows no limit.
    var atMost: Duration?
    var input = STDIN_FILENO
    var environment = Environment.system

    func untilOver() async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let input = input
        // A thread of its own, because it reads for as long as somebody may write. A terminal is not read: in the
        // background that would stop us, and Ctrl-C ends the hold there.
        if isatty(input) == 0 {
            Thread.detachNewThread {
                Self.drain(input)
                end.finish()
            }
        }
        let timer = atMost.map { limit in
            Task { [environment] in
                try? await environment.sleep(limit)
                end.finish()
            }
        }
        for await _ in ends {}
        timer?.cancel()
    }

    private static func drain(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 || (count < 0 && errno != EINTR) { return }
        }
    }
}
