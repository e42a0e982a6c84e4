/// A kind of system that can be simulated: what it is called, what it takes, and how one is started.
public struct SimulatorDescriptor: Sendable {
    /// The `kind` of a `sites:` entry that reaches it, and its name on the command line.
    public let kind: String
    /// As in `Simulated Yeastar PBX`.
    public let title: String
    /// The id of the printed `sites:` entry.
    public let siteID: String
    /// Id and name of the site in the demo.
    public let demo: (id: String, name: String)
    /// The ports that it serves unless told otherwise, in the order of `SimulatorOptions.ports`.
    public let ports: [Int]
    /// What it takes beside seed, agents, rate, ports and script.
    public let options: [SimulatorOption]
    /// The commands of training scripts that it knows.
    public let commands: Set<String>
    private let run: @Sendable (SimulatorOptions) async throws -> Simulation

    init(
        kind: String, title: String, siteID: String, demo: (id: String, name: String), ports: [Int],
        options: [SimulatorOption] = [], commands: Set<String>,
        start: @escaping @Sendable (SimulatorOptions) async throws -> Simulation
    ) {
        self.kind = kind
        self.title = title
        self.siteID = siteID
        self.demo = demo
        self.ports = ports
        self.options = options
        self.commands = commands
        run = start
    }

    /// Starts one and returns when it answers.
    /// - Throws: `SimulatorFailure`: a broker or a port cannot be had. `SimulatorOptionError`: a value of `options` is wrong.
    public func start(_ options: SimulatorOptions = SimulatorOptions()) async throws -> Simulation { try await run(options) }
}

/// An option of one kind of system alone.
public struct SimulatorOption: Sendable {
    /// `--NAME`; `-LETTER` is short for it.
    public let name: String
    public let letter: Character
    /// What stands for the value in a help text.
    public let placeholder: String
    public let meaning: String
    /// Looks at a value.
    public let check: @Sendable (String) throws(SimulatorOptionError) -> Void
}

/// A value that an option cannot take, in a sentence.
public struct SimulatorOptionError: Error, CustomStringConvertible, Sendable {
    public let description: String
    init(_ description: String) { self.description = description }
}

/// Why a simulator cannot be started, in a sentence.
public struct SimulatorFailure: Error, CustomStringConvertible, Sendable {
    public let description: String
    init(_ description: String) { self.description = description }
}

/// How a simulated system is to be.
public struct SimulatorOptions: Sendable {
    /// The same seed gives the same system and the same course of calls.
    public var seed: UInt64
    /// Telephones, 2 to 90000.
    public var agents: Int
    /// Calls a minute, of a conference server rooms; nil is one for every four telephones, rooms for every twelve.
    public var rate: Double?
    /// What it serves, as many as its descriptor's `ports`; nil takes any that are free.
    public var ports: [Int]?
    /// Where the printed site takes callbacks; nil is the usual port of the kind, 0 any that is free.
    public var callbackPort: Int?
    /// What is to happen, counted from the start.
    public var script: [ScriptLine] = []
    /// Values of the kind's own options by name.
    public var values: [String: String] = [:]
    /// Where passwords that are no options are looked for.
    public var environment: [String: String] = [:]
    /// Takes sentences for the trainer: what a script's line could not do, a peer out of reach.
    public var report: @Sendable (String) -> Void = { _ in }

    public init(seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil, ports: [Int]? = nil) {
        self.seed = seed
        self.agents = agents
        self.rate = rate
        self.ports = ports
    }

    /// The place-th port; 0 is any that is free.
    func port(_ place: Int = 0) -> Int { ports.flatMap { place < $0.count ? $0[place] : nil } ?? 0 }
}
