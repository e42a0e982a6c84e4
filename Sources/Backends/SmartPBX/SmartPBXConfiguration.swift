import Exchange
import Wire

/// What the adapter needs to know of one Smart PBX.
public struct SmartPBXConfiguration: Sendable {
    public var id: SiteID
    public var name: SafeText
    /// The broker that PBX and console both connect to (document, section 1.3).
    public var broker: MQTTEndpoint
    /// The second segment of every topic: one token is one PBX.
    public var token: String
    /// How the exchange writes text; the document does not say.
    public var encoding: TextEncoding
    /// The longest wait for one answer; the document states none and advises 5 to 10 s.
    public var deadline: Duration
    /// Pause between two looks at what only polling shows.
    public var pollInterval: Duration
    /// Pause between two looks at what hardly ever changes: extensions, queues, rooms, trunks.
    public var reconcileInterval: Duration
    /// The operator's telephone: it rings for supervision and lends its outbound permission.
    public var operatorExtension: String?

    public init(
        id: SiteID, name: SafeText, broker: MQTTEndpoint, token: String, encoding: TextEncoding = .automatic,
        deadline: Duration = .seconds(5),
        pollInterval: Duration = .seconds(2), reconcileInterval: Duration = .seconds(30), operatorExtension: String? = nil
    ) {
        self.id = id
        self.name = name
        self.broker = broker
        self.token = token
        self.encoding = encoding
        self.deadline = deadline
        self.pollInterval = pollInterval
        self.reconcileInterval = reconcileInterval
        self.operatorExtension = operatorExtension
    }
}

/// The topics of one token (document, section 1.3).
struct Topics: Sendable {
    let response: String
    let event: String
    let record: String
    private let commands: String

    init(token: String) {
        let root = "device/\(token)/api/v1.0/"
        response = root + "response"
        event = root + "event"
        record = root + "cdr"
        commands = root + "command/"
    }

    var subscribed: [String] { [response, event, record] }

    func command(_ command: Command) -> String { commands + command.subcommand }
}

/// A command as the wire names it: the last segment of its topic, and its `cmd`.
struct Command: Hashable, Sendable {
    let subcommand: String
    let name: String

    private init(_ subcommand: String, _ name: String) {
        self.subcommand = subcommand
        self.name = name
    }

    /// Asks and changes nothing.
    var isQuery: Bool { Self.queries.contains(self) }

    private static let queries: Set<Command> = [
        .deviceInfo, .extensionList, .trunkList, .liveCall, .queueList, .queueStatus, .roomList, .roomStatus,
    ]

    /// As a catalog row names it: `call hangup`.
    var native: String { "\(subcommand) \(name)" }

    /// Reads a catalog row's own name, `call hangup`.
    init?(native: String) {
        let words = native.split(separator: " ")
        guard words.count == 2 else { return nil }
        self.init(String(words[0]), String(words[1]))
    }

    static let deviceInfo = Command("system", "deviceInfo")
    static let extensionList = Command("system", "extension_list")
    static let trunkList = Command("system", "trunk_list")
    static let liveCall = Command("system", "livecall")
    static let extensionSet = Command("cfg", "extension_set")
    static let alarmSet = Command("cfg", "alarm_set")
    static let hangup = Command("call", "hangup")
    static let dial = Command("call", "dial")
    static let listen = Command("call", "listen")
    static let queueList = Command("queue", "queue_list")
    static let queueStatus = Command("queue", "queue_status")
    static let queueAdd = Command("queue", "queue_add")
    static let queueRemove = Command("queue", "queue_remove")
    static let queuePaused = Command("queue", "queue_paused")
    static let roomList = Command("conf", "conf_list")
    static let roomStatus = Command("conf", "conf_status")
    static let roomInvite = Command("conf", "conf_invite")
    static let roomKick = Command("conf", "conf_kick")
    static let roomMute = Command("conf", "conf_mute")
    static let roomUnmute = Command("conf", "conf_unmute")
}
