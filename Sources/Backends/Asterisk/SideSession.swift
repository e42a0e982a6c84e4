import BackendSupport
import Exchange
import Wire

/// A session for one raw operation, beside the one that is told events: an action that takes its time there (Originate without
/// `Async`, a long command) stops all events of its connection until it ends.
struct SideSession {
    let configuration: AsteriskConfiguration
    let decoder: WireDecoder

    /// Logs in, sends one action, and leaves.
    /// - Returns: nil where the account takes no second session; nothing was sent then.
    /// - Throws: `RequestFailure`, `WireFailure`.
    func ask(_ request: Request, _ environment: Environment) async throws -> Reply? {
        let link = try await FramedLink.open(
            host: configuration.host, port: configuration.port, tls: configuration.tls, codec: ManagerInterface.codec,
            deadline: configuration.deadline)
        do {
            let reply = try await environment.within(configuration.deadline) { try await converse(request, over: link) }
            await link.close()
            return reply
        } catch {
            await link.close()
            throw error is DeadlinePassed ? RequestFailure.noAnswer(to: request.name, after: configuration.deadline) : error
        }
    }

    private func converse(_ request: Request, over link: FramedLink) async throws -> Reply? {
        let login = Request(
            "Login", ["Username": configuration.username, "Secret": configuration.password.reveal(), "Events": "off"])
        var messages = Messages(link: link, decoder: decoder)
        try link.send(decoder.encode(login.text(id: "1")))
        guard try await messages.reply(to: "1").isSuccess else { return nil }
        try link.send(decoder.encode(request.text(id: "2")))
        let reply = try await messages.reply(to: "2")
        try? link.send(decoder.encode(Request("Logoff").text(id: "3")))
        return reply
    }

    /// What comes, message by message.
    private struct Messages {
        let link: FramedLink
        let decoder: WireDecoder
        private var waiting: [Message] = []

        init(link: FramedLink, decoder: WireDecoder) {
            self.link = link
            self.decoder = decoder
        }

        /// The answer to an action, with the rows where it is a list.
        mutating func reply(to id: String) async throws -> Reply {
            var rows: [Message] = []
            while true {
                let message = try await next()
                guard message.actionID == id else { continue }
                if !message.response.isEmpty {
                    if message["EventList"] != "start" { return Reply(answer: message) }
                } else if message["EventList"] == "Complete" {
                    return Reply(answer: Message(["Response": "Success"]), rows: rows)
                } else {
                    rows.append(message)
                }
            }
        }

        private mutating func next() async throws -> Message {
            while waiting.isEmpty {
                guard let batch = await link.nextBatch() else {
                    throw RequestFailure.broken(link.failure?.reason ?? "the exchange ended the link")
                }
                waiting = batch.map { Message(text: decoder.decode($0).text) }
            }
            return waiting.removeFirst()
        }
    }
}
