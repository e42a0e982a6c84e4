/// What the keys do: a tree of keys for each section.
public struct Keymap: Equatable, Sendable {
    /// Where a key is pressed. A pane's section goes before `global`; `input` and `form` stand alone, or typing would act.
    public enum Section: String, CaseIterable, Sendable {
        case global, agents, queues, calls, rooms, groups, details, help, messages, answer, form, input

        var fallsBackToGlobal: Bool { self != .global && self != .input && self != .form }
    }

    /// What the keys pressed so far amount to.
    public enum Lookup: Equatable, Sendable {
        /// Nothing is bound to them.
        case none
        /// They begin sequences; what may follow, for the pop-up.
        case prefix([Continuation])
        /// Commands to run in turn: names, or lines that begin with `:`.
        case command([String])
    }

    /// A key that may come next.
    public struct Continuation: Equatable, Sendable {
        public var key: Key
        /// What the key does; empty where it begins a longer sequence.
        public var commands: [String]
    }

    /// What a sequence of keys does.
    public struct Binding: Equatable, Sendable {
        public var keys: [Key]
        /// Empty when the keys are unbound on purpose.
        public var commands: [String]
        /// It stands in a file that this one inherits from.
        public var isInherited = false
    }

    public let name: String
    /// The files it was read from and those that would take their place if they came to be: what to watch.
    public let sources: Set<String>

    private let own: [Section: [Binding]]
    private let trees: [Section: KeyTree]
    /// What can be pressed in each section: asked for with every frame, so found out once.
    private var inForce: [Section: [Binding]] = [:]

    init(name: String, sources: Set<String>, bindings: [Section: [Binding]]) {
        self.name = name
        self.sources = sources
        own = bindings
        trees = bindings.mapValues(KeyTree.init)
        for section in Section.allCases { inForce[section] = findBindings(in: section) }
    }

    /// What `keys` mean in a section.
    public func lookup(_ keys: [Key], in section: Section) -> Lookup {
        let here = trees[section]?.find(keys)
        let elsewhere = section.fallsBackToGlobal ? trees[.global]?.find(keys) : nil
        switch (here, elsewhere) {
        case (.leaf(let commands), _): return commands.isEmpty ? .none : .command(commands)
        case (.branch(let mine), .branch(let global)):
            return .prefix(mine.continuations + global.continuations.filter { mine.children[$0.key] == nil })
        case (.branch(let mine), _): return .prefix(mine.continuations)
        case (nil, .leaf(let commands)): return commands.isEmpty ? .none : .command(commands)
        case (nil, .branch(let global)): return .prefix(global.continuations)
        case (nil, nil): return .none
        }
    }

    /// What can be pressed in a section, its own keys first, as the files have them; what is hidden is left out.
    public func bindings(in section: Section) -> [Binding] { inForce[section] ?? [] }

    private func findBindings(in section: Section) -> [Binding] {
        let fallback = section.fallsBackToGlobal ? own[.global] ?? [] : []
        return ((own[section] ?? []) + fallback).filter { binding in
            !binding.commands.isEmpty && lookup(binding.keys, in: section) == .command(binding.commands)
        }
    }

    /// The keys that run a command in a section: those of the keymap itself before inherited ones, the shortest first.
    public func keys(for command: String, in section: Section) -> [[Key]] {
        let found = bindings(in: section).filter { $0.commands == [command] }
        func order(_ it: (offset: Int, element: Binding)) -> (Int, Int, Int) {
            (it.element.isInherited ? 1 : 0, it.element.keys.count, it.offset)
        }
        return found.enumerated().sorted { order($0) < order($1) }.map(\.element.keys)
    }
}

/// Bindings by their keys, one level a key.
struct KeyTree: Equatable, Sendable {
    enum Node: Equatable, Sendable {
        indirect case branch(KeyTree)
        /// Empty when unbound on purpose.
        case leaf([String])
    }

    private(set) var children: [Key: Node] = [:]
    /// The keys in the order of the file.
    private var order: [Key] = []

    init(_ bindings: [Keymap.Binding]) {
        for binding in bindings { insert(binding.keys[...], binding.commands) }
    }

    private mutating func insert(_ keys: ArraySlice<Key>, _ commands: [String]) {
        guard let key = keys.first else { return }
        if children[key] == nil { order.append(key) }
        if keys.count == 1 {
            children[key] = .leaf(commands)
        } else {
            var below = if case .branch(let tree)? = children[key] { tree } else { KeyTree([]) }
            below.insert(keys.dropFirst(), commands)
            children[key] = .branch(below)
        }
    }

    func find(_ keys: [Key]) -> Node? {
        var node = Node.branch(self)
        for key in keys {
            guard case .branch(let tree) = node, let next = tree.children[key] else { return nil }
            node = next
        }
        return node
    }

    var continuations: [Keymap.Continuation] {
        order.compactMap { key in
            switch children[key] {
            case .leaf(let commands)?: commands.isEmpty ? nil : Keymap.Continuation(key: key, commands: commands)
            case .branch?: Keymap.Continuation(key: key, commands: [])
            case nil: nil
            }
        }
    }
}
