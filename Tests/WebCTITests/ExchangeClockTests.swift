import Foundation
import Testing

@testable import WebCTI

@Suite struct ExchangeClockTests {
    private let shanghai = TimeZone(identifier: "Asia/Shanghai")!

    /// Document, section 1.3.
    @Test func theKeyIsTheDocumentsReferenceValue() {
        #expect(ExchangeClock.key("0866089e569bbd3d", day: "2011-06-21") == "ffccb30a388e48ade2d7ea56909cbabf")
        #expect(ExchangeClock.key("123456", day: "") == "e10adc3949ba59abbe56e057f20f883e")
    }

    @Test func theDayTurnsAtTheExchangesMidnight() {
        let clock = ExchangeClock(zone: shanghai)
        // 2026-11-21 15:59:59 in Greenwich is one second before midnight in Shanghai.
        let before = Date(timeIntervalSince1970: 1_795_276_799)
        #expect(clock.day(at: before) == "2026-11-21")
        #expect(clock.day(at: before + 1) == "2026-11-22")
        #expect(clock.day(at: before, shiftedBy: -1) == "2026-11-20")
        #expect(ExchangeClock(zone: .gmt).day(at: before + 1) == "2026-11-21")
    }

    @Test func aWrongClockHereIsLearned() {
        var clock = ExchangeClock(zone: shanghai)
        // Ours says 1 January 2020, the exchange 15 January 2015 (the document's example, section 4.15).
        let now = Date(timeIntervalSince1970: 1_577_836_800)
        clock.set(wall: "2015-01-15 09:03:37", stamp: "1421283817", at: now)
        #expect(clock.day(at: now) == "2015-01-15")
        #expect(clock.wall(at: now) == "2015-01-15 09:03:37")
        #expect(clock.date(wall: "2015-01-15 09:03:37") == now)
        #expect(clock.date(stamp: "1421283807") == now - 10)
        // A second's travel is no news.
        let before = clock
        clock.set(wall: "2015-01-15 09:03:38", stamp: "1421283818", at: now)
        #expect(clock == before)
    }

    @Test(arguments: ["", "0000-00-00 00:00:00", "yesterday", "2015-13-01", "2015-01", "99999-01-01 00:00:00"])
    func whatIsNoTimeIsNone(_ text: String) {
        #expect(ExchangeClock(zone: .gmt).date(wall: text) == nil)
    }
}
