import CSQLite
import Diagnostics
import Exchange
import Foundation
import JSON

/// What exchanges said in passing (call records, keys pressed, notes), kept across runs: no exchange can be asked for it again.
public actor MessageHistory {
    /// Messages older than this are forgotten, in seconds.
    public static let keeps: TimeInterval = 90 * 24 * 3_600

    /// The most messages that wait in memory for a disk that takes none; the oldest are given up.
    static let mostUnwritten = 10_000

    private let file: String
    private var connection: Connection?
    /// Messages that could not be written; they are tried again with the next.
    private var unwritten: [SiteMessage] = []
    /// Changes a connection just opened: a test makes it fail.
    private let prepare: @Sendable (OpaquePointer) -> Void
    private var refusal: String?

    /// - Parameter file: created when first needed, with its folder, readable by its owner alone.
    public init(file: String) { self.init(file: file, prepare: { _ in }) }

    init(file: String, prepare: @escaping @Sendable (OpaquePointer) -> Void) {
        self.file = file
        self.prepare = prepare
    }

    /// `$XDG_STATE_HOME/cordboard/history.sqlite`
    public static func standardFile(environment: [String: String]) -> String {
        StateFolder.path(environment: environment) + "/history.sqlite"
    }

    /// Keeps messages; one that is known already (two consoles hear the same record) is kept once. What cannot be written now
    /// is kept in memory and tried again with the next messages.
    /// - Returns: what went wrong, for the operator to read, or nil.
    public func keep(_ messages: [SiteMessage]) -> SafeText? {
        unwritten.append(contentsOf: messages)
        guard let database = open() else { return lose() }
        // Nothing counts as written before COMMIT has said so: it is what fails when the disk is full.
        guard execute(database, "BEGIN"), unwritten.allSatisfy({ insert($0, into: database) }), execute(database, "COMMIT") else {
            let trouble = lose()
            if sqlite3_get_autocommit(database) == 0 { _ = execute(database, "ROLLBACK") }
            return trouble
        }
        unwritten = []
        return nil
    }

    /// What went wrong; gives up what is too much to keep in memory.
    private func lose() -> SafeText {
        unwritten.removeFirst(max(0, unwritten.count - Self.mostUnwritten))
        return trouble
    }

    private func execute(_ database: OpaquePointer, _ sql: String) -> Bool { sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK }

    private func insert(_ message: SiteMessage, into database: OpaquePointer) -> Bool {
        run(
            database, "INSERT OR IGNORE INTO message (site, time, topic, text, details) VALUES (?, ?, ?, ?, ?)",
            binding: { statement in
                bind(message.site.rawValue, to: 1, of: statement)
                sqlite3_bind_double(statement, 2, message.time.timeIntervalSince1970)
                bind(message.topic, to: 3, of: statement)
                bind(message.text.string, to: 4, of: statement)
                bind(JSONValue.object(message.details.mapValues { .string($0) }).compactText, to: 5, of: statement)
            })
    }

    /// The latest messages, oldest first.
    public func latest(_ count: Int) -> [SiteMessage] {
        guard let database = open() else { return [] }
        var found: [SiteMessage] = []
        let sql = "SELECT site, time, topic, text, details FROM message ORDER BY time DESC, rowid DESC LIMIT \(count)"
        run(
            database, sql,
            row: { statement in
                let details = (try? JSONValue(parsing: self.text(statement, 4)))?.object ?? [:]
                found.append(
                    SiteMessage(
                        site: SiteID(self.text(statement, 0)), time: Date(timeIntervalSince1970: sqlite3_column_double(statement, 1)),
                        topic: self.text(statement, 2), text: SafeText(self.text(statement, 3)),
                        details: details.compactMapValues(\.text)))
            })
        return found.reversed()
    }

    private func open() -> OpaquePointer? {
        if let connection { return connection.database }
        StateFolder.create(for: file)
        refusal = nil
        do {
            try RegularFile.check(path: file)
        } catch {
            refusal = error.reason
            return nil
        }
        let opened = Connection(file: file)
        guard let database = opened.database else { return nil }
        connection = opened
        chmod(file, 0o600)
        sqlite3_busy_timeout(database, 2_000)
        sqlite3_exec(
            database,
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA cache_size = -256;
            CREATE TABLE IF NOT EXISTS message (
              site TEXT NOT NULL, time REAL NOT NULL, topic TEXT NOT NULL, text TEXT NOT NULL, details TEXT NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS said_once ON message (site, topic, details, CAST(time / 60 AS INTEGER));
            CREATE INDEX IF NOT EXISTS by_time ON message (time);
            DELETE FROM message WHERE time < strftime('%s', 'now') - \(Int(Self.keeps));
            """, nil, nil, nil)
        prepare(database)
        return database
    }

    private var trouble: SafeText {
        let reason = refusal ?? connection?.database.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: strerror(errno))
        return "The history \(file) cannot be written: \(reason)"
    }

    @discardableResult
    private func run(
        _ database: OpaquePointer, _ sql: String, binding: (OpaquePointer?) -> Void = { _ in }, row: (OpaquePointer?) -> Void = { _ in }
    ) -> Bool {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else { return false }
        defer { sqlite3_finalize(statement) }
        binding(statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: row(statement)
            case SQLITE_DONE: return true
            default: return false
            }
        }
    }

    private func bind(_ text: String, to place: Int32, of statement: OpaquePointer?) {
        sqlite3_bind_text(statement, place, text, -1, cordboard_sqlite_transient())
    }

    private func text(_ statement: OpaquePointer?, _ column: Int32) -> String {
        sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
    }
}

/// An open database, closed with the last reference to it.
private final class Connection {
    let database: OpaquePointer?

    init(file: String) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX
        if sqlite3_open_v2(file, &opened, flags, nil) != SQLITE_OK {
            sqlite3_close_v2(opened)
            opened = nil
        }
        database = opened
    }

    deinit { sqlite3_close_v2(database) }
}
