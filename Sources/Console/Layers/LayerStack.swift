/// What lies over the panes, the topmost last.
struct LayerStack: Equatable, Sendable {
    private var layers: [any Layer] = []
    /// The last one closed of those that can be shown again.
    private var kept: (any Layer)?

    init(_ layers: [any Layer] = []) { self.layers = layers }

    var top: (any Layer)? { layers.last }

    mutating func push(_ layer: any Layer) { layers.append(layer) }

    mutating func pop() {
        if let closed = layers.popLast() { keep(closed) }
    }

    mutating func replaceAll(with layer: (any Layer)? = nil) {
        layers.forEach { keep($0) }
        layers = layer.map { [$0] } ?? []
    }

    private mutating func keep(_ layer: any Layer) {
        if layer.isKeptWhenClosed { kept = layer }
    }

    /// - Returns: nil where nothing lies over the panes.
    mutating func withTop<Result>(_ body: (inout any Layer) -> Result) -> Result? {
        guard !layers.isEmpty else { return nil }
        return body(&layers[layers.count - 1])
    }

    // MARK: Layers of one type

    /// The layer of a type, open or kept.
    func find<L: Layer>(_ type: L.Type) -> L? { open(type) ?? kept as? L }

    func open<L: Layer>(_ type: L.Type) -> L? { layers.lazy.compactMap { $0 as? L }.last }

    /// Puts `layer` in the place of the one of its type, open or kept.
    mutating func update<L: Layer>(_ layer: L) {
        if let place = layers.lastIndex(where: { $0 is L }) { layers[place] = layer } else if kept is L { kept = layer }
    }

    /// Takes every layer of a type away for good.
    mutating func discard<L: Layer>(_ type: L.Type) {
        layers.removeAll { $0 is L }
        if kept is L { kept = nil }
    }

    static func == (left: LayerStack, right: LayerStack) -> Bool {
        left.layers.count == right.layers.count && zip(left.layers, right.layers).allSatisfy { $0.isEqual(to: $1) }
    }
}
