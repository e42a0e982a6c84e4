/// Files and the keys that open them (sections on voicemail, recordings and the CDR): asked for with `get_random`, good for
/// 30 seconds, and for a recording once.
struct YeastarDownloads: Sendable {
    private struct Key: Sendable {
        var kind: String
        var file: [String]
        var expires: Milliseconds
    }

    static let keyLife: Milliseconds = 30_000
    /// What names a file of each kind, in requests and links alike.
    private static let names = [
        "voicemail": ["extid", "voicemailfile"], "recording": ["recording"], "cdr": ["extid", "starttime", "endtime"],
    ]

    private var keys: [String: Key] = [:]

    static func isKeyRequest(_ path: String) -> Bool { kind(of: path, "get_random") != nil }
    static func isLink(_ path: String) -> Bool { kind(of: path, "download") != nil }

    private static func kind(_ path: Substring) -> String? { names[String(path)] == nil ? nil : String(path) }
    private static func kind(of path: String, _ verb: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count == 2 && parts[1] == verb ? kind(parts[0]) : nil
    }

    /// - Parameter random: the key to give out.
    mutating func key(
        _ path: String, _ request: YeastarRequest, random: String, in world: YeastarWorld
    ) throws(YeastarRefusal) -> OrderedJSON {
        guard let kind = Self.kind(of: path, "get_random"), let names = Self.names[kind] else { throw .operation }
        var file: [String] = []
        for name in names { file.append(try request.required(name)) }
        switch kind {
        case "voicemail": guard world.messages(file[0]).contains(where: { $0.file == file[1] }) else { throw .unknown }
        case "recording": guard world.recordings.contains(file[0]) else { throw .unknown }
        default: break
        }
        keys = keys.filter { $0.value.expires > world.now }
        keys[random] = Key(kind: kind, file: file, expires: world.now + Self.keyLife)
        return .fields(zip(names, file).map { .init(name: $0, value: .text($1)) } + [.init(name: "random", value: .text(random))])
    }

    mutating func file(
        _ path: String, _ request: YeastarRequest, in world: YeastarWorld
    ) throws(YeastarRefusal) -> (type: String, body: [UInt8]) {
        guard let kind = Self.kind(of: path, "download"), let names = Self.names[kind] else { throw .operation }
        let random = try request.required("random")
        guard let key = keys[random], key.kind == kind, key.expires > world.now, key.file == names.map({ request[$0] ?? "" })
        else { throw .random }
        if kind == "recording" { keys[random] = nil }
        return kind == "cdr" ? ("text/csv", Array(Self.table(key.file, world).utf8)) : ("audio/x-wav", Self.silence(seconds: 1))
    }

    /// The document leaves the columns open: those of NewCdr.
    private static func table(_ file: [String], _ world: YeastarWorld) -> String {
        let extensions = YeastarRequest.items(file[0])
        let rows = world.records.filter { record in
            let start = world.localTime(record.time)
            return file[1] <= start && start <= file[2]
                && (extensions == ["all"] || extensions.contains(record.from) || extensions.contains(record.to))
        }
        let lines = rows.map { record in
            [
                record.callid, world.localTime(record.time), record.from, record.to, record.duration, record.talked, record.status,
                record.type, record.recording ?? "",
            ].map { $0.contains(",") || $0.contains("\"") ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0 }.joined(separator: ",")
        }
        return (["callid,timestart,callfrom,callto,callduraction,talkduraction,status,type,recording"] + lines)
            .joined(separator: "\r\n") + "\r\n"
    }

    /// A WAV file of 8-bit, 8 kHz silence.
    private static func silence(seconds: Int) -> [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let length = 8_000 * seconds
        let format = little(16, 4) + little(1, 2) + little(1, 2) + little(8_000, 4) + little(8_000, 4) + little(1, 2) + little(8, 2)
        return Array("RIFF".utf8) + little(36 + length, 4) + Array("WAVEfmt ".utf8) + format + Array("data".utf8)
            + little(length, 4) + [UInt8](repeating: 0x80, count: length)
    }
}
