import Exchange
import Foundation

/// One site's picture fed with answers by hand, for what measures how long that takes.
package struct SweepSample {
    private var picture: Picture

    package init(site: SiteID) { picture = Picture(site: site, clock: ExchangeClock(zone: .gmt)) }

    /// Takes in the body of a `getallstatus`.
    /// - Returns: what it changes on the board.
    package mutating func take(_ body: [UInt8], at now: Date) throws -> [Change] {
        var findings = Findings()
        findings.status = AllStatus(try Answer(body))
        return picture.apply(findings, at: now)
    }
}
