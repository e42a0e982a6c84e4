import BackendSupport
import Exchange
import Foundation

/// What a look covers.
struct Scope: PollScope {
    let rawValue: Int

    /// Queues of which something moved that no event tells.
    static let queues = Scope(rawValue: 1)
    static let everything = Scope(rawValue: 3)
}

// The session: log-in, what this account may do, a snapshot, then a look at everything every so often.
extension AsteriskSite {
    func keepInStep() async throws {
        try await logIn()
        try await polls.run(synchronise: synchronise, look: look, recover: { throw $0 })
    }

    private func logIn() async throws {
        let reply: Reply
        do {
            reply = try await ask(
                Request(
                    "Login", ["Username": configuration.username, "Secret": configuration.password.reveal(), "Events": "system,call,agent"]),
                within: configuration.deadline)
        } catch let failure as RequestFailure {
            throw LinkFailure(failure, at: .login)
        }
        guard reply.isSuccess else { throw refusal(reply) }
        await untilBooted()
        noteClock(try await ask(Request("Ping")))
        try await askForRights()
        if let missing = rights.missing(configuration.username) { reporter.tell("trouble", missing) }
        reporter.online()
    }

    private func askForRights() async throws {
        areRightsInDoubt = false
        rights = Rights(try await ask(Request("ListCommands")).answer)
        reporter.report([.capabilities(configuration.id, rights.capabilities(Self.reasons))])
    }

    private func refusal(_ reply: Reply) -> LinkFailure {
        switch reply.answer["Message"] {
        case "Authentication failed":
            LinkFailure(
                .login, "the exchange refused the log-in: check user name, password, and permit in manager.conf", isFinal: true)
        case "Login Already In Use":
            LinkFailure(
                .login,
                "\(configuration.username) is already logged in elsewhere; set allowmultiplelogin=yes in manager.conf or log out there",
                leastPause: .seconds(10))
        case let words: LinkFailure(.login, words.isEmpty ? "the exchange refused the log-in" : SafeText(words))
        }
    }

    private func synchronise() async throws {
        try await list(everythingAgain: true)
        reporter.synchronised(picture.published.listings())
        picture.markAsTold()
        lookAtWatchers()
    }

    private func look(_ scope: Scope) async throws {
        if scope.isSuperset(of: .everything) { try await list(everythingAgain: false) } else { try await listQueuesInDoubt() }
        publish(at: environment.now())
    }

    /// Asks for every list. A list that this account may not have, or whose module is not loaded, is left out and told once.
    private func list(everythingAgain: Bool) async throws {
        if areRightsInDoubt { try await askForRights() }
        picture.isInDoubt = false
        picture.queuesInDoubt = []
        try await list("CoreShowChannels") { $0.take(channels: $1, at: $2) }
        try await list("QueueStatus") { $0.take(queues: $1, at: $2) }
        try await list("ParkedCalls") { $0.take(parked: $1, at: $2) }
        try await list("ExtensionStateList") { picture, rows, _ in picture.take(hints: rows) }
        try await listRooms()
        try await listTrunks()
    }

    private func listQueuesInDoubt() async throws {
        for queue in exchange(&picture.queuesInDoubt, with: []).sorted() {
            try await list("QueueStatus", ["Queue": queue]) { $0.take(queues: $1, of: queue, at: $2) }
        }
    }

    private func listRooms() async throws {
        try await list("ConfbridgeListRooms") { picture, rows, _ in picture.take(rooms: rows) }
        for room in picture.rooms.keys.sorted() {
            try await list("ConfbridgeList", ["Conference": room]) { $0.take(participants: $1, of: room, at: $2) }
        }
    }

    private func listTrunks() async throws {
        let registrations = try await list("PJSIPShowRegistrationsOutbound")
        let contacts = configuration.trunks.isEmpty ? nil : try await list("PJSIPShowContacts")
        let peers = try await list("IAXpeerlist")
        picture.take(registrations: registrations, contacts: contacts, peers: peers)
    }

    /// - Returns: the rows; nil where the exchange does not give this list.
    @discardableResult
    private func list(
        _ name: String, _ fields: KeyValuePairs<String, String> = [:], take: ListTaking? = nil
    ) async throws -> [Message]? {
        guard rights.allows(name) else { return nil }
        let reply = try await ask(Request(name, fields), take: take)
        guard reply.isSuccess else {
            // Where there is none of it, the list is an error.
            take?(&picture, [], environment.now())
            if !Self.emptinesses.contains(reply.answer["Message"]) {
                reporter.tell("\(name): \(reply.message ?? "refused")", once: name)
            }
            return take == nil ? nil : []
        }
        return reply.rows
    }

    /// Errors that only say that there is nothing.
    private static let emptinesses: Set<String> = [
        "No active conferences.", "No Conference by that name found.", "No such queue", "No contacts found",
        "No outbound registrations found",
    ]
}

extension Picture {
    /// The board has been told everything.
    mutating func markAsTold() { _ = published.takeChanges() }
}
