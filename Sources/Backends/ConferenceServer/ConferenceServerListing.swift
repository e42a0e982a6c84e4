import BackendSupport
import Exchange

/// What the server lists while somebody asks for it.
struct Listing {
    /// CONFROOMINFO, one for each room.
    var rooms: [Message] = []
    /// The first answer of its kind has come.
    var areRoomsAnswered: Bool { !rooms.isEmpty }
    var areOperatorsAnswered = false
}

// Nothing marks the end of the rooms, and where there is none nothing answers at all.
extension ConferenceServerSite {
    /// Asks for the rooms, and lets the answers come in.
    /// - Parameters:
    ///   - question: GETCONFROOMINFO.
    ///   - operators: GETOPERATORINFOR, where the operators are wanted as well.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    func listRooms(_ question: Message, operators: Message? = nil) async throws -> Asked<[Message]> {
        try await inTurn(Turn(question)) {
            self.listing = Listing(areOperatorsAnswered: operators == nil)
            let asked = self.picture.beginListing()
            for query in [operators, question].compactMap(\.self) {
                guard self.post(query) else { throw RequestFailure.noLink }
            }
            try await self.waitForAnswers()
            return Asked(at: asked, value: self.listing.rooms)
        }
    }

    /// Returns when the rooms that are being listed are all there.
    func untilListed() async { await inTurn(Turn(Message("GETCONFROOMINFO"))) {} }

    /// Notes what answers a question for rooms or operators.
    func noteListing(_ message: Message) {
        switch message.name {
        case "CONFROOMINFO": listing.rooms.append(message)
        case "OPERATORINFO": listing.areOperatorsAnswered = true
        default: return
        }
        listingSignal.wake()
    }

    /// Returns when the answers have begun and nothing more has come for a while, or when none can be expected any more. A server
    /// that took its time for the first room gets as much for each of the others.
    private func waitForAnswers() async throws {
        let begin = environment.uptime()
        var rest = configuration.listingLimit
        while !(listing.areRoomsAnswered && listing.areOperatorsAnswered), rest > .zero {
            await listingSignal.wait(atMost: rest, environment)
            try Task.checkCancellation()
            rest = begin + configuration.listingLimit - environment.uptime()
        }
        let quiet = max(configuration.gathering, min(environment.uptime() - begin, configuration.listingLimit))
        var count = 0
        while listing.rooms.count > count {
            count = listing.rooms.count
            try await environment.sleep(quiet)
        }
    }
}
