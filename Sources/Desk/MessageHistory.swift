import CSQLite
import Exchange
import Foundation
import JSON

/// What exchanges said in passing (call records, keys pressed, notes), kept across runs: no exchange can be asked for it again.
public actor MessageHistory {
    /// Messages older than this are forgotten, in seconds.
    public static let keeps: TimeInterval = 90 * 24 * 3_600

    private let file: String
    private var connection: Connection?

    /// - Parameter file: created when first needed, with its folder, readable by its owner alone.
    public init(file: String) {
        self.file = file
    }

    /// `$XDG_STATE_HOME/cordboard/history.sqlite`
    public static func standardFile(environment: [String: String]) -> String {
        StateFolder.path(environment: environment) + "/history.sqlite"
    }

    /// Keeps messages; one that is known already (two consoles hear the same record) is kept once.
    /// - Returns: what went wrong, for the operator to read, or nil.
    public func keep(_ messages: [SiteMessage]) -> SafeText? {
        guard let database = open() else { return trouble }
        let sql = "INSERT OR IGNORE INTO message (site, time, topic, text, details) VALUES (?, ?, ?, ?, ?)"
        sqlite3_exec(database, "BEGIN", nil, nil, nil)
        defer { sqlite3_exec(database, "COMMIT", nil, nil, nil) }
        for message in messages {
            let isKept = run(
                database, sql,
                binding: { statement in
                    bind(message.site.rawValue, to: 1, of: statement)
                    sqlite3_bind_double(statement, 2, message.time.timeIntervalSince1970)
                    bind(message.topic, to: 3, of: statement)
                    bind(message.text.string, to: 4, of: statement)
                    bind(JSONValue.object(message.details.mapValues { .string($0) }).compactText, to: 5, of: statement)
                })
            if !isKept { return trouble }
        }
        return nil
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
        return database
    }

    private var trouble: SafeText {
        let reason = connection?.database.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: strerror(errno))
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
