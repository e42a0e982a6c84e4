import BackendSupport
import Exchange

// Who listens to whom: a leg that runs ChanSpy on another.
extension Picture {
    /// Keeps whom a leg listens to; nil where it listens no more.
    mutating func put(_ spy: Spy?, of id: String) {
        let before = spies[id]
        guard spy != before else { return }
        spies[id] = spy
        for number in [before?.number, spy?.number] { if let number, members[number] != nil { doubtful.insert(number) } }
        legs.touch(id)
    }

    /// Supervision that began before we looked, or that another process began: its channel says what it runs.
    mutating func findSpies() {
        for leg in legs.all.values where leg.application == "ChanSpy" && spies[leg.id] == nil {
            let target = leg.applicationData.fields(atOctet: 0x2C).first ?? ""
            guard
                let spied = legs[target] ?? legs.named(target)
                    ?? legs.all.values.first(where: { $0.name.endpoint == target && $0.id != leg.id })
            else { continue }
            put(Spy(spyee: spied.id, number: number(of: spied), how: leg.spyingManner), of: leg.id)
        }
    }

    /// Who supervises a telephone: the latest where several do.
    func supervision(of number: String) -> Supervision? {
        let listening = spies.filter { $0.value.number == number }.compactMap { id, spy in legs[id].map { ($0, spy) } }
        guard let (leg, spy) = listening.max(by: { $0.0.order < $1.0.order }) else { return nil }
        return Supervision(by: self.number(of: leg), how: spy.how)
    }
}

extension Leg {
    /// How it began to listen, by the options of ChanSpy: `B` barges in, `w` and `W` whisper. A digit may have changed it since.
    var spyingManner: Supervision.Manner? {
        guard application == "ChanSpy" else { return nil }
        let options = applicationData.fields(atOctet: 0x2C).dropFirst().first ?? ""
        if options.utf8.contains(UInt8(ascii: "B")) { return .barge }
        return options.utf8.contains { $0 == UInt8(ascii: "w") || $0 == UInt8(ascii: "W") } ? .whisper : .listen
    }
}
