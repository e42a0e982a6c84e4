import Dispatch
import Foundation
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into the end of the work, so that everything is given back. A second one ends the
/// process where it stands.
final class Interruption: Sendable {
    private let received = Mutex<Int32?>(nil)

    /// Exit status of a program that a signal ended, as shells count it; nil while none came.
    var status: Int32? { received.withLock { $0 }.map { 128 + $0 } }

    /// Runs `work` as a task that signals cancel.
    @MainActor
    func guarding<Value: Sendable>(_ output: Output, _ work: @escaping @MainActor () async throws -> Value) async throws -> Value {
        let task = Task { @MainActor in try await work() }
        let sources = listen { task.cancel() }
        defer { sources.forEach { $0.cancel() } }
        output.onFailure { task.cancel() }
        return try await task.value
    }

    /// Runs `work` as a task that signals cancel, and gives the signals back as they were.
    @MainActor
    func guarding<Value: Sendable>(_ work: @escaping @MainActor () async throws -> Value) async throws -> Value {
        let found = Self.signals.map { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            return (number, action)
        }
        let task = Task { @MainActor in try await work() }
        let sources = listen { task.cancel() }
        defer {
            sources.forEach { $0.cancel() }
            for (number, action) in found {
                var action = action
                sigaction(number, &action, nil)
            }
        }
        return try await task.value
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private func listen(_ cancel: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        Self.signals.compactMap { number in
            // The default action must be off, or the process ends before the source has told.
            let before = signal(number, SIG_IGN)
            // Started with nohup, it is to outlive its terminal.
            if number == SIGHUP, unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return nil }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.take(number, cancel) }
            source.resume()
            return source
        }
    }

    private func take(_ number: Int32, _ cancel: () -> Void) {
        let isSecond = received.withLock { received in
            defer { received = number }
            return received != nil
        }
        if isSecond { _exit(128 + number) }
        cancel()
    }
}
