import BackendSupport
import Exchange
import Testing

@Suite struct MirrorTests {
    private func trunk(_ id: String, _ status: SafeText) -> Trunk {
        Trunk(site: "n", id: id, name: SafeText(id), type: "SIP", status: status)
    }
    private func key(_ id: String) -> EntityKey { EntityKey(site: "n", kind: .trunk, id: id) }

    @Test func `Only what is different comes out`() {
        var published = PublishedEntities(site: "n")
        published.put(trunk("a", "up"))
        published.put(trunk("a", "up"))
        #expect(published.takeChanges() == [.put(.trunk(trunk("a", "up")))])
        #expect(published.takeChanges() == [])
        published.put(trunk("a", "down"))
        published.remove(Trunk.self, "a")
        published.remove(Trunk.self, "a")
        #expect(published.takeChanges() == [.put(.trunk(trunk("a", "down"))), .remove(key("a"))])
    }

    @Test func `A whole kind anew is told as what is gone and what is different`() {
        var published = PublishedEntities(site: "n")
        published.replace(["a": trunk("a", "up"), "b": trunk("b", "up"), "c": trunk("c", "up")])
        _ = published.takeChanges()
        published.replace(["b": trunk("b", "down"), "c": trunk("c", "up"), "d": trunk("d", "up")])
        #expect(published.takeChanges() == [.remove(key("a")), .put(.trunk(trunk("b", "down"))), .put(.trunk(trunk("d", "up")))])
        published.replace(["b": trunk("b", "down")])
        #expect(published.takeChanges() == [.remove(key("c")), .remove(key("d"))])
        #expect(Array(published.trunks.keys) == ["b"])
    }

    @Test func `Listings tell everything, also kinds of which there are none`() {
        var published = PublishedEntities(site: "n")
        published.put(trunk("b", "up"))
        published.put(trunk("a", "up"))
        #expect(
            published.listings([.trunk, .call]) == [
                .replace("n", .trunk, [.trunk(trunk("a", "up")), .trunk(trunk("b", "up"))]), .replace("n", .call, []),
            ])
    }
}

@Suite struct RecentlyEndedTests {
    @Test func `An answer that was asked for before the end does not undo it`() {
        var (sequence, ended) = (SequenceCounter(), RecentlyEnded<String, Void>())
        let asked = sequence.next()
        ended.insert("1", at: sequence.next())
        #expect(ended.contains("1", after: asked))
        #expect(!ended.contains("1", after: sequence.next()))
    }

    @Test func `An end is forgotten after its time`() {
        var ended = RecentlyEnded<String, Void>(for: .seconds(60))
        ended.advance(to: .seconds(100))
        ended.insert("1", at: .zero)
        ended.advance(to: .seconds(159))
        #expect(ended.contains("1"))
        #expect(ended.age(of: "1") == .seconds(59))
        ended.advance(to: .seconds(160))
        #expect(!ended.contains("1"))
    }
}
