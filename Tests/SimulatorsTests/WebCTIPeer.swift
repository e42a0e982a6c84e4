import Foundation
import Testing

@testable import Simulators

/// An application that speaks to a simulated MVB2000 with nothing but a socket and Foundation.
struct WebCTIPeer: Sendable {
    let simulator: WebCTISimulator
    let port: Int
    /// 2023-01-07 14:03:19 in Shanghai.
    static let start = 1_673_071_399_000

    /// A platform whose world stands still until it is advanced, and in which nobody calls unless told to.
    static func start(
        seed: UInt64 = 5, agents: Int = 12, rate: Double = 0, start: Milliseconds = start, defects: WebCTIDefects = .likely
    ) async throws -> WebCTIPeer {
        let world = WebCTIWorld(seed: seed, agents: agents, rate: rate, start: start)
        let simulator = WebCTISimulator(world: world, defects: defects, time: .byHand(at: start))
        return WebCTIPeer(simulator: simulator, port: try await simulator.listen())
    }

    /// The body of an answer.
    func get(
        _ page: String, _ query: [(String, String)] = [], json: String? = "2", key: String? = nil
    ) async throws -> RawHTTP.Answer {
        let today: String
        if let key { today = key } else { today = await simulator.keyOfTheDay }
        let all = [("webkey", today)] + query + (json.map { [("json", $0)] } ?? [])
        let text = all.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await RawHTTP.get(port: port, "/webservice2/\(page).php?\(text)")
    }

    /// An answer's object, with the platform's unquoted words quoted.
    func ask(_ page: String, _ query: [(String, String)] = []) async throws -> Reply {
        let body = try await get(page, query).body
        let clean = body.replacing(":OUT", with: ":\"OUT\"").replacing(":IN", with: ":\"IN\"")
        return try #require(flat(Array(clean.utf8)).map(Reply.init), "\(page): \(body.prefix(300))")
    }

    struct Reply {
        var fields: Flat
        var code: String? { fields["errcode"] }
        var message: String? { fields["message"] }
        subscript(_ path: String) -> String? { fields["data." + path] }
        /// The values of one field in all rows.
        func all(_ name: String) -> [String] { (0...).lazy.map { self["\($0).\(name)"] }.prefix { $0 != nil }.compactMap { $0 } }
        /// Whether there is no row at all.
        var isEmpty: Bool { !fields.keys.contains { $0.hasPrefix("data.") } }
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// The channels of a device.
    func channels(_ device: String) async -> [WebCTIWorld.Channel] {
        let world = await simulator.world
        return world.device(device)?.channels.compactMap { world.channels[$0] } ?? []
    }

    /// Two telephones in conversation.
    func converse(_ caller: String, _ callee: String) async throws -> (caller: String, callee: String) {
        let begun = await simulator.act { $0.begin(from: caller, to: callee) }
        let first = try #require(begun)
        let second = try #require(await simulator.world.channels[first]?.peer)
        await simulator.act { $0.answer(second) }
        return (first, second)
    }
}
