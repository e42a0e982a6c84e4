/// The name a person most likely meant: within a few slips of the fingers, or begun alike.
public func nearestName(to written: String, among valid: some Collection<String>) -> String? {
    let word = written.lowercased()
    guard !word.isEmpty else { return nil }
    let limit = max(1, (word.count + 2) / 3)
    let ranked = valid.map { (distance: editDistance(word, $0.lowercased()), name: $0) }.sorted {
        ($0.distance, $0.name) < ($1.distance, $1.name)
    }
    if let best = ranked.first, best.distance <= limit, best.distance < word.count { return best.name }
    return ranked.first { pair in
        word.count >= 3 && pair.name.count >= 3 && (pair.name.lowercased().hasPrefix(word) || word.hasPrefix(pair.name.lowercased()))
    }?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first), b = Array(second)
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
