import Exchange

extension Desk {
    /// Waits until the board is as wanted, looking at it after every change.
    /// - Returns: false when `limit` passed, or the task was cancelled, before it was.
    public func wait(atMost limit: Duration, until isWanted: (Board) -> Bool) async -> Bool {
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let observer = observe { _ in look.yield() }
        let timer = Task { [environment] in
            try? await environment.sleep(limit)
            look.finish()
        }
        defer {
            timer.cancel()
            stopObserving(observer)
            look.finish()
        }
        look.yield()
        for await _ in looks where isWanted(board) { return true }
        return isWanted(board)
    }
}
