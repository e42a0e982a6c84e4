import BackendSupport
import Foundation
import Wire

/// The exchange's clock, read by ours: it may be in another time zone, and either may be wrong.
struct ExchangeClock: Sendable, Equatable {
    let zone: TimeZone
    /// What the exchange's wall clock is ahead of ours, in seconds, both read in `zone`.
    private(set) var ahead: TimeInterval = 0
    /// What the exchange's Unix time is ahead of ours: another figure where its zone is not the configured one.
    private(set) var stampsAhead: TimeInterval = 0

    /// Less than this is the time that an answer travels: times on the board must not tremble with it.
    private static let tolerance: TimeInterval = 2

    init(zone: TimeZone) { self.zone = zone }

    /// Sets this clock by what the exchange said (`ctigetdatetime`).
    /// - Parameters:
    ///   - wall: `mvb_datetime`, `2015-01-15 09:03:37`.
    ///   - stamp: `mvb_timestamp`, Unix seconds.
    mutating func set(wall: String, stamp: String, at now: Date) {
        guard let seconds = Self.seconds(wall) else { return }
        let told = seconds - local(now)
        if abs(told - ahead) > Self.tolerance { ahead = told }
        let stamps = WireFigure(stamp)?.date.map { $0.timeIntervalSince(now) } ?? told
        if abs(stamps - stampsAhead) > Self.tolerance { stampsAhead = stamps }
    }

    /// Sets this clock's day by a key that the exchange took, where it did not tell the time.
    mutating func assume(_ day: String, at now: Date) {
        guard self.day(at: now) != day, let wanted = Self.seconds(day), let present = Self.seconds(self.day(at: now)) else { return }
        ahead += wanted - present
        stampsAhead += wanted - present
    }

    /// The exchange's present day as it goes into the key: `2011-06-21`.
    /// - Parameter shift: days from there.
    func day(at now: Date, shiftedBy shift: Int = 0) -> String {
        Self.text(local(now) + ahead + Double(shift) * 86_400, "%Y-%m-%d")
    }

    /// The exchange's wall clock, as its rows write it.
    func wall(at now: Date) -> String { Self.text(local(now) + ahead, "%Y-%m-%d %H:%M:%S") }

    /// The moment, on our clock, of a time on the exchange's wall.
    /// - Parameter wall: `2015-01-23 05:05:04`; zero dates and what is no time are nil.
    func date(wall: String) -> Date? {
        guard let seconds = Self.seconds(wall) else { return nil }
        let guess = Date(timeIntervalSince1970: seconds - Double(zone.secondsFromGMT()))
        return Self.writable(seconds - Double(zone.secondsFromGMT(for: guess)) - ahead)
    }

    /// The moment, on our clock, of a Unix time stamp of the exchange.
    func date(stamp: String) -> Date? {
        guard let told = WireFigure(stamp), told.value > 0, let date = told.date else { return nil }
        return Self.writable(date.timeIntervalSince1970 - stampsAhead)
    }

    /// nil outside of the years that a date can be written in.
    private static func writable(_ seconds: TimeInterval) -> Date? {
        Int(exactly: seconds.rounded(.down)).flatMap { WireFigure($0).date }.map { _ in Date(timeIntervalSince1970: seconds) }
    }

    /// The key of a day (section 1.2): lower-case hexadecimal MD5 of the WEB key with the day behind it.
    static func key(_ secret: String, day: String) -> String { Digest.md5(secret + day) }

    /// Seconds of a wall clock since 1970 as if it stood in Greenwich.
    private func local(_ now: Date) -> TimeInterval { now.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: now)) }

    private static func seconds(_ wall: String) -> TimeInterval? {
        var fields: [Int] = []
        var value = 0
        var digits = 0
        for byte in wall.utf8 {
            if byte >= 0x30, byte <= 0x39 {
                value = value &* 10 &+ Int(byte - 0x30)
                digits += 1
            } else {
                guard digits > 0, digits <= 4 else { return nil }
                fields.append(value)
                (value, digits) = (0, 0)
            }
        }
        guard digits > 0, digits <= 4 else { return nil }
        fields.append(value)
        guard fields.count == 3 || fields.count == 6, fields[0] > 0, (1...12).contains(fields[1]), (1...31).contains(fields[2]) else {
            return nil
        }
        var parts = tm()
        parts.tm_year = Int32(fields[0] - 1900)
        parts.tm_mon = Int32(fields[1] - 1)
        parts.tm_mday = Int32(fields[2])
        if fields.count == 6 { (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(fields[3]), Int32(fields[4]), Int32(fields[5])) }
        return TimeInterval(timegm(&parts))
    }

    private static func text(_ seconds: TimeInterval, _ format: String) -> String {
        var time = time_t(seconds.rounded(.down))
        var parts = tm()
        gmtime_r(&time, &parts)
        return String(
            decoding: [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
                count = buffer.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress!, $0.count, format, &parts) }
            }, as: UTF8.self)
    }
}
