import Foundation
import JSON

/// A whole number as an exchange wrote it. What comes is foreign: reading it and reckoning with it saturates and never traps.
public struct WireFigure: Comparable, Hashable, Sendable {
    public let value: Int

    public init(_ value: Int) { self.value = value }

    /// Reads decimal digits with an optional sign, also with a fraction, which is rounded. What does not fit is the largest or
    /// smallest number.
    /// - Returns: nil for what is no number.
    public init?(_ text: String) {
        let digits = text.octetTrimmed
        if let whole = Int(digits) {
            value = whole
            return
        }
        // Double also reads words: inf, nan, and hexadecimal.
        guard digits.utf8.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }), let decimal = Double(digits) else { return nil }
        let rounded = decimal.rounded()
        value = Int(exactly: rounded) ?? (rounded < 0 ? .min : .max)
    }

    /// Reads a value that holds one, as a number or as text.
    public init?(_ value: JSONValue?) {
        guard let text = value?.text, let figure = WireFigure(text) else { return nil }
        self = figure
    }

    /// As a count: none is less than nothing, and none is so large that a sum of a thousand overflows, or that a reader of JSON
    /// does not keep it digit for digit (RFC 8259, section 6).
    public var count: Int { min(max(0, value), 1 << 53 - 1) }

    public static func < (left: WireFigure, right: WireFigure) -> Bool { left.value < right.value }

    public static func + (left: WireFigure, right: WireFigure) -> WireFigure {
        let (sum, isOver) = left.value.addingReportingOverflow(right.value)
        return WireFigure(isOver ? (right.value < 0 ? .min : .max) : sum)
    }

    public static func - (left: WireFigure, right: WireFigure) -> WireFigure {
        let (difference, isOver) = left.value.subtractingReportingOverflow(right.value)
        return WireFigure(isOver ? (right.value < 0 ? .max : .min) : difference)
    }

    public static func * (left: WireFigure, right: WireFigure) -> WireFigure {
        let (product, isOver) = left.value.multipliedReportingOverflow(by: right.value)
        return WireFigure(isOver ? ((left.value < 0) == (right.value < 0) ? .max : .min) : product)
    }

    /// How far it is from another, never negative.
    public func distance(to other: WireFigure) -> WireFigure { self < other ? other - self : self - other }

    /// As seconds; no time is shorter than none.
    public var seconds: Duration { .seconds(max(0, value)) }

    /// As seconds since 1970; nil outside of the years 1 to 9999, beyond which no date can be written (RFC 3339).
    public var date: Date? {
        Self.writable.contains(value) ? Date(timeIntervalSince1970: Double(value)) : nil
    }

    private static let writable = -62_135_596_800...253_402_300_799
}

extension Optional<JSONValue> {
    /// A count or a number of whole seconds; nil where there is none, and for what cannot be.
    public var wireCount: Int? { WireFigure(self).flatMap { $0.value < 0 ? nil : $0.count } }
}

extension Duration {
    /// Hours, minutes and seconds as `HH:MM:SS` or `MM:SS`; the hours may be as many as they like.
    /// - Returns: nil for anything else, and where minutes or seconds are 60 or more.
    public init?(clockText text: String) {
        let parts = text.octetTrimmed.split(atOctet: UInt8(ascii: ":")).map { part in
            part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? WireFigure(part) : nil
        }
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0 != nil }) else { return nil }
        let figures = parts.compactMap(\.self)
        guard figures.dropFirst().allSatisfy({ $0.value < 60 }), parts.count == 3 || figures[0].value < 60 else { return nil }
        self = figures.reduce(WireFigure(0)) { $0 * WireFigure(60) + $1 }.seconds
    }
}
