import Adapters
import Console
import Desk
import Exchange
import Foundation
import JSON
import Settings
import Simulators
import Translations
import Wire

/// A desk in this process.
@MainActor
enum BenchDesk {
    nonisolated static let site: SiteID = "hq"

    static func open(_ place: Workplace, port: Int) throws -> Desk {
        let settings = "sites: [{id: \(site), kind: smartpbx, broker: \"mqtt://127.0.0.1:\(port)\", token: \(SimulatedExchange.token)}]"
        let configuration = try Configuration.read(settings, name: "bench", adapters: .all).configuration
        return open(place, configuration.sites[0].makeSite(for: configuration.operator))
    }

    static func open(_ place: Workplace, _ site: any Site) -> Desk {
        let desk = Desk(
            operator: Operator(name: "bench", extension: nil, role: .viewer),
            sites: [Desk.ConfiguredSite(SiteStatus(id: self.site, name: "Headquarters", kind: "smartpbx"), site)],
            audit: AuditLog(file: place.folder + "/audit.jsonl"))
        desk.open()
        return desk
    }

    static func wait(_ desk: Desk, for what: String, until isWanted: @escaping (Board) -> Bool) async throws {
        guard await desk.wait(atMost: .seconds(60), until: isWanted) else { throw Unmeasurable("waited in vain for \(what)") }
    }

    static func waitUntilSynced(_ desk: Desk) async throws {
        try await wait(desk, for: "a synchronised board") { $0.sites[site]?.synced == true }
    }
}

/// How fast events go from a broker to the board, beside what the broker's own client takes in.
enum Intake {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        try await SimulatedExchange.with { exchange in
            let count = place.isQuick ? 30_000 : 100_000
            var ours: [Double] = []
            var theirs: [Double] = []
            var ratios: [Double] = []
            for round in 0..<(place.isQuick ? 3 : 5) {
                let mark = "Round\(round)"
                let file = try events(count, exchange.extensions, mark, place)
                let alone = try subscriberTakes(count, exchange, file)
                let desk = try await deskTakes(exchange, place, file, mark)
                theirs.append(Double(count) / alone)
                ours.append(Double(count) / desk)
                ratios.append(alone / desk * 100)
            }
            return [
                Figure(
                    "events taken in to the board, of mosquitto_sub's rate", "%", ratios, .least(.p50, 50),
                    note: "\(count) extension_status a run from mosquitto_pub; runs alternate"),
                Figure("  the board", "1/s", ours),
                Figure("  mosquitto_sub alone", "1/s", theirs),
            ]
        }
    }

    /// Every event changes its telephone's state; the last one bears a mark.
    private static func events(_ count: Int, _ extensions: [String], _ mark: String, _ place: Workplace) throws -> String {
        let words = ["InUse", "Idle", "Ringing"]
        var lines = (0..<(count - 1)).map { index in
            EventText.status(extensions[index % (extensions.count - 1) + 1], words[(index / (extensions.count - 1)) % words.count])
        }
        lines.append(EventText.status(extensions[0], mark))
        return try place.write(lines.joined(separator: "\n") + "\n", to: "events.txt")
    }

    @MainActor private static func publish(_ file: String, _ exchange: SimulatedExchange) throws -> Child {
        try Child(
            "mosquitto_pub", ["-h", "127.0.0.1", "-p", "\(exchange.broker.port)", "-t", EventText.topic("event"), "-l"],
            readsOutput: false, source: file)
    }

    /// - Returns: seconds.
    @MainActor private static func subscriberTakes(_ count: Int, _ exchange: SimulatedExchange, _ file: String) throws -> Double {
        let subscriber = try Child(
            "mosquitto_sub",
            ["-h", "127.0.0.1", "-p", "\(exchange.broker.port)", "-t", EventText.topic("event"), "-C", "\(count)", "-W", "60"],
            readsOutput: false)
        usleep(300_000)  // for its subscription, which it does not tell of
        let begun = ContinuousClock.now
        let publisher = try publish(file, exchange)
        subscriber.waitForEnd()
        defer { publisher.end() }
        return (.now - begun) / .seconds(1)
    }

    @MainActor private static func deskTakes(
        _ exchange: SimulatedExchange, _ place: Workplace, _ file: String, _ mark: String
    ) async throws -> Double {
        let desk = try BenchDesk.open(place, port: exchange.broker.port)
        try await BenchDesk.waitUntilSynced(desk)
        let begun = ContinuousClock.now
        let publisher = try publish(file, exchange)
        let number = exchange.extensions[0]
        try await BenchDesk.wait(desk, for: "the last event") { $0.agent(BenchDesk.site, number)?.reason?.string == mark }
        let took = (.now - begun) / Duration.seconds(1)
        publisher.end()
        await desk.close()
        return took
    }
}

