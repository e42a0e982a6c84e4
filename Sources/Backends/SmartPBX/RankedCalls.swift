/// The calls of one telephone, by how much it is in each.
///
/// A telephone may be in thousands of calls, were it only in the words of a stranger: to look through all of them with each
/// event would take the square of that.
struct RankedCalls<Rank: Comparable> {
    private var ranks: [String: Rank] = [:]
    private var order: [(rank: Rank, id: String)] = []

    init() {}

    var isEmpty: Bool { order.isEmpty }

    /// The call that the telephone is most of all in.
    var first: String? { order.last?.id }

    /// Takes a call in, or puts it where its rank now is.
    mutating func insert(_ id: String, _ rank: Rank) {
        if let before = ranks[id] {
            if before == rank { return }
            remove(id)
        }
        ranks[id] = rank
        order.insert((rank, id), at: place(of: rank))
    }

    mutating func remove(_ id: String) {
        guard let rank = ranks.removeValue(forKey: id) else { return }
        var place = place(of: rank)
        while place < order.count, order[place].id != id { place += 1 }
        order.remove(at: place)
    }

    /// Before the first that does not rank below.
    private func place(of rank: Rank) -> Int {
        // The newest call ranks above all others as a rule.
        guard let highest = order.last?.rank, !(highest < rank) else { return order.count }
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if order[middle].rank < rank { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
