import BackendSupport
import Exchange

/// What must not be asked for twice at the same time: requests of one kind for one room, whose answers nothing else tells apart
/// (catalog, `transport.correlation`).
struct Turn: Hashable {
    var name: String
    var room: String

    init(_ message: Message) {
        name = message.name
        room = message.serverRoom.isEmpty ? message.localRoom : message.serverRoom
    }
}

extension ConferenceServerSite {
    /// Sends what is not answered.
    @discardableResult
    func post(_ message: Message) -> Bool {
        guard let link else { return false }
        return (try? link.send(decoder.encode(message.text))) != nil
    }

    /// Sends one request and waits for its answer, after others of the same kind and room.
    /// - Throws: `RequestFailure`.
    func ask(_ message: Message) async throws -> Message {
        try await inTurn(Turn(message)) {
            guard !Task.isCancelled, let link = self.link else { throw RequestFailure.noLink }
            let id = self.requests.nextID()
            do { try link.send(self.decoder.encode(message.text)) } catch { throw RequestFailure.noLink }
            return try await self.answer(to: message, as: id)
        }
    }

    private func answer(to message: Message, as id: Int) async throws -> Message {
        let sent = environment.uptime()
        let timer = Task { [environment, limit = configuration.deadline] in
            try? await environment.sleep(limit)
            if !Task.isCancelled { self.giveUp(id, .noAnswer(to: message.name, after: limit)) }
        }
        defer { timer.cancel() }
        // Nothing suspends between sending and waiting, so the answer cannot come in between.
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { requests.await(id, message, since: sent, $0) }
        } onCancel: {
            Task { await self.giveUp(id, .abandoned) }
        }
    }

    private func giveUp(_ id: Int, _ failure: RequestFailure) { requests.fail(id, failure) }

    func inTurn<Value: Sendable>(_ turn: Turn, _ work: () async throws -> Value) async rethrows -> Value {
        if !turns.take(turn) { await withCheckedContinuation { turns.wait(for: turn, $0) } }
        defer { turns.pass(turn) }
        return try await work()
    }
}