/// A large exchange, from nothing to the first full frame.
enum Snapshot {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        let exchange = ScriptedPBX(agents: 5_000, queues: 500, calls: 2_000)
        let broker = try await PrivateBroker.start()
        defer { broker.stop() }
        let serving = try await exchange.serve(port: broker.port)
        defer { serving.cancel() }
        let configuration = try place.configuration(port: broker.port)
        var whole: [Double] = []
        var ends: [Double] = []
        for _ in 0..<place.count(10) {
            exchange.forget()
            let console = try ConsoleOnTerminal(place, configuration: configuration)
            _ = try console.wait(for: ScriptedPBX.mark)
            // What is asked again later is none of the first frame's.
            let answered = exchange.lastAnswer ?? .now
            let seen = ContinuousClock.now
            let last = console.untilQuiet(.milliseconds(50), limit: .milliseconds(100))?.last ?? seen
            whole.append((last - console.begun).milliseconds)
            ends.append((last - answered).milliseconds)
            console.end()
        }
        let board = try await takenIn(place, port: broker.port)
        return [
            Figure(
                "snapshot of 5,000 agents, 500 queues, 2,000 calls to first full frame", "ms", whole, .most(.p95, 1_000),
                note: "the whole program over a real broker, from exec: 500 queues are asked one by one, eight at a time"),
            Figure("  from the last answer", "ms", ends),
            Figure("  board applied and screen drawn alone", "ms", board),
        ]
    }

    /// The board's and the screen's own share, from a site that has everything ready.
    @MainActor private static func takenIn(_ place: Workplace, port: Int) async throws -> [Double] {
        let source = try BenchDesk.open(place, port: port)
        try await BenchDesk.waitUntilSynced(source)
        let board = source.board
        await source.close()
        let folders = SettingsFolders.standard()
        let appearance = Appearance(
            theme: try Theme.load("night", from: folders).theme,
            keymap: try Keymap.load("default", from: folders, commands: ConsoleApp.commandNames).keymap, phrases: TranslationCatalog(.en),
            depth: .trueColor, encoding: .utf8)
        var times: [Double] = []
        for _ in 0..<place.count(10) {
            let begun = ContinuousClock.now
            let desk = BenchDesk.open(place, PresetSite(board))
            let app = ConsoleApp(desk: desk, appearance: appearance, confirm: [])
            app.resize(width: 120, height: 40)
            try await BenchDesk.waitUntilSynced(desk)
            _ = app.draw()
            times.append((.now - begun).milliseconds)
            await desk.close()
        }
        return times
    }
}

/// A site that knows everything at once.
actor PresetSite: Site {
    nonisolated let unsupported: [Action: SafeText] = [:]
    nonisolated let operations: [Exchange.Operation] = []
    private let changes: [Change]

    init(_ board: Board) {
        let kinds: [EntityKind] = [.agent, .queue, .call, .waiting, .room, .trunk]
        changes = kinds.map { .replace(BenchDesk.site, $0, Array(board.all($0))) }
    }

    func run(_ report: @escaping ChangeSink) async throws {
        let now = Date()
        report(changes + [.link(BenchDesk.site, .online, error: nil, at: now, retry: nil), .synced(BenchDesk.site, at: now)])
        let never = AsyncStream.makeStream(of: Void.self)
        for await _ in never.stream {}
        never.continuation.finish()
    }

    func perform(_ request: ActionRequest) async -> Outcome { .unsupported("nothing happens here") }
    func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        (.unsupported("nothing happens here"), nil)
    }
}

/// A broker that dies and comes back.
enum Reconnect {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        let exchange = ScriptedPBX(agents: 1_000, queues: 40, calls: 200)
        let broker = try await PrivateBroker.start()
        defer { broker.stop() }
        var serving = try await exchange.serve(port: broker.port)
        defer { serving.cancel() }
        let desk = try BenchDesk.open(place, port: broker.port)
        try await BenchDesk.waitUntilSynced(desk)
        var fromBroker: [Double] = []
        var fromLink: [Double] = []
        for _ in 0..<place.count(8) {
            broker.kill()
            try await BenchDesk.wait(desk, for: "the loss to be noticed") { $0.sites[BenchDesk.site]?.synced == false }
            exchange.forget()
            try await broker.restart()
            let back = ContinuousClock.now
            serving.cancel()
            serving = try await exchange.serve(port: broker.port)
            try await BenchDesk.waitUntilSynced(desk)
            let synced = ContinuousClock.now
            fromBroker.append((synced - back).milliseconds)
            if let linked = exchange.firstRequest { fromLink.append((synced - linked).milliseconds) }
        }
        await desk.close()
        return [
            Figure(
                "reconnect to a consistent board, from the link's being back", "ms", fromLink, .most(.p95, 1_000),
                note: "1,000 agents, 40 queues, 200 calls; the link is back with the console's first request"),
            Figure(
                "  from the broker's accepting again", "ms", fromBroker,
                note: "includes the back-off, by default 0.5 to 1 s before the first new attempt"),
        ]
    }
}
