import Glibc

/// Gives the terminal back when the process crashes.
@MainActor
enum EmergencyExit {
    private static let signals = [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP]

    /// From now on a crash writes `leaveSequence` to the terminal and restores its settings and standard error, then goes its way.
    /// - Parameter marker: the file of the terminal's marker, which is removed.
    static func arm(descriptor: Int32, settings: termios, leaveSequence: [UInt8], standardError: Int32?, marker: String? = nil) {
        disarm()
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: leaveSequence.count)
        _ = bytes.initialize(from: leaveSequence)
        let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
        actions.initialize(repeating: sigaction(), count: 65)
        let plan = UnsafeMutablePointer<Plan>.allocate(capacity: 1)
        plan.initialize(
            to: Plan(
                descriptor: descriptor, settings: settings, leaveSequence: bytes, standardError: standardError ?? -1, actions: actions,
                marker: marker.flatMap { strdup($0) }))
        currentPlan = plan
        for signal in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                // Only what is safe in a signal handler: no allocation, no lock.
                guard let plan = currentPlan else { return }
                write(plan.pointee.descriptor, plan.pointee.leaveSequence.baseAddress, plan.pointee.leaveSequence.count)
                tcsetattr(plan.pointee.descriptor, TCSANOW, &plan.pointee.settings)
                if let marker = plan.pointee.marker { unlink(marker) }
                if plan.pointee.standardError >= 0 { dup2(plan.pointee.standardError, STDERR_FILENO) }
                sigaction(number, plan.pointee.actions + Int(number), nil)
                raise(number)  // comes when this handler returns
            }
            sigaction(signal, &action, actions + Int(signal))
        }
    }

    static func disarm() {
        guard let plan = currentPlan else { return }
        for signal in signals { sigaction(signal, plan.pointee.actions + Int(signal), nil) }
        currentPlan = nil
        plan.pointee.leaveSequence.deallocate()
        plan.pointee.actions.deallocate()
        free(plan.pointee.marker)
        plan.deallocate()
    }

    fileprivate struct Plan {
        let descriptor: Int32
        var settings: termios
        let leaveSequence: UnsafeMutableBufferPointer<UInt8>
        let standardError: Int32
        /// The handling found, by signal number.
        let actions: UnsafeMutablePointer<sigaction>
        /// The file that says that this process has the terminal; removed once it has been given back.
        let marker: UnsafeMutablePointer<CChar>?
    }
}

/// What a crash does; a signal handler can reach nothing but a global.
// Safe: one aligned word, written on the main actor only, before the handlers that read it are installed and after they are
// gone.
private nonisolated(unsafe) var currentPlan: UnsafeMutablePointer<EmergencyExit.Plan>?
