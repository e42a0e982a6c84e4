import Exchange
import Foundation
import JSON

/// One decoder or state machine, and what must hold whatever octets it gets. A trap is a finding, and so is a broken rule.
public struct FuzzTarget: Sendable {
    public let name: String
    /// Octets as they may come, from which others are made.
    public let seeds: [[UInt8]]
    public let run: @Sendable ([UInt8]) -> Void

    init(_ name: String, seeds: [String], run: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.seeds = seeds.map { Array($0.utf8) }
        self.run = run
    }

    public static let all: [FuzzTarget] = values + pictures

    /// Ends the program where a rule is broken, in debug and in release builds.
    static func require(_ isSo: Bool, _ rule: @autoclosure () -> String) {
        if !isSo { fatalError("broken rule: \(rule())") }
    }
}

/// A board that a picture's changes go to: what it shows can be written and read again.
struct FuzzBoard {
    static let site: SiteID = "x"
    static let now = Date(timeIntervalSince1970: 1_700_000_000)
    private var board = Board(sites: [SiteStatus(id: site, name: "x", kind: "webcti")])

    mutating func take(_ changes: [Change]) { _ = board.apply(changes) }

    func check() {
        let text = board.snapshot(at: Self.now).compactText
        FuzzTarget.require((try? JSONValue(parsing: text)) != nil, "a snapshot is JSON")
        for kind in EntityKind.allCases {
            for entity in board.all(kind) {
                let again = try? Entity(kind, json: entity.json(.full))
                FuzzTarget.require(again?.key == entity.key, "\(entity.key) can be read again")
            }
        }
    }
}

extension [UInt8] {
    /// One message a line.
    var lines: [[UInt8]] { split(separator: 0x0A).prefix(200).map(Array.init) }
}
