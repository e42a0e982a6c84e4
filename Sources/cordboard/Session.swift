import Desk
import Diagnostics
import Exchange
import Foundation
import JSON
import SessionLending
import Settings
import Simulators

/// What a command works with: a configuration, or the demo in its place, and a desk over the sites it is about.
@MainActor
struct Session {
    /// How long to wait for a site when nothing else is said.
    static let defaultTimeout = Duration.seconds(10)

    let configuration: Configuration
    /// Where the configuration stands; nil for the demo.
    let file: String?
    let desk: Desk
    /// The sites, in the order of the configuration.
    let sites: [SiteSettings]
    private let demo: Demo?
    /// Where sessions are lent and borrowed; nil for the demo, and where this user has no such place.
    private let folder: LendingFolder?

    /// Reads the configuration or starts the demo. Nothing is connected yet.
    /// - Parameters:
    ///   - wanted: the sites to work with; empty is all.
    ///   - borrows: sessions that another process has already are used, instead of further ones.
    /// - Throws: `SettingsProblems`, or `CommandError` when the demo cannot be started or a site is not configured.
    static func prepare(_ program: Program, _ options: Options, sites wanted: [SiteID], borrows: Bool) async throws -> Session {
        let demo = options.demo ? try await startDemo(seed: options.seed ?? 1) : nil
        do {
            let file = try demo == nil ? Configuration.file(program, options) : nil
            let configuration: Configuration
            if let demo {
                configuration = try demo.configuration(program.adapters)
            } else {
                configuration = try await load(program, file ?? "", commandLimit: options.timeout ?? .seconds(60))
            }
            DiagnosticLog.program.hideSecrets(in: configuration)
            program.speak(configuration.language)
            let sites = try select(wanted, of: configuration.sites)
            let folder = file.flatMap { LendingFolder(environment: program.environment, configuration: $0) }
            let desk = Desk(
                operator: configuration.operator,
                sites: sites.map { $0.configuredSite(for: configuration.operator, borrowingIn: borrows ? folder : nil) },
                audit: AuditLog(
                    file: AuditLog.standardFile(environment: program.environment), isRequired: configuration.requiresAudit,
                    console: console(program.environment)),
                history: demo == nil ? MessageHistory(file: MessageHistory.standardFile(environment: program.environment)) : nil)
            desk.observe { [weak program] changes in
                for case .message(let message) in changes where message.topic == "trouble" {
                    program?.complain("\(message.site): \(message.text)")
                }
            }
            desk.observe { DiagnosticLog.program.note($0) }
            return Session(configuration: configuration, file: file, desk: desk, sites: sites, demo: demo, folder: folder)
        } catch {
            await demo?.stop()
            throw error
        }
    }

    /// Which console or command this is, for the audit log: people share accounts, but no two consoles a process.
    private static func console(_ environment: [String: String]) -> JSONValue {
        var members: JSONMembers = ["process": .number(Int(getpid()))]
        members["terminal"] = JSONValue(ttyname(STDIN_FILENO).map { SafeText(String(cString: $0)) })
        // SSH_CONNECTION is “peer port, own address, port”.
        let peer = environment["SSH_CONNECTION"]?.split(separator: " ").first.map(String.init)
        members["peer"] = JSONValue(peer.map { SafeText($0) })
        return .object(members)
    }

    /// Lends the sessions to other commands while `work` lasts.
    func lending<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        guard let folder else { return try await work() }
        let lending = Task { [desk] in
            do {
                try await SessionLender.lend(desk, in: folder)
            } catch {
                DiagnosticLog.program.write(.error) { "sessions are not lent to commands: \(error)" }
            }
        }
        let value: Value
        do {
            value = try await work()
        } catch {
            lending.cancel()
            await lending.value
            throw error
        }
        lending.cancel()
        await lending.value
        return value
    }

    /// Whether what the action did stays without this command: another process has signed in, and has the session.
    func isKeptByLender(_ action: Action, at site: SiteID) -> Bool { action == .signInHere && !desk.lends(site) }

    /// Gives everything back.
    func close() async {
        await desk.close()
        await demo?.stop()
    }

    /// Runs work on a session and closes it, however the work ends.
    static func with<Value>(
        _ program: Program, _ options: Options, sites: [SiteID] = [], borrows: Bool = true,
        _ work: @MainActor (Session) async throws -> Value
    ) async throws -> Value {
        try await prepare(program, options, sites: sites, borrows: borrows).closing(after: work)
    }

    func closing<Value>(after work: @MainActor (Session) async throws -> Value) async throws -> Value {
        do {
            let value = try await work(self)
            await close()
            return value
        } catch {
            await close()
            throw error
        }
    }

    /// The configuration file's content; its warnings are told.
    private static func load(_ program: Program, _ file: String, commandLimit: Duration) async throws -> Configuration {
        let loaded = try await Configuration.loaded(file: file, program, commandLimit: commandLimit)
        program.tell(loaded.warnings)
        return loaded.configuration
    }

    private static func startDemo(seed: UInt64) async throws -> Demo {
        do {
            return try await DiagnosticContext.about("simulator") { try await Demo.start(seed: seed) }
        } catch {
            try Task.checkCancellation()
            throw CommandError(status: .unreachable, sentences: ["the demo cannot be started: \(String(describing: error))"])
        }
    }

    private static func select(_ wanted: [SiteID], of sites: [SiteSettings]) throws(CommandError) -> [SiteSettings] {
        for id in wanted where !sites.contains(where: { $0.id == id }) {
            throw .unknown("there is no site “\(id)”", written: id.rawValue, valid: sites.map(\.id.rawValue))
        }
        return wanted.isEmpty ? sites : sites.filter { wanted.contains($0.id) }
    }
}

extension Configuration {
    /// The file that a run uses: the one named, or the first that exists.
    @MainActor
    static func file(_ program: Program, _ options: Options) throws -> String {
        try locate(given: options.config, searchPath: searchPath(environment: program.environment))
    }

    /// Reads a configuration away from the main actor: it may run password commands.
    ///
    /// Cancelling the task ends those commands. Whoever waits for one is told so after a second.
    /// - Parameter commandLimit: how long the password commands may take.
    @MainActor
    static func loaded(
        file: String, _ program: Program, folders: SettingsFolders? = nil, commandLimit: Duration = .seconds(60)
    ) async throws -> Loaded {
        let (adapters, environment) = (program.adapters, program.environment)
        let reading = Task.detached {
            try load(file: file, adapters: adapters, folders: folders, environment: environment, commandLimit: commandLimit)
        }
        let telling = Task {
            try await Environment.system.sleep(.seconds(1))
            program.complain("waiting for a password command of \(file)")
        }
        defer { telling.cancel() }
        let result = await withTaskCancellationHandler {
            await reading.result
        } onCancel: {
            reading.cancel()
        }
        try Task.checkCancellation()
        let loaded = try result.get()
        DiagnosticLog.program.hideSecrets(in: loaded.configuration)
        return loaded
    }
}

extension SiteStatus {
    /// Why there is no snapshot, in a word or a sentence.
    var trouble: SafeText { error ?? SafeText(link.rawValue) }
}
